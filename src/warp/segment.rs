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

#[cfg(test)]
mod tests {
    use ::warp::{Filter, path, test::request};

    use super::*;

    /// Every path of a few pieces, among them empty ones, numbers, and what is encoded.
    fn paths() -> Vec<String> {
        let pieces = ["", "orders", "order", "orders2", "7", "-7", "%37", "4294967296", "..", "items"];
        let mut paths = vec!["/".to_owned()];
        for one in pieces {
            paths.push(format!("/{one}"));
            paths.push(format!("/{one}?orders/7"));
            for two in pieces {
                paths.push(format!("/{one}/{two}"));
                for three in pieces {
                    paths.push(format!("/{one}/{two}/{three}"));
                }
            }
        }
        paths
    }

    #[tokio::test]
    async fn a_path_is_taken_as_warp_takes_it() {
        let orders = Segment::literal("orders");
        let number = Segment::parameter::<u32>("u32");
        let text = Segment::parameter::<String>("String");
        let cases: [(_, &[Segment]); 7] = [
            (path!().boxed(), &[]),
            (path!("orders").boxed(), &[orders]),
            (path!("orders" / u32).map(|_| ()).untuple_one().boxed(), &[orders, number]),
            (path!("orders" / String).map(|_| ()).untuple_one().boxed(), &[orders, text]),
            (path!(u32 / "items").map(|_| ()).untuple_one().boxed(), &[number, Segment::literal("items")]),
            (path!("orders" / ..).boxed(), &[orders, Segment::rest()]),
            (
                path!("orders" / u32 / ..).map(|_| ()).untuple_one().boxed(),
                &[orders, number, Segment::rest()],
            ),
        ];
        let mut taken = 0;
        for path in paths() {
            let plain = path.split_once('?').map_or(path.as_str(), |(path, _)| path);
            for (filter, segments) in &cases {
                let by_warp = request().path(&path).matches(filter).await;
                assert_eq!(take(segments, &plain[1..]), by_warp, "{path} {segments:?}");
                taken += usize::from(by_warp);
            }
        }
        assert!(taken > 100, "{taken}");
    }

    #[test]
    fn a_path_is_shown_as_it_is_written() {
        let number = Segment::parameter::<u32>("u32");
        assert_eq!(text(&[]), "/");
        assert_eq!(text(&[Segment::literal("orders"), number, Segment::rest()]), "/orders/{u32}/..");
        assert_eq!(number, Segment::parameter::<u32>("Id"));
        assert_ne!(number, Segment::parameter::<u64>("u32"));
    }
}
