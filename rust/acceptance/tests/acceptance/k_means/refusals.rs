//! A request that cannot be answered gets an error that names the field and its bound, and the next one
//! gets its answer.

use acceptance::{Function, Target};

use super::{goes_on, refusal};

for_each_showcase!(refuses_a_wrong_request, refuses_a_number_of_megabytes);

fn refuses_a_wrong_request(target: Target) {
    let function = Function::start(target);
    for (event, message) in [
        ("", "the event is empty: send a JSON object"),
        (
            "k-means, please",
            "the event cannot be read as JSON, at line 1, column ",
        ),
        (
            "{\"points\": 10",
            "the event cannot be read as JSON, at line 1, column ",
        ),
        ("[]", "the event must be a JSON object, was an array"),
        ("{}", "points or data is missing"),
        (r#"{"data": [[1]]}"#, "clusters is missing"),
        (r#"{"points": 10, "clusters": 1}"#, "dimensions is missing"),
        (
            r#"{"ponits": 10}"#,
            "unknown field \"ponits\"; known are points, dimensions, data, ",
        ),
        (
            r#"{"points": 1, "points": 1}"#,
            "points must be given once, was given twice",
        ),
        (r#"{"points": "10"}"#, "points must be an integer, was a string"),
        (
            r#"{"points": -5}"#,
            "points must be between 1 and 2147483647, was -5",
        ),
        (
            r#"{"restarts": 1001}"#,
            "restarts must be between 1 and 1000, was 1001",
        ),
        (
            r#"{"data": [[1], [2]], "clusters": 3}"#,
            "clusters must be between 1 and the number of points (2), was 3",
        ),
        (
            r#"{"data": [[1, 2], [3]]}"#,
            "data[1] must have as many numbers as data[0] (2), had 1",
        ),
        (
            r#"{"data": [[1, null]]}"#,
            "data[0][1] must be a number, was null",
        ),
        (
            r#"{"data": [[NaN]]}"#,
            "data[0][0] cannot be read as a JSON number, at line 1, column ",
        ),
        (
            r#"{"data": [[1e999]]}"#,
            "data[0][0] must be between -1e140 and 1e140, ",
        ),
        (
            r#"{"data": [[1, 2], [3, 1e308]]}"#,
            "data[1][1] must be between -1e140 and 1e140, ",
        ),
        (
            r#"{"data": [[1, 2], [-1e309, 4]]}"#,
            "data[1][0] must be between -1e140 and 1e140, ",
        ),
        (
            r#"{"data": [[0.1234], [01.5]]}"#,
            "data[1][0] cannot be read as a JSON number, at line 1, column ",
        ),
        (
            r#"{"points": 2147483647, "dimensions": 2147483647, "clusters": 1}"#,
            "points x dimensions (2147483647 x 2147483647) would need about ",
        ),
    ] {
        let refusal = refusal(&function, event);
        assert!(refusal.starts_with(message), "{event}: {refusal}");
        goes_on(&function);
    }
}

fn refuses_a_number_of_megabytes(target: Target) {
    let function = Function::start(target);
    let digits = "9".repeat(5 << 20);
    for (event, message) in [
        (
            format!(r#"{{"data": [[{digits}]]}}"#),
            "data[0][0] must have at most 1000 characters, had 5242880",
        ),
        (
            format!(r#"{{"points": {digits}}}"#),
            "points must be between 1 and 2147483647, was 9999",
        ),
    ] {
        let refusal = refusal(&function, event.as_str());
        assert!(refusal.starts_with(message), "{refusal:.2000}");
        goes_on(&function);
    }
}
