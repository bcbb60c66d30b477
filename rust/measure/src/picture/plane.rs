//! The plane that rows are drawn in: their own two columns, or the two directions in which they differ most.

/// Enough for a picture, also where two directions are nearly alike.
const ITERATIONS: usize = 200;

pub(super) struct Plane {
    columns: usize,
    /// Divided by before anything is squared.
    unit: f64,
    mean: Vec<f64>,
    /// Of length 1, at right angles to each other; none where the rows have up to two columns.
    directions: Vec<Vec<f64>>,
    /// What share of all differences lies along each.
    shares: Vec<f64>,
}

impl Plane {
    /// The plane of some rows, at least one, of the same number of columns.
    pub(super) fn of(rows: &[Vec<f64>]) -> Self {
        let columns = rows.first().map_or(0, Vec::len);
        let mut plane = Plane {
            columns,
            unit: 1.0,
            mean: vec![0.0; columns],
            directions: Vec::new(),
            shares: Vec::new(),
        };
        if columns > 2 {
            plane.find(rows);
        }
        plane
    }

    #[expect(clippy::cast_precision_loss, reason = "a number of rows in memory")]
    fn find(&mut self, rows: &[Vec<f64>]) {
        let largest = rows
            .iter()
            .flatten()
            .fold(0.0, |most: f64, number| most.max(number.abs()));
        self.unit = if largest > 0.0 { largest } else { 1.0 };
        for row in rows {
            for (mean, number) in self.mean.iter_mut().zip(row) {
                *mean += number / self.unit / rows.len() as f64;
            }
        }
        let mut centered: Vec<Vec<f64>> = rows.iter().map(|row| self.centered(row)).collect();
        let all: f64 = centered.iter().flatten().map(|number| number * number).sum();
        for _ in 0..2 {
            let direction = main_direction(&centered, self.columns);
            let mut along = 0.0;
            for row in &mut centered {
                let length = dot(row, &direction);
                along += length * length;
                for (number, part) in row.iter_mut().zip(&direction) {
                    *number -= length * part;
                }
            }
            self.shares.push(if all > 0.0 { along / all } else { 0.0 });
            self.directions.push(direction);
        }
    }

    fn centered(&self, row: &[f64]) -> Vec<f64> {
        let pairs = row.iter().zip(&self.mean);
        pairs.map(|(number, mean)| number / self.unit - mean).collect()
    }

    pub(super) fn place(&self, row: &[f64]) -> (f64, f64) {
        if let [first, second] = self.directions.as_slice() {
            let row = self.centered(row);
            return (dot(&row, first) * self.unit, dot(&row, second) * self.unit);
        }
        (
            row.first().copied().unwrap_or(0.0),
            row.get(1).copied().unwrap_or(0.0),
        )
    }

    /// What is to the right, and what is up.
    pub(super) fn labels(&self) -> [String; 2] {
        let component = |name: &str, share: Option<&f64>| {
            let percent = share.copied().unwrap_or_default() * 100.0;
            format!("{name} principal component, {percent:.0} % of the variance")
        };
        match self.columns {
            0 | 1 => ["column 1".to_owned(), String::new()],
            2 => ["column 1".to_owned(), "column 2".to_owned()],
            _ => [
                component("first", self.shares.first()),
                component("second", self.shares.get(1)),
            ],
        }
    }

    pub(super) fn notes(&self) -> Vec<String> {
        if self.columns <= 2 {
            return Vec::new();
        }
        vec![format!(
            "Points have {} columns. They are shown along the two directions in which they differ most, so that clusters \
             which lie apart in others may seem to overlap.",
            self.columns
        )]
    }
}

/// By power iteration. Its sign is such that its largest part is positive.
fn main_direction(rows: &[Vec<f64>], columns: usize) -> Vec<f64> {
    // The widest column is never at right angles to what is looked for, unless all are.
    let widths: Vec<f64> = (0..columns)
        .map(|column| rows.iter().map(|row| row[column] * row[column]).sum())
        .collect();
    let widest = (0..columns).max_by(|a, b| widths[*a].total_cmp(&widths[*b]));
    let mut direction = vec![0.0; columns];
    direction[widest.unwrap_or(0)] = 1.0;
    for _ in 0..ITERATIONS {
        let mut next = vec![0.0; columns];
        for row in rows {
            let length = dot(row, &direction);
            for (sum, number) in next.iter_mut().zip(row) {
                *sum += length * number;
            }
        }
        let length = dot(&next, &next).sqrt();
        if length < f64::MIN_POSITIVE.sqrt() {
            break;
        }
        direction = next.into_iter().map(|number| number / length).collect();
    }
    let largest = direction
        .iter()
        .copied()
        .max_by(|a, b| a.abs().total_cmp(&b.abs()));
    if largest.is_some_and(|part| part < 0.0) {
        direction.iter_mut().for_each(|part| *part = -*part);
    }
    direction
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

#[cfg(test)]
mod tests {
    use super::Plane;

    #[test]
    fn directions_are_those_of_the_largest_differences() {
        // Along (1, 1, 0), then along (0, 0, 1).
        let rows: Vec<Vec<f64>> = [(-2.0, 0.5), (-1.0, -0.5), (1.0, -0.5), (2.0, 0.5)]
            .iter()
            .map(|(along, across)| vec![5.0 + along, 7.0 + along, 9.0 + across])
            .collect();
        let plane = Plane::of(&rows);
        let (x, y) = plane.place(&rows[3]);
        assert!(
            (x - 2.0 * 2f64.sqrt()).abs() < 1e-9 && (y.abs() - 0.5).abs() < 1e-9,
            "{x} {y}"
        );
        assert!(plane.labels()[0].contains("95 %"), "{:?}", plane.labels());
    }

    #[test]
    fn two_columns_are_what_they_are() {
        let plane = Plane::of(&[vec![1.0, 2.0]]);
        assert_eq!(plane.place(&[3.0, 4.0]), (3.0, 4.0));
        assert!(plane.notes().is_empty());
    }
}
