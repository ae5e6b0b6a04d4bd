//! Good answers in which engines differ, and what only shows when a page asks twice: preflight caches, redirects,
//! headers that one engine asks for and another does not.
//!
//! No policy speaks of these; the model of each browser must do as the browser does.

use super::{
    Step,
    faults::{ACAH, ACAM, ACAO, ACMA, APP, Lines, Row, Scripted, fill},
    table::step,
};
use crate::stage::{Addresses, Page};

/// All of them, with how often each is asked.
pub(crate) fn habits(addresses: Addresses) -> Vec<Scripted> {
    rows().into_iter().map(|(times, row)| Scripted { times, ..fill(addresses, row) }).collect()
}

const ANY: (&str, &str) = (ACAO, "*");
const GOOD: (u16, Lines) = (200, &[APP]);

fn rows() -> Vec<(u32, Row)> {
    let with =
        |name: &'static str, value: &str| Step { headers: vec![(name, value.to_owned())], ..step("GET") };
    let kept = |id, title, max_age: Lines| (2, (id, title, step("PUT"), Some((204, max_age)), GOOD));
    let asked = |id, title, name, value| {
        let preflight: (u16, Lines) =
            (204, &[APP, (ACAH, "accept,dpr,save-data,device-memory,range,user-agent,x-a"), (ACMA, "0")]);
        (1, (id, title, with(name, value), Some(preflight), GOOD))
    };
    vec![
        kept("kept-600", "a preflight for ten minutes", &[APP, (ACAM, "PUT"), (ACMA, "600")]),
        kept("kept-without-age", "a preflight without an age", &[APP, (ACAM, "PUT")]),
        kept("kept-0", "a preflight for no time", &[APP, (ACAM, "PUT"), (ACMA, "0")]),
        kept("kept-negative", "a preflight for less than no time", &[APP, (ACAM, "PUT"), (ACMA, "-1")]),
        kept("kept-word", "a preflight for a word", &[APP, (ACAM, "PUT"), (ACMA, "abc")]),
        kept("kept-fraction", "a preflight for a fraction", &[APP, (ACAM, "PUT"), (ACMA, "10.5")]),
        kept("kept-plus", "a preflight for a number with a sign", &[APP, (ACAM, "PUT"), (ACMA, "+600")]),
        kept("kept-huge", "a preflight for ever", &[APP, (ACAM, "PUT"), (ACMA, "99999999999999999999")]),
        kept("kept-any-method", "a preflight for all methods", &[APP, (ACAM, "*"), (ACMA, "600")]),
        (
            2,
            (
                "kept-any-header",
                "a preflight for all headers",
                with("x-a", "1"),
                Some((204, &[APP, (ACAH, "*"), (ACMA, "600")])),
                GOOD,
            ),
        ),
        (
            2,
            (
                "kept-after-failure",
                "a preflight whose request failed",
                step("PUT"),
                Some((204, &[APP, (ACAM, "PUT"), (ACMA, "600")])),
                (200, &[]),
            ),
        ),
        (
            2,
            (
                "kept-by-an-upload",
                "a preflight for an upload listener",
                Step { upload_listener: true, ..step("POST") },
                Some((204, &[APP, (ACMA, "600")])),
                GOOD,
            ),
        ),
        asked("hint-dpr", "a client hint", "dpr", "2"),
        asked("hint-save-data", "another client hint", "save-data", "on"),
        asked("hint-memory", "a third client hint", "device-memory", "1"),
        asked("user-agent", "a user agent of the script's own", "user-agent", "tea"),
        asked("high-byte", "an accept header with a byte above 0x7F", "accept", "é"),
        asked("range", "a range from the start", "range", "bytes=0-9"),
        asked("range-from-the-end", "a range from the end", "range", "bytes=-9"),
        (
            1,
            (
                "redirect-with-preflight",
                "a redirect of a request that needs a preflight",
                with("x-a", "1"),
                Some((204, &[ANY, (ACAH, "x-a"), (ACMA, "0")])),
                (307, &[ANY, ("location", "{server}/fault/landing-any")]),
            ),
        ),
        (
            1,
            (
                "redirect-to-third-origin-for-all",
                "a redirect to a third origin that lets all in",
                step("GET"),
                None,
                (302, &[ANY, ("location", "{third}/fault/landing-any")]),
            ),
        ),
        (
            1,
            (
                "redirect-with-authorization",
                "a redirect to a third origin of a request with authorization",
                with("authorization", "Bearer tea"),
                Some((204, &[ANY, (ACAH, "authorization"), (ACMA, "0")])),
                (302, &[ANY, ("location", "{third}/fault/landing-any")]),
            ),
        ),
        (
            1,
            (
                "redirect-of-a-post",
                "a redirect that makes a POST a GET",
                step("POST"),
                None,
                (302, &[APP, ("location", "{server}/fault/landing-any")]),
            ),
        ),
        (
            1,
            (
                "redirect-of-a-put",
                "a redirect of a PUT",
                step("PUT"),
                Some((204, &[ANY, (ACAM, "PUT"), (ACMA, "0")])),
                (308, &[ANY, ("location", "{server}/fault/landing-any")]),
            ),
        ),
    ]
}

/// Where good redirects lead: whatever is asked, by whomever.
pub(crate) fn landing_any(addresses: Addresses) -> Scripted {
    let lines: Lines = &[ANY, (ACAM, "PUT"), (ACAH, "x-a,authorization"), (ACMA, "0")];
    let row = ("landing-any", "", step("GET"), None, (200, lines));
    Scripted { step: Step { page: addresses.origin(Page::App), ..step("GET") }, ..fill(addresses, row) }
}
