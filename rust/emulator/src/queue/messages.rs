//! The messages of one queue, by the rules of SQS. Knows no clock: every call is told the time.

use bytes::Bytes;
use serde_json::{Map, Value};
use std::{
    collections::{BTreeMap, VecDeque},
    time::{Duration, Instant, SystemTime},
};
use uuid::Uuid;

/// One message, and what came of it so far.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) id: String,
    pub(super) body: Bytes,
    /// As they came: name to type and value.
    pub(super) attributes: Map<String, Value>,
    pub(super) sent: SystemTime,
    pub(super) first_received: Option<SystemTime>,
    pub(super) receives: u32,
    /// Of the last receipt; it deletes the message also when that shows again, until somebody else receives it.
    handle: Option<String>,
}

impl Message {
    fn size(&self) -> usize {
        size(&self.body, &self.attributes)
    }
}

/// Bytes of a message's body and attributes.
pub(super) fn size(body: &[u8], attributes: &Map<String, Value>) -> usize {
    let values = attributes.values().filter_map(Value::as_object);
    let texts = values.flat_map(Map::values).filter_map(Value::as_str);
    let names: usize = attributes.keys().map(String::len).sum();
    body.len() + names + texts.map(str::len).sum::<usize>()
}

/// A message that somebody works on.
#[derive(Debug, Clone)]
pub(super) struct Received {
    pub(super) handle: String,
    pub(super) message: Message,
}

/// A time, as the rules count it and as people read it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Now {
    pub(super) instant: Instant,
    pub(super) wall: SystemTime,
}

impl Now {
    pub(super) fn read() -> Self {
        Now {
            instant: Instant::now(),
            wall: SystemTime::now(),
        }
    }
}

#[derive(Debug)]
struct Hidden {
    until: Instant,
    message: Message,
}

/// What waits and what is worked on.
#[derive(Debug, Default)]
pub(super) struct Messages {
    waiting: VecDeque<Message>,
    /// By receipt handle: received and not deleted, or sent with a delay.
    hidden: BTreeMap<String, Hidden>,
    bytes: usize,
}

impl Messages {
    pub(super) fn send(
        &mut self,
        body: Bytes,
        attributes: Map<String, Value>,
        delay: Duration,
        now: Now,
    ) -> String {
        let message = Message {
            id: Uuid::new_v4().to_string(),
            body,
            attributes,
            sent: now.wall,
            first_received: None,
            receives: 0,
            handle: None,
        };
        let id = message.id.clone();
        self.bytes += message.size();
        match delay.is_zero() {
            true => self.waiting.push_back(message),
            false => self.hide(message, now.instant + delay),
        }
        id
    }

    /// Takes in what another queue gave up.
    pub(super) fn adopt(&mut self, message: Message) {
        self.bytes += message.size();
        self.waiting.push_back(message);
    }

    /// Gives the next message and hides it for `visibility`. One that was received `max_receives` times already goes
    /// to `dead` instead.
    pub(super) fn receive(
        &mut self,
        visibility: Duration,
        max_receives: Option<u32>,
        dead: &mut Vec<Message>,
        now: Now,
    ) -> Option<Received> {
        self.show_again(now.instant);
        loop {
            let mut message = self.waiting.pop_front()?;
            if max_receives.is_some_and(|most| message.receives >= most) {
                self.bytes -= message.size();
                dead.push(message);
                continue;
            }
            message.receives += 1;
            message.first_received.get_or_insert(now.wall);
            let handle = Uuid::new_v4().to_string();
            message.handle = Some(handle.clone());
            let received = Received {
                handle: handle.clone(),
                message: message.clone(),
            };
            let until = now.instant + visibility;
            self.hidden.insert(handle, Hidden { until, message });
            return Some(received);
        }
    }

    /// Whether there was such a message.
    pub(super) fn delete(&mut self, handle: &str) -> bool {
        let message = match self.hidden.remove(handle) {
            Some(hidden) => Some(hidden.message),
            None => {
                let shown = |message: &Message| message.handle.as_deref() == Some(handle);
                let at = self.waiting.iter().position(shown);
                at.and_then(|at| self.waiting.remove(at))
            }
        };
        self.bytes -= message.as_ref().map_or(0, Message::size);
        message.is_some()
    }

    /// Whether somebody works on such a message.
    pub(super) fn change_visibility(&mut self, handle: &str, visibility: Duration, now: Now) -> bool {
        let Some(hidden) = self.hidden.get_mut(handle) else {
            return false;
        };
        hidden.until = now.instant + visibility;
        true
    }

