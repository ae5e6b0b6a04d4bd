//! What is sent to a client names no allowed origin but the request's own: who may read is nobody else's business, and a
//! list of the allowed origins is a list of targets.

#![cfg(feature = "http")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::fmt::Write;

use cors_core::{
    Policy, PolicyBuilder, Reason,
    endpoint::Endpoint,
    http1::{Outcome, Prepared},
    request::RequestView,
    spec::OnRefused,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

const ALLOWED: [&str; 5] = [
    "https://app.example.com",
    "https://*.shop.example",
    "https://admin.example.com:8443",
    "http://localhost:3000",
    "capacitor://localhost",
];

/// What may name one where `debug_assertions` are on, and only there.
const DEVELOPMENT_HEADER: &str = "x-cors-refusal";

fn listed() -> PolicyBuilder {
    let policy = Policy::builder().name("Secret").origins(ALLOWED).methods(["PUT"]);
    policy.headers(["x-a"])
}

fn headers(lines: &[(&'static str, Vec<u8>)]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
    }
    headers
}

/// Everything that goes out, as one text.
fn answered(prepared: &Prepared, method: &Method, asked: &HeaderMap) -> String {
    let (headers, body) = match prepared.decide(method, asked) {
        Outcome::Run(pending) => {
            let mut headers = HeaderMap::new();
            pending.apply(&mut headers);
            (headers, String::new())
        }
        Outcome::Answer(head) => {
            let response = head.into_response(String::new());
            (response.headers().clone(), response.into_body())
        }
        _ => panic!("another outcome"),
    };
    let development = |name: &HeaderName| cfg!(debug_assertions) && name == DEVELOPMENT_HEADER;
    let mut out = body;
    for (name, value) in headers.iter().filter(|(name, _)| !development(name)) {
        writeln!(out, "{name}: {}", String::from_utf8_lossy(value.as_bytes())).unwrap();
    }
    out
}

#[test]
fn no_answer_names_an_allowed_origin_but_the_request_s_own() {
    let long = vec![b'a'; 1 << 16];
    let origin = |origin: &[u8]| ("origin", origin.to_vec());
    let mut requests = Vec::new();
    // Near misses, look-alikes and what no browser sends.
    let near: [&[u8]; 12] = [
        b"http://app.example.com",
        b"https://app.example.com:8443",
        b"https://App.example.com",
        b"https://app.example.com/",
        b"https://app.example.com.",
        b"https://shop.example",
        b"https://x.app.example.com",
        b"https://evilapp.example.com",
        b"http://127.0.0.1:3000",
        b"null",
        b"what is this",
        b"https://app.example.com\xff",
    ];
    for refused in near.into_iter().chain([long.as_slice()]) {
        requests.push((Method::POST, vec![origin(refused)]));
        let method = ("access-control-request-method", b"PUT".to_vec());
        requests.push((Method::OPTIONS, vec![origin(refused), method]));
    }
    requests.push((Method::GET, vec![origin(b"https://a.example"), origin(b"https://b.example")]));
    // Let in, and refused for what they ask.
    let own = "https://admin.example.com:8443";
    for (method, names) in [("DELETE", b"".as_slice()), ("PUT", b"x-b"), ("PUT", &long), ("PUT", b"x-a")] {
        requests.push((
            Method::OPTIONS,
            vec![
                origin(own.as_bytes()),
                ("access-control-request-method", method.as_bytes().to_vec()),
                ("access-control-request-headers", names.to_vec()),
            ],
        ));
    }
    let policies: [fn() -> PolicyBuilder; 4] = [
        listed,
        || listed().on_refused(OnRefused::Forbid).public_origin("https://api.example.com"),
        || {
            let mirrors =
                Policy::builder().origins(ALLOWED.into_iter().take(3)).methods(["PUT"]).credentials();
            mirrors.danger("mirror_request_headers", "a test of what is answered")
        },
        || Policy::builder().runtime_origins().dev_origins(["http://localhost:*"]),
    ];
    let mut reasons = Vec::new();
    for policy in policies {
        let endpoint = Endpoint::layer(policy().build().unwrap());
        let prepared = Prepared::layer(policy().build().unwrap());
        for (method, lines) in &requests {
            let asked = headers(lines);
            let view = RequestView::new(method.as_str(), &asked);
            let refusal = endpoint.decide(&view).refusal();
            reasons.extend(refusal.map(|refusal| refusal.reason()));
            let text = answered(&prepared, method, &asked);
            // All others by their hosts, whatever stands around them.
            let hosts = ["app.example.com", "shop.example", "admin.example.com", "localhost"];
            for host in
                hosts.iter().filter(|host| !own.contains(**host) || view.origin() != Some(own.as_bytes()))
            {
                assert!(!text.contains(host), "{host} in the answer to {lines:?}:\n{text}");
            }
            assert!(!text.contains("Secret"), "the policy's name in the answer to {lines:?}:\n{text}");
        }
    }
    // `no-policy` and `passed-on` have no answer of a policy: the framework's own goes out.
    for reason in Reason::ALL {
        let has_answer = !matches!(reason, Reason::NoPolicy | Reason::PassedOn);
        assert_eq!(reasons.contains(&reason), has_answer, "{reason}");
    }
}
