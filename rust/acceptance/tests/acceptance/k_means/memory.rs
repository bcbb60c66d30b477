//! A function of 128 MB answers what it does not refuse, and 20,000 points take a fraction of that.

use acceptance::{Function, Machine, Target, heavy_permit};
use lambda_emulator::Answer;

use super::{answer, assert_close, elements, goes_on, integers, number, refusal};

const MIB: usize = 1024 * 1024;

for_each_showcase!(
    answers_megabytes_of_points,
    refuses_clusters_of_megabytes_of_points_that_do_not_fit,
    forgets_the_names_of_unknown_fields,
    answers_every_size_that_it_does_not_refuse,
);

/// Points evenly round four far corners, in as many bytes or a few more.
fn corners(bytes: usize) -> (String, u64) {
    let mut event = String::from(r#"{"clusters": 4, "restarts": 3, "data": ["#);
    let mut points = 0_u64;
    while event.len() < bytes {
        for (x, y) in [(-500, -500), (-500, 500), (500, -500), (500, 500)] {
            let (right, up) = (points * 7919 % 1000, points * 104_729 % 1000);
            event.push_str(&format!("[{x}.{right:03}, {y}.{up:03}],"));
            points += 1;
        }
    }
    event.pop();
    event.push_str("]}");
    (event, points)
}

fn answers_megabytes_of_points(target: Target) {
    let _permit = heavy_permit();
    let function = Function::start(target);
    let (event, points) = corners(3 * MIB);
    for _ in 0..2 {
        let response = answer(&function, event.as_str());
        assert_eq!(response["points"], points);
        assert_eq!(integers(&response["sizes"]), [points / 4; 4]);
        assert_eq!(response["converged"], true);
        for center in elements(&response["centers"]) {
            assert_close(number(&center[0]).abs(), 500.5, 0.1);
            assert_close(number(&center[1]).abs(), 500.5, 0.1);
        }
    }
}

fn refuses_clusters_of_megabytes_of_points_that_do_not_fit(target: Target) {
    let function = Function::start(target);
    let event = format!(
        r#"{{"clusters": 500000, "data": [{}[0]]}}"#,
        "[0],".repeat(6 * MIB / 4 - 16)
    );
    for _ in 0..3 {
        let refusal = refusal(&function, event.as_str());
        assert!(
            refusal.starts_with("clusters (500000 of 1 dimensions) would need"),
            "{refusal}"
        );
        assert!(
            refusal.ends_with("ask for fewer, or give the function more memory"),
            "{refusal}"
        );
    }
    goes_on(&function);
}

fn forgets_the_names_of_unknown_fields(target: Target) {
    let function = Function::start(target);
    // Together they are twice the heap.
    let name = "x".repeat(MIB);
    for number in 0..200 {
        let refusal = refusal(&function, format!("{{\"{number}{name}\": 1}}").as_str());
        assert!(
            refusal.starts_with(&format!("unknown field \"{number}xxx")),
            "{refusal:.200}"
        );
    }
    goes_on(&function);
}

/// Sizes round the border between answers and refusals: none may end in an error of another kind.
fn answers_every_size_that_it_does_not_refuse(target: Target) {
    let _permit = heavy_permit();
    let function = Function::start(target);
    for (dimensions, clusters) in [(1, 1), (2, 50), (100, 10), (20_000, 2)] {
        let (mut answered, mut refused) = (clusters, 1_u64 << 31);
        while refused - answered > answered / 100 + 1 {
            let points = if answered * 4 < refused {
                answered * 4
            } else {
                (answered + refused) / 2
            };
            let event = format!(
                r#"{{"points": {points}, "dimensions": {dimensions}, "clusters": {clusters}, "maxIterations": 2}}"#
            );
            match function.completion(event.as_str()).answer {
                Answer::Response(_) => answered = points,
                Answer::Error(error) => {
                    let text = String::from_utf8_lossy(&error.body);
                    let expected =
                        text.contains("InvalidRequestException") && text.contains("would need about");
                    assert!(expected, "{points} x {dimensions}: {text:.600}");
                    refused = points;
                }
                other => panic!("{points} x {dimensions}: {other:.600?}"),
            }
        }
        assert!(
            answered > clusters,
            "nothing of {dimensions} dimensions was answered"
        );
        goes_on(&function);
    }
    // A JVM needs a larger function: its own memory comes on top of the heap.
    if target.machine == Machine::Image {
        let peak = function.emulator().memory().expect("the function runs").peak;
        assert!(peak < 128 * MIB as u64, "{} KiB at most", peak / 1024);
    }
}

#[cfg(feature = "images")]
mod images {
    use super::*;
    use crate::k_means::sample;

    acceptance::for_targets!([runtime: Image KMeans, test_main: Image TestMain], [clusters_20000_points_in_25_mebibytes]);

    /// The median of several processes: when an image collects depends on how much time it gets, and
    /// with it the peak of a single process on a busy machine.
    fn clusters_20000_points_in_25_mebibytes(target: Target) {
        let _permit = heavy_permit();
        let mut peaks: Vec<u64> = (0..7)
            .map(|_| {
                let function = Function::start(target);
                for _ in 0..5 {
                    answer(&function, sample("uniform-20000.json").as_str());
                }
                function.emulator().memory().expect("the function runs").peak
            })
            .collect();
        peaks.sort_unstable();
        assert!(peaks[3] < 25 * MIB as u64, "bytes at most, by process: {peaks:?}");
    }
}
