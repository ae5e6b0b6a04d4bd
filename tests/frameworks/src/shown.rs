//! Answers on one line, and what the tests of every framework ask.

/// A page of the policy that most handlers of those tests have.
pub const APP: (&str, &str) = ("origin", "https://app.example");
/// A page of another policy.
pub const OTHER: (&str, &str) = ("origin", "https://other.example");
/// A page of nobody's policy.
pub const EVIL: (&str, &str) = ("origin", "https://evil.example");

/// What makes a request a preflight.
#[must_use]
pub const fn acrm(method: &str) -> (&'static str, &str) {
    ("access-control-request-method", method)
}

/// An answer that the page of [`APP`] reads.
pub const ACTUAL: &str = "200 allow-origin=https://app.example vary=Origin";
/// The answer to its preflight, for a handler of GET.
pub const PREFLIGHT: &str = "204 allow-methods=GET allow-origin=https://app.example \
                             vary=Origin, Access-Control-Request-Method";
/// A preflight that gives nothing away.
pub const NOBODY: &str = "204 vary=Origin, Access-Control-Request-Method";

/// Status, CORS headers in alphabetical order without `access-control-`, and `Vary`: `200 allow-origin=* vary=Origin`.
#[must_use]
pub fn shown<'h>(status: u16, headers: impl IntoIterator<Item = (&'h str, &'h [u8])>) -> String {
    let (mut lines, mut vary) = (Vec::new(), Vec::new());
    for (name, value) in headers {
        let value = String::from_utf8_lossy(value);
        if name.eq_ignore_ascii_case("vary") {
            vary.push(value);
        } else if let Some(name) = name.to_ascii_lowercase().strip_prefix("access-control-") {
            lines.push(format!("{name}={value}"));
        }
    }
    lines.sort();
    lines.insert(0, status.to_string());
    if !vary.is_empty() {
        lines.push(format!("vary={}", vary.join(", ")));
    }
    lines.join(" ")
}
