//! Public suffixes: names under which anyone can register one.
//!
//! The rules of the [Public Suffix List](https://publicsuffix.org/list/), ICANN and private sections alike. The
//! list's implicit rule `*` does not count: a name that the list does not know is nobody's suffix here.

/// The list as data; see `data/README.md`.
static DATA: &str = include_str!("../data/public_suffixes.txt");

/// What a name is to the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Standing {
    /// No public suffix, and none lies below it.
    Private,
    /// A public suffix: anyone can register below it.
    Suffix,
    /// No public suffix itself, but this one lies below it.
    Above(String),
}

/// The date of the list, such as `2026-10-22`.
pub(crate) fn date() -> &'static str {
    DATA.split('\n').next().unwrap_or_default()
}

/// What `host` (lower case, ASCII) is to the list.
pub(crate) fn standing(host: &str) -> Standing {
    let reversed = reverse(host);
    if is_rule(&format!("{reversed}!")) {
        return Standing::Private;
    }
    let is_wildcard = reversed.rsplit_once('.').is_some_and(|(parent, _)| is_rule(&format!("{parent}.*")));
    if is_rule(&reversed) || is_wildcard {
        return Standing::Suffix;
    }
    let below = format!("{reversed}.");
    let run = rules().skip_to(&below).take_while(|rule| rule.starts_with(&below));
    // An exception is a name that is registered, not one under which others register. The shortest is the best known.
    match run.filter(|rule| !rule.ends_with('!')).min_by_key(|rule| rule.len()) {
        Some(rule) => Standing::Above(reverse(rule)),
        None => Standing::Private,
    }
}

fn is_rule(reversed: &str) -> bool {
    rules().skip_to(reversed).next() == Some(reversed)
}

/// `s3.amazonaws.com` for `com.amazonaws.s3`.
fn reverse(name: &str) -> String {
    name.rsplit('.').collect::<Vec<_>>().join(".")
}

fn rules() -> Rules {
    Rules { rest: DATA.split_once('\n').map_or("", |(_, rules)| rules) }
}

/// The sorted rules that are left.
struct Rules {
    rest: &'static str,
}

impl Rules {
    /// Without the rules that sort before `key`: a binary search over the lines of the text.
    fn skip_to(self, key: &str) -> Self {
        let (mut low, mut high) = (0, self.rest.len());
        while low < high {
            let middle = low + (high - low) / 2;
            // The line that holds `middle`; lines begin at `low` and end before `high`.
            let start =
                self.rest.get(low..middle).and_then(|text| text.rfind('\n')).map_or(low, |at| low + at + 1);
            let end = self.rest.get(middle..).and_then(|text| text.find('\n')).map_or(high, |at| middle + at);
            if self.rest.get(start..end).is_some_and(|line| line < key) {
                low = end + 1;
            } else {
                high = start;
            }
        }
        Self { rest: self.rest.get(low..).unwrap_or_default() }
    }
}

impl Iterator for Rules {
    type Item = &'static str;

    fn next(&mut self) -> Option<&'static str> {
        let (rule, rest) = self.rest.split_once('\n')?;
        self.rest = rest;
        Some(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn standings() {
        for suffix in
            ["com", "co.uk", "github.io", "s3.amazonaws.com", "foo.kawasaki.jp", "cloudfront.net", "foo.ck"]
        {
            assert_eq!(standing(suffix), Standing::Suffix, "{suffix}");
        }
        for private in [
            "example.com",
            "you.github.io",
            "www.ck",
            "city.kawasaki.jp",
            "localhost",
            "internal",
            "a.b.example",
        ] {
            assert_eq!(standing(private), Standing::Private, "{private}");
        }
        for above in ["amazonaws.com", "kawasaki.jp", "kobe.jp", "windows.net", "compute.amazonaws.com"] {
            assert!(matches!(standing(above), Standing::Above(_)), "{above}: {:?}", standing(above));
        }
        assert_eq!(standing("kawasaki.jp"), Standing::Above("*.kawasaki.jp".to_owned()));
        assert_eq!(standing("amazonaws.com"), Standing::Above("s3.amazonaws.com".to_owned()));
    }

    #[test]
    fn the_data_is_sorted_ascii_and_whole() {
        let all: Vec<&str> = rules().collect();
        assert!(all.windows(2).all(|two| two[0] < two[1]));
        assert!(DATA.is_ascii() && DATA.ends_with('\n'));
        assert!(all.len() > 10_000, "{}", all.len());
        assert!(date().len() == 10 && date().starts_with("20"), "{}", date());
        for rule in all {
            assert!(is_rule(rule), "{rule}");
        }
    }
}
