//! Rocket, beside `rocket_cors`.
//!
//! What is measured is a dispatch through Rocket's local client, the cheapest way into an application that it has. It
//! brings one box for a request and its answer, and a list of bytes as the body; the bare row has them as well.

use std::str::FromStr;

use cors::rocket::{fairing, with_policy};
use http::{HeaderMap, HeaderName, HeaderValue};
use rocket::{
    Build, Data, Request, Rocket, Route,
    config::{Config, LogLevel},
    http::{ContentType, Header, Method},
    local::asynchronous::{Client, LocalRequest},
    route::{Handler, Outcome},
};
use rocket_cors::{AllowedHeaders, AllowedMethods, AllowedOrigins, CorsOptions};

use super::{Answer, Group, Peer, Row, Runner, Stated, group, methods, once};
use crate::cases::{Case, HEADERS, METHODS, Origins, Served};

pub(super) async fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let peer = match peer(case) {
        Some(cors) => Some(Peer {
            name: "rocket_cors",
            // It refuses with 403 where a list does not hold what is asked for.
            allows: case.allows_unless_listed(),
            runner: service(case, bare(case).attach(cors)).await,
        }),
        None => None,
    };
    let bare = ("bare Rocket", service(case, bare(case)).await);
    let ours = vec![("cors::rocket", service(case, ours(handlers)).await)];
    group(Group::Rocket, case, bare, ours, peer)
}

/// As the route attributes make them: a handler in a box.
#[derive(Clone)]
struct Orders;

#[rocket::async_trait]
impl Handler for Orders {
    async fn handle<'r>(&self, request: &'r Request<'_>, _data: Data<'r>) -> Outcome<'r> {
        Outcome::from(request, (ContentType::Plain, ()))
    }
}

fn application() -> Rocket<Build> {
    rocket::custom(Config { log_level: LogLevel::Off, ..Config::default() })
}

fn route(method: &str) -> Route {
    Route::new(Method::from_str(method).expect("a method"), "/orders", Orders)
}

fn bare(case: &Case) -> Rocket<Build> {
    application().mount("/", methods(case).iter().copied().map(route).collect::<Vec<_>>())
}

fn ours(handlers: &[Stated]) -> Rocket<Build> {
    let routes =
        handlers.iter().flat_map(|stated| with_policy(stated.policy.clone(), [route(stated.method)]));
    application().mount("/", routes.collect::<Vec<_>>()).attach(fairing())
}

/// `rocket_cors`, which has one policy for all methods, and whose patterns are one regular expression: 10,000 of them are
/// over its limit of size.
fn peer(case: &Case) -> Option<rocket_cors::Cors> {
    let origins = match case.origins {
        _ if case.served == Served::Seven => return None,
        Origins::Any => AllowedOrigins::all(),
        Origins::Exact(_) => AllowedOrigins::some_exact(&case.origins.entries()),
        Origins::Patterns(1) => {
            let pattern = |entry: &String| format!("^{}$", entry.replace('.', "\\.").replace('*', ".+"));
            AllowedOrigins::some_regex(&case.origins.entries().iter().map(pattern).collect::<Vec<_>>())
        }
        Origins::Patterns(_) => return None,
    };
    let method = |method| rocket_cors::Method::from_str(method).expect("a method");
    let options = CorsOptions {
        allowed_origins: origins,
        allowed_methods: METHODS.into_iter().map(method).collect::<AllowedMethods>(),
        allowed_headers: AllowedHeaders::some(&HEADERS),
        allow_credentials: case.origins != Origins::Any,
        send_wildcard: case.origins == Origins::Any,
        max_age: Some(600),
        ..CorsOptions::default()
    };
    Some(options.to_cors().expect("a valid policy"))
}

/// An application behind its local client.
struct Called {
    case: Case,
    /// Lives for ever: requests that were made before borrow it.
    client: &'static Client,
    ready: Vec<LocalRequest<'static>>,
}

async fn service(case: &Case, rocket: Rocket<Build>) -> Box<dyn Runner> {
    let client = Box::leak(Box::new(Client::untracked(rocket).await.expect("an application")));
    Box::new(Called { case: *case, client, ready: Vec::new() })
}

impl Called {
    // Not a clone of one: clones share the cache in which fairings keep what they know of a request.
    fn request(&self, request: &http::Request<()>) -> LocalRequest<'static> {
        let method = Method::from_str(request.method().as_str()).expect("a method");
        let mut made = self.client.req(method, "/orders");
        for (name, value) in request.headers() {
            let value = value.to_str().expect("a text").to_owned();
            made.add_header(Header::new(name.as_str().to_owned(), value));
        }
        made
    }
}

impl Runner for Called {
    fn prepare(&mut self, count: usize) {
        let request = self.case.request();
        self.ready = (0..count).map(|_| self.request(&request)).collect();
    }

    fn run(&mut self) {
        for request in self.ready.drain(..) {
            std::hint::black_box(once(request.dispatch()));
        }
    }

    fn answer(&mut self) -> Answer {
        let response = once(self.request(&self.case.request()).dispatch());
        let pairs = response.headers().iter().map(|header| {
            let name = HeaderName::from_bytes(header.name().as_str().as_bytes()).expect("a name");
            (name, HeaderValue::from_str(header.value()).expect("a value"))
        });
        Answer { status: response.status().code, headers: pairs.collect::<HeaderMap>() }
    }
}
