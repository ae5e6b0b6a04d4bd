//! A list of routes and their policies.

use ::actix_web::{
    HttpMessage as _,
    dev::Service,
    http::{
        Method, Uri,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HeaderValue},
    },
    test::TestRequest,
};
use cors_core::{Policies, PolicySource, RoutePolicy};

use super::{
    look::{self, Look},
    site::Site,
};

/// Which handler of an application answers for each method and path, and by which policy.
///
/// actix-web gives away no list of its routes, so the paths are the caller's: real ones, with something in the place
/// of each `{id}`. Nothing runs but guards and what middleware does before its first `.await`.
///
/// ```
/// use actix_web::{App, get, test};
/// use cors::actix_web::cors;
///
/// #[cors(origins = ["https://app.example.com"])]
/// #[get("/orders")]
/// async fn list_orders() -> &'static str {
///     "none yet"
/// }
///
/// # #[actix_web::main]
/// # async fn main() {
/// let app = test::init_service(App::new().service(list_orders)).await;
/// let policies = cors::actix_web::policies(&app, [("GET", "/orders"), ("POST", "/orders")]);
/// let handlers: Vec<_> = policies.iter().map(|route| route.handler().is_some()).collect();
/// assert_eq!(handlers, [true, false]);
/// # }
/// ```
pub fn policies<S, M, P>(app: &S, routes: impl IntoIterator<Item = (M, P)>) -> Policies
where
    S: Service<::actix_http::Request>,
    M: AsRef<str>,
    P: AsRef<str>,
{
    let routes = routes.into_iter().map(|(method, path)| ask(app, method.as_ref(), path.as_ref()));
    Policies::new(routes.collect())
}

fn ask<S: Service<::actix_http::Request>>(app: &S, method: &str, path: &str) -> RoutePolicy {
    let mut request = TestRequest::default().to_request();
    let answer = |source| RoutePolicy::new(Some(method), Some(path), source);
    let (Ok(uri), Ok(requested)) = (path.parse::<Uri>(), HeaderValue::from_str(method)) else {
        return answer(PolicySource::Nothing);
    };
    let look = Look::default();
    let head = request.head_mut();
    head.method = Method::from_bytes(look::METHOD.as_bytes()).unwrap_or(Method::OPTIONS);
    head.uri = uri;
    head.headers.insert(ACCESS_CONTROL_REQUEST_METHOD, requested);
    request.extensions_mut().insert(look.clone());
    drop(app.call(request));
    match look.seen().site.as_deref() {
        Some(Site::Handler { prepared: Some(prepared), info }) => answer(PolicySource::Handler)
            .with_handler(*info)
            .with_policy(prepared.endpoint().policy_ref().clone()),
        Some(Site::Handler { prepared: None, info }) => answer(PolicySource::OptOut).with_handler(*info),
        Some(Site::Area(area)) => answer(PolicySource::Application).with_policy(area.policy().clone()),
        None => answer(PolicySource::Nothing),
    }
}
