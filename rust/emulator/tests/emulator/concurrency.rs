//! Several invocations at once, as on Lambda Managed Instances.

use crate::{
    function::{answer, echo, eventually, json, patient},
    http::Client,
};
use lambda_emulator::{CallKind, Cut, Emulator, FunctionSettings, Misbehaviour};
use std::collections::BTreeSet;

fn api(concurrency: u16) -> Emulator {
    let mut settings = patient(FunctionSettings::new(""));
    settings.concurrency = concurrency;
    Emulator::without_function(settings).unwrap()
}

#[test]
fn two_polls_get_two_events_and_answers_may_cross() {
    let emulator = api(2);
    let (mut one, mut two) = (Client::runtime(&emulator), Client::runtime(&emulator));
    one.poll();
    two.poll();
    eventually("both wait", || emulator.waiting_polls() == 2);
    let (first, second) = (emulator.begin("first"), emulator.begin("second"));
    let (mut events, mut clients) = (vec![one.read(), two.read()], vec![one, two]);
    if events[0].text() != "first" {
        events.reverse();
        clients.reverse();
    }
    assert_eq!(
        (events[0].text(), events[1].text()),
        ("first".to_owned(), "second".to_owned())
    );
    assert_ne!(events[0].request_id(), events[1].request_id());
    // The second is answered first, each over the other's connection.
    assert_eq!(clients[0].respond(&events[1], "to the second").status, 202);
    assert_eq!(second.wait().unwrap().answer.text(), "to the second");
    assert_eq!(clients[1].respond(&events[0], "to the first").status, 202);
    assert_eq!(first.wait().unwrap().answer.text(), "to the first");
}

#[test]
fn a_poll_beside_an_open_invocation_does_not_get_its_event_again() {
    let emulator = api(2);
    let first = emulator.begin("first");
    let (mut one, mut two) = (Client::runtime(&emulator), Client::runtime(&emulator));
    let event = one.next();
    two.poll();
    eventually("it waits", || emulator.waiting_polls() == 1);
    let second = emulator.begin("second");
    let other = two.read();
    assert_eq!(other.text(), "second");
    one.respond(&event, "1");
    two.respond(&other, "2");
    assert_eq!(
        (
            first.wait().unwrap().answer.text(),
            second.wait().unwrap().answer.text()
        ),
        ("1".into(), "2".into())
    );
}

#[test]
fn an_event_that_breaks_off_goes_to_another_poll() {
    let emulator = api(2);
    emulator.misbehave(CallKind::Next, Misbehaviour::cut(Cut::CloseInsteadOfReply));
    assert_eq!(emulator.misbehaviours_left(CallKind::Next), 1);
    let (mut one, mut two) = (Client::runtime(&emulator), Client::runtime(&emulator));
    one.poll();
    eventually("it waits", || emulator.waiting_polls() == 1);
    assert_eq!(emulator.misbehaviours_left(CallKind::Next), 0);
    two.poll();
    eventually("both wait", || emulator.waiting_polls() == 2);
    let pending = emulator.begin("first");
    let event = two.read();
    assert_eq!(
        (event.text(), emulator.open_invocations()),
        ("first".to_owned(), 1)
    );
    assert_eq!(two.respond(&event, "1").status, 202);
    assert_eq!(pending.wait().unwrap().answer.text(), "1");
    assert_eq!(emulator.open_invocations(), 0);
}

#[test]
fn no_more_events_are_out_than_the_function_may_have() {
    let emulator = api(2);
    let mut clients = Vec::new();
    for waiting in 1..=3 {
        let mut client = Client::runtime(&emulator);
        client.poll();
        eventually("it waits", || emulator.waiting_polls() == waiting);
        clients.push(client);
    }
    let pending: Vec<_> = (0..3)
        .map(|number| emulator.begin(number.to_string().as_str()))
        .collect();
    let mut seen = BTreeSet::new();
    let events: Vec<_> = clients[..2].iter_mut().map(Client::read).collect();
    // A call that comes back shows that the event loop has dealt with everything before it.
    Client::runtime(&emulator).call("GET", "/", "", b"");
    assert_eq!(emulator.waiting_polls(), 1, "the third event waits in line");
    for (client, event) in clients.iter_mut().zip(&events) {
        seen.insert(event.text());
        assert_eq!(client.respond(event, event.text()).status, 202);
    }
    let event = clients[2].read();
    seen.insert(event.text());
    clients[2].respond(&event, event.text());
    assert_eq!(seen.into_iter().collect::<Vec<_>>(), ["0", "1", "2"]);
    for (number, pending) in pending.into_iter().enumerate() {
        assert_eq!(pending.wait().unwrap().answer.text(), number.to_string());
    }
}

#[test]
fn a_function_is_told_how_many_it_may_have() {
    let mut settings = echo("echo");
    settings.concurrency = 16;
    let emulator = Emulator::start(settings).unwrap();
    let found = json(answer(&emulator, r#"{"do":"show-environment"}"#).body());
    assert_eq!(found["variables"]["AWS_LAMBDA_MAX_CONCURRENCY"], "16");
    assert_eq!(
        found["variables"]["AWS_LAMBDA_INITIALIZATION_TYPE"],
        "lambda-managed-instances"
    );
}

#[test]
fn callers_of_a_function_that_takes_one_event_at_a_time_wait_in_line() {
    let emulator = Emulator::start(echo("echo")).unwrap();
    std::thread::scope(|scope| {
        let emulator = &emulator;
        let callers: Vec<_> = (0..8)
            .map(|number| {
                let asked = number.to_string();
                scope.spawn(move || (answer(emulator, &asked).text(), asked))
            })
            .collect();
        for caller in callers {
            let (answered, asked) = caller.join().unwrap();
            assert_eq!(answered, asked);
        }
    });
    assert!(
        emulator.calls().iter().all(|call| call.connection == 0),
        "one process served them all"
    );
}

#[test]
fn a_function_that_ends_takes_all_its_open_invocations_with_it() {
    let mut settings = crate::function::idle();
    settings.concurrency = 2;
    let emulator = Emulator::start(settings).unwrap();
    let pending = [emulator.begin("1"), emulator.begin("2")];
    eventually("the process runs", || emulator.pid().is_some());
    let (mut one, mut two) = (Client::runtime(&emulator), Client::runtime(&emulator));
    let mut texts = [one.next().text(), two.next().text()];
    texts.sort();
    assert_eq!(texts, ["1", "2"]);
    emulator.terminate();
    for pending in pending {
        let answer = pending.wait().unwrap().answer;
        assert!(
            matches!(&answer, lambda_emulator::Answer::Exit(exit) if exit.signal == Some(15)),
            "{answer:?}"
        );
    }
}
