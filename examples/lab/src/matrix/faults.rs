//! Answers that browsers refuse, one for each way to fail: what engines write to their consoles is recorded of these.

use serde::Serialize;

use super::{Step, table::step};
use crate::stage::{Addresses, Page, Server};

/// A fetch, and the answers that stand ready for it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct Scripted {
    pub(crate) id: &'static str,
    /// What is wrong with the answers, or worth a look, for a heading.
    pub(super) title: &'static str,
    #[serde(skip)]
    pub(super) step: Step,
    /// How often it is asked.
    #[serde(skip)]
    pub(super) times: u32,
    /// To a preflight; that to everything else where it is `None`.
    pub(super) preflight: Option<ScriptedAnswer>,
    /// To everything else.
    pub(super) answer: ScriptedAnswer,
}

/// Status and header lines, as they are sent.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct ScriptedAnswer {
    pub(crate) status: u16,
    pub(crate) headers: Vec<(&'static str, String)>,
}

impl Scripted {
    /// What is answered to a preflight, or to the request itself.
    pub(crate) fn answer(&self, is_preflight: bool) -> &ScriptedAnswer {
        self.preflight.as_ref().filter(|_| is_preflight).unwrap_or(&self.answer)
    }

    /// Where it is asked for.
    pub(super) fn server(&self) -> Server {
        if self.id == "server-down" { Server::Down } else { Server::HandMade }
    }
}

/// All of them; `addresses` has the origins that stand in headers.
pub(crate) fn faults(addresses: Addresses) -> Vec<Scripted> {
    rows().into_iter().map(|row| fill(addresses, row)).collect()
}

/// Puts the lab's addresses into the headers of a row.
pub(super) fn fill(addresses: Addresses, (id, title, step, preflight, answer): Row) -> Scripted {
    let app = addresses.origin(Page::App);
    let server = addresses.server(Server::HandMade);
    let third = third_origin(addresses);
    let fill = |(status, lines): (u16, Lines)| ScriptedAnswer {
        status,
        headers: lines
            .iter()
            .map(|(name, value)| {
                let value =
                    value.replace("{app}", &app).replace("{server}", &server).replace("{third}", &third);
                (*name, value)
            })
            .collect(),
    };
    Scripted {
        id,
        title,
        step: Step { page: app.clone(), ..step },
        times: 1,
        preflight: preflight.map(fill),
        answer: fill(answer),
    }
}

pub(super) type Lines = &'static [(&'static str, &'static str)];
pub(super) type Row = (&'static str, &'static str, Step, Option<(u16, Lines)>, (u16, Lines));

pub(super) const ACAO: &str = "access-control-allow-origin";
const ACAC: &str = "access-control-allow-credentials";
pub(super) const ACAM: &str = "access-control-allow-methods";
pub(super) const ACAH: &str = "access-control-allow-headers";
pub(super) const ACMA: &str = "access-control-max-age";
pub(super) const APP: (&str, &str) = (ACAO, "{app}");
const GOOD: (u16, Lines) = (200, &[APP, (ACAC, "true")]);

