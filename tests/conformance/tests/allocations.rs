//! No decision allocates, whatever is asked and however many origins there are.

#![allow(clippy::expect_used, clippy::panic, reason = "helpers of tests")]

use allocation_counter::measure;
use cors_core::{
    Policy, RequestView,
    endpoint::Endpoint,
    http1::{Outcome, Prepared},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};

const APP: &str = "https://tenant-0.example.com";

fn policies() -> Vec<(&'static str, Policy)> {
    let many = |count: usize| (0..count).map(|n| format!("https://tenant-{n}.example.com"));
    let patterns = |count: usize| (0..count).map(|n| format!("https://*.customer-{n}.example.org"));
    let full = |policy: cors_core::PolicyBuilder| {
        let policy =
            policy.methods(["PUT", "DELETE"]).headers(["content-type", "x-a"]).expose_headers(["x-id"]);
        policy.credentials().max_age(600)
    };
    let runtime = full(Policy::builder().runtime_origins()).build().expect("valid");
    runtime.set_origins([APP]).expect("valid");
    vec![
        ("one", full(Policy::builder().origins([APP])).build().expect("valid")),
        ("10,000", full(Policy::builder().origins(many(10_000))).build().expect("valid")),
        (
            "patterns",
            full(Policy::builder().origins(many(1).chain(patterns(10_000)))).build().expect("valid"),
        ),
        ("any", Policy::builder().any_origin().methods(["PUT"]).build().expect("valid")),
        ("runtime", runtime),
        (
            "mirror",
            Policy::builder()
                .origins([APP])
                .credentials()
                .danger("mirror_request_headers", "a test")
                .build()
                .expect("valid"),
        ),
    ]
}

fn requests() -> Vec<(&'static str, Method, HeaderMap)> {
    let long = "x-a,".repeat(2048);
    let headers = |lines: &[(&'static str, &str)]| -> HeaderMap {
        let value = |text: &str| HeaderValue::from_str(text).expect("a header value");
        lines.iter().map(|&(name, text)| (HeaderName::from_static(name), value(text))).collect()
    };
    let preflight = |origin: &str, names: &str| {
        headers(&[
            ("origin", origin),
            ("access-control-request-method", "PUT"),
            ("access-control-request-headers", names),
        ])
    };
    let stranger = "https://stranger.example";
    vec![
        ("not CORS", Method::GET, headers(&[])),
        ("allowed", Method::GET, headers(&[("origin", APP)])),
        ("pattern", Method::GET, headers(&[("origin", "https://a.b.customer-9999.example.org")])),
        ("refused", Method::GET, headers(&[("origin", stranger)])),
        ("preflight", Method::OPTIONS, preflight(APP, "content-type,x-a")),
        ("preflight refused", Method::OPTIONS, preflight(stranger, "x-a")),
        ("8 KiB of names", Method::OPTIONS, preflight(APP, &long)),
    ]
}

#[test]
fn a_decision_allocates_nothing() {
    for (policy_name, policy) in policies() {
        let endpoint = Endpoint::layer(policy);
        for (name, method, headers) in requests() {
            // The first look-up of replaceable origins in a thread registers the thread.
            let run = || {
                let view = RequestView::new(method.as_str(), &headers);
                let decision = endpoint.decide(&view);
                std::hint::black_box((decision.action(), decision.refusal()));
            };
            run();
            assert_eq!(measure(run).count_total, 0, "{name} under {policy_name}");
        }
    }
}

#[test]
fn headers_allocate_nothing_but_the_map_s_own_growth() {
    for (policy_name, policy) in policies() {
        let prepared = Prepared::layer(policy);
        for (name, method, headers) in requests() {
            // The floor: a map of the same answer, inserted by hand.
            let answer = |prepared: &Prepared| match prepared.decide(&method, &headers) {
                Outcome::Answer(head) => head.into_response(()).into_parts().0.headers,
                Outcome::Run(pending) => {
                    let mut map = HeaderMap::new();
                    pending.apply(&mut map);
                    map
                }
                other => panic!("{other:?}"),
            };
            let lines: Vec<(HeaderName, HeaderValue)> =
                answer(&prepared).iter().map(|(name, value)| (name.clone(), value.clone())).collect();
            let floor = measure(|| {
                let mut map = HeaderMap::new();
                for (name, value) in &lines {
                    map.insert(name, value.clone());
                }
                std::hint::black_box(&map);
            });
            let ours = measure(|| match prepared.decide(&method, &headers) {
                Outcome::Answer(head) => {
                    std::hint::black_box(&head.into_response(()));
                }
                Outcome::Run(pending) => {
                    let mut map = HeaderMap::new();
                    pending.apply(&mut map);
                    std::hint::black_box(&map);
                }
                other => panic!("{other:?}"),
            });
            assert_eq!(ours.count_total, floor.count_total, "{name} under {policy_name}");
        }
    }
}
