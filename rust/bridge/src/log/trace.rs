//! A throwable as Java prints it.

use crate::exchange::ErrorReport;

const CAUSED_BY: &str = "Caused by: ";

/// Message, type and stack trace, as AWS's own Java runtime reports the error of an invocation.
pub(super) fn reported(error: &ErrorReport) -> String {
    format!(
        "{}: {}\n{}",
        error.error_message,
        error.error_type,
        printed(error)
    )
}

/// What `Throwable.printStackTrace` writes, without the last line feed.
pub(super) fn printed(error: &ErrorReport) -> String {
    let mut text = String::new();
    print(&mut text, error, "", "", &[]);
    text
}

fn print(text: &mut String, error: &ErrorReport, indent: &str, caption: &str, enclosing: &[String]) {
    if !text.is_empty() {
        text.push('\n');
    }
    text.push_str(indent);
    text.push_str(caption);
    text.push_str(&error.error_type);
    // Without a message, the type stands in its place.
    if !error.error_message.is_empty() && error.error_message != error.error_type {
        text.push_str(": ");
        text.push_str(&error.error_message);
    }
    let frames = &error.stack_trace;
    let common = common_frames(frames, enclosing);
    for frame in &frames[..frames.len() - common] {
        let line = match frame {
            // `Test.writeError` takes one stack trace, in which the causes follow.
            cause if cause.starts_with(CAUSED_BY) => format!("\n{indent}{cause}"),
            left_out if left_out.starts_with("... ") => format!("\n{indent}\t{left_out}"),
            frame => format!("\n{indent}\tat {frame}"),
        };
        text.push_str(&line);
    }
    if common > 0 {
        text.push_str(&format!("\n{indent}\t... {common} more"));
    }
    let deeper = format!("{indent}\t");
    for suppressed in &error.suppressed {
        print(text, suppressed, &deeper, "Suppressed: ", frames);
    }
    if let Some(cause) = &error.cause {
        print(text, cause, indent, CAUSED_BY, frames);
    }
}

/// How many of the last frames are those of the throwable that this one hangs on.
fn common_frames(frames: &[String], enclosing: &[String]) -> usize {
    let pairs = frames.iter().rev().zip(enclosing.iter().rev());
    pairs.take_while(|(own, other)| own == other).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn thrown(error_type: &str, message: &str, frames: &[&str]) -> ErrorReport {
        ErrorReport {
            error_type: error_type.into(),
            error_message: message.into(),
            stack_trace: frames.iter().map(|frame| (*frame).to_owned()).collect(),
            ..ErrorReport::default()
        }
    }

    #[test]
    fn prints_what_java_prints() {
        let mut outer = thrown("a.A", "the outermost", &["m(A.java:1)", "main(A.java:9)"]);
        let mut cause = thrown("b.B", "b.B", &["n(B.java:2)", "main(A.java:9)"]);
        cause.cause = Some(Box::new(thrown("c.C", "two\nlines", &["... 924 more frames"])));
        outer.cause = Some(Box::new(cause));
        outer.suppressed = vec![thrown("d.D", "", &["close(D.java:3)", "main(A.java:9)"])];
        let expected = "\
the outermost: a.A
a.A: the outermost
\tat m(A.java:1)
\tat main(A.java:9)
\tSuppressed: d.D
\t\tat close(D.java:3)
\t\t... 1 more
Caused by: b.B
\tat n(B.java:2)
\t... 1 more
Caused by: c.C: two
lines
\t... 924 more frames";
        assert_eq!(reported(&outer), expected);
    }

    #[test]
    fn causes_among_the_frames_are_no_frames() {
        let error = thrown("a.A", "x", &["m(A.java:1)", "Caused by: b.B: y", "n(B.java:2)"]);
        assert_eq!(
            printed(&error),
            "a.A: x\n\tat m(A.java:1)\nCaused by: b.B: y\n\tat n(B.java:2)"
        );
    }

    #[test]
    fn a_throwable_without_frames_is_one_line() {
        assert_eq!(printed(&thrown("a.A", "x", &[])), "a.A: x");
    }
}