fn rows() -> Vec<Row> {
    let include = |method| Step { credentials_mode: "include", ..step(method) };
    let with = |method, name: &'static str| Step { headers: vec![(name, "1".to_owned())], ..step(method) };
    let with_credentials = |name: &'static str| Step { credentials_mode: "include", ..with("GET", name) };
    vec![
        ("no-allow-origin", "no Access-Control-Allow-Origin", step("GET"), None, (200, &[])),
        (
            "no-allow-origin-preflight",
            "no Access-Control-Allow-Origin on the answer to the preflight",
            step("PUT"),
            Some((204, &[])),
            GOOD,
        ),
        (
            "other-origin",
            "Access-Control-Allow-Origin names another origin",
            step("GET"),
            None,
            (200, &[(ACAO, "https://admin.example.com")]),
        ),
        (
            "other-origin-preflight",
            "Access-Control-Allow-Origin names another origin on the answer to the preflight",
            step("PUT"),
            Some((204, &[(ACAO, "https://admin.example.com")])),
            GOOD,
        ),
        (
            "trailing-slash",
            "a slash at the end of Access-Control-Allow-Origin",
            step("GET"),
            None,
            (200, &[(ACAO, "{app}/")]),
        ),
        (
            "list-of-origins",
            "a list of origins in Access-Control-Allow-Origin",
            step("GET"),
            None,
            (200, &[(ACAO, "https://a.example, {app}")]),
        ),
        ("two-lines", "two lines of Access-Control-Allow-Origin", step("GET"), None, (200, &[APP, APP])),
        (
            "no-origin-at-all",
            "Access-Control-Allow-Origin is no origin",
            step("GET"),
            None,
            (200, &[(ACAO, "all")]),
        ),
        (
            "wildcard-with-credentials",
            "`*` for a request with credentials",
            include("GET"),
            None,
            (200, &[(ACAO, "*"), (ACAC, "true")]),
        ),
        (
            "wildcard-with-credentials-preflight",
            "`*` for a request with credentials, on the answer to the preflight",
            include("PUT"),
            Some((204, &[(ACAO, "*"), (ACAC, "true"), (ACAM, "PUT")])),
            GOOD,
        ),
        ("no-allow-credentials", "no Access-Control-Allow-Credentials", include("GET"), None, (200, &[APP])),
        (
            "no-allow-credentials-preflight",
            "no Access-Control-Allow-Credentials on the answer to the preflight",
            include("PUT"),
            Some((204, &[APP, (ACAM, "PUT")])),
            GOOD,
        ),
        (
            "credentials-not-true",
            "Access-Control-Allow-Credentials is not `true`",
            include("GET"),
            None,
            (200, &[APP, (ACAC, "True")]),
        ),
        (
            "preflight-not-found",
            "the preflight gets 404",
            step("PUT"),
            Some((404, &[APP, (ACAM, "PUT")])),
            GOOD,
        ),
        (
            "preflight-not-authorised",
            "the preflight gets 401",
            with("GET", "authorization"),
            Some((401, &[APP, (ACAH, "authorization")])),
            GOOD,
        ),
        (
            "preflight-redirect",
            "the preflight is redirected",
            step("PUT"),
            Some((302, &[APP, (ACAM, "PUT"), ("location", "{server}/fault/landing")])),
            GOOD,
        ),
        (
            "unreadable-methods",
            "Access-Control-Allow-Methods is no list",
            step("PUT"),
            Some((204, &[APP, (ACAM, "GET PUT")])),
            GOOD,
        ),
        (
            "unreadable-headers",
            "Access-Control-Allow-Headers is no list",
            with("GET", "x-a"),
            Some((204, &[APP, (ACAH, "\"x-a\"")])),
            GOOD,
        ),
        (
            "method-not-listed",
            "the method is not in Access-Control-Allow-Methods",
            step("PUT"),
            Some((204, &[APP, (ACAM, "GET, POST")])),
            GOOD,
        ),
        (
            "method-in-other-case",
            "the method is in Access-Control-Allow-Methods in another case",
            step("patch"),
            Some((204, &[APP, (ACAM, "PATCH")])),
            GOOD,
        ),
        (
            "any-method-with-credentials",
            "`*` in Access-Control-Allow-Methods for a request with credentials",
            include("PUT"),
            Some((204, &[APP, (ACAC, "true"), (ACAM, "*")])),
            GOOD,
        ),
        (
            "header-not-listed",
            "a header is not in Access-Control-Allow-Headers",
            with("GET", "x-a"),
            Some((204, &[APP, (ACAH, "content-type")])),
            GOOD,
        ),
        (
            "no-allow-headers",
            "no Access-Control-Allow-Headers",
            with("GET", "authorization"),
            Some((204, &[APP])),
            GOOD,
        ),
        (
            "any-header-with-credentials",
            "`*` in Access-Control-Allow-Headers for a request with credentials",
            with_credentials("x-a"),
            Some((204, &[APP, (ACAC, "true"), (ACAH, "*")])),
            GOOD,
        ),
        (
            "redirect-without-allow-origin",
            "a redirect without Access-Control-Allow-Origin",
            step("GET"),
            None,
            (302, &[("location", "{server}/fault/landing")]),
        ),
        (
            "redirect-to-third-origin",
            "a redirect to a third origin, which names the page",
            step("GET"),
            None,
            (302, &[APP, ("location", "{third}/fault/landing")]),
        ),
        (
            "redirect-with-user-name",
            "a redirect to an address with a user name",
            step("GET"),
            None,
            (302, &[APP, ("location", "http://me@127.0.0.1:9/")]),
        ),
        (
            "endless-redirect",
            "a redirect that never ends",
            step("GET"),
            None,
            (302, &[APP, ("location", "{server}/fault/endless-redirect")]),
        ),
        ("server-down", "nobody listens", step("GET"), None, GOOD),
    ]
}

/// The origin of the redirects that leave the API's own, for the page's content security policy.
pub(crate) fn third_origin(addresses: Addresses) -> String {
    // Another host of the same server.
    addresses.server(Server::HandMade).replace("localhost", "127.0.0.1")
}

/// Where redirects lead: good for the page itself, but not for an origin that is `null`.
pub(crate) fn landing(addresses: Addresses) -> Scripted {
    fill(addresses, ("landing", "", step("GET"), None, (200, &[APP])))
}
