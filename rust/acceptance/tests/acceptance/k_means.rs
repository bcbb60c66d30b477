//! K-means as it is shipped: right results, clear refusals, and memory that is enough for whatever is
//! not refused.

use std::fs;

use acceptance::{Function, Target, root};
use lambda_emulator::Event;
use serde_json::Value;

/// The showcase is two programs, each on both machines.
macro_rules! for_each_showcase {
    ($($case:ident),* $(,)?) => {
        acceptance::for_targets!(
            [
                jvm_runtime: Jvm KMeans,
                jvm_test_main: Jvm TestMain,
                image_runtime: Image KMeans,
                image_test_main: Image TestMain
            ],
            [$($case),*]
        );
    };
}

mod memory;
mod numbers;
mod random;
mod real_sets;
mod refusals;

for_each_showcase!(
    finds_the_clusters_of_iris_that_scikit_learn_finds,
    answers_every_shipped_event,
    gives_the_same_answer_for_the_same_seed,
    gives_the_same_answer_with_two_processors,
);

fn sample(name: &str) -> String {
    fs::read_to_string(root().join("events").join(name)).expect("a shipped event")
}

/// The response to an event, checked for what holds for all of them; `milliseconds` is taken out, as
/// it differs each time.
fn answer(function: &Function, event: impl Into<Event>) -> Value {
    let mut response: Value =
        serde_json::from_str(&function.respond_text(event)).expect("the response is JSON");
    let milliseconds = response
        .as_object_mut()
        .and_then(|fields| fields.remove("milliseconds"));
    assert!(milliseconds.is_some_and(|value| value.is_f64()), "{response}");
    let clusters = response["clusters"].as_u64().expect("a number of clusters");
    let sizes = integers(&response["sizes"]);
    assert_eq!(sizes.len() as u64, clusters);
    assert_eq!(
        sizes.iter().sum::<u64>(),
        response["points"].as_u64().unwrap_or(0)
    );
    assert_eq!(response["centers"].as_array().map(Vec::len), Some(sizes.len()));
    response
}

fn elements(array: &Value) -> &[Value] {
    array.as_array().expect("an array")
}

fn integers(array: &Value) -> Vec<u64> {
    elements(array)
        .iter()
        .map(|each| each.as_u64().expect("an integer"))
        .collect()
}

fn number(value: &Value) -> f64 {
    value.as_f64().expect("a number")
}

#[track_caller]
fn assert_close(actual: f64, expected: f64, tolerance: f64) {
    assert!((actual - expected).abs() <= tolerance, "{actual}, not {expected}");
}

/// The message with which an event is refused.
fn refusal(function: &Function, event: impl Into<Event>) -> String {
    let (_, report) = function.fail(event);
    assert_eq!(
        report["errorType"], "io.github.libhello.kmeans.InvalidRequestException",
        "{report:.2000}"
    );
    report["errorMessage"].as_str().expect("a message").to_owned()
}

/// After a refusal, the same process must still be right.
fn goes_on(function: &Function) {
    let response = answer(function, r#"{"data": [[1], [3]], "clusters": 1}"#);
    assert_eq!(response["inertia"], 2.0);
}

fn finds_the_clusters_of_iris_that_scikit_learn_finds(target: Target) {
    let file = root().join("java/app/src/test/resources/kmeans/iris-expected.json");
    let expected: Value =
        serde_json::from_str(&fs::read_to_string(file).expect("the file")).expect("it is JSON");
    let function = Function::start(target);
    for expected in elements(&expected["results"]) {
        let clusters = &expected["clusters"];
        let event = sample("iris.json")
            .replace("\"restarts\": 10", "\"restarts\": 50, \"assignments\": true")
            .replace("\"clusters\": 3", &format!("\"clusters\": {clusters}"));
        let response = answer(&function, event.as_str());
        let inertia = number(&expected["inertia"]);
        assert_close(number(&response["inertia"]), inertia, inertia * 1e-9);
        assert_eq!(response["sizes"], expected["sizes"]);
        assert_eq!(response["assignments"], expected["assignments"]);
        assert_eq!(response["converged"], true);
        for (center, expected) in elements(&response["centers"])
            .iter()
            .zip(elements(&expected["centers"]))
        {
            for dimension in 0..4 {
                assert_close(number(&center[dimension]), number(&expected[dimension]), 1e-12);
            }
        }
    }
}

fn answers_every_shipped_event(target: Target) {
    // Points, dimensions, clusters and inertia, as events/README.md has them.
    let documented = [
        ("blobs.json", 400, 2, 5, 504.524_601_25),
        ("iris.json", 150, 4, 3, 78.851_441_426_146),
        ("uniform-20000.json", 20_000, 2, 10, 342.862_594_104_737),
        ("wine.json", 178, 13, 3, 1_277.928_488_844_643),
    ];
    let mut shipped: Vec<String> = fs::read_dir(root().join("events"))
        .expect("the folder")
        .map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".json"))
        .collect();
    shipped.sort();
    assert_eq!(shipped, documented.map(|(name, ..)| name));

    let function = Function::start(target);
    for (name, points, dimensions, clusters, inertia) in documented {
        let response = answer(&function, sample(name).as_str());
        assert_eq!(response["points"], points, "{name}");
        assert_eq!(response["dimensions"], dimensions, "{name}");
        assert_eq!(response["clusters"], clusters, "{name}");
        assert_eq!(response["converged"], true, "{name}");
        assert_close(number(&response["inertia"]), inertia, inertia * 1e-9);
    }
}

fn gives_the_same_answer_for_the_same_seed(target: Target) {
    let event = sample("uniform-20000.json");
    let other_event = event.replace("2018", "2019");
    assert_ne!(event, other_event);
    let function = Function::start(target);
    let first = answer(&function, event.as_str());
    let other = answer(&function, other_event.as_str());
    let second = answer(&function, event.as_str());
    assert_eq!(first, second);
    assert_ne!(first["centers"], other["centers"]);
    assert_eq!(
        answer(&Function::start(target), event.as_str()),
        first,
        "a new process"
    );
}

/// With the memory that Lambda gives two processors for, two threads compute, where the machine has two.
fn gives_the_same_answer_with_two_processors(target: Target) {
    let event = sample("uniform-20000.json").replace("20000", "50000");
    let expected = answer(&Function::start(target), event.as_str());
    let mut settings = target.settings();
    settings.memory_mb = 2 * 1769;
    let function = Function::with(settings);
    for _ in 0..3 {
        assert_eq!(answer(&function, event.as_str()), expected);
    }
}
