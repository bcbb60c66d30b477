//! `--pictures`: what k-means found for an event, drawn into a file.

use measure::picture::{Clusters, clusters_svg};
use serde_json::Value;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// Draws into a folder, which is made, under the event's name; nothing if the response is not one of k-means.
pub(crate) fn draw(
    folder: &Path,
    event_file: &Path,
    event: &[u8],
    response: &[u8],
) -> Result<Option<PathBuf>, String> {
    let name = event_file.file_stem().unwrap_or(event_file.as_os_str());
    let Some(clusters) = clusters(&name.to_string_lossy(), event, response) else {
        return Ok(None);
    };
    let mut file = folder.join(name);
    file.as_mut_os_string().push(".svg");
    fs::create_dir_all(folder)
        .and_then(|()| fs::write(&file, clusters_svg(&clusters)))
        .map_err(|error| format!("{}: {error}", file.display()))?;
    Ok(Some(file))
}

/// Centers of the response, with the points of the event if it has rows of as many numbers.
fn clusters(title: &str, event: &[u8], response: &[u8]) -> Option<Clusters> {
    let response: Value = serde_json::from_slice(response).ok()?;
    let centers = rows(&response["centers"])?;
    let columns = centers.first()?.len();
    let even = |rows: &Vec<Vec<f64>>| rows.iter().all(|row| row.len() == columns);
    let sizes: Option<Vec<u64>> = response["sizes"].as_array()?.iter().map(Value::as_u64).collect();
    let sizes = sizes.filter(|sizes| sizes.len() == centers.len())?;
    if columns == 0 || !even(&centers) {
        return None;
    }
    let points = serde_json::from_slice::<Value>(event)
        .ok()
        .and_then(|event| rows(&event["data"]))
        .filter(even);
    Some(Clusters {
        title: title.to_owned(),
        points: points.unwrap_or_default(),
        centers,
        sizes,
    })
}

fn rows(value: &Value) -> Option<Vec<Vec<f64>>> {
    let row = |row: &Value| row.as_array()?.iter().map(Value::as_f64).collect();
    value.as_array()?.iter().map(row).collect()
}

#[cfg(test)]
mod tests {
    use super::clusters;

    fn found(event: &str, response: &str) -> Option<(usize, usize)> {
        let clusters = clusters("a", event.as_bytes(), response.as_bytes())?;
        Some((clusters.points.len(), clusters.centers.len()))
    }

    const RESPONSE: &str = r#"{"centers": [[1, 2.5], [3, 4]], "sizes": [2, 1]}"#;

    #[test]
    fn points_are_those_of_the_event() {
        assert_eq!(
            found(r#"{"data": [[1, 2], [1, 3], [3, 4]]}"#, RESPONSE),
            Some((3, 2))
        );
        for event in [
            r#"{"points": 3}"#,
            r#"{"data": [[1]]}"#,
            r#"{"data": 1}"#,
            "no JSON",
        ] {
            assert_eq!(found(event, RESPONSE), Some((0, 2)), "{event}");
        }
    }

    #[test]
    fn what_is_no_response_of_k_means_is_not_drawn() {
        for response in [
            "",
            "[]",
            r#"{"centers": []}"#,
            r#"{"centers": [], "sizes": []}"#,
            r#"{"centers": [[]], "sizes": [1]}"#,
            r#"{"centers": [[1], [1, 2]], "sizes": [1, 1]}"#,
            r#"{"centers": [["a"]], "sizes": [1]}"#,
            r#"{"centers": [[1]], "sizes": [1, 2]}"#,
            r#"{"centers": [[1]]}"#,
        ] {
            assert_eq!(found("{}", response), None, "{response}");
        }
    }
}
