//! Whole fetches against small servers: what the recorded cases do not hold.

use std::{cell::RefCell, time::Duration};

use http::{HeaderMap, Method, Request, Response};

use super::*;

const PAGE: &str = "https://app.example.com";
const API: &str = "https://api.example.com/orders";

/// Method, address (host and path), status and header lines.
type Row = (&'static str, &'static str, u16, &'static [(&'static str, &'static str)]);

/// A server that answers by a table.
struct Server {
    rows: &'static [Row],
    log: RefCell<Vec<(Method, HeaderMap)>>,
}

impl Server {
    const fn new(rows: &'static [Row]) -> Self {
        Self { rows, log: RefCell::new(Vec::new()) }
    }

    fn answer(&self, request: &Request<Vec<u8>>) -> Response<&'static str> {
        let host = request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
        let address = format!("{host}{}", request.uri());
        self.log.borrow_mut().push((request.method().clone(), request.headers().clone()));
        let row = self.rows.iter().find(|row| row.0 == request.method().as_str() && row.1 == address);
        let (_, _, status, headers) = row.unwrap_or(&("", "", 404, &[]));
        let mut response = Response::builder().status(*status);
        for (name, value) in *headers {
            response = response.header(*name, *value);
        }
        response.body("tea").unwrap()
    }

    fn fetch(&self, browser: &mut Browser, fetch: &Fetch) -> Seen {
        browser.fetch(fetch, |request| self.answer(&request))
    }

    /// One header of each request so far.
    fn sent(&self, name: &str) -> Vec<Option<String>> {
        let value = |headers: &HeaderMap| Some(headers.get(name)?.to_str().unwrap().to_owned());
        self.log.borrow().iter().map(|(_, headers)| value(headers)).collect()
    }
}

const ALLOW: (&str, &str) = ("access-control-allow-origin", PAGE);
const ALLOW_ALL: (&str, &str) = ("access-control-allow-origin", "*");

#[test]
fn what_is_wrong_with_the_call_is_said_and_not_sent() {
    let server = |_| -> Response<&str> { panic!("nothing is to be sent") };
    for (fetch, step, sentence) in [
        (Fetch::get("https://"), Step::InvalidRequest, "`https://` is no address"),
        (Fetch::get("ftp://a.example/"), Step::InvalidRequest, "`ftp://a.example/` is no http address"),
        (
            Fetch::get("https://me@a.example/"),
            Step::InvalidRequest,
            "`https://me@a.example/` has a user name in it",
        ),
        (Fetch::new("A B", API), Step::InvalidRequest, "`A B` is no method"),
        (Fetch::new("Trace", API), Step::ForbiddenMethod, "no script can send Trace"),
        (Fetch::get(API).text("x"), Step::InvalidRequest, "GET has no body"),
        (Fetch::get(API).header("x a", "1"), Step::InvalidRequest, "`x a: 1` is no header"),
        (Fetch::get(API).header("x-a", "1\n2"), Step::InvalidRequest, "`x-a: 1\\n2` is no header"),
        (
            Fetch::put(API).mode(Mode::NoCors),
            Step::NoCorsMethod,
            "mode `no-cors` takes GET, HEAD and POST, not PUT",
        ),
        (
            Fetch::get(API).mode(Mode::NoCors).redirect(Redirect::Error),
            Step::InvalidRequest,
            "mode `no-cors` follows redirects",
        ),
        (
            Fetch::post(API).mode(Mode::NoCors).stream("x"),
            Step::InvalidRequest,
            "mode `no-cors` takes no stream",
        ),
        (
            Fetch::get(API).mode(Mode::SameOrigin),
            Step::NotSameOrigin,
            "mode `same-origin`, and https://api.example.com is another origin",
        ),
    ] {
        let seen = Browser::at(PAGE).fetch(&fetch, server);
        let blocked = seen.expect_blocked();
        assert_eq!((blocked.step(), blocked.to_string().as_str()), (step, sentence));
        assert!(!seen.was_sent());
    }
}

