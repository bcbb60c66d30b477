#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| Hello::test_access::answer(bytes));
