#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| Hello::fuzzing::envelope(bytes));