#[test]
fn sentences_name_what_is_missing_and_the_cure() {
    const PUT: &str = "access-control-allow-methods";
    const NAMES: &str = "access-control-allow-headers";
    type Lines = &'static [(&'static str, &'static str)];
    type Case = (Fetch, u16, Lines, Step, &'static str, Option<&'static str>);
    let ask = || Fetch::put(API).header("x-a", "1").header("authorization", "b");
    let cases: [Case; 16] = [
        (
            ask(),
            204,
            &[],
            Step::NoAllowOrigin,
            "the answer to the preflight has no Access-Control-Allow-Origin, so no page of https://app.example.com may read it",
            Some("`#[cors(origins = [\"https://app.example.com\"], ..)]`"),
        ),
        (
            ask(),
            204,
            &[("access-control-allow-origin", "https://app.example.com/")],
            Step::OriginDiffers,
            "the answer to the preflight says `Access-Control-Allow-Origin: https://app.example.com/`, but the page is https://app.example.com",
            Some("`#[cors(origins = [\"https://app.example.com\"], ..)]`"),
        ),
        (
            ask(),
            204,
            &[("access-control-allow-origin", "https://a.example, https://app.example.com")],
            Step::OriginDiffers,
            "the answer to the preflight says `Access-Control-Allow-Origin: https://a.example, https://app.example.com`, which must be one origin: lists are not understood",
            Some("`#[cors(origins = [\"https://app.example.com\"], ..)]`"),
        ),
        (
            ask().with_credentials(),
            204,
            &[ALLOW_ALL],
            Step::WildcardWithCredentials,
            "the answer to the preflight says `Access-Control-Allow-Origin: *`, which does not count for a request with credentials: the origin must be named",
            Some("`#[cors(origins = [\"https://app.example.com\"], credentials, ..)]`"),
        ),
        (
            ask().with_credentials(),
            204,
            &[ALLOW],
            Step::NoAllowCredentials,
            "the answer to the preflight has no `Access-Control-Allow-Credentials: true`, and the request has credentials",
            Some("`#[cors(credentials, ..)]`"),
        ),
        (
            ask().with_credentials(),
            204,
            &[ALLOW, ("access-control-allow-credentials", "True")],
            Step::CredentialsNotTrue,
            "the answer to the preflight says `Access-Control-Allow-Credentials: True`, where only `true` counts",
            Some("`#[cors(credentials, ..)]`"),
        ),
        (
            ask(),
            401,
            &[ALLOW],
            Step::PreflightStatus,
            "the answer to the preflight has status 401: preflights carry no credentials, so they must be answered before authentication",
            None,
        ),
        (
            ask(),
            302,
            &[ALLOW],
            Step::PreflightStatus,
            "the answer to the preflight has status 302: a preflight is never redirected",
            None,
        ),
        (
            ask(),
            405,
            &[ALLOW],
            Step::PreflightStatus,
            "the answer to the preflight has status 405: nothing on this path answers OPTIONS",
            None,
        ),
        (
            ask(),
            500,
            &[ALLOW],
            Step::PreflightStatus,
            "the answer to the preflight has status 500: only 200 to 299 count",
            None,
        ),
        (
            ask(),
            204,
            &[ALLOW, (PUT, "GET PUT")],
            Step::UnreadableMethods,
            "the answer to the preflight says `Access-Control-Allow-Methods: GET PUT`, which is no list of methods",
            None,
        ),
        (
            ask(),
            204,
            &[ALLOW, (PUT, "PUT"), (NAMES, "\"x-a\"")],
            Step::UnreadableHeaders,
            "the answer to the preflight says `Access-Control-Allow-Headers: \"x-a\"`, which is no list of header names",
            None,
        ),
        (
            Fetch::put(API),
            204,
            &[ALLOW],
            Step::MethodNotListed,
            "the answer to the preflight allows no methods, and PUT is not among them",
            Some("`#[cors(methods = [PUT], ..)]`"),
        ),
        (
            ask(),
            204,
            &[ALLOW, (PUT, "put")],
            Step::MethodNotListed,
            "the answer to the preflight allows methods `put`, and PUT is not among them; `put` is another method: case counts",
            Some("`#[cors(methods = [PUT], ..)]`"),
        ),
        (
            ask(),
            204,
            &[ALLOW, (PUT, "PUT"), (NAMES, "*")],
            Step::AuthorizationNotListed,
            "the answer to the preflight allows headers `*`, and `authorization` is not among them; `*` does not cover it",
            Some("`#[cors(headers = [\"authorization\", \"x-a\"], ..)]`"),
        ),
        (
            ask(),
            204,
            &[ALLOW, (PUT, "PUT"), (NAMES, "authorization")],
            Step::HeaderNotListed,
            "the answer to the preflight allows headers `authorization`, and `x-a` is not among them",
            Some("`#[cors(headers = [\"authorization\", \"x-a\"], ..)]`"),
        ),
    ];
    for (fetch, status, lines, step, sentence, cure) in cases {
        let seen = Browser::at(PAGE).fetch(&fetch, |_| {
            let lines = lines.iter();
            lines
                .fold(Response::builder().status(status), |response, (name, value)| {
                    response.header(*name, *value)
                })
                .body("")
                .unwrap()
        });
        let blocked = seen.expect_blocked();
        assert_eq!((blocked.to_string().as_str(), blocked.cure()), (sentence, cure));
        assert_eq!(blocked.step(), step, "{sentence}");
        assert!(blocked.is_preflight() && !seen.was_sent(), "{sentence}");
    }
}

