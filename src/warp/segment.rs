//! The segments of a path, as `warp::path!` takes them apart.

use std::{any::TypeId, fmt, str::FromStr};

/// One segment of a path; made by [`route!`](super::route!).
#[derive(Clone, Copy)]
pub struct Segment(Kind);

#[derive(Clone, Copy)]
enum Kind {
    Literal(&'static str),
    Parameter { name: &'static str, of: TypeId, fits: fn(&str) -> bool },
    Rest,
}

impl Segment {
    /// This text.
    #[must_use]
    pub const fn literal(text: &'static str) -> Self {
        Self(Kind::Literal(text))
    }

    /// Any text that is a `T`.
    #[must_use]
    pub fn parameter<T: FromStr + 'static>(name: &'static str) -> Self {
        Self(Kind::Parameter { name, of: TypeId::of::<T>(), fits: |text| text.parse::<T>().is_ok() })
    }

    /// Whatever follows.
    #[must_use]
    pub const fn rest() -> Self {
        Self(Kind::Rest)
    }
}

/// Whether warp's own filter for these segments takes `path`, whose leading slash is cut off already.
pub(super) fn take(segments: &[Segment], path: &str) -> bool {
    let mut left = path;
    for segment in segments {
        let (first, rest) = left.split_once('/').unwrap_or((left, ""));
        let fits = match segment.0 {
            Kind::Literal(text) => text == first,
            Kind::Parameter { fits, .. } => !first.is_empty() && fits(first),
            Kind::Rest => return true,
        };
        if !fits {
            return false;
        }
        left = rest;
    }
    left.is_empty()
}

/// The path as a list shows it.
pub(super) fn text(segments: &[Segment]) -> String {
    let mut text = String::new();
    for segment in segments {
        text.push('/');
        match segment.0 {
            Kind::Literal(literal) => text.push_str(literal),
            Kind::Parameter { name, .. } => {
                text.push('{');
                text.push_str(name);
                text.push('}');
            }
            Kind::Rest => text.push_str(".."),
        }
    }
    if text.is_empty() { "/".to_owned() } else { text }
}

impl PartialEq for Segment {
    fn eq(&self, other: &Self) -> bool {
        match (self.0, other.0) {
            (Kind::Literal(one), Kind::Literal(other)) => one == other,
            // The same word may be another type in another module.
            (Kind::Parameter { of: one, .. }, Kind::Parameter { of: other, .. }) => one == other,
            (Kind::Rest, Kind::Rest) => true,
            _ => false,
        }
    }
}

impl fmt::Debug for Segment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&text(&[*self]))
    }
}
