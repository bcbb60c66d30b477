//! An echo that counts: what the library allocates for one invocation, from the headers to the answer,
//! on all of its threads. It does what the natives do, with a buffer in place of Java's array.
//!
//! An event that begins with `{` is answered with a report on the echoes since the report before: how
//! many there were, and for each the least and the greatest number of allocations and bytes.

#![expect(clippy::print_stderr, reason = "what a function has to say goes there")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::process::ExitCode;
use std::sync::atomic::{AtomicU64, Ordering};

use Hello::envelope::encode_context;
use Hello::error::BridgeError;
use Hello::exchange::{Reply, Taken};
use Hello::runtime::{Runtime, Settings};

/// The system's allocator, counted. Growing in place counts like a new allocation of the new size, since
/// it may be one.
struct Counted;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);
static BYTES: AtomicU64 = AtomicU64::new(0);

fn count(size: usize) {
    ALLOCATIONS.fetch_add(1, Ordering::Relaxed);
    BYTES.fetch_add(size as u64, Ordering::Relaxed);
}

// SAFETY: every call goes to the system's allocator as it came; counting allocates nothing.
unsafe impl GlobalAlloc for Counted {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        count(layout.size());
        // SAFETY: the caller's promise.
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size);
        // SAFETY: the caller's promise.
        unsafe { System.realloc(pointer, layout, size) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static COUNTED: Counted = Counted;

/// From one arrival to the next: all of an invocation, its answer's way out included.
#[derive(Default)]
struct Echoes {
    seen: u64,
    last: (u64, u64),
    allocations: Option<(u64, u64)>,
    bytes: Option<(u64, u64)>,
}

impl Echoes {
    fn arrived(&mut self) {
        let now = (ALLOCATIONS.load(Ordering::Relaxed), BYTES.load(Ordering::Relaxed));
        // The first has no arrival of its size before it, the second pays for the kept buffer.
        if self.seen >= 2 {
            widen(&mut self.allocations, now.0 - self.last.0);
            widen(&mut self.bytes, now.1 - self.last.1);
        }
        self.seen += 1;
        self.last = now;
    }

    fn report(&mut self) -> String {
        let (fewest, most) = self.allocations.unwrap_or_default();
        let (least, greatest) = self.bytes.unwrap_or_default();
        let invocations = self.seen.saturating_sub(2);
        *self = Self::default();
        format!(
            "{{\"invocations\":{invocations},\"fewest\":{fewest},\"most\":{most},\"least\":{least},\"greatest\":{greatest}}}"
        )
    }
}

fn widen(range: &mut Option<(u64, u64)>, value: u64) {
    let (least, greatest) = range.unwrap_or((value, value));
    *range = Some((least.min(value), greatest.max(value)));
}

fn main() -> ExitCode {
    match answer_for_ever() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn answer_for_ever() -> Result<(), BridgeError> {
    let runtime = Runtime::open(&Settings::from_environment()?, None)?;
    runtime.serve(1)?;
    let exchange = &runtime.exchange;
    let mut echoes = Echoes::default();
    // Stands for Java's array, whose bytes are counted on Java's side.
    let mut array = Vec::with_capacity(6 << 20);
    loop {
        let Taken {
            token,
            context,
            payload_size,
        } = exchange.next()?;
        let is_report = {
            // As Native.next, Native.payload and Native.respond do it.
            drop(encode_context(token, payload_size, &context)?);
            let payload = exchange.payload(token)?;
            array.clear();
            array.extend_from_slice(&payload);
            exchange.buffers.recycle(payload);
            array.first() == Some(&b'{')
        };
        if is_report {
            let report = echoes.report();
            exchange.answer(token, Reply::Buffered(report.into()))?;
        } else {
            echoes.arrived();
            let mut response = exchange.buffers.take();
            response.extend_from_slice(&array);
            exchange.answer(token, Reply::Buffered(response.freeze()))?;
        }
    }
}
