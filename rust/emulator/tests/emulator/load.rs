//! What measurements are made of: many invocations, bodies that are not kept, processor time.

use crate::{
    function::{answer, api, echo, shell},
    http::{Client, response_to},
};
use lambda_emulator::{BodyReader, Emulator, EmulatorError, Event};
use std::{
    collections::BTreeSet,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

#[derive(Debug, Default)]
struct Pieces(Mutex<Vec<(Vec<u8>, Instant)>>);

impl BodyReader for Pieces {
    fn read(&self, bytes: &[u8], arrived: Instant) {
        self.0.lock().unwrap().push((bytes.to_vec(), arrived));
    }
}

impl Pieces {
    fn text(&self) -> String {
        let pieces = self.0.lock().unwrap();
        let bytes: Vec<u8> = pieces.iter().flat_map(|(bytes, _)| bytes).copied().collect();
        String::from_utf8(bytes).unwrap()
    }
}

#[test]
fn a_reader_has_the_body_as_it_comes_and_the_answer_has_it_not() {
    // aws-lambda-go names no mode.
    for mode in ["", "Lambda-Runtime-Function-Response-Mode: streaming\r\n"] {
        let emulator = api();
        let pieces = Arc::new(Pieces::default());
        let pending = emulator.begin(Event::new("{}").reader(Arc::clone(&pieces) as _));
        let mut runtime = Client::runtime(&emulator);
        let event = runtime.next();
        runtime.write(format!(
            "POST /2018-06-01/runtime/{} HTTP/1.1\r\nHost: {}\r\n{mode}Transfer-Encoding: chunked\r\n\r\n4\r\none \r\n",
            response_to(&event),
            runtime.host(),
        ));
        crate::function::eventually("the first piece is there", || pieces.text() == "one ");
        runtime.write("3\r\ntwo\r\n0\r\n\r\n");
        assert_eq!(runtime.read().status, 202);
        let completion = pending.wait().unwrap();
        let response = completion.answer.response().unwrap();
        assert!(response.streamed && response.body.is_empty(), "{response:?}");
        assert_eq!(pieces.text(), "one two");
        let delivered = completion.delivered.unwrap();
        let last = delivered + completion.duration;
        let times = pieces.0.lock().unwrap();
        assert!(times.iter().all(|(_, at)| delivered <= *at && *at <= last));
    }
}

#[test]
fn a_reader_has_a_whole_body_too() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    let pieces = Arc::new(Pieces::default());
    let event = Event::new("\"whole\"").reader(Arc::clone(&pieces) as _);
    let answer = emulator.invoke(event).unwrap().answer;
    let response = answer.response().unwrap();
    assert!(!response.streamed && response.body.is_empty(), "{response:?}");
    assert_eq!(pieces.text(), "\"whole\"");
}

#[test]
fn so_many_are_open_until_all_are_answered() {
    let mut settings = shell("\"$ECHO\" & \"$ECHO\" & exec \"$ECHO\"");
    settings.concurrency = 3;
    let emulator = Emulator::start(settings).unwrap();
    let completed = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&completed);
    let event = Event::new(r#"{"do":"sleep","milliseconds":2}"#);
    let load = emulator.load(&event, 100, 3, move |completion| {
        assert!(completion.answer.response().is_some(), "{completion:?}");
        counted.fetch_add(1, Ordering::Relaxed);
        Ok::<_, EmulatorError>(())
    });
    assert!(load.is_ok(), "{load:?}");
    assert_eq!(completed.load(Ordering::Relaxed), 100);
    let connections: BTreeSet<u64> = emulator.calls().iter().map(|call| call.connection).collect();
    assert_eq!(connections.len(), 3, "each of the three had some of them");
}

#[test]
fn the_first_wrong_answer_ends_a_load() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    let mut seen = 0;
    let load = emulator.load(&Event::new("1"), 1_000_000, 1, move |_| {
        seen += 1;
        match seen {
            3 => Err(EmulatorError::Stopped),
            _ => Ok(()),
        }
    });
    assert!(matches!(load, Err(EmulatorError::Stopped)), "{load:?}");
}

#[test]
fn processor_time_is_that_of_the_function() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    answer(&emulator, "1");
    let before = emulator.figures().unwrap().cpu;
    answer(&emulator, r#"{"do":"sleep","milliseconds":100}"#);
    let slept = emulator.figures().unwrap().cpu - before;
    // It works until so much time has passed, which on a busy machine is less of a processor's.
    let mut worked = Duration::ZERO;
    for _ in 0..100 {
        answer(&emulator, r#"{"do":"work","milliseconds":100}"#);
        worked = emulator.figures().unwrap().cpu - before - slept;
        if worked > slept {
            return;
        }
    }
    panic!("{worked:?} of work, {slept:?} of sleep");
}
