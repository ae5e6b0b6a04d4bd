//! Policies, handlers and a way to ask for all tests.

use std::sync::atomic::{AtomicUsize, Ordering};

use cors::{CorsPolicy, cors};
use warp::{Filter, Rejection, Reply, http::StatusCode, hyper::body::Bytes, reject, test};

pub(crate) use frameworks::shown::{ACTUAL, APP, EVIL, NOBODY, OTHER, PREFLIGHT, acrm};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"])]
pub(crate) struct Api;

#[derive(CorsPolicy)]
#[policy(origins = ["https://other.example"], methods = [GET, PUT], expose_headers = ["x-other"])]
pub(crate) struct Other;

#[cors(Api)]
pub(crate) async fn list() -> &'static str {
    "list"
}

#[cors(origins = ["https://app.example"], credentials)]
pub(crate) async fn create() -> StatusCode {
    StatusCode::CREATED
}

#[cors(off)]
pub(crate) async fn off() -> &'static str {
    "off"
}

pub(crate) async fn plain() -> &'static str {
    "plain"
}

#[derive(Debug)]
pub(crate) struct Unauthorized;

impl reject::Reject for Unauthorized {}

/// How often [`auth`] ran.
#[derive(Debug)]
pub(crate) struct Asked(AtomicUsize);

impl Asked {
    pub(crate) const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }

    pub(crate) fn count(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    pub(crate) fn times(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

/// Lets requests through that carry `authorization`.
pub(crate) fn auth(
    asked: &'static Asked,
) -> impl Filter<Extract = (), Error = Rejection> + Clone + Send + Sync + 'static {
    warp::header::optional::<String>("authorization")
        .and_then(move |value: Option<String>| async move {
            asked.count();
            value.map(|_| ()).ok_or_else(|| reject::custom(Unauthorized))
        })
        .untuple_one()
}

/// Answers 401 to what [`auth`] rejects, and nothing else.
pub(crate) async fn explain(rejection: Rejection) -> Result<impl Reply, Rejection> {
    if rejection.find::<Unauthorized>().is_some() { Ok(StatusCode::UNAUTHORIZED) } else { Err(rejection) }
}

pub(crate) async fn respond<F>(
    app: &F,
    method: &str,
    path: &str,
    headers: &[(&'static str, &str)],
    body: &str,
) -> http::Response<Bytes>
where
    F: Filter<Error = Rejection> + 'static,
    F::Extract: Reply + Send,
{
    let mut request = test::request().method(method).path(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    if !body.is_empty() {
        request = request.body(body);
    }
    request.reply(app).await
}

/// Status, CORS headers without `access-control-`, and the names in `Vary`: `200 allow-origin=* vary=Origin`.
pub(crate) fn shown(response: &http::Response<Bytes>) -> String {
    let lines = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    frameworks::shown::shown(response.status().as_u16(), lines)
}

pub(crate) async fn ask<F>(app: &F, method: &str, path: &str, headers: &[(&'static str, &str)]) -> String
where
    F: Filter<Error = Rejection> + 'static,
    F::Extract: Reply + Send,
{
    shown(&respond(app, method, path, headers, "").await)
}
