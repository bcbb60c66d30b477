//! K-means by linfa on `lambda_runtime`, of the points that `Blobs.java` makes.

use lambda_runtime::{Error, LambdaEvent, run, service_fn};
use linfa::prelude::{Fit, ParamGuard};
use linfa::{DatasetBase, dataset::Records};
use linfa_clustering::{KMeans, KMeansInit};
use ndarray::{Array2, s};
use serde_json::{Value, json};
use std::sync::OnceLock;

/// It counts the old center of a cluster as one more point of it, so that its result is near the others' only.
const TOLERANCE: f64 = 0.01;

static POINTS: OnceLock<DatasetBase<Array2<f64>, ()>> = OnceLock::new();

/// `SplitMix64`, which Java calls `SplittableRandom`.
struct Random(u64);

impl Random {
    fn double(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        ((z ^ (z >> 31)) >> 11) as f64 * 2_f64.powi(-53)
    }
}

fn blobs(count: usize, dimensions: usize, clusters: usize) -> DatasetBase<Array2<f64>, ()> {
    let mut random = Random(0);
    let places = Array2::from_shape_simple_fn((clusters, dimensions), || 2.0 * random.double());
    let mut points = Array2::zeros((count, dimensions));
    for mut point in points.rows_mut() {
        let place = places.row((random.double() * clusters as f64) as usize);
        for (coordinate, center) in point.iter_mut().zip(place) {
            *coordinate = center + (random.double() + random.double() - 1.0);
        }
    }
    DatasetBase::new(points, ())
}

/// The points are made in the first invocation, so that a warm one is the clustering alone.
fn cluster(event: &Value) -> Result<Value, Error> {
    let size = |name: &str| {
        event[name]
            .as_u64()
            .and_then(|size| usize::try_from(size).ok())
            .ok_or(name.to_owned())
    };
    let (count, dimensions, clusters) = (size("points")?, size("dimensions")?, size("clusters")?);
    let points = POINTS.get_or_init(|| blobs(count, dimensions, clusters));
    let start = points.records().slice(s![..clusters, ..]).to_owned();
    let model = KMeans::params(clusters)
        .n_runs(1)
        .max_n_iterations(100)
        .tolerance(f64::MIN_POSITIVE)
        .init_method(KMeansInit::Precomputed(start))
        .check()?
        .fit(points)?;
    let inertia = model.inertia() * points.records().nsamples() as f64;
    let expected = event["inertia"].as_f64().ok_or("inertia")?;
    if (inertia - expected).abs() > TOLERANCE * expected {
        return Err(format!("inertia {inertia}, not {expected}").into());
    }
    Ok(json!({ "inertia": expected }))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    run(service_fn(async |event: LambdaEvent<Value>| {
        cluster(&event.payload)
    }))
    .await
}
