//! The `Vary` header of an answer.
//!
//! Implements [Fetch, "CORS protocol and HTTP caches"](https://fetch.spec.whatwg.org/#cors-protocol-and-http-caches):
//! whatever in a request can change an answer of the resource is named on every answer of the resource, also on
//! refusals and on answers to requests without an `Origin`; else a shared cache replays one to the wrong page.

/// The request headers on which answers depend, as finished texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vary(Names);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Names {
    None,
    Origin,
    OriginAndFetchSite,
    Method,
    Preflight,
    MirroredPreflight,
}

impl Vary {
    /// Nothing: the answer is constant.
    pub const NONE: Self = Self(Names::None);
    /// The origin.
    pub const ORIGIN: Self = Self(Names::Origin);
    /// The origin and the browser's word on whether it is the same.
    pub const ORIGIN_AND_FETCH_SITE: Self = Self(Names::OriginAndFetchSite);
    /// The requested method: handlers of one path have policies of their own.
    pub const METHOD: Self = Self(Names::Method);
    /// A preflight's origin and requested method.
    pub const PREFLIGHT: Self = Self(Names::Preflight);
    /// A preflight whose requested header names are answered.
    pub const MIRRORED_PREFLIGHT: Self = Self(Names::MirroredPreflight);

    /// The whole value; empty for none.
    #[must_use]
    pub const fn as_str(&self) -> &'static str {
        match self.0 {
            Names::None => "",
            Names::Origin => "Origin",
            Names::OriginAndFetchSite => "Origin, Sec-Fetch-Site",
            Names::Method => "Access-Control-Request-Method",
            Names::Preflight => "Origin, Access-Control-Request-Method",
            Names::MirroredPreflight => {
                "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"
            }
        }
    }

    /// The names.
    #[must_use]
    pub const fn names(&self) -> &'static [&'static str] {
        match self.0 {
            Names::None => &[],
            Names::Origin => &["Origin"],
            Names::OriginAndFetchSite => &["Origin", "Sec-Fetch-Site"],
            Names::Method => &["Access-Control-Request-Method"],
            Names::Preflight => &["Origin", "Access-Control-Request-Method"],
            Names::MirroredPreflight => {
                &["Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers"]
            }
        }
    }

    /// The whole value, without a look at each of its bytes; `None` for none.
    #[cfg(feature = "http")]
    pub(crate) const fn header(self) -> Option<http::HeaderValue> {
        macro_rules! line {
            ($names:ident) => {
                Some(const { http::HeaderValue::from_static(Vary(Names::$names).as_str()) })
            };
        }
        match self.0 {
            Names::None => None,
            Names::Origin => line!(Origin),
            Names::OriginAndFetchSite => line!(OriginAndFetchSite),
            Names::Method => line!(Method),
            Names::Preflight => line!(Preflight),
            Names::MirroredPreflight => line!(MirroredPreflight),
        }
    }

    /// What is missing in the `Vary` lines that a handler set.
    ///
    /// Handlers' lines stay as they are; a `*` among them says it all.
    pub fn missing<'l>(&self, lines: impl Iterator<Item = &'l [u8]>) -> Missing {
        let mut found = [false; 3];
        for name in lines.flat_map(|line| line.split(|&byte| byte == b',')).map(<[u8]>::trim_ascii) {
            if name == b"*" {
                return Missing { vary: Self::NONE, found };
            }
            for (ours, found) in self.names().iter().zip(&mut found) {
                *found |= name.eq_ignore_ascii_case(ours.as_bytes());
            }
        }
        Missing { vary: *self, found }
    }
}

/// The `Vary` lines to append.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Missing {
    vary: Vary,
    found: [bool; 3],
}

impl Missing {
    /// One line where nothing of ours is there yet, else a line for each name that is missing.
    pub fn lines(self) -> impl Iterator<Item = &'static str> {
        let whole = !self.found.contains(&true);
        let one = Some(self.vary.as_str()).filter(|value| whole && !value.is_empty());
        let names = self.vary.names().iter().zip(self.found);
        one.into_iter().chain(names.filter(move |(_, found)| !whole && !found).map(|(name, _)| *name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_handler_set_is_merged() {
        let cases: [(&[&str], &[&str]); 7] = [
            (&[], &["Origin, Access-Control-Request-Method"]),
            (&["accept-encoding"], &["Origin, Access-Control-Request-Method"]),
            (&["origin"], &["Access-Control-Request-Method"]),
            (&["Accept", "x, ORIGIN ,y"], &["Access-Control-Request-Method"]),
            (&["origin,access-control-request-method"], &[]),
            (&["*"], &[]),
            (&["Accept", " * "], &[]),
        ];
        for (lines, expected) in cases {
            let missing = Vary::PREFLIGHT.missing(lines.iter().map(|line| line.as_bytes()));
            assert_eq!(missing.lines().collect::<Vec<_>>(), expected, "{lines:?}");
        }
    }

    #[test]
    fn a_constant_answer_adds_nothing() {
        assert_eq!(Vary::NONE.missing([b"Accept".as_slice()].into_iter()).lines().count(), 0);
    }
}