#[test]
fn a_page_without_an_origin_reads_public_answers_only() {
    let blocked = |credentials, value: &'static str| {
        let fetch = Fetch::get(API).credentials(credentials);
        let server = move |_| Response::builder().header(ALLOW.0, value).body("").unwrap();
        let seen = Browser::at("null").fetch(&fetch, server);
        let blocked = seen.expect_blocked();
        (blocked.to_string(), blocked.cure().map(str::to_owned))
    };
    let (sentence, cure) = blocked(Credentials::SameOrigin, PAGE);
    assert_eq!(
        sentence,
        "the answer says `Access-Control-Allow-Origin: https://app.example.com`, but the request comes from the origin `null`"
    );
    assert_eq!(cure.as_deref(), Some("`#[cors(origins = any, ..)]`"));
    assert_eq!(blocked(Credentials::Include, "*").1, None);
}

#[test]
fn the_story_is_told() {
    let fetch = Fetch::put(API).json("{}");
    let seen =
        Browser::at(PAGE).fetch(&fetch, |_| Response::builder().header("vary", "Origin").body("").unwrap());
    assert_eq!(
        seen.to_string(),
        "page:      https://app.example.com (Fetch standard of 2026-07-02)\n\
         asked:     fetch(\"https://api.example.com/orders\", { method: \"PUT\", headers: { \"content-type\": \
         \"application/json\" }, body: \"{}\" })\n\
         because:   method `PUT` and `content-type: application/json`: the browser asks first\n\
         preflight: OPTIONS https://api.example.com/orders\n           \
         access-control-request-method: PUT\n           \
         access-control-request-headers: content-type\n           \
         origin: https://app.example.com\n\
         answered:  200\n           \
         vary: Origin\n\
         blocked:   the answer to the preflight has no Access-Control-Allow-Origin, so no page of \
         https://app.example.com may read it\n\
         step:      no-allow-origin, https://fetch.spec.whatwg.org/#concept-cors-check\n\
         cure:      `#[cors(origins = [\"https://app.example.com\"], ..)]`"
    );
}

