//! How long a browser may keep a preflight answer.
//!
//! Reads what an author wrote for `max_age`. The wire form is
//! [`Access-Control-Max-Age`](https://fetch.spec.whatwg.org/#http-access-control-max-age): whole seconds.

use crate::{
    error::{Field, Place, Violation},
    rules::catalogue,
    spec::MaxAgeSpec,
};

/// The longest time, in seconds, that Firefox keeps a preflight answer; no engine keeps one longer.
pub const FIREFOX_CAP: u64 = 86_400;

/// The longest time, in seconds, that Chromium keeps a preflight answer.
pub const CHROMIUM_CAP: u64 = 7_200;

/// The longest time, in seconds, that WebKit keeps a preflight answer.
pub const WEBKIT_CAP: u64 = 600;

/// Reads a `max_age` in seconds: a whole number of seconds, or a text such as `30s`, `10m`, `2h` or `1d`.
///
/// # Errors
/// `max-age-invalid` for everything else. Whether a browser keeps an answer that long is not judged here.
///
/// ```
/// use cors_core::{max_age, spec::MaxAgeSpec};
///
/// assert_eq!(max_age::parse(&MaxAgeSpec::Text("2h".to_owned()))?, 7_200);
/// # Ok::<(), cors_core::error::Violation>(())
/// ```
pub fn parse(max_age: &MaxAgeSpec) -> Result<u64, Violation> {
    match max_age {
        MaxAgeSpec::Seconds(seconds) => u64::try_from(*seconds).map_err(|_| {
            violation(&seconds.to_string(), "is negative")
                .with_help("write `0` to turn caching off, or `600`")
        }),
        MaxAgeSpec::Text(text) => parse_text(text),
    }
}

fn parse_text(text: &str) -> Result<u64, Violation> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(text.len());
    let (digits, unit) = text.split_at_checked(end).unwrap_or((text, ""));
    if digits.is_empty() {
        return Err(violation(text, "is no whole number with a unit"));
    }
    let Some(factor) = seconds_in(unit) else {
        let odd = if unit.is_empty() { "has no unit" } else { "is no whole number with a unit" };
        let found = violation(text, odd);
        return Err(match suggestion(digits, unit) {
            Some(help) => found.with_help(help),
            None => found,
        });
    };
    digits
        .parse::<u64>()
        .ok()
        .and_then(|number| number.checked_mul(factor))
        .ok_or_else(|| violation(text, "is longer than can be counted in seconds"))
}

fn seconds_in(unit: &str) -> Option<u64> {
    match unit {
        "s" => Some(1),
        "m" => Some(60),
        "h" => Some(3_600),
        "d" => Some(86_400),
        _ => None,
    }
}

/// The cure where the unit is missing or another spelling of one of ours.
fn suggestion(digits: &str, unit: &str) -> Option<String> {
    let short = match unit.trim().to_ascii_lowercase().as_str() {
        "" => return Some(format!("write `{digits}` or `\"{digits}s\"`")),
        "s" | "sec" | "secs" | "second" | "seconds" => "s",
        "m" | "min" | "mins" | "minute" | "minutes" => "m",
        "h" | "hr" | "hrs" | "hour" | "hours" => "h",
        "d" | "day" | "days" => "d",
        _ => return None,
    };
    Some(format!("write `\"{digits}{short}\"`"))
}

fn violation(value: &str, odd: &str) -> Violation {
    Violation::new(
        &catalogue::MAX_AGE_INVALID,
        Place::key(Field::MaxAge),
        value,
        format!("max age `{}` {odd}", value.escape_debug()),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Result<u64, Violation> {
        parse(&MaxAgeSpec::Text(text.to_owned()))
    }

    #[test]
    fn durations_are_read_in_seconds() {
        assert_eq!(parse(&MaxAgeSpec::Seconds(0)), Ok(0));
        assert_eq!(parse(&MaxAgeSpec::Seconds(600)), Ok(600));
        let table = [
            ("0s", 0),
            ("30s", 30),
            ("10m", 600),
            ("2h", 7_200),
            ("1d", 86_400),
            ("2d", 172_800),
            ("007s", 7),
        ];
        for (written, seconds) in table {
            assert_eq!(text(written), Ok(seconds), "{written}");
        }
    }

    #[test]
    fn everything_else_is_refused_with_a_cure() {
        let general = catalogue::MAX_AGE_INVALID.fix();
        let table = [
            ("600", "max age `600` has no unit", "write `600` or `\"600s\"`"),
            ("10 minutes", "max age `10 minutes` is no whole number with a unit", "write `\"10m\"`"),
            ("2H", "max age `2H` is no whole number with a unit", "write `\"2h\"`"),
            ("1.5", "max age `1.5` is no whole number with a unit", general),
            ("1.5h", "max age `1.5h` is no whole number with a unit", general),
            ("10x", "max age `10x` is no whole number with a unit", general),
            ("-10s", "max age `-10s` is no whole number with a unit", general),
            ("+10s", "max age `+10s` is no whole number with a unit", general),
            ("s", "max age `s` is no whole number with a unit", general),
            ("", "max age `` is no whole number with a unit", general),
            ("\u{661}s", "max age `\u{661}s` is no whole number with a unit", general),
            (
                "99999999999999999999s",
                "max age `99999999999999999999s` is longer than can be counted in seconds",
                general,
            ),
            (
                "999999999999999999d",
                "max age `999999999999999999d` is longer than can be counted in seconds",
                general,
            ),
        ];
        for (written, what, help) in table {
            let found = text(written).expect_err(written);
            assert_eq!((found.rule().id(), found.what(), found.help()), ("max-age-invalid", what, help));
            assert_eq!((found.place(), found.value()), (Place::key(Field::MaxAge), written));
        }
    }

    #[test]
    fn a_negative_number_is_refused() {
        let found = parse(&MaxAgeSpec::Seconds(-1)).expect_err("negative");
        assert_eq!(
            (found.what(), found.help()),
            ("max age `-1` is negative", "write `0` to turn caching off, or `600`")
        );
    }
}
