//! What an answer says of its refusal in development. It is switched on for a whole program, hence this file.
#![cfg(all(test, feature = "http"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

use cors_core::{
    HandlerInfo, Policy,
    endpoint::Endpoint,
    event::{HEADER, show_refusals},
    http1::{Outcome, Prepared},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

fn ask(prepared: &Prepared, method: &Method, lines: &[(&'static str, &[u8])]) -> HeaderMap {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        headers.append(HeaderName::from_static(name), HeaderValue::from_bytes(value).unwrap());
    }
    match prepared.decide(method, &headers) {
        Outcome::Run(pending) => {
            let mut answer = HeaderMap::new();
            pending.apply(&mut answer);
            answer
        }
        Outcome::Answer(head) => head.into_response(()).headers().clone(),
        _ => HeaderMap::new(),
    }
}

#[test]
fn an_answer_says_why_in_development_only() {
    let policy = Policy::builder().name("Shop").origins(["https://app.example.com"]).headers(["x-token"]);
    let info = HandlerInfo::new("orders::create", "src/orders.rs", 12);
    let prepared = Prepared::new(Endpoint::handler(policy.build().unwrap(), Some(info), "PUT", []));
    let near: (&str, &[u8]) = ("origin", b"http://app.example.com");
    let own: (&str, &[u8]) = ("origin", b"https://app.example.com");
    let put: (&str, &[u8]) = ("access-control-request-method", b"PUT");
    let note = |method: &Method, lines: &[(&'static str, &[u8])]| {
        ask(&prepared, method, lines).get(HEADER).map(|value| value.to_str().unwrap().to_owned())
    };
    assert_eq!(note(&Method::PUT, &[near]), None, "not before it is switched on");

    if !cfg!(debug_assertions) {
        let error = show_refusals().unwrap_err().to_string();
        assert!(
            error.contains("without `debug_assertions`") && error.contains("the log tells you"),
            "{error}"
        );
        assert_eq!(note(&Method::PUT, &[near]), None);
        return;
    }
    show_refusals().unwrap();
    let refused = note(&Method::PUT, &[near]).unwrap();
    let wanted = "origin-not-allowed; origin=\"http://app.example.com\"; nearest=\"https://app.example.com\"; \
                  difference=scheme; policy=Shop; handler=orders::create (src/orders.rs:12)";
    assert!(refused.starts_with(wanted), "{refused}");
    assert!(refused.ends_with("; guide=docs/refusals.md#origin-not-allowed"), "{refused}");
    assert!(note(&Method::OPTIONS, &[near, put]).unwrap().starts_with("origin-not-allowed; "));

    // The origin is let in, and the browser refuses by the list.
    let names: (&str, &[u8]) = ("access-control-request-headers", b"content-type,x-token");
    let answer = ask(&prepared, &Method::OPTIONS, &[own, put, names]);
    assert_eq!(answer["access-control-allow-headers"], "x-token");
    let listed = answer[HEADER].to_str().unwrap();
    assert!(listed.starts_with("header-not-allowed; "), "{listed}");
    assert!(listed.contains("; cure=add \"content-type\" to `headers`; "), "{listed}");

    for lines in [&[own][..], &[own, put], &[]] {
        let method = if lines.len() == 2 { Method::OPTIONS } else { Method::PUT };
        assert_eq!(note(&method, lines), None, "what is not refused says nothing");
    }
    let escape: (&str, &[u8]) = ("origin", b"https://a.example\xff\" x");
    let hostile = note(&Method::PUT, &[escape]).unwrap();
    assert!(hostile.starts_with("malformed-origin; origin=\"https://a.example\\xff\\\" x\"; "), "{hostile}");
}