#[test]
fn reasons_for_a_preflight() {
    let reasons = |fetch: &Fetch| {
        let reasons = Browser::at(PAGE).preflight_reasons(fetch);
        reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ")
    };
    for (fetch, expected) in [
        (Fetch::get(API), ""),
        (Fetch::post(API).text("x"), ""),
        (Fetch::post(API).form("a=b"), ""),
        (Fetch::new("delete", API), "method `DELETE`"),
        (Fetch::new("patch", API), "method `patch`"),
        (Fetch::post(API).json("{}"), "`content-type: application/json`"),
        (Fetch::get(API).header("X-B", "2").header("x-a", "1"), "`x-a: 1`; `x-b: 2`"),
        (Fetch::get(API).header("accept", "a".repeat(129)), "`accept` of 129 bytes"),
        (Fetch::post(API).stream("x"), "a body that is a stream"),
        (Fetch::post(API).text("x").with_upload_listener(), "an upload listener"),
        (Fetch::put("/orders"), ""),
        (Fetch::get(API).header("x-a", "1").mode(Mode::NoCors), ""),
    ] {
        assert_eq!(reasons(&fetch), expected, "{fetch}");
        let seen = Browser::at(PAGE).fetch(&fetch, |_| Response::new(""));
        assert_eq!(seen.preflights() == 1, !expected.is_empty(), "{fetch}");
    }
}

#[test]
fn a_page_and_its_own_server() {
    let server =
        Server::new(&[("POST", "app.example.com/orders", 200, &[("x-id", "1"), ("set-cookie", "a=1")])]);
    let mut browser = Browser::at("https://app.example.com/shop/cart?x=1");
    let fetch = Fetch::post("../orders").header("x-a", "1").text("x");
    for _ in 0..2 {
        let seen = server.fetch(&mut browser, &fetch);
        let readable = seen.expect_readable();
        assert_eq!(readable.header("x-id").as_deref(), Some("1"));
        assert_eq!(readable.header("set-cookie"), None);
    }
    assert_eq!(server.sent("origin"), [Some(PAGE.to_owned()), Some(PAGE.to_owned())]);
    assert_eq!(server.sent("sec-fetch-site")[0].as_deref(), Some("same-origin"));
    assert_eq!(server.sent("referer")[0].as_deref(), Some("https://app.example.com/shop/cart?x=1"));
    assert_eq!(server.sent("cookie"), [None, Some("a=1".to_owned())]);
}

#[test]
fn no_cors_sends_what_a_form_could_and_shows_nothing() {
    let server = Server::new(&[("POST", "api.example.com/orders", 200, &[])]);
    let fetch = Fetch::post(API)
        .mode(Mode::NoCors)
        .header("x-a", "1")
        .header("content-type", "application/json")
        .text("x");
    let seen = server.fetch(&mut Browser::at(PAGE), &fetch);
    assert!(matches!(seen.outcome(), Outcome::Opaque), "{seen}");
    assert!(seen.was_sent());
    assert_eq!(server.sent("origin"), [Some(PAGE.to_owned())]);
    assert_eq!(server.sent("x-a"), [None]);
    assert_eq!(server.sent("content-type"), [Some("text/plain;charset=UTF-8".to_owned())]);
}

#[test]
fn cookies_go_where_the_credentials_mode_says() {
    let server = Server::new(&[(
        "GET",
        "api.example.com/orders",
        200,
        &[ALLOW, ("access-control-allow-credentials", "true")],
    )]);
    for (credentials, cookie) in [
        (Credentials::Omit, None),
        (Credentials::SameOrigin, None),
        (Credentials::Include, Some("session=1".to_owned())),
    ] {
        let mut browser = Browser::at(PAGE);
        browser.set_cookie("https://api.example.com", "session=1; SameSite=Lax");
        browser.set_cookie("https://other.example.com", "session=2");
        server.fetch(&mut browser, &Fetch::get(API).credentials(credentials)).expect_readable();
        assert_eq!(server.sent("cookie").pop().unwrap(), cookie, "{credentials:?}");
    }
}

