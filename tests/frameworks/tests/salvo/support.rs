//! Policies, handlers and a way to ask for all tests.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use cors::{CorsPolicy, salvo::cors};
use frameworks::{client, salvo_app};
use salvo::{
    affix_state,
    http::HeaderValue,
    prelude::{Depot, FlowCtrl, Request, Response, Service, StatusCode, StatusError, handler},
};

pub(crate) use frameworks::shown::{ACTUAL, APP, EVIL, NOBODY, OTHER, PREFLIGHT, acrm};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"])]
pub(crate) struct Api;

#[derive(CorsPolicy)]
#[policy(origins = ["https://other.example"], methods = [GET, PUT], expose_headers = ["x-other"])]
pub(crate) struct Other;

#[cors(Api)]
#[handler]
pub(crate) async fn list(depot: &mut Depot) -> &'static str {
    ran(depot);
    "list"
}

#[cors(Api)]
#[handler]
pub(crate) async fn change(depot: &mut Depot) -> &'static str {
    ran(depot);
    "changed"
}

#[cors(origins = ["https://app.example"], credentials)]
#[handler]
pub(crate) async fn create(depot: &mut Depot) -> StatusCode {
    ran(depot);
    StatusCode::CREATED
}

#[cors(off)]
#[handler]
pub(crate) async fn off(depot: &mut Depot) -> &'static str {
    ran(depot);
    "off"
}

#[handler]
pub(crate) async fn plain(depot: &mut Depot) -> &'static str {
    ran(depot);
    "plain"
}

/// Opens everything, as a proxy does with what stands behind it.
#[handler]
pub(crate) async fn open(depot: &mut Depot, response: &mut Response) {
    ran(depot);
    for name in ["access-control-allow-origin", "access-control-allow-methods"] {
        response.headers_mut().insert(name, HeaderValue::from_static("*"));
    }
}

/// Lets requests through that carry `authorization`.
#[handler]
pub(crate) async fn auth(
    request: &mut Request,
    response: &mut Response,
    depot: &mut Depot,
    flow: &mut FlowCtrl,
) {
    ran(depot);
    if !request.headers().contains_key("authorization") {
        response.render(StatusError::unauthorized());
        flow.skip_rest();
    }
}

/// The methods that an answer names.
pub(crate) fn named(answer: &str) -> &str {
    answer.split(' ').find_map(|part| part.strip_prefix("allow-methods=")).unwrap_or("nothing")
}

/// Counts a run of a handler or a hoop.
pub(crate) fn ran(depot: &Depot) {
    let runs = depot.get_typed::<Arc<AtomicUsize>>().expect("the application was started by `start`");
    runs.fetch_add(1, Ordering::SeqCst);
}

/// A running application.
pub(crate) struct App {
    address: SocketAddr,
    runs: Arc<AtomicUsize>,
}

pub(crate) fn start(service: impl Into<Service>) -> App {
    let runs = Arc::new(AtomicUsize::new(0));
    let mut service = service.into();
    // Behind this library's hoop, before the others that are there.
    let behind = service.hoops.len().min(1);
    service.hoops.insert(behind, Arc::new(affix_state::inject(Arc::clone(&runs))));
    App { address: salvo_app::serve(service).unwrap(), runs }
}

impl App {
    /// How often handlers and hoops ran so far.
    pub(crate) fn runs(&self) -> usize {
        self.runs.load(Ordering::SeqCst)
    }

    pub(crate) fn answer(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> client::Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nHost: api.example\r\nConnection: close\r\n");
        for (name, value) in headers {
            for part in [*name, ": ", *value, "\r\n"] {
                request.push_str(part);
            }
        }
        client::send(self.address, format!("{request}\r\n").as_bytes()).unwrap()
    }

    /// Status, CORS headers without `access-control-`, and the names in `Vary`: `200 allow-origin=* vary=Origin`.
    pub(crate) fn ask(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> String {
        let answer = self.answer(method, path, headers);
        let mut lines = vec![answer.status.to_string()];
        lines.extend(answer.cors().iter().map(|(name, value)| {
            format!("{}={value}", name.strip_prefix("access-control-").unwrap_or(name))
        }));
        let vary: Vec<String> = answer.values("vary").collect();
        if !vary.is_empty() {
            lines.push(format!("vary={}", vary.join(", ")));
        }
        lines.join(" ")
    }

    /// The answer to a preflight, for which nothing may run.
    pub(crate) fn preflight(&self, path: &str, origin: (&str, &str), method: &str) -> String {
        let before = self.runs();
        let answer = self.ask("OPTIONS", path, &[origin, acrm(method)]);
        assert_eq!(self.runs(), before, "something ran for the preflight {path} {method}: {answer}");
        answer
    }
}
