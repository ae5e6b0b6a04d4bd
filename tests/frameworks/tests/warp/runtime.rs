//! Origins that are replaced while the application runs.

use cors::{CorsPolicy, cors, warp::route};

use crate::support::{acrm, ask};

#[derive(CorsPolicy)]
#[policy(origins = runtime, credentials)]
struct Tenants;

#[cors(Tenants)]
async fn list() -> &'static str {
    "list"
}

#[tokio::test]
async fn origins_are_replaced_in_a_finished_application() {
    let app = route!(GET / => list).finish();
    let origins = ["https://a.example", "https://b.example"];
    let allowed = async || {
        let mut allowed = Vec::new();
        for origin in origins {
            let preflight = ask(&app, "OPTIONS", "/", &[("origin", origin), acrm("GET")]).await;
            let actual = ask(&app, "GET", "/", &[("origin", origin)]).await;
            assert_eq!(preflight.contains(origin), actual.contains(origin));
            allowed.push(actual.contains(origin));
        }
        allowed
    };
    // Before the first set everything is refused.
    assert_eq!(allowed().await, [false, false]);
    Tenants::set_origins([origins[0]]).unwrap();
    assert_eq!(allowed().await, [true, false]);
    Tenants::set_origins([origins[1]]).unwrap();
    assert_eq!(allowed().await, [false, true]);
    Tenants::set_origins(["https://b.example/"]).unwrap_err();
    assert_eq!(allowed().await, [false, true]);
}
