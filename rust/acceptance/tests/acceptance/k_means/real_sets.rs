//! Real data sets against scikit-learn's best of 500 starts: at most 0.01 % above it.

use std::fs;

use acceptance::{Function, Target, root};
use serde_json::Value;

use super::{answer, elements, number};

for_each_showcase!(comes_as_close_as_scikit_learn);

fn comes_as_close_as_scikit_learn(target: Target) {
    let folder = root().join("java/app/src/test/resources/kmeans/sets");
    let file = |name: &str| fs::read_to_string(folder.join(name)).expect("a file of the sets");
    let expected: Value = serde_json::from_str(&file("expected.json")).expect("it is JSON");
    let function = Function::start(target);
    for expected in elements(&expected["results"]) {
        let set = expected["set"].as_str().expect("a name");
        let mut rows = rows(&file(&format!("{set}.csv")));
        if expected["standardized"] == true {
            standardize(&mut rows);
        }
        let (clusters, restarts) = (&expected["clusters"], &expected["restarts"]);
        let event = format!(r#"{{"clusters": {clusters}, "restarts": {restarts}, "data": {rows:?}}}"#);
        let response = answer(&function, event.as_str());
        assert_eq!(response["points"], expected["rows"]);
        assert_eq!(response["dimensions"], expected["columns"]);
        assert_eq!(response["converged"], true);
        let (inertia, best) = (number(&response["inertia"]), number(&expected["inertia"]));
        assert!(
            (best * 0.99..=best * 1.0001).contains(&inertia),
            "{inertia}: {expected}"
        );
    }
}

fn rows(csv: &str) -> Vec<Vec<f64>> {
    csv.lines()
        .map(|line| {
            line.split(',')
                .map(|text| text.parse().expect("a number"))
                .collect()
        })
        .collect()
}

/// Each column with mean 0 and variance 1, which makes numbers of 15 to 17 digits. Where all numbers of a column are
/// the same, as the corners of the digits are, they become 0.
fn standardize(rows: &mut [Vec<f64>]) {
    let mean = |values: &mut dyn Iterator<Item = f64>| {
        let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
        sum / count
    };
    for column in 0..rows[0].len() {
        let center = mean(&mut rows.iter().map(|row| row[column]));
        let variance = mean(&mut rows.iter().map(|row| (row[column] - center).powi(2)));
        let deviation = if variance == 0.0 { 1.0 } else { variance.sqrt() };
        for row in rows.iter_mut() {
            row[column] = (row[column] - center) / deviation;
        }
    }
}
