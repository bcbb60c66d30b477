//! Points and the centers of their clusters in a plane.

use super::{
    axis::Axis,
    plane::Plane,
    svg::{Anchor, COLORS, EDGE, FAINT, INK, RULE, Svg, WIDTH},
};

const LEFT: f64 = 90.0;
const RIGHT: f64 = WIDTH - 150.0;
const HEIGHT: f64 = 440.0;
const LEGEND: f64 = RIGHT + 24.0;

/// More would only lie upon each other.
const MAX_POINTS: usize = 4000;

/// Lines of the legend.
const MAX_LINES: usize = 20;

/// What k-means found.
#[derive(Debug, Clone, Default)]
pub struct Clusters {
    /// The line at the top.
    pub title: String,
    /// Rows of as many numbers as a center has; none where only the function knows them.
    pub points: Vec<Vec<f64>>,
    /// At least one, each of at least one number.
    pub centers: Vec<Vec<f64>>,
    /// How many points each cluster has.
    pub sizes: Vec<u64>,
}

/// Draws clusters as an SVG document: where rows have more than two numbers, along the two directions in which
/// they differ most.
#[must_use]
pub fn clusters_svg(clusters: &Clusters) -> String {
    let seen = if clusters.points.is_empty() {
        &clusters.centers
    } else {
        &clusters.points
    };
    let plane = Plane::of(seen);
    let step = clusters.points.len().div_ceil(MAX_POINTS).max(1);
    let mut svg = Svg::new();
    let top = svg.heading(&clusters.title, &subtitle(clusters, step)) + 10.0;
    let bottom = top + HEIGHT;

    let points: Vec<(usize, (f64, f64))> = clusters
        .points
        .iter()
        .step_by(step)
        .map(|point| (nearest(point, &clusters.centers), plane.place(point)))
        .collect();
    let centers: Vec<(f64, f64)> = clusters.centers.iter().map(|row| plane.place(row)).collect();
    let all = || {
        points
            .iter()
            .map(|(_, place)| *place)
            .chain(centers.iter().copied())
    };
    // The circles of centers alone are large.
    let room = if points.is_empty() { 0.12 } else { 0.04 };
    let across = Axis::new(all().map(|place| place.0), room, LEFT, RIGHT);
    let up = Axis::new(all().map(|place| place.1), room, bottom, top);
    draw_axes(&mut svg, &across, &up, &plane, (top, bottom));

    let at = |place: (f64, f64)| (across.place(place.0), up.place(place.1));
    for (cluster, place) in &points {
        svg.mark(at(*place), 3.0, *cluster, color(*cluster), 0.65);
    }
    let largest = clusters.sizes.iter().copied().max().unwrap_or(1).max(1);
    for (cluster, place) in centers.iter().enumerate() {
        let size = clusters.sizes.get(cluster).copied().unwrap_or(largest);
        let radius = if points.is_empty() {
            30.0 * share(size, largest).sqrt()
        } else {
            10.0
        };
        draw_center(&mut svg, at(*place), radius.max(10.0), cluster);
    }
    draw_legend(&mut svg, clusters, top);
    let height = svg.footer(bottom + 60.0, &plane.notes());
    svg.finish(height, &clusters.title)
}

#[expect(clippy::cast_precision_loss, reason = "a share of a radius in pixels")]
fn share(size: u64, largest: u64) -> f64 {
    size as f64 / largest as f64
}

fn color(cluster: usize) -> &'static str {
    COLORS[cluster % COLORS.len()]
}

fn subtitle(clusters: &Clusters, step: usize) -> String {
    let count: u64 = clusters.sizes.iter().sum();
    let mut text = format!("{count} points, {} clusters", clusters.centers.len());
    if clusters.points.is_empty() {
        text += "; the centers alone, as the event has no points: a circle's area is the size of its cluster";
    } else if step > 1 {
        text = format!("{text}; one point of {step} is shown");
    }
    text
}

/// Of centers equally near the first, as k-means has it.
fn nearest(point: &[f64], centers: &[Vec<f64>]) -> usize {
    let square = |center: &Vec<f64>| -> f64 {
        let pairs = point.iter().zip(center);
        pairs.map(|(a, b)| (a - b) * (a - b)).sum()
    };
    let mut best = (0, f64::INFINITY);
    for (index, center) in centers.iter().enumerate() {
        let square = square(center);
        if square < best.1 {
            best = (index, square);
        }
    }
    best.0
}

fn draw_axes(svg: &mut Svg, across: &Axis, up: &Axis, plane: &Plane, (top, bottom): (f64, f64)) {
    for (value, text) in across.ticks(60.0) {
        let x = across.place(value);
        svg.line((x, top), (x, bottom), 1.0, RULE);
        svg.text(x, bottom + 18.0, 11.0, FAINT, Anchor::Middle, &text);
    }
    for (value, text) in up.ticks(40.0) {
        let y = up.place(value);
        svg.line((LEFT, y), (RIGHT, y), 1.0, RULE);
        svg.text(LEFT - 8.0, y + 4.0, 11.0, FAINT, Anchor::End, &text);
    }
    let [right, above] = plane.labels();
    svg.text(
        f64::midpoint(LEFT, RIGHT),
        bottom + 38.0,
        12.0,
        INK,
        Anchor::Middle,
        &right,
    );
    svg.upright(EDGE + 12.0, f64::midpoint(top, bottom), 12.0, INK, &above);
}

