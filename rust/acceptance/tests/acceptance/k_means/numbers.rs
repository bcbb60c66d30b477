//! Numbers that nobody chose: what is read must be seen in the response, as Rust reads the same text, and
//! an image must answer as the JVM does, byte for byte.

use std::fmt::Write;

use acceptance::{Function, Target};

use super::random::Random;

for_each_showcase!(
    reads_generated_numbers_as_rust_does,
    reads_nearly_six_megabytes_as_rust_does,
    writes_the_shortest_numbers,
);

/// Columns and rows of an event each. With as many clusters as rows, each row is a center.
const SIZES: [(usize, usize); 6] = [(1, 1), (1, 40), (2, 60), (13, 80), (64, 50), (100, 60)];

/// The largest body of a synchronous invocation, less than which is left for what stands round the rows.
const LARGEST_EVENT: usize = 6 * 1024 * 1024 - 1024;

/// Rows that differ in their first column at least, as far apart as squared distances need.
fn rows(random: &mut Random, columns: usize, count: usize) -> Vec<Vec<String>> {
    (0..count)
        .map(|row| {
            let first = if count == 1 {
                random.number()
            } else {
                format!("{row}.{:017}", random.below(100_000_000_000_000_000))
            };
            let rest = (1..columns).map(|_| random.number());
            std::iter::once(first).chain(rest).collect()
        })
        .collect()
}

fn event(rows: &[Vec<String>], clusters: usize) -> String {
    let mut event = format!(r#"{{"clusters": {clusters}, "maxIterations": 50, "data": ["#);
    for (number, row) in rows.iter().enumerate() {
        let comma = if number == 0 { "" } else { ",\n" };
        write!(event, "{comma}[{}]", row.join(", ")).expect("a String takes all");
    }
    event.push_str("]}");
    event
}

/// What Rust reads; zero has no sign in k-means.
fn read(text: &str) -> f64 {
    text.parse::<f64>().expect("a number") + 0.0
}

/// The texts of the response's centers.
fn centers(response: &str) -> Vec<Vec<&str>> {
    let (_, rest) = response.split_once(r#""centers":[["#).expect("centers");
    let (rows, _) = rest.split_once("]]").expect("their end");
    rows.split("],[").map(|row| row.split(',').collect()).collect()
}

/// The bits of rows in the order of the response.
fn sorted(rows: &[Vec<String>]) -> Vec<Vec<u64>> {
    let mut numbers: Vec<Vec<f64>> = rows
        .iter()
        .map(|row| row.iter().map(|text| read(text)).collect())
        .collect();
    numbers.sort_by(|a, b| a.partial_cmp(b).expect("no NaN"));
    bits(numbers)
}

fn bits(rows: Vec<Vec<f64>>) -> Vec<Vec<u64>> {
    rows.into_iter()
        .map(|row| row.into_iter().map(f64::to_bits).collect())
        .collect()
}

#[track_caller]
fn assert_centers_are(response: &str, rows: &[Vec<String>], name: &str) {
    let centers = centers(response);
    let actual = bits(
        centers
            .iter()
            .map(|row| row.iter().map(|text| read(text)).collect())
            .collect(),
    );
    let expected = sorted(rows);
    assert_eq!(actual.len(), expected.len(), "{name}");
    for (row, (actual, expected)) in actual.iter().zip(&expected).enumerate() {
        let place = actual.iter().zip(expected).position(|(a, b)| a != b);
        assert!(
            actual == expected,
            "{name}: center {row} differs in column {place:?}: {:?}",
            centers[row]
        );
    }
}

fn reads_generated_numbers_as_rust_does(target: Target) {
    let function = Function::start(target);
    for seed in 1..=5 {
        let mut random = Random::new(seed);
        for (columns, count) in SIZES {
            let rows = rows(&mut random, columns, count);
            let response = function.respond_text(event(&rows, count).as_str());
            assert_centers_are(&response, &rows, &format!("seed {seed}, {count} x {columns}"));
        }
    }
}

/// One row, whose mean it is.
fn reads_nearly_six_megabytes_as_rust_does(target: Target) {
    let function = Function::start(target);
    let mut random = Random::new(77);
    let mut row = Vec::new();
    let mut bytes = 0;
    // The numbers of a response may be longer than those of the event.
    while bytes < 5 * LARGEST_EVENT / 6 {
        row.push(random.measurement());
        bytes += row.last().map_or(0, |text| text.len() + 2);
    }
    let rows = vec![row];
    let mut event = event(&rows, 1);
    event.push_str(&" ".repeat(LARGEST_EVENT - event.len()));
    assert_centers_are(&function.respond_text(event.as_str()), &rows, "seed 77");
}

/// As few digits as identify the double, but at least two, as in Java.
fn writes_the_shortest_numbers(target: Target) {
    let function = Function::start(target);
    let mut random = Random::new(5);
    let rows = rows(&mut random, 100, 40);
    let response = function.respond_text(event(&rows, 40).as_str());
    for text in centers(&response).into_iter().flatten() {
        let digits = |text: &str| {
            let significand = text.split(['e', 'E']).next().unwrap_or_default();
            let digits: String = significand.chars().filter(char::is_ascii_digit).collect();
            digits.trim_matches('0').to_owned()
        };
        let shortest = digits(&format!("{:e}", read(text)));
        assert!(
            digits(text) == shortest || shortest.len() == 1 && digits(text).len() == 2,
            "{text}, not {shortest}"
        );
    }
}

#[cfg(feature = "images")]
mod images {
    use acceptance::{Machine, Program};

    use super::*;

    /// All but the time taken.
    fn without_milliseconds(response: &str) -> String {
        let (before, rest) = response.split_once(r#""milliseconds":"#).expect("milliseconds");
        let (_, after) = rest.split_once(',').expect("more fields");
        format!("{before}{after}")
    }

    /// Of any size, with few clusters: sums and means too must be the same.
    #[test]
    fn answers_as_the_jvm_does() {
        let start = |machine| {
            Function::start(Target {
                machine,
                program: Program::TestMain,
            })
        };
        let (jvm, image) = (start(Machine::Jvm), start(Machine::Image));
        for (seed, columns, count, clusters) in [
            (1, 1, 3000, 7),
            (2, 2, 2000, 5),
            (3, 9, 1000, 4),
            (4, 100, 100, 100),
            (5, 100, 2500, 2),
            (6, 10, 24_000, 2),
        ] {
            let mut random = Random::new(seed);
            let rows: Vec<Vec<String>> = (0..count)
                .map(|_| (0..columns).map(|_| random.measurement()).collect())
                .collect();
            let mut event = event(&rows, clusters);
            event.insert_str(1, r#""assignments": true, "#);
            assert!(event.len() <= LARGEST_EVENT, "{} bytes", event.len());
            let expected = without_milliseconds(&jvm.respond_text(event.as_str()));
            let actual = without_milliseconds(&image.respond_text(event.as_str()));
            assert!(actual == expected, "seed {seed}, {count} x {columns}");
        }
    }
}