const CACHED: &[Row] = &[
    (
        "OPTIONS",
        "api.example.com/orders",
        204,
        &[ALLOW, ("access-control-allow-methods", "PUT"), ("access-control-allow-headers", "X-A")],
    ),
    ("PUT", "api.example.com/orders", 200, &[ALLOW]),
    ("DELETE", "api.example.com/orders", 200, &[ALLOW]),
];

#[test]
fn a_preflight_is_good_for_five_seconds_for_what_it_named() {
    let server = Server::new(CACHED);
    let mut browser = Browser::at(PAGE);
    let mut preflights = |fetch: &Fetch, wait: u64| {
        browser.advance(Duration::from_secs(wait));
        server.fetch(&mut browser, fetch).preflights()
    };
    let put = Fetch::put(API);
    assert_eq!(preflights(&put, 0), 1);
    assert_eq!(preflights(&put, 0), 0);
    assert_eq!(preflights(&put.clone().header("x-a", "1"), 0), 0);
    assert_eq!(preflights(&put.clone().header("x-b", "1"), 0), 1);
    assert_eq!(preflights(&Fetch::delete(API), 0), 1);
    assert_eq!(preflights(&put, 4), 0);
    assert_eq!(preflights(&put, 1), 1);
}

#[test]
fn a_failed_check_forgets_the_preflight_or_not() {
    let rows = Server::new(&[
        ("OPTIONS", "api.example.com/orders", 204, &[ALLOW, ("access-control-allow-methods", "PUT")]),
        ("PUT", "api.example.com/orders", 200, &[]),
    ]);
    for (profile, again) in [
        (Profile::fetch_standard(), 1),
        (Profile::chromium(), 0),
        (Profile::firefox(), 1),
        (Profile::webkit(), 0),
    ] {
        let mut browser = Browser::at(PAGE).with_profile(profile);
        let put = Fetch::put(API);
        let seen = rows.fetch(&mut browser, &put);
        assert_eq!((seen.preflights(), seen.failed_step()), (1, Some(Step::NoAllowOrigin)));
        assert!(seen.was_sent() && !seen.expect_blocked().is_preflight());
        assert_eq!(rows.fetch(&mut browser, &put).preflights(), again);
    }
}

#[test]
fn a_missing_vary_gives_one_page_the_answer_of_another() {
    let handmade = |vary: bool| {
        move |request: Request<Vec<u8>>| {
            let origin = request.headers().get("origin").unwrap().clone();
            let mut response = Response::builder()
                .header("access-control-allow-origin", origin)
                .header("cache-control", "max-age=60");
            if vary {
                response = response.header("vary", "Origin");
            }
            response.body("").unwrap()
        }
    };
    for (vary, step) in [(true, None), (false, Some(Step::OriginDiffers))] {
        let mut browser = Browser::at(PAGE);
        browser.fetch(&Fetch::get(API), handmade(vary)).expect_readable();
        browser.open("https://admin.example.com");
        let seen = browser.fetch(&Fetch::get(API), handmade(vary));
        assert_eq!(seen.failed_step(), step);
        assert_eq!(seen.exchanges().last().unwrap().is_from_cache(), !vary);
    }
}

