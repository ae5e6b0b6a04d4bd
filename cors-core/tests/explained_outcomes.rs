//! A browser that knows the policy of its server says why, wherever an outcome is displayed or an assertion fails.

#![cfg(feature = "testing")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

use std::{panic, sync::Arc};

use cors_core::{
    Policy, PolicyRef, Reason,
    endpoint::Endpoint,
    http1::{Outcome, Prepared},
    testing::{Browser, Fetch, Seen, Step},
};
use http::{Request, Response};

const APP: &str = "https://app.example.com";

fn policy() -> PolicyRef {
    let policy = Policy::builder().name("Api").origins([APP]).headers(["x-a"]).credentials();
    PolicyRef::from(policy.build().unwrap())
}

/// A route of this policy that serves GET and PUT.
fn server(policy: &PolicyRef) -> impl FnMut(Request<Vec<u8>>) -> Response<&'static str> + use<> {
    let prepared = Prepared::new(Endpoint::handler(policy.clone(), None, "PUT", ["GET"]));
    move |request| match prepared.decide(request.method(), request.headers()) {
        Outcome::Run(pending) => {
            let mut response = Response::new("tea");
            pending.apply(response.headers_mut());
            response
        }
        Outcome::Answer(head) => head.into_response(""),
        _ => panic!("another outcome"),
    }
}

fn ask(page: &str, fetch: &Fetch) -> Seen {
    let policy = policy();
    Browser::at(page).explained_by(policy.clone()).fetch(fetch, server(&policy))
}

/// The last lines of a text, which say why.
fn why(text: &str) -> Option<&str> {
    text.split_once("\n\nwhat the policy says:\n").map(|(_, why)| why)
}

#[test]
fn a_failed_assertion_says_why() {
    let put = Fetch::put("https://api.example.com/name").header("x-b", "1");
    let seen = ask(APP, &put);
    let panicked = panic::catch_unwind(|| seen.expect_readable().status()).unwrap_err();
    let text = panicked.downcast_ref::<String>().unwrap();
    let why = why(text).unwrap();
    let policy = why.lines().find(|line| line.starts_with("policy:")).unwrap();
    assert_eq!(
        why.replace(policy, "policy:      Api"),
        r#"request:     preflight for PUT of "https://app.example.com"
policy:      Api
passed       origin-line: the request has one `Origin` line
passed       origin-serialised: it is written as browsers write an origin
passed       origin-allowed: the policy lists `https://app.example.com`
passed       credentials: the answer says `Access-Control-Allow-Credentials: true`: a page may ask with them
passed       requested-method: "PUT" is one of PUT,GET
failed       requested-header: request header "x-b" is not allowed; allowed: x-a
verdict:     refused, header-not-allowed: the preflight is answered with 204, and the browser does not send the request
cure:        add "x-b" to `headers`
standard:    https://fetch.spec.whatwg.org/#cors-preflight-fetch
guide:       docs/refusals.md#header-not-allowed"#
    );
}

#[test]
fn an_outcome_is_explained_by_the_request_it_hangs_on() {
    let get = Fetch::get("https://api.example.com/name");
    let reason = |seen: &Seen| seen.explanation().and_then(|explanation| explanation.reason());
    let seen = ask("http://app.example.com", &get);
    assert_eq!(
        (seen.failed_step(), reason(&seen)),
        (Some(Step::NoAllowOrigin), Some(Reason::OriginNotAllowed))
    );
    assert!(seen.to_string().contains("it differs only in the scheme"), "{seen}");
    // The methods of the route are those of the answer.
    let put = Fetch::put("https://api.example.com/name").header("x-a", "1");
    let seen = ask(APP, &put);
    assert_eq!((seen.status(), reason(&seen)), (Some(200), None), "{seen}");
    let seen = ask(APP, &Fetch::new("DELETE", "https://api.example.com/name"));
    assert_eq!(reason(&seen), Some(Reason::MethodNotAllowed), "{seen}");
    for seen in
        [ask(APP, &put), ask("https://stranger.example", &get), ask(APP, &put.clone().header("x-b", "1"))]
    {
        assert!(why(&seen.to_string()).is_some_and(|why| !why.contains("\nbut:")), "{seen}");
    }
    // Nothing was sent, so nothing is explained.
    let seen = ask(APP, &Fetch::get("https://"));
    assert!(seen.explanation().is_none() && why(&seen.to_string()).is_none(), "{seen}");
    // Without a policy everything is as before.
    let seen = Browser::at(APP).fetch(&get, |_| Response::new("tea"));
    assert!(seen.explanation().is_none() && why(&seen.to_string()).is_none(), "{seen}");
    let explained = seen.explain(&policy()).unwrap();
    assert_eq!(explained.reason(), None, "{explained}");
    let exchange = seen.exchanges().last().unwrap();
    assert_eq!(
        exchange.explain(&policy()).to_string().lines().count(),
        explained.to_string().lines().count()
    );
}

#[test]
fn an_answer_that_is_not_the_policy_s_is_told() {
    let get = Fetch::get("https://api.example.com/name");
    // A proxy drops the header; another policy answers.
    let seen = Browser::at(APP).explained_by(policy()).fetch(&get, |_| Response::new("tea"));
    let wanted = "\nbut:         this policy lets it pass, so another one answered, the route lacks the method, or something in \
                  between changed the answer";
    assert!(seen.to_string().ends_with(wanted), "{seen}");
    let open = Policy::builder().any_origin().build().unwrap();
    let mut server = server(&PolicyRef::from(open));
    let mut stranger = Browser::at("https://stranger.example").explained_by(policy());
    let seen = stranger.fetch(&get, &mut server);
    let wanted = "\nbut:         this policy refuses it, so another one answered, or something in between changed the answer";
    assert!(seen.to_string().ends_with(wanted), "{seen}");
    // What depends on how the page asks is no contradiction.
    let open = Arc::new(Policy::builder().any_origin().build().unwrap());
    let mut browser = Browser::at(APP).explained_by(Arc::clone(&open));
    let seen = browser.fetch(&get.clone().with_credentials(), &mut server);
    assert_eq!(seen.failed_step(), Some(Step::WildcardWithCredentials));
    assert!(
        seen.to_string().contains("\ndepends      credentials: ") && !seen.to_string().contains("\nbut:"),
        "{seen}"
    );
    // Neither is a page that asks its own server, which no browser checks.
    let own = Fetch::new("POST", "http://api.example.com/name");
    let seen =
        Browser::at("http://api.example.com").explained_by(policy()).fetch(&own, |_| Response::new("tea"));
    assert!(seen.readable().is_some() && !seen.to_string().contains("\nbut:"), "{seen}");
}
