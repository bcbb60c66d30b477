//! A loop with several events at once, which hands them over in batches.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;

use Hello::exchange::{Exchange, Pending, Reply};
use shuttle::future::block_on;
use shuttle::thread;

use super::{explore, invocation, run_worker, serving};

/// The replies of both, by a loop that tells when it waits and when it has come up again.
fn replies(exchange: &Exchange, mut first: Pending, mut second: Pending) -> usize {
    block_on(async {
        let mut first = pin!(async { first.reply().await.is_some() });
        let mut second = pin!(async { second.reply().await.is_some() });
        let (mut of_first, mut of_second) = (None, None);
        poll_fn(|context| {
            exchange.loop_works();
            for (reply, pending) in [
                (
                    &mut of_first,
                    first.as_mut() as std::pin::Pin<&mut dyn Future<Output = bool>>,
                ),
                (&mut of_second, second.as_mut()),
            ] {
                if reply.is_none()
                    && let Poll::Ready(ready) = pending.poll(context)
                {
                    *reply = Some(ready);
                }
            }
            // Another loop is at work on its own events here.
            thread::yield_now();
            exchange.loop_waits();
            match (of_first, of_second) {
                (Some(first), Some(second)) => Poll::Ready(usize::from(first) + usize::from(second)),
                _ => Poll::Pending,
            }
        })
        .await
    })
}

/// Two events by workers that wait already, or come later, and a stop if there is one.
fn two_events(stop: impl Fn(&Exchange) + Send + Sync + 'static) {
    let stop = Arc::new(stop);
    explore(move || {
        let exchange = serving();
        exchange.batch();
        exchange.loop_works();
        let workers: Vec<_> = (0..2)
            .map(|_| {
                let exchange = Arc::clone(&exchange);
                thread::spawn(move || run_worker(&exchange))
            })
            .collect();
        let offered = [0, 1].map(|number| exchange.ticket().unwrap().offer(invocation(number)));
        let stopping = {
            let (exchange, stop) = (Arc::clone(&exchange), Arc::clone(&stop));
            thread::spawn(move || stop(&exchange))
        };
        let [first, second] = offered;
        assert_eq!(replies(&exchange, first, second), 2);
        stopping.join().unwrap();
        exchange.close("there are no more");
        let answered: usize = workers.into_iter().map(|worker| worker.join().unwrap()).sum();
        assert_eq!(answered, 2);
    });
}

#[test]
fn a_batch_loses_nothing_and_leaves_nobody_waiting() {
    two_events(|_| {});
}

/// As a reader that is alone takes them: what there is, before it answers any of it.
#[test]
fn a_batch_is_there_for_a_reader_that_is_alone() {
    explore(|| {
        let exchange = serving();
        exchange.batch();
        exchange.loop_works();
        let reader = {
            let exchange = Arc::clone(&exchange);
            thread::spawn(move || {
                let mut answered = 0;
                while answered < 2 {
                    let mut taken = vec![exchange.next_alone(true).unwrap().unwrap()];
                    while let Some(another) = exchange.next_alone(false).unwrap() {
                        taken.push(another);
                    }
                    for each in taken {
                        let response = Reply::Buffered(each.context.request_id.clone().into());
                        exchange.answer(each.token, response).unwrap();
                        answered += 1;
                    }
                }
            })
        };
        let [first, second] = [0, 1].map(|number| exchange.ticket().unwrap().offer(invocation(number)));
        assert_eq!(replies(&exchange, first, second), 2);
        reader.join().unwrap();
        exchange.close("there are no more");
        assert!(exchange.next_alone(true).is_err());
    });
}

#[test]
fn a_stop_loses_nothing_of_a_batch() {
    two_events(|exchange| exchange.stop(super::PATIENCE));
}
