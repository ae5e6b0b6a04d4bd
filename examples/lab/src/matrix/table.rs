//! The sites and the fetches.

use super::{Policy, Route, Site, Step};
use crate::stage::{Addresses, Page};

/// Response headers that every handler of a site sets and that are not safelisted.
pub(crate) const OWN_HEADERS: [&str; 3] = ["etag", "x-internal", "x-request-id"];

/// Which pages ask, beside the app's own.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pages {
    pub(super) other: bool,
}

/// The sites; `addresses` has the origins that policies name.
pub(crate) fn sites(addresses: Addresses) -> Vec<Site> {
    let app = || vec![addresses.origin(Page::App)];
    let base = || Policy {
        origins: app(),
        methods: None,
        headers: Vec::new(),
        expose: Vec::new(),
        credentials: false,
        max_age: None,
        forbid: false,
    };
    let any = || Policy { origins: vec!["*".to_owned()], ..base() };
    let all = |policy: Policy| {
        ["GET", "POST", "PUT", "PATCH", "DELETE"]
            .map(|method| Route { method, policy: Some(policy.clone()) })
            .to_vec()
    };
    vec![
        Site { id: "exact", routes: all(base()) },
        Site {
            id: "full",
            routes: all(Policy {
                headers: vec!["content-type", "authorization", "x-a"],
                expose: vec!["x-request-id"],
                credentials: true,
                max_age: Some(600),
                ..base()
            }),
        },
        Site {
            id: "ports",
            routes: all(Policy {
                origins: vec!["http://localhost:*".to_owned()],
                credentials: true,
                ..base()
            }),
        },
        Site {
            id: "subdomains",
            routes: all(Policy {
                origins: vec!["http://*.localhost:*".to_owned()],
                headers: vec!["x-a"],
                ..base()
            }),
        },
        Site { id: "any", routes: all(any()) },
        Site {
            id: "any-all",
            routes: all(Policy { methods: Some(vec!["*"]), headers: vec!["*"], expose: vec!["*"], ..any() }),
        },
        Site {
            id: "any-and-authorization",
            routes: all(Policy { headers: vec!["*", "authorization"], expose: vec!["etag"], ..any() }),
        },
        Site {
            id: "listed-methods",
            routes: all(Policy {
                methods: Some(vec!["PUT", "DELETE"]),
                headers: vec!["x-a", "x-b"],
                ..base()
            }),
        },
        Site { id: "forbid", routes: all(Policy { headers: vec!["content-type"], forbid: true, ..base() }) },
        Site {
            id: "stranger",
            routes: all(Policy {
                origins: vec![addresses.origin(Page::Stranger)],
                headers: vec!["content-type", "x-a"],
                expose: vec!["x-request-id", "etag"],
                credentials: true,
                max_age: Some(0),
                ..base()
            }),
        },
        // Each handler its own policy, and one without.
        Site {
            id: "mixed",
            routes: vec![
                Route { method: "GET", policy: Some(any()) },
                Route { method: "POST", policy: Some(Policy { headers: vec!["content-type"], ..base() }) },
                Route { method: "PUT", policy: Some(Policy { credentials: true, ..base() }) },
                Route { method: "PATCH", policy: None },
                Route {
                    method: "DELETE",
                    policy: Some(Policy { origins: vec![addresses.origin(Page::Stranger)], ..base() }),
                },
            ],
        },
        Site { id: "none", routes: ["GET", "PUT"].map(|method| Route { method, policy: None }).to_vec() },
    ]
}

/// A fetch that has nothing but a method.
pub(super) fn step(method: &'static str) -> Step {
    Step {
        page: String::new(),
        method,
        headers: Vec::new(),
        credentials_mode: "same-origin",
        upload_listener: false,
    }
}

/// Name, pages, and the fetch without its page.
pub(super) fn fetches() -> Vec<(&'static str, Pages, Step)> {
    let own = Pages { other: false };
    let every = Pages { other: true };
    let with = |method: &'static str, headers: &[(&'static str, &str)]| Step {
        headers: headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(),
        ..step(method)
    };
    let include = |asked: Step| Step { credentials_mode: "include", ..asked };
    vec![
        ("get", every, step("GET")),
        ("get-include", every, include(step("GET"))),
        ("get-omit", own, Step { credentials_mode: "omit", ..step("GET") }),
        ("head", own, step("HEAD")),
        ("post", every, step("POST")),
        ("post-json", every, with("POST", &[("content-type", "application/json")])),
        ("post-form", own, with("POST", &[("content-type", "text/PLAIN;charset=utf-8")])),
        ("put", own, step("PUT")),
        ("put-include", every, include(step("put"))),
        ("patch", own, step("PATCH")),
        ("patch-lower", own, step("patch")),
        ("delete-include", own, include(step("DELETE"))),
        ("delete-lower", own, step("delete")),
        ("purge", own, step("PURGE")),
        ("get-x-a", every, with("GET", &[("X-A", "1")])),
        ("get-two", own, include(with("GET", &[("x-b", "1"), ("X-A", "1")]))),
        ("get-authorization", own, with("GET", &[("Authorization", "Bearer tea")])),
        ("get-authorization-include", own, include(with("GET", &[("authorization", "Bearer tea")]))),
        ("accept-128", own, with("GET", &[("accept", &"a".repeat(128))])),
        ("accept-129", own, with("GET", &[("accept", &"a".repeat(129))])),
        ("upload", own, Step { upload_listener: true, ..step("POST") }),
        ("cookie-header", own, with("GET", &[("Cookie", "a=b"), ("Sec-A", "1")])),
    ]
}
