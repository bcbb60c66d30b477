//! A growing SVG document: text, rectangles and lines, in few colours.

use std::fmt::{Display, Write};

/// Width of every picture.
pub(super) const WIDTH: f64 = 800.0;
/// Free space at its edges.
pub(super) const EDGE: f64 = 20.0;

pub(super) const INK: &str = "#1f2328";
pub(super) const FAINT: &str = "#59636e";
pub(super) const RULE: &str = "#d8dee4";
pub(super) const ACCENT: &str = "#0969da";
pub(super) const REST: &str = "#9aa4af";

/// Apart for the colour-blind too (Okabe and Ito).
pub(super) const COLORS: [&str; 8] = [
    "#0072b2", "#d55e00", "#009e73", "#cc79a7", "#a06a00", "#56b4e9", "#7a4fbf", "#444444",
];

const FONT: &str =
    "system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, 'DejaVu Sans', sans-serif";

/// Where a text stands from its place.
#[derive(Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

pub(super) struct Svg(String);

/// Writing into a string cannot fail.
macro_rules! put {
    ($svg:expr, $($part:tt)*) => {{ let _ = writeln!($svg.0, $($part)*); }};
}

impl Svg {
    pub(super) fn new() -> Self {
        Svg(String::new())
    }

    pub(super) fn text(&mut self, x: f64, y: f64, size: f64, color: &str, anchor: Anchor, text: &str) {
        self.styled(x, y, size, color, anchor, "", text);
    }

    pub(super) fn bold(&mut self, x: f64, y: f64, size: f64, text: &str) {
        self.styled(x, y, size, INK, Anchor::Start, " font-weight=\"600\"", text);
    }

    #[expect(clippy::too_many_arguments, reason = "all that a text has")]
    fn styled(&mut self, x: f64, y: f64, size: f64, color: &str, anchor: Anchor, style: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "",
            Anchor::Middle => " text-anchor=\"middle\"",
            Anchor::End => " text-anchor=\"end\"",
        };
        let text = escaped(text);
        put!(
            self,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size}\" fill=\"{color}\"{anchor}{style}>{text}</text>"
        );
    }

    pub(super) fn rectangle(&mut self, x: f64, y: f64, width: f64, height: f64, color: &str) {
        put!(
            self,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" rx=\"2\" fill=\"{color}\"/>"
        );
    }

    pub(super) fn line(&mut self, from: (f64, f64), to: (f64, f64), width: f64, color: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        put!(
            self,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{color}\" stroke-width=\"{width}\"/>"
        );
    }

    pub(super) fn path(&mut self, points: &[(f64, f64)], width: f64, color: &str) {
        let points = joined(points);
        put!(
            self,
            "<polyline points=\"{points}\" fill=\"none\" stroke=\"{color}\" stroke-width=\"{width}\" stroke-linejoin=\"round\"/>"
        );
    }

    pub(super) fn area(&mut self, points: &[(f64, f64)], color: &str) {
        let points = joined(points);
        put!(
            self,
            "<polygon points=\"{points}\" fill=\"{color}\" fill-opacity=\"0.15\"/>"
        );
    }

    pub(super) fn dot(&mut self, (x, y): (f64, f64), color: &str) {
        put!(
            self,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" fill=\"{color}\" stroke=\"#ffffff\" stroke-width=\"1\"/>"
        );
    }

    /// A disc, a square, a triangle or a lozenge: which of them, and a class, says the number.
    pub(super) fn mark(&mut self, (x, y): (f64, f64), r: f64, number: usize, color: &str, opacity: f64) {
        let (left, right, above, below) = (x - r, x + r, y - r, y + r);
        let shape = match number % 4 {
            0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{r:.1}\""),
            1 => format!("<path d=\"M{left:.1} {above:.1}H{right:.1}V{below:.1}H{left:.1}z\""),
            2 => format!("<path d=\"M{x:.1} {above:.1}L{right:.1} {below:.1}H{left:.1}z\""),
            _ => format!(
                "<path d=\"M{x:.1} {above:.1}L{right:.1} {y:.1}L{x:.1} {below:.1}L{left:.1} {y:.1}z\""
            ),
        };
        put!(
            self,
            "{shape} class=\"c{number}\" fill=\"{color}\" fill-opacity=\"{opacity}\"/>"
        );
    }

    pub(super) fn disc(&mut self, (x, y): (f64, f64), radius: f64, ground: &str, rim: &str) {
        put!(
            self,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\" fill=\"{ground}\" stroke=\"{rim}\" stroke-width=\"2.5\"/>"
        );
    }

    /// A text that runs upwards, its middle at a place.
    pub(super) fn upright(&mut self, x: f64, y: f64, size: f64, color: &str, text: &str) {
        let style = format!(" transform=\"rotate(-90 {x:.1} {y:.1})\"");
        self.styled(x, y, size, color, Anchor::Middle, &style, text);
    }

    /// Puts another drawing on top.
    pub(super) fn append(&mut self, other: Svg) {
        self.0 += &other.0;
    }

    /// Title and subtitle; gives the place below them.
    pub(super) fn heading(&mut self, title: &str, subtitle: &str) -> f64 {
        let mut y = EDGE + 16.0;
        for line in wrapped(title, 18.0, WIDTH - 2.0 * EDGE, 2) {
            self.bold(EDGE, y, 18.0, &line);
            y += 24.0;
        }
        for line in wrapped(subtitle, 12.0, WIDTH - 2.0 * EDGE, 3) {
            self.text(EDGE, y, 12.0, FAINT, Anchor::Start, &line);
            y += 17.0;
        }
        y
    }

    /// The last lines; gives the height of the picture.
    pub(super) fn footer(&mut self, mut y: f64, lines: &[String]) -> f64 {
        for line in lines
            .iter()
            .flat_map(|line| wrapped(line, 11.0, WIDTH - 2.0 * EDGE, 4))
        {
            self.text(EDGE, y, 11.0, FAINT, Anchor::Start, &line);
            y += 16.0;
        }
        y + 4.0
    }

    pub(super) fn finish(self, height: f64, title: &str) -> String {
        let (width, title) = (WIDTH, escaped(title));
        let (inner_width, inner_height) = (WIDTH - 1.0, height - 1.0);
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.0}\" height=\"{height:.0}\" \
             viewBox=\"0 0 {width:.0} {height:.0}\" font-family=\"{FONT}\" role=\"img\">\n<title>{title}</title>\n\
             <rect x=\"0.5\" y=\"0.5\" width=\"{inner_width:.1}\" height=\"{inner_height:.1}\" rx=\"6\" fill=\"#ffffff\" \
             stroke=\"{RULE}\"/>\n{}</svg>\n",
            self.0
        )
    }
}

