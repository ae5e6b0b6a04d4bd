//! The forms of handlers that can be registered.

use cors::{
    Policy, PolicyError,
    poem::{CorsHandler, any, cors, get, post, with, with_policy, without},
};
use poem::{
    FromRequest, IntoResponse, Request, RequestBody, Result, Route,
    endpoint::make_sync,
    handler,
    http::{HeaderMap, Method, Uri},
    web::{Data, Path, Query},
};

use crate::support::{ACTUAL, APP, Api, NOBODY, PREFLIGHT, acrm, ask, list, plain, respond};

#[cors(Api)]
#[poem::handler]
async fn by_its_path() -> impl IntoResponse {
    "path"
}

#[cors(Api)]
#[handler]
fn generic<T>(value: Data<&T>) -> String
where
    T: ToString + Send + Sync + 'static,
{
    value.to_string()
}

#[cors(Api)]
#[handler]
fn two<A: ToString + Clone + Send + Sync + 'static, B: for<'a> FromRequest<'a> + Send + Sync>(
    value: Data<&A>,
    _other: B,
) -> String {
    value.to_string()
}

#[cors(Api)]
#[cfg(any())]
#[handler]
fn not_there() -> NoSuchType {}

/// Reads only the head.
struct Head;

impl<'a> FromRequest<'a> for Head {
    async fn from_request(_request: &'a Request, _body: &mut RequestBody) -> Result<Self> {
        Ok(Self)
    }
}

#[cors(Api)]
#[handler]
async fn many(
    _a: Method,
    _b: &Uri,
    _c: &HeaderMap,
    _d: Query<Vec<(String, String)>>,
    _e: &Request,
    Path(name): Path<String>,
    _f: String,
) -> String {
    name
}

/// A handler inside of a function, with a name that is a keyword.
fn local() -> cors::poem::CorsRoute {
    #[cors(Api)]
    #[handler]
    fn r#type() -> &'static str {
        "local"
    }
    get(r#type)
}

#[tokio::test]
async fn functions() {
    let app = Route::new()
        .at("/path", get(by_its_path))
        .at("/generic", get(generic::<u8>::default()).data(7_u8))
        .at("/two", get(two::<u8, Head>::default()).data(7_u8))
        .at("/many/:name", get(many))
        .at("/local", local());
    for path in ["/path", "/generic", "/two", "/many/x", "/local"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
    }
    let body = respond(&app, "GET", "/generic", &[]).await.into_body().into_string().await.unwrap();
    assert_eq!(body, "7");
}

#[tokio::test]
async fn what_has_no_attribute_is_stated_at_the_route() -> Result<(), PolicyError> {
    let made = Policy::builder().origins(["https://app.example"]).build()?;
    let app = Route::new()
        .at("/handler", get(with::<Api, _>(plain)))
        .at("/closure", get(with::<Api, _>(make_sync(|request| request.uri().to_string()))))
        .at("/router", get(with::<Api, _>(Route::new().at("/router", plain))))
        .at("/made", get(with_policy(made, plain)))
        .at("/without", get(without(plain)))
        .at("/beside", get(with::<Api, _>(plain)).post(without(plain)));
    for path in ["/handler", "/closure", "/router", "/made", "/beside"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, PREFLIGHT, "{path}");
    }
    for (path, method) in [("/without", "GET"), ("/beside", "POST")] {
        assert_eq!(ask(&app, method, path, &[APP]).await, "200", "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm(method)]).await, NOBODY, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn methods() {
    let purge = || Method::from_bytes(b"PURGE").unwrap();
    let app = Route::new()
        .at("/purge", post(without(plain)).method(purge(), list))
        .at("/any", any(list).get(without(plain)).any(without(plain)))
        .at("/twice", get(list).get(without(plain)));
    assert_eq!(ask(&app, "PURGE", "/purge", &[APP]).await, ACTUAL);
    let preflight = ask(&app, "OPTIONS", "/purge", &[APP, acrm("PURGE")]).await;
    assert_eq!(preflight, PREFLIGHT.replace("GET", "PURGE"));
    // The first stays, with its policy.
    assert_eq!(ask(&app, "PATCH", "/any", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/any", &[APP]).await, "200");
    // GET answers HEAD, before the handler of any method.
    assert_eq!(ask(&app, "HEAD", "/any", &[APP]).await, "200");
    assert_eq!(ask(&app, "GET", "/twice", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "HEAD", "/twice", &[APP]).await, ACTUAL);
    let head = respond(&app, "HEAD", "/twice", &[APP]).await;
    assert!(head.into_body().into_vec().await.unwrap().is_empty());
}

#[test]
fn a_handler_says_what_its_policy_is() {
    assert_eq!(list.policy().unwrap().name(), "poem::support::Api");
    assert!(list.info().unwrap().name().ends_with("::list"));
    assert!(crate::support::off.policy().is_none());
    assert_eq!(format!("{list:?}"), r#"Annotated("poem::support::list")"#);
}
