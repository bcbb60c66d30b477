//! What one invocation costs inside the library, part by part: the exchange with and without a change
//! of threads, the envelope, and the way of a text. The way through JNI is measured from Java's side,
//! by `bench/jmh`.
//!
//! `cargo bench -- --test` runs each once and checks what it gives.

#![expect(clippy::expect_used, reason = "a benchmark that cannot go on panics")]

use std::hint::black_box;
use std::sync::Arc;
use std::thread;

use Hello::envelope::{decode_failure, decode_log_record, encode_context};
use Hello::exchange::{Exchange, Invocation, InvocationContext, Pending, Reply};
use Hello::test_access::encoded;
use bytes::Bytes;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const SIZES: [(&str, usize); 3] = [("128 B", 128), ("64 KiB", 65_536), ("5.5 MiB", 5_767_168)];

fn invocation(context: &Arc<InvocationContext>, payload: &Bytes) -> Invocation {
    Invocation {
        context: Arc::clone(context),
        payload: payload.clone(),
    }
}

fn serving() -> Arc<Exchange> {
    let exchange = Arc::new(Exchange::default());
    assert!(exchange.serve());
    exchange
}

fn offer(exchange: &Arc<Exchange>, invocation: Invocation) -> Pending {
    exchange.ticket().expect("it serves").offer(invocation)
}

/// Waits as the loop does, but on a thread that parks.
fn reply(mut pending: Pending) -> Reply {
    futures_executor::block_on(pending.reply()).expect("it was answered")
}

/// What Lambda sends, with everything that can be absent.
fn full_context() -> InvocationContext {
    InvocationContext {
        request_id: "8476a536-e9f4-11e8-9739-2dfe598c3fcd".into(),
        deadline_ms: Some(1_542_409_706_888),
        invoked_function_arn: Some("arn:aws:lambda:us-east-2:123456789012:function:custom-runtime".into()),
        trace_id: Some("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700;Parent=9a9197af755a6419;Sampled=1".into()),
        client_context: Some("{\"custom\":{\"key\":\"value\"}}".into()),
        cognito_identity: Some("{\"cognitoIdentityId\":\"id\"}".into()),
        tenant_id: Some("tenant".into()),
    }
}

fn exchange(criterion: &mut Criterion) {
    let context = Arc::new(full_context());
    let payload = Bytes::from_static(&[b'x'; 128]);
    let mut group = criterion.benchmark_group("exchange");

    group.bench_function("round trip on one thread", |bencher| {
        let exchange = serving();
        bencher.iter(|| {
            let pending = offer(&exchange, invocation(&context, &payload));
            let token = exchange.next().expect("one was offered").token;
            let taken = exchange.payload(token).expect("it was not taken");
            assert_eq!(
                taken.as_ptr(),
                payload.as_ptr(),
                "a payload is handed on, not copied"
            );
            exchange
                .answer(token, Reply::Buffered(taken))
                .expect("it is open");
            reply(pending)
        });
    });

    group.bench_function("round trip between two threads", |bencher| {
        let exchange = serving();
        let java = thread::spawn({
            let exchange = Arc::clone(&exchange);
            move || {
                while let Ok(next) = exchange.next() {
                    let taken = exchange.payload(next.token).expect("it was not taken");
                    exchange
                        .answer(next.token, Reply::Buffered(taken))
                        .expect("it is open");
                }
            }
        });
        bencher.iter(|| {
            let pending = offer(&exchange, invocation(&context, &payload));
            reply(pending)
        });
        exchange.close("the benchmark is over");
        java.join().expect("it has ended");
    });
    group.finish();
}

fn envelope(criterion: &mut Criterion) {
    let context = full_context();
    let failure = golden(include_str!("../../../rust/bridge/tests/golden/failure.hex"));
    let log_record = log_record();
    let mut group = criterion.benchmark_group("envelope");
    group.bench_function("write a context", |bencher| {
        bencher.iter(|| encode_context(black_box(7), 128, black_box(&context)).expect("it is small"));
    });
    group.bench_function("read a failure", |bencher| {
        bencher.iter(|| decode_failure(black_box(&failure)).expect("it is whole"));
    });
    group.bench_function("read a log record", |bencher| {
        bencher.iter(|| decode_log_record(black_box(&log_record)).expect("it is whole"));
    });
    group.finish();
}

/// The bytes of a golden file of the library's tests.
fn golden(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .filter_map(|digit| u8::try_from(digit).ok())
        .collect();
    digits
        .chunks_exact(2)
        .map(|pair| pair[0] << 4 | pair[1])
        .collect()
}

/// Version, logger, message, and that nothing was thrown.
fn log_record() -> Vec<u8> {
    let mut bytes = vec![1];
    for text in ["io.github.libhello.Example", "an order of 3 items was taken"] {
        let length = i32::try_from(text.len()).expect("it is short");
        bytes.extend_from_slice(&length.to_be_bytes());
        bytes.extend_from_slice(text.as_bytes());
    }
    bytes.push(0);
    bytes
}

/// UTF-16 to UTF-8 in the pieces in which the library takes them out of a string.
fn text(criterion: &mut Criterion) {
    const PIECE: usize = 4096;
    let mut group = criterion.benchmark_group("text to UTF-8");
    for (name, size) in SIZES {
        let ascii = vec![u16::from(b'x'); size];
        let mixed: Vec<u16> = "Grüße, κόσμε 😀 ".encode_utf16().cycle().take(size).collect();
        group.throughput(Throughput::Bytes(size as u64));
        group.bench_function(format!("ASCII, {name}"), |bencher| {
            bencher.iter(|| encoded(black_box(&ascii), PIECE));
        });
        group.bench_function(format!("mixed scripts, {name}"), |bencher| {
            bencher.iter(|| encoded(black_box(&mixed), PIECE));
        });
        assert_eq!(encoded(&ascii, PIECE), vec![b'x'; size]);
        assert_eq!(
            encoded(&mixed, PIECE),
            char::decode_utf16(mixed.iter().copied())
                .map(|unit| unit.unwrap_or('?'))
                .collect::<String>()
        );
    }
    group.finish();
}

criterion_group!(parts, exchange, envelope, text);
criterion_main!(parts);