fn joined(points: &[(f64, f64)]) -> String {
    let points: Vec<String> = points.iter().map(|(x, y)| format!("{x:.1},{y:.1}")).collect();
    points.join(" ")
}

fn escaped(text: impl Display) -> String {
    text.to_string()
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

/// Width of a text: that of the widest font that it may be set in.
pub(super) fn width(text: &str, size: f64) -> f64 {
    let of = |letter: char| match letter {
        'i' | 'j' | 'l' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | ' ' => 0.34,
        'f' | 'r' | 't' | '(' | ')' | '-' | '/' => 0.42,
        'm' | 'w' | 'M' | 'W' | '%' => 0.95,
        letter if letter.is_uppercase() => 0.72,
        _ => 0.63,
    };
    text.chars().map(of).sum::<f64>() * size
}

/// Lines no wider than this; what is over after the last one is cut.
pub(super) fn wrapped(text: &str, size: f64, widest: f64, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.len() - 1;
        let joined = if lines[last].is_empty() {
            word.to_owned()
        } else {
            format!("{} {word}", lines[last])
        };
        if width(&joined, size) <= widest || lines[last].is_empty() {
            lines[last] = joined;
        } else {
            lines.push(word.to_owned());
        }
    }
    let cut = lines.len() > most;
    lines.truncate(most);
    if let Some(last) = lines.last_mut() {
        let fits = |text: &str| width(text, size) <= widest - if cut { size } else { 0.0 };
        let whole = fits(last) && !cut;
        while !fits(last) && last.pop().is_some() {}
        if !whole {
            last.push('…');
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::{width, wrapped};

    #[test]
    fn long_texts_are_wrapped_and_cut() {
        assert_eq!(wrapped("short", 12.0, 100.0, 2), ["short"]);
        let lines = wrapped("one two three four five six", 12.0, 70.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        let lines = wrapped("onewordthatiswiderthantheline", 12.0, 70.0, 2);
        assert!(
            lines.len() == 1 && lines[0].ends_with('…') && width(&lines[0], 12.0) <= 78.0,
            "{lines:?}"
        );
        assert_eq!(wrapped("", 12.0, 70.0, 2), [""]);
    }
}
