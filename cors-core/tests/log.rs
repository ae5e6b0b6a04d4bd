//! What is in the log of a refusal: fields, levels, and nothing of a request unescaped. A program has one limit, hence
//! this file.
#![cfg(all(test, feature = "tracing", feature = "http"))]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "helpers of tests")]

use std::{collections::BTreeMap, fmt::Debug, mem, sync::Mutex};

use cors_core::{
    HandlerInfo, Policies, Policy, PolicyBuilder, PolicyRef, PolicySource, RoutePolicy,
    endpoint::Endpoint,
    event::{flush_refusals, is_heard, report},
    http1::Prepared,
    request::RequestView,
};
use http::{HeaderMap, HeaderValue, Method};
use tracing::{
    Event, Level, Metadata, Subscriber,
    field::{Field, Visit},
    span,
};

type Lines<'a> = &'a [(&'a str, &'a [u8])];

#[derive(Debug, Default)]
struct Entry {
    level: String,
    fields: BTreeMap<&'static str, String>,
}

static LOG: Mutex<Vec<Entry>> = Mutex::new(Vec::new());

struct Collect;

impl Visit for Entry {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.fields.insert(field.name(), format!("{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.fields.insert(field.name(), value.to_owned());
    }
}

impl Subscriber for Collect {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        assert_eq!(event.metadata().target(), "cors");
        let mut entry = Entry { level: event.metadata().level().to_string(), ..Entry::default() };
        event.record(&mut entry);
        LOG.lock().unwrap().push(entry);
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

fn log() -> Vec<Entry> {
    mem::take(&mut LOG.lock().unwrap())
}

fn ask(endpoint: &Endpoint, method: &str, lines: Lines<'_>) -> Vec<Entry> {
    let view = RequestView::new(method, &lines);
    let _ = report(&endpoint.decide(&view), endpoint, &view);
    log()
}

fn endpoint(policy: PolicyBuilder) -> Endpoint {
    let info = HandlerInfo::new("orders::create", "src/orders.rs", 12);
    Endpoint::handler(policy.build().unwrap(), Some(info), "PUT", [])
}

const APP: &str = "https://app.example.com";
const PUT: (&str, &[u8]) = ("access-control-request-method", b"PUT");

fn fields_and_levels() {
    let shop = || endpoint(Policy::builder().name("Shop").origins([APP]).headers(["x-token"]));
    let origin = |origin: &'static str| ("origin", origin.as_bytes());
    let cases: &[(&str, Lines<'_>, &str, &str)] = &[
        ("PUT", &[origin("https://stranger.example")], "INFO", "origin-not-allowed"),
        ("PUT", &[origin("http://app.example.com")], "WARN", "origin-not-allowed"),
        ("PUT", &[origin("https://app.example.com.evil.net")], "WARN", "origin-not-allowed"),
        ("PUT", &[origin("not an origin")], "INFO", "malformed-origin"),
        ("PUT", &[origin(APP), origin(APP)], "INFO", "several-origins"),
        (
            "OPTIONS",
            &[origin(APP), ("access-control-request-method", b"DELETE")],
            "WARN",
            "method-not-allowed",
        ),
        (
            "OPTIONS",
            &[origin(APP), PUT, ("access-control-request-headers", b"x-tokne")],
            "WARN",
            "header-not-allowed",
        ),
    ];
    for (method, lines, level, reason) in cases {
        let entries = ask(&shop(), method, lines);
        let [entry] = &entries[..] else { panic!("{reason}: {entries:?}") };
        assert_eq!((entry.level.as_str(), entry.fields["reason"].as_str()), (*level, *reason));
        assert_eq!(entry.fields["guide"], format!("docs/refusals.md#{reason}"));
        assert_eq!(entry.fields["policy"], "Shop");
    }
    let unset = endpoint(Policy::builder().runtime_origins());
    assert_eq!(ask(&unset, "PUT", &[origin(APP)])[0].level, "ERROR");
    assert!(ask(&shop(), "PUT", &[origin(APP)]).is_empty(), "what is allowed is no event");

    let lines: Lines<'_> =
        &[origin("http://app.example.com"), PUT, ("access-control-request-headers", b"content-type,x-token")];
    let entry = &ask(&shop(), "OPTIONS", lines)[0];
    let all: Vec<String> = entry.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let wanted = [
        "difference=scheme",
        "guide=docs/refusals.md#origin-not-allowed",
        "handler=orders::create",
        "handler_at=src/orders.rs:12",
        "kind=preflight",
        "left_out=0",
        "message=CORS preflight refused: origin \"http://app.example.com\" is not allowed: it differs only in the \
         scheme: \"http\", allowed is \"https\"; policy Shop; handler orders::create (src/orders.rs:12)",
        "method=\"OPTIONS\"",
        "nearest=https://app.example.com",
        "origin=\"http://app.example.com\"",
        "outcome=refused",
        "policy=Shop",
        "reason=origin-not-allowed",
        "requested_headers=\"content-type,x-token\"",
        "requested_method=\"PUT\"",
    ];
    let all: Vec<&str> = all.iter().map(String::as_str).filter(|one| !one.starts_with("cure=")).collect();
    assert_eq!(all, wanted);
}

fn no_line_can_be_forged() {
    let shop = || endpoint(Policy::builder().name("Shop").origins([APP]));
    let long = vec![b'a'; 1 << 16];
    let evil: &[&[u8]] = &[
        b"https://a.example\r\n2026-01-01 INFO all is well",
        b"https://a.example\x1b[2J\x1b[31m",
        b"https://\xff\xfe.example",
        b"https://a.example\" reason=\"none",
        &long,
    ];
    for text in evil {
        for lines in [
            &[("origin", *text), PUT][..],
            &[("origin", APP.as_bytes()), ("access-control-request-method", *text)],
            &[("origin", APP.as_bytes()), PUT, ("access-control-request-headers", *text)],
        ] {
            for entry in ask(&shop(), "OPTIONS", lines) {
                for (name, value) in &entry.fields {
                    assert!(value.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{name}: {value:?}");
                    assert!(value.len() < 1000, "{name}: {}", value.len());
                }
            }
        }
    }
}

fn a_flood_is_counted() {
    let prepared = Prepared::new(endpoint(Policy::builder().name("Flood").origins([APP])));
    flush_refusals();
    log();
    let mut headers = HeaderMap::new();
    let mut all = 0;
    for _ in 0..100 {
        headers.insert("origin", HeaderValue::from_static("https://stranger.example"));
        let _ = prepared.decide(&Method::PUT, &headers);
        all += 1;
    }
    for number in 0..100_000 {
        headers.insert("origin", format!("https://{number}.example").parse().unwrap());
        let _ = prepared.decide(&Method::PUT, &headers);
        all += 1;
    }
    let written = log();
    assert!(written.len() <= 600, "{}", written.len());
    flush_refusals();
    let summaries = log();
    assert!(summaries.len() <= 600, "{}", summaries.len());
    let left_out: u64 =
        written.iter().chain(&summaries).map(|entry| entry.fields["left_out"].parse::<u64>().unwrap()).sum();
    let one_by_one = written.iter().filter(|entry| entry.fields.contains_key("kind")).count() as u64;
    assert_eq!(left_out + one_by_one, all);
    let of_one = summaries.iter().find(|entry| {
        entry.fields.get("origin").is_some_and(|origin| origin == "\"https://stranger.example\"")
    });
    assert_eq!(of_one.unwrap().fields["left_out"], "95");
}

fn a_report_at_start() {
    let info = HandlerInfo::new("orders::create", "src/orders.rs", 12);
    let many: Vec<String> = (0..10).map(|number| format!("https://{number}.example.com")).collect();
    let shop = Policy::builder().name("Shop").origins(many).credentials();
    let open = Policy::builder()
        .name("Open")
        .origins(["null"])
        .danger("null_origin", "a page of documentation in a sandbox");
    let route = |method, path, source| RoutePolicy::new(method, path, source);
    Policies::new(vec![
        route(Some("PUT"), Some("/orders"), PolicySource::Handler)
            .with_handler(info)
            .with_policy(PolicyRef::from(shop.build().unwrap())),
        route(Some("GET"), Some("/health"), PolicySource::OptOut),
        route(None, None, PolicySource::Application).with_policy(PolicyRef::from(open.build().unwrap())),
    ])
    .log();
    let lines: Vec<String> = log()
        .into_iter()
        .map(|entry| {
            let fields: Vec<String> =
                entry.fields.iter().map(|(name, value)| format!("{name}={value}")).collect();
            format!("{} {}", entry.level, fields.join(" "))
        })
        .collect();
    assert_eq!(
        lines,
        [
            "INFO credentials=true handler=orders::create handler_at=src/orders.rs:12 \
             message=CORS policy of PUT /orders method=PUT \
             origins=https://0.example.com, https://1.example.com, https://2.example.com, https://3.example.com, \
             https://4.example.com, https://5.example.com, https://6.example.com, https://7.example.com and 2 more \
             path=/orders policy=Shop source=handler",
            "INFO message=CORS policy of GET /health method=GET path=/health source=off",
            "INFO credentials=false message=CORS policy of * (other paths) method=* \
             opt_outs=null-origin: a page of documentation in a sandbox origins=null policy=Open source=application",
        ]
    );
}

#[test]
fn refusals_in_the_log() {
    assert!(!is_heard(), "without a subscriber nothing is worked out");
    tracing::subscriber::set_global_default(Collect).unwrap();
    assert!(is_heard());
    fields_and_levels();
    no_line_can_be_forged();
    a_flood_is_counted();
    log();
    a_report_at_start();
}