fn draw_center(svg: &mut Svg, place: (f64, f64), radius: f64, cluster: usize) {
    svg.disc(place, radius, "#ffffff", color(cluster));
    let number = (cluster + 1).to_string();
    svg.text(place.0, place.1 + 4.0, 11.0, INK, Anchor::Middle, &number);
}

fn draw_legend(svg: &mut Svg, clusters: &Clusters, top: f64) {
    let mut y = top + 12.0;
    svg.text(LEGEND, y, 11.0, FAINT, Anchor::Start, "cluster");
    svg.text(WIDTH - EDGE, y, 11.0, FAINT, Anchor::End, "points");
    for (cluster, size) in clusters.sizes.iter().enumerate().take(MAX_LINES) {
        y += 20.0;
        svg.mark((LEGEND + 6.0, y - 4.5), 5.0, cluster, color(cluster), 1.0);
        let number = (cluster + 1).to_string();
        svg.text(LEGEND + 20.0, y, 12.0, INK, Anchor::Start, &number);
        svg.text(WIDTH - EDGE, y, 12.0, INK, Anchor::End, &size.to_string());
    }
    if clusters.sizes.len() > MAX_LINES {
        let rest = format!("and {} more", clusters.sizes.len() - MAX_LINES);
        svg.text(LEGEND, y + 20.0, 12.0, FAINT, Anchor::Start, &rest);
    }
}

#[cfg(test)]
mod tests {
    use super::{Clusters, clusters_svg};
    use crate::picture::tests::well_formed;

    fn found(points: &[[f64; 3]], dimensions: usize) -> Clusters {
        let rows = |rows: &[[f64; 3]]| rows.iter().map(|row| row[..dimensions].to_vec()).collect();
        Clusters {
            title: "a <b> & c".to_owned(),
            points: rows(points),
            centers: rows(&[[0.0, 0.5, 0.0], [10.0, 9.5, 0.0]]),
            sizes: vec![2, 2],
        }
    }

    const POINTS: [[f64; 3]; 4] = [
        [0.0, 0.0, 0.0],
        [0.0, 1.0, 0.0],
        [10.0, 9.0, 0.0],
        [10.0, 10.0, 0.0],
    ];

    #[test]
    fn points_have_the_mark_of_their_cluster() {
        let svg = clusters_svg(&found(&POINTS, 2));
        well_formed(&svg);
        assert!(svg.contains(">column 1<") && svg.contains(">column 2<"), "{svg}");
        assert!(
            svg.contains("4 points, 2 clusters") && svg.contains("a &lt;b&gt; &amp; c"),
            "{svg}"
        );
        // Two points and a line of the legend each.
        assert_eq!(svg.matches("class=\"c0\"").count(), 3, "{svg}");
        assert_eq!(svg.matches("class=\"c1\"").count(), 3, "{svg}");
    }

    #[test]
    fn one_column_and_many_are_drawn_and_told() {
        let svg = clusters_svg(&found(&POINTS, 1));
        well_formed(&svg);
        assert!(svg.contains(">column 1<") && !svg.contains("column 2"), "{svg}");
        let svg = clusters_svg(&found(&POINTS, 3));
        well_formed(&svg);
        assert!(
            svg.contains("first principal component") && svg.contains("3 columns"),
            "{svg}"
        );
    }

    #[test]
    fn centers_are_drawn_without_points() {
        let svg = clusters_svg(&found(&[], 2));
        well_formed(&svg);
        assert!(svg.contains("the centers alone"), "{svg}");
    }

    #[test]
    fn numbers_of_any_size_can_be_drawn() {
        for scale in [0.0, 1e-140, 1e-9, 1e140] {
            let mut clusters = found(&POINTS, 3);
            for row in clusters.points.iter_mut().chain(&mut clusters.centers) {
                row.iter_mut().for_each(|number| *number *= scale);
            }
            well_formed(&clusters_svg(&clusters));
            clusters.points.truncate(1);
            clusters.centers.truncate(1);
            well_formed(&clusters_svg(&clusters));
        }
    }

    #[test]
    fn of_very_many_points_some_are_shown() {
        let mut clusters = found(&POINTS, 2);
        clusters.points = clusters.points.iter().cycle().take(9000).cloned().collect();
        let svg = clusters_svg(&clusters);
        assert!(svg.contains("one point of 3 is shown"), "{svg}");
        assert_eq!(svg.matches("class=\"c").count(), 3000 + 2);
    }
}
