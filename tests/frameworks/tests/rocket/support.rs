//! Policies, handlers and a way to ask for all tests.

use std::sync::atomic::{AtomicUsize, Ordering};

use cors::CorsPolicy;
use rocket::{
    Build, Request, Rocket, Route,
    config::{Config, LogLevel},
    http::{Header, Method, Status},
    local::blocking::Client,
    request::{FromRequest, Outcome},
};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"], methods = [GET, PUT, DELETE], headers = ["content-type"])]
pub(crate) struct Api;

#[derive(CorsPolicy)]
#[policy(origins = ["https://other.example"], methods = [GET, PUT], expose_headers = ["x-other"])]
pub(crate) struct Other;

pub(crate) const APP: (&str, &str) = ("Origin", "https://app.example");
pub(crate) const OTHER: (&str, &str) = ("Origin", "https://other.example");
pub(crate) const EVIL: (&str, &str) = ("Origin", "https://evil.example");
pub(crate) const AUTH: (&str, &str) = ("Authorization", "ok");

pub(crate) const fn acrm(method: &str) -> (&'static str, &str) {
    ("Access-Control-Request-Method", method)
}

/// Runs of guards and handlers in one test; each test has its own.
#[derive(Debug, Default)]
pub(crate) struct Runs(AtomicUsize);

impl Runs {
    pub(crate) fn add(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn of(client: &Client) -> usize {
        client.rocket().state::<Self>().map_or(0, |runs| runs.0.load(Ordering::SeqCst))
    }
}

/// A guard that counts, and wants `Authorization`.
#[derive(Debug)]
pub(crate) struct User;

#[rocket::async_trait]
impl<'r> FromRequest<'r> for User {
    type Error = ();

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, ()> {
        if let Some(runs) = request.rocket().state::<Runs>() {
            runs.add();
        }
        if request.headers().contains("authorization") {
            Outcome::Success(Self)
        } else {
            Outcome::Error((Status::Unauthorized, ()))
        }
    }
}

/// An application without a log and without the fairing.
pub(crate) fn bare() -> Rocket<Build> {
    let config = Config { log_level: LogLevel::Off, ..Config::debug_default() };
    rocket::custom(config).manage(Runs::default())
}

/// A running application with these routes and the fairing.
pub(crate) fn app(routes: Vec<Route>) -> Client {
    launch(bare().mount("/", routes).attach(cors::rocket::fairing()))
}

pub(crate) fn launch(app: Rocket<Build>) -> Client {
    Client::untracked(app).unwrap()
}

/// Status, CORS headers in alphabetical order and `Vary`, in one line.
pub(crate) fn ask(client: &Client, method: &str, path: &str, lines: &[(&str, &str)]) -> String {
    ask_with(client, method, path, lines, "")
}

pub(crate) fn ask_with(
    client: &Client,
    method: &str,
    path: &str,
    lines: &[(&str, &str)],
    body: &str,
) -> String {
    let mut request = client.req(method.parse::<Method>().unwrap(), path.to_owned()).body(body);
    for (name, value) in lines {
        request.add_header(Header::new((*name).to_owned(), (*value).to_owned()));
    }
    let response = request.dispatch();
    let mut seen: Vec<String> = response
        .headers()
        .iter()
        .map(|line| (line.name().as_str().to_ascii_lowercase(), line.value().to_owned()))
        .filter(|(name, _)| name.starts_with("access-control-") || name == "vary")
        .map(|(name, value)| format!("{}={value}", name.trim_start_matches("access-control-")))
        .collect();
    seen.sort();
    seen.insert(0, response.status().code.to_string());
    seen.join(" ")
}

/// What a handler with the policy of [`APP`] alone answers to a preflight for `methods`.
pub(crate) fn opened(methods: &str) -> String {
    format!(
        "204 allow-methods={methods} allow-origin=https://app.example vary=Origin, Access-Control-Request-Method"
    )
}

/// A preflight that gives nothing away.
pub(crate) const CLOSED: &str = "204 vary=Origin, Access-Control-Request-Method";
