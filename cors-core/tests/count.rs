//! What is counted. A program has one recorder, hence this file.
#![cfg(all(test, feature = "metrics", feature = "http"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

use std::collections::BTreeMap;

use cors_core::{
    Policy,
    event::{count_requests, is_counted},
    http1::Prepared,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use metrics_util::debugging::{DebugValue, DebuggingRecorder};

#[test]
fn answers_are_counted_by_kind_outcome_reason_and_policy() {
    let recorder = DebuggingRecorder::new();
    let snapshotter = recorder.snapshotter();
    recorder.install().unwrap();
    let listed = Policy::builder().name("Shop").origins(["https://app.example.com"]).methods(["PUT"]);
    let listed = Prepared::layer(listed.build().unwrap());
    let any = Prepared::layer(Policy::builder().name("Public").any_origin().build().unwrap());
    let ask = |prepared: &Prepared, method: &Method, lines: &[(&'static str, &'static str)]| {
        let mut headers = HeaderMap::new();
        for (name, value) in lines {
            headers.append(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let _ = prepared.decide(method, &headers);
    };
    let app = ("origin", "https://app.example.com");
    let stranger = ("origin", "https://stranger.example");
    ask(&listed, &Method::GET, &[app]);
    assert!(!is_counted() && snapshotter.snapshot().into_vec().is_empty(), "not before it is asked for");

    count_requests();
    for (prepared, method, lines) in [
        (&listed, Method::GET, &[][..]),
        (&listed, Method::GET, &[app]),
        (&listed, Method::GET, &[app]),
        (&listed, Method::GET, &[stranger]),
        (&listed, Method::POST, &[stranger, ("sec-fetch-site", "same-origin")]),
        (&listed, Method::OPTIONS, &[app, ("access-control-request-method", "PUT")]),
        (&listed, Method::OPTIONS, &[app, ("access-control-request-method", "DELETE")]),
        (&any, Method::GET, &[stranger]),
        (&any, Method::GET, &[]),
    ] {
        ask(prepared, &method, lines);
    }
    let mut counted = BTreeMap::new();
    for (key, _, description, value) in snapshotter.snapshot().into_vec() {
        let DebugValue::Counter(count) = value else { panic!("{value:?}") };
        assert!(description.unwrap().starts_with("Requests that a CORS policy has decided on"));
        let (_, key) = key.into_parts();
        assert_eq!(key.name(), "cors_requests_total");
        let labels: Vec<String> =
            key.labels().map(|label| format!("{}={}", label.key(), label.value())).collect();
        counted.insert(labels.join(" "), count);
    }
    let counted: Vec<(&str, u64)> = counted.iter().map(|(labels, count)| (labels.as_str(), *count)).collect();
    assert_eq!(
        counted,
        [
            ("kind=actual outcome=allowed reason=none policy=Public", 1),
            ("kind=actual outcome=allowed reason=none policy=Shop", 2),
            ("kind=actual outcome=passed reason=none policy=Shop", 1),
            ("kind=actual outcome=refused reason=origin-not-allowed policy=Shop", 1),
            ("kind=not-cors outcome=passed reason=none policy=Public", 1),
            ("kind=not-cors outcome=passed reason=none policy=Shop", 1),
            ("kind=preflight outcome=allowed reason=none policy=Shop", 1),
            ("kind=preflight outcome=refused reason=method-not-allowed policy=Shop", 1),
        ]
    );
}
