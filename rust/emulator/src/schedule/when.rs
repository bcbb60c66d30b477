//! Schedule expressions: `rate(5 minutes)` and `cron(0 10 ? * MON-FRI *)`, in UTC.

use chrono::{DateTime, Utc};
use croner::{Cron, parser::CronParser, parser::Seconds, parser::Year};
use std::{
    fmt::{self, Display, Formatter},
    str::FromStr,
    time::{Duration, SystemTime},
};

/// A schedule expression.
#[derive(Debug, Clone)]
pub struct When {
    text: String,
    kind: Kind,
}

#[derive(Debug, Clone)]
enum Kind {
    /// After each such pause.
    Rate(Duration),
    /// At these times.
    Cron(Box<Cron>),
}

/// How expressions are written.
const FORM: &str = "write rate(VALUE minutes), with second, minute, hour or day, or cron(MINUTES HOURS DAY MONTH WEEKDAY YEAR)";

impl FromStr for When {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let inside = |name: &str| text.strip_prefix(name)?.strip_prefix('(')?.strip_suffix(')');
        if let Some(rate) = inside("rate") {
            let pause = rate_of(rate).ok_or_else(|| format!("{text}: {FORM}"))?;
            return Ok(When::new(text, Kind::Rate(pause)));
        }
        let fields = inside("cron").ok_or_else(|| format!("{text}: {FORM}"))?;
        if fields.split_whitespace().count() != 6 {
            return Err(format!("{text}: a cron expression has six fields; {FORM}"));
        }
        // Sunday is 1, as with EventBridge. Its parser takes the seconds first.
        let parser = CronParser::builder()
            .seconds(Seconds::Required)
            .year(Year::Required)
            .alternative_weekdays(true)
            .sloppy_ranges(true)
            .build();
        let cron = parser
            .parse(&format!("0 {fields}"))
            .map_err(|error| format!("{text}: {error}"))?;
        Ok(When::new(text, Kind::Cron(Box::new(cron))))
    }
}

fn rate_of(text: &str) -> Option<Duration> {
    let (value, unit) = text.split_once(' ')?;
    let value = value.parse::<u64>().ok().filter(|value| *value > 0)?;
    let unit = match unit.trim().trim_end_matches('s') {
        // Not with AWS, where nobody waits for it.
        "second" => 1,
        "minute" => 60,
        "hour" => 3600,
        "day" => 86_400,
        _ => return None,
    };
    value.checked_mul(unit).map(Duration::from_secs)
}

impl When {
    fn new(text: &str, kind: Kind) -> Self {
        When {
            text: text.to_owned(),
            kind,
        }
    }

    /// The next time after this one; `None` if there is none.
    pub(super) fn next(&self, after: SystemTime) -> Option<SystemTime> {
        match &self.kind {
            Kind::Rate(pause) => after.checked_add(*pause),
            Kind::Cron(cron) => {
                let after = DateTime::<Utc>::from(after);
                cron.find_next_occurrence(&after, false)
                    .ok()
                    .map(SystemTime::from)
            }
        }
    }
}

/// As it was written.
impl Display for When {
    fn fmt(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::When;
    use std::time::SystemTime;

    fn next(expression: &str, after: &str) -> Option<String> {
        let after = humantime::parse_rfc3339(after).unwrap();
        let next: Option<SystemTime> = expression.parse::<When>().unwrap().next(after);
        next.map(|next| humantime::format_rfc3339_seconds(next).to_string())
    }

    #[test]
    fn expressions_mean_what_they_mean_to_eventbridge() {
        // 2026-01-02 is a Friday.
        let from = "2026-01-02T03:04:05Z";
        let cases = [
            ("rate(1 minute)", "2026-01-02T03:05:05Z"),
            ("rate(5 minutes)", "2026-01-02T03:09:05Z"),
            ("rate(2 days)", "2026-01-04T03:04:05Z"),
            ("cron(0 10 * * ? *)", "2026-01-02T10:00:00Z"),
            ("cron(15 12 * * ? *)", "2026-01-02T12:15:00Z"),
            ("cron(0 18 ? * MON-FRI *)", "2026-01-02T18:00:00Z"),
            ("cron(0 18 ? * 1 *)", "2026-01-04T18:00:00Z"),
            ("cron(0 8 1 * ? *)", "2026-02-01T08:00:00Z"),
            ("cron(0/15 * * * ? *)", "2026-01-02T03:15:00Z"),
            ("cron(0/5 8-17 ? * MON-FRI *)", "2026-01-02T08:00:00Z"),
            ("cron(0 9 ? * 2#1 *)", "2026-01-05T09:00:00Z"),
            ("cron(0 0 L * ? *)", "2026-01-31T00:00:00Z"),
            ("cron(0 0 ? * 6L *)", "2026-01-30T00:00:00Z"),
            ("cron(0 0 3W * ? 2026-2027)", "2026-02-03T00:00:00Z"),
        ];
        for (expression, expected) in cases {
            assert_eq!(next(expression, from).as_deref(), Some(expected), "{expression}");
        }
        assert_eq!(next("cron(0 10 * * ? 2025)", from), None);
    }

    #[test]
    fn what_is_no_expression_is_told_how_they_are_written() {
        for text in [
            "",
            "every day",
            "rate(0 minutes)",
            "rate(5)",
            "rate(5 weeks)",
            "cron(* * * *)",
            "cron(0 25 * * ? *)",
            "rate(1 minute",
            "cron(0 10 * * FOO *)",
        ] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}