const REDIRECTS: &[Row] = &[
    ("GET", "api.example.com/moved", 301, &[ALLOW, ("location", "/orders")]),
    ("GET", "api.example.com/orders", 200, &[ALLOW]),
    ("GET", "api.example.com/unreadable", 302, &[("location", "/orders")]),
    ("GET", "api.example.com/away", 307, &[ALLOW_ALL, ("location", "https://cdn.example.net/a")]),
    ("GET", "api.example.com/away-named", 307, &[ALLOW, ("location", "https://cdn.example.net/named")]),
    ("GET", "cdn.example.net/a", 200, &[ALLOW_ALL]),
    ("GET", "cdn.example.net/named", 200, &[ALLOW]),
    ("GET", "api.example.com/user", 302, &[ALLOW, ("location", "https://me@api.example.com/orders")]),
    ("GET", "api.example.com/mail", 302, &[ALLOW, ("location", "mailto:a@b.example")]),
    ("GET", "api.example.com/loop", 302, &[ALLOW, ("location", "/loop")]),
    ("GET", "api.example.com/nowhere", 302, &[ALLOW]),
    ("POST", "api.example.com/see", 303, &[ALLOW, ("location", "/orders")]),
    ("POST", "api.example.com/keep", 308, &[ALLOW, ("location", "/kept")]),
    ("POST", "api.example.com/kept", 200, &[ALLOW]),
    (
        "OPTIONS",
        "api.example.com/away",
        204,
        &[ALLOW_ALL, ("access-control-allow-headers", "authorization"), ("access-control-max-age", "0")],
    ),
    (
        "OPTIONS",
        "cdn.example.net/a",
        204,
        &[ALLOW_ALL, ("access-control-allow-headers", "authorization"), ("access-control-max-age", "0")],
    ),
    (
        "OPTIONS",
        "api.example.com/keep",
        204,
        &[ALLOW, ("access-control-allow-headers", "x-a"), ("access-control-max-age", "0")],
    ),
    (
        "OPTIONS",
        "api.example.com/kept",
        204,
        &[ALLOW, ("access-control-allow-headers", "x-a"), ("access-control-max-age", "0")],
    ),
];

#[test]
fn redirects_are_checked_on_every_hop() {
    let at = |path: &str| format!("https://api.example.com{path}");
    for (fetch, expected) in [
        (Fetch::get(&at("/moved")), Ok("https://api.example.com/orders")),
        (Fetch::get(&at("/unreadable")), Err(Step::NoAllowOrigin)),
        (Fetch::get(&at("/away")), Ok("https://cdn.example.net/a")),
        // The third origin is asked by `null`, so naming the page does not help.
        (Fetch::get(&at("/away-named")), Err(Step::OriginDiffers)),
        (Fetch::get(&at("/user")), Err(Step::RedirectTarget)),
        (Fetch::get(&at("/mail")), Err(Step::RedirectTarget)),
        (Fetch::get(&at("/loop")), Err(Step::TooManyRedirects)),
        (Fetch::get(&at("/nowhere")), Ok("https://api.example.com/nowhere")),
        (Fetch::get(&at("/moved")).redirect(Redirect::Error), Err(Step::RedirectNotWanted)),
        (Fetch::post(&at("/see")).text("x"), Ok("https://api.example.com/orders")),
        (Fetch::post(&at("/keep")).text("x").header("x-a", "1"), Ok("https://api.example.com/kept")),
        (Fetch::post(&at("/keep")).stream("x").header("x-a", "1"), Err(Step::RedirectedStream)),
    ] {
        let seen = Server::new(REDIRECTS).fetch(&mut Browser::at(PAGE), &fetch);
        let got = seen.readable().map(Readable::url).ok_or(seen.failed_step());
        assert_eq!(got, expected.map_err(Some), "{seen}");
    }
    let manual = Fetch::get(&at("/moved")).redirect(Redirect::Manual);
    let seen = Server::new(REDIRECTS).fetch(&mut Browser::at(PAGE), &manual);
    assert!(matches!(seen.outcome(), Outcome::Opaque));
}

#[test]
fn each_hop_asks_first_and_a_post_may_become_a_get() {
    let server = Server::new(REDIRECTS);
    let fetch = Fetch::post("https://api.example.com/keep").text("x").header("x-a", "1");
    assert_eq!(server.fetch(&mut Browser::at(PAGE), &fetch).preflights(), 2);

    let server = Server::new(REDIRECTS);
    server
        .fetch(&mut Browser::at(PAGE), &Fetch::post("https://api.example.com/see").text("x"))
        .expect_readable();
    let methods: Vec<_> = server.log.borrow().iter().map(|(method, _)| method.to_string()).collect();
    assert_eq!(methods, ["POST", "GET"]);
    assert_eq!(server.sent("content-type"), [Some("text/plain;charset=UTF-8".to_owned()), None]);
}

