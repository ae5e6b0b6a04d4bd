//! The bounded reader of `Access-Control-Request-Headers`.
//!
//! Lines may be split, spaced, in any case and order ([Fetch, "CORS-preflight fetch"], step 5 says what browsers
//! send; proxies change it). Liberal in form, bounded in work: the scan stops at the first name that is not
//! allowed, and names, empty elements and bytes all count against a budget.
//!
//! [Fetch, "CORS-preflight fetch"]: https://fetch.spec.whatwg.org/#cors-preflight-fetch

use std::ops::ControlFlow;

use crate::{header_name, policy::Policy, request::RequestView};

/// How many bytes of requested names are read over all lines, where they are compared with a list.
///
/// Browsers send up to about 98 kB; a list policy answers with its list whatever was asked, so what lies beyond is
/// left to the browser.
pub const MAX_LISTED_BYTES: usize = 8192;

/// How many elements are read over all lines, empty ones included, where they are compared with a list.
pub const MAX_LISTED_NAMES: usize = 128;

/// How many bytes of requested names are answered under `danger(mirror_request_headers)`, over all lines.
pub const MAX_MIRRORED_BYTES: usize = 4096;

/// How many names are answered under `danger(mirror_request_headers)`, over all lines.
pub const MAX_MIRRORED_NAMES: usize = 64;

/// What the requested names come to against a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Listed<'a> {
    /// All are allowed.
    All,
    /// This one is not.
    Not(&'a [u8]),
    /// More than the budget was asked for, and all that was read is allowed.
    TooMany,
}

/// What the requested names come to where they are to be answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mirrored<'a> {
    /// Nothing was asked for.
    None,
    /// All are names that a script can set; so many bytes over all lines.
    All,
    /// This one is no name, or a forbidden one.
    Not(&'a [u8]),
    /// More than the limits.
    TooMany,
}

/// Compares the requested names with `list`: names in lower case, joined by `,`; `*` for any.
pub(crate) fn compare<'a>(view: &RequestView<'a>, list: &str) -> Listed<'a> {
    let mut outcome = Listed::All;
    let mut budget = Budget::new(MAX_LISTED_BYTES, MAX_LISTED_NAMES);
    let any = list == "*" || list.starts_with("*,");
    // The standard wants `authorization` by name beside `*` (Fetch, "CORS-preflight fetch", step 7.6).
    let authorization = list.split(',').any(|listed| listed == "authorization");
    let allowed = |name: &[u8]| {
        if any {
            return authorization || !name.eq_ignore_ascii_case(b"authorization");
        }
        list.split(',').any(|listed| listed.as_bytes().eq_ignore_ascii_case(name))
    };
    each_name(view, &mut budget, |name| {
        if allowed(name) {
            return ControlFlow::Continue(());
        }
        outcome = Listed::Not(name);
        ControlFlow::Break(())
    });
    match outcome {
        Listed::All if budget.is_spent => Listed::TooMany,
        outcome => outcome,
    }
}

/// Whether the requested names may be answered as they are.
pub(crate) fn mirror<'a>(view: &RequestView<'a>) -> Mirrored<'a> {
    let mut outcome = Mirrored::None;
    let mut budget = Budget::new(MAX_MIRRORED_BYTES, MAX_MIRRORED_NAMES);
    each_name(view, &mut budget, |name| {
        if header_name::is_token(name) && !header_name::is_forbidden_request(name) {
            outcome = Mirrored::All;
            return ControlFlow::Continue(());
        }
        outcome = Mirrored::Not(name);
        ControlFlow::Break(())
    });
    if budget.is_spent { Mirrored::TooMany } else { outcome }
}

/// The requested names, as many as `policy` looks at.
pub(crate) fn names<'a>(view: &RequestView<'a>, policy: &Policy) -> Vec<&'a [u8]> {
    let mut names = Vec::new();
    let mut budget = if policy.mirror_headers {
        Budget::new(MAX_MIRRORED_BYTES, MAX_MIRRORED_NAMES)
    } else {
        Budget::new(MAX_LISTED_BYTES, MAX_LISTED_NAMES)
    };
    each_name(view, &mut budget, |name| {
        names.push(name);
        ControlFlow::Continue(())
    });
    names
}

struct Budget {
    bytes: usize,
    names: usize,
    is_spent: bool,
}

impl Budget {
    const fn new(bytes: usize, names: usize) -> Self {
        Self { bytes, names, is_spent: false }
    }
}

