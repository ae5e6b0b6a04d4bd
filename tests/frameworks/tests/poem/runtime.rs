//! Origins that are replaced while the application runs.

use cors::{
    CorsPolicy,
    poem::{Route, cors, get},
};
use poem::handler;

use crate::support::{NOBODY, acrm, ask};

#[derive(CorsPolicy)]
#[policy(origins = runtime, credentials)]
struct Tenants;

#[cors(Tenants)]
#[handler]
fn list() -> &'static str {
    "list"
}

#[tokio::test]
async fn origins_are_those_that_were_set_last() {
    let app = Route::new().at("/", get(list)).data(1).finish();
    let preflight = |origin: &'static str| {
        let app = &app;
        async move { ask(app, "OPTIONS", "/", &[("origin", origin), acrm("GET")]).await }
    };
    let allowed = |origin: &str| {
        format!(
            "204 allow-credentials=true allow-methods=GET allow-origin={origin} \
             vary=Origin, Access-Control-Request-Method"
        )
    };
    let (first, second) = ("https://a.example", "https://b.example");
    // Before the first set everything is refused.
    assert_eq!(preflight(first).await, NOBODY);
    Tenants::set_origins([first]).unwrap();
    assert_eq!(preflight(first).await, allowed(first));
    Tenants::set_origins([second]).unwrap();
    assert_eq!(preflight(first).await, NOBODY);
    assert_eq!(preflight(second).await, allowed(second));
    // A set that the rules refuse changes nothing.
    assert!(Tenants::set_origins([first, "https://c.example/"]).is_err());
    assert_eq!(preflight(second).await, allowed(second));
}