/// BROWSERS, "the same hop, with Authorization".
#[test]
fn authorization_does_not_reach_a_third_origin() {
    let text = |text: &str| Some(text.to_owned());
    for (profile, origins, names) in [
        (Profile::fetch_standard(), &[PAGE, PAGE, "null"][..], &[text("authorization"), None, None][..]),
        (Profile::chromium(), &[PAGE, PAGE, "null"], &[text("authorization"), None, None]),
        (Profile::firefox(), &[PAGE, PAGE, PAGE, "null"], &[text("authorization"), None, None, None]),
        (
            Profile::webkit(),
            &[PAGE, PAGE, "null", "null"],
            &[text("authorization"), None, text("authorization"), None],
        ),
    ] {
        let server = Server::new(REDIRECTS);
        let fetch = Fetch::get("https://api.example.com/away").header("Authorization", "Bearer x");
        let name = profile.name();
        server.fetch(&mut Browser::at(PAGE).with_profile(profile), &fetch).expect_readable();
        let sent: Vec<_> = server.sent("origin").into_iter().flatten().collect();
        assert_eq!(sent, origins, "{name}");
        assert_eq!(server.sent("access-control-request-headers"), names, "{name}");
        assert_eq!(server.sent("authorization").pop().unwrap(), None, "{name}");
    }
}

#[test]
fn a_server_that_is_down_is_said() {
    let mut browser = Browser::at(PAGE);
    let seen = poll_once(browser.fetch_with(&Fetch::get(API), async |_| Err("connection refused")));
    assert_eq!(seen.expect_blocked().to_string(), "nothing answers: connection refused");
    assert_eq!(seen.exchanges()[0].status(), None);
}

#[test]
fn a_service_is_asked_when_it_is_ready() {
    use std::{
        convert::Infallible,
        future::{Ready, ready},
        pin::Pin,
        task::{Context, Poll},
    };

    struct Chunks(Vec<&'static [u8]>);

    impl http_body::Body for Chunks {
        type Data = &'static [u8];
        type Error = Infallible;

        fn poll_frame(
            mut self: Pin<&mut Self>,
            _: &mut Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Self::Data>, Infallible>>> {
            Poll::Ready(self.0.pop().map(|chunk| Ok(http_body::Frame::data(chunk))))
        }
    }

    struct Service {
        ready: bool,
    }

    impl tower_service::Service<Request<Body>> for Service {
        type Response = Response<Chunks>;
        type Error = Infallible;
        type Future = Ready<Result<Self::Response, Infallible>>;

        fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
            self.ready = true;
            Poll::Ready(Ok(()))
        }

        fn call(&mut self, request: Request<Body>) -> Self::Future {
            assert_eq!(http_body::Body::size_hint(request.body()).exact(), Some(0));
            assert!(std::mem::take(&mut self.ready));
            let body = Chunks(vec![b"!", b"tea"]);
            ready(Ok(Response::builder().header(ALLOW.0, ALLOW.1).body(body).unwrap()))
        }
    }

    let mut browser = Browser::at(PAGE);
    let seen = poll_once(browser.fetch_service(&Fetch::get(API), &mut Service { ready: false }));
    assert_eq!(seen.expect_readable().text(), "tea!");
}

#[test]
fn ids_of_steps_are_unique() {
    let ids: std::collections::BTreeSet<_> = Step::ALL.iter().map(|step| step.id()).collect();
    assert_eq!(ids.len(), Step::ALL.len());
    for step in Step::ALL {
        assert!(step.spec().starts_with("https://fetch.spec.whatwg.org/#"), "{step}");
    }
}

fn poll_once<T>(future: impl Future<Output = T>) -> T {
    use std::task::{Context, Poll, Waker};
    match std::pin::pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(value) => value,
        Poll::Pending => panic!("the server does not wait"),
    }
}