/// Calls `see` with each requested name that is not empty, without the spaces around it.
fn each_name<'a>(
    view: &RequestView<'a>,
    budget: &mut Budget,
    mut see: impl FnMut(&'a [u8]) -> ControlFlow<()>,
) {
    view.each_requested_headers_line(&mut |line| {
        for element in line.split(|&byte| byte == b',') {
            // Each element costs its comma too, so that a line of commas is no cheaper than one of names.
            let cost = element.len() + 1;
            if budget.names == 0 || budget.bytes < cost {
                budget.is_spent = true;
                return ControlFlow::Break(());
            }
            budget.names -= 1;
            budget.bytes -= cost;
            let name = trim(element);
            if !name.is_empty() && see(name).is_break() {
                return ControlFlow::Break(());
            }
        }
        ControlFlow::Continue(())
    });
}

/// Without the spaces and tabs around it (RFC 9110, "optional whitespace").
fn trim(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = text {
        text = rest;
    }
    while let [rest @ .., b' ' | b'\t'] = text {
        text = rest;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listed<'a>(lines: &'a [(&'a str, &'a [u8])], list: &str) -> Listed<'a> {
        // The view borrows from `lines` and from the reference to them.
        let lines: &'a &'a [(&'a str, &'a [u8])] = Box::leak(Box::new(lines));
        compare(&RequestView::new("OPTIONS", lines), list)
    }

    const ACRH: &str = "access-control-request-headers";

    #[test]
    fn names_in_any_form_are_found() {
        for value in ["x-a,x-b", "x-b,x-a", " X-A ,\tx-B", "x-a,,x-b,", "x-a,x-a", ""] {
            assert_eq!(listed(&[(ACRH, value.as_bytes())], "x-a,x-b"), Listed::All, "{value:?}");
        }
        assert_eq!(listed(&[(ACRH, b"x-a"), (ACRH, b"x-b")], "x-a,x-b"), Listed::All);
        assert_eq!(listed(&[(ACRH, b"x-a"), (ACRH, b"x-c")], "x-a,x-b"), Listed::Not(b"x-c"));
        assert_eq!(listed(&[(ACRH, b"x-a b")], "x-a"), Listed::Not(b"x-a b"));
        assert_eq!(listed(&[(ACRH, b"x-a")], ""), Listed::Not(b"x-a"));
        assert_eq!(listed(&[(ACRH, b"x-a")], "*"), Listed::All);
        assert_eq!(listed(&[(ACRH, b"Authorization")], "*"), Listed::Not(b"Authorization"));
        assert_eq!(listed(&[(ACRH, b"Authorization,x-a")], "*,authorization"), Listed::All);
    }

    #[test]
    fn every_name_of_lists_of_all_sizes_is_found() {
        for size in 0..=64 {
            let names: Vec<String> = (0..size).map(|n| format!("x-{n:02}")).collect();
            let (list, reverse) =
                (names.join(","), names.iter().rev().cloned().collect::<Vec<_>>().join(", "));
            for asked in [&list, &reverse] {
                assert_eq!(listed(&[(ACRH, asked.as_bytes())], &list), Listed::All, "{size}");
            }
        }
    }

    #[test]
    fn the_work_is_bounded() {
        let commas = vec![b','; 1 << 20];
        assert_eq!(listed(&[(ACRH, &commas)], "x-a"), Listed::TooMany);
        let accepts = "accept,".repeat(1 << 17);
        assert_eq!(listed(&[(ACRH, accepts.as_bytes())], "accept"), Listed::TooMany);
        let long = vec![b'a'; 1 << 20];
        assert_eq!(listed(&[(ACRH, &long)], "x-a"), Listed::TooMany);
        let lines: Vec<(&str, &[u8])> = vec![(ACRH, b"".as_slice()); 1024];
        assert_eq!(listed(&lines, "x-a"), Listed::TooMany);
    }

    #[test]
    fn only_names_that_scripts_can_set_are_mirrored() {
        let mirrored = |value: &[u8]| {
            let lines: &[(&str, &[u8])] = &[(ACRH, value)];
            match mirror(&RequestView::new("OPTIONS", &lines)) {
                Mirrored::Not(name) => String::from_utf8_lossy(name).into_owned(),
                other => format!("{other:?}"),
            }
        };
        assert_eq!(mirrored(b"x-a,x-b"), "All");
        assert_eq!(mirrored(b""), "None");
        assert_eq!(mirrored(b"x-a,cookie"), "cookie");
        assert_eq!(mirrored(b"x-a,sec-foo"), "sec-foo");
        assert_eq!(mirrored(b"x-a\x80"), "x-a\u{fffd}");
        assert_eq!(mirrored("x-a,".repeat(65).as_bytes()), "TooMany");
        assert_eq!(mirrored(&vec![b'a'; 5000]), "TooMany");
    }
}