    /// When the next hidden message shows again.
    pub(super) fn next_visible(&self) -> Option<Instant> {
        self.hidden.values().map(|hidden| hidden.until).min()
    }

    pub(super) fn purge(&mut self) {
        *self = Messages::default();
    }

    /// So many wait, and so many are hidden.
    pub(super) fn counts(&mut self, now: Instant) -> (usize, usize) {
        self.show_again(now);
        (self.waiting.len(), self.hidden.len())
    }

    /// All messages: those that wait, in their order, and then the hidden ones, the oldest first. With each, whether it
    /// is hidden.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&Message, bool)> {
        let mut hidden: Vec<&Message> = self.hidden.values().map(|hidden| &hidden.message).collect();
        hidden.sort_by_key(|message| message.sent);
        let waiting = self.waiting.iter().map(|message| (message, false));
        waiting.chain(hidden.into_iter().map(|message| (message, true)))
    }

    /// Bytes of all messages.
    pub(super) fn bytes(&self) -> usize {
        self.bytes
    }

    fn hide(&mut self, message: Message, until: Instant) {
        self.hidden
            .insert(Uuid::new_v4().to_string(), Hidden { until, message });
    }

    fn show_again(&mut self, now: Instant) {
        let over: Vec<String> = self
            .hidden
            .iter()
            .filter(|(_, hidden)| hidden.until <= now)
            .map(|(handle, _)| handle.clone())
            .collect();
        let mut shown: Vec<Hidden> = over
            .iter()
            .filter_map(|handle| self.hidden.remove(handle))
            .collect();
        shown.sort_by_key(|hidden| hidden.until);
        self.waiting
            .extend(shown.into_iter().map(|hidden| hidden.message));
    }
}

#[cfg(test)]
mod tests {
    use super::{Message, Messages, Now, Received};
    use serde_json::Map;
    use std::time::Duration;

    const SECOND: Duration = Duration::from_secs(1);

    fn later(now: Now, seconds: u32) -> Now {
        Now {
            instant: now.instant + SECOND * seconds,
            wall: now.wall + SECOND * seconds,
        }
    }

    fn receive(messages: &mut Messages, dead: &mut Vec<Message>, now: Now) -> Option<Received> {
        messages.receive(SECOND * 30, Some(2), dead, now)
    }

    #[test]
    fn a_message_shows_again_until_it_was_received_too_often() {
        let (mut messages, mut dead, now) = (Messages::default(), Vec::new(), Now::read());
        let id = messages.send("a".into(), Map::new(), Duration::ZERO, now);
        let first = receive(&mut messages, &mut dead, now).unwrap();
        assert_eq!((first.message.receives, &first.message.id), (1, &id));
        assert!(receive(&mut messages, &mut dead, later(now, 29)).is_none());
        assert_eq!(messages.next_visible(), Some(later(now, 30).instant));
        let second = receive(&mut messages, &mut dead, later(now, 30)).unwrap();
        assert_eq!(second.message.receives, 2);
        assert_eq!(second.message.first_received, Some(now.wall));
        assert!(!messages.delete(&first.handle), "its handle is of no more use");
        assert!(messages.change_visibility(&second.handle, Duration::ZERO, later(now, 31)));
        assert!(receive(&mut messages, &mut dead, later(now, 31)).is_none());
        assert_eq!((dead.len(), &dead[0].id), (1, &id));
        assert_eq!(
            (messages.bytes(), messages.counts(later(now, 99).instant)),
            (0, (0, 0))
        );
    }

    #[test]
    fn what_is_deleted_is_gone_and_what_is_delayed_comes_later() {
        let (mut messages, mut dead, now) = (Messages::default(), Vec::new(), Now::read());
        messages.send("late".into(), Map::new(), SECOND * 5, now);
        messages.send("soon".into(), Map::new(), Duration::ZERO, now);
        let soon = receive(&mut messages, &mut dead, now).unwrap();
        assert_eq!(soon.message.body, "soon");
        assert!(messages.delete(&soon.handle) && !messages.delete(&soon.handle));
        assert!(receive(&mut messages, &mut dead, later(now, 4)).is_none());
        let late = receive(&mut messages, &mut dead, later(now, 5)).unwrap();
        assert_eq!((late.message.body, late.message.receives), ("late".into(), 1));
        assert_eq!(messages.counts(later(now, 99).instant), (1, 0), "it shows again");
        assert!(messages.delete(&late.handle), "and is deleted all the same");
        messages.purge();
        assert_eq!((messages.bytes(), messages.next_visible()), (0, None));
    }
}
