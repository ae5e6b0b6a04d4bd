//! Middleware that keeps preflights from handlers, inside of a policy for the whole application.
//!
//! The policy of the application then answers for handlers that have their own: nothing may come of that.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{App, HttpResponse, middleware::from_fn, test::init_service, web as theirs};
use cors::{
    actix_web::{SkipPreflight, policy, web, without},
    cors,
};

use crate::support::{ACTUAL, APP, AUTH, EVIL, OTHER, Other, acrm, ask, auth};

static RAN: AtomicUsize = AtomicUsize::new(0);

#[cors(origins = ["https://app.example"])]
async fn own() -> HttpResponse {
    RAN.fetch_add(1, Ordering::SeqCst);
    HttpResponse::Ok().finish()
}

#[actix_web::test]
async fn a_hidden_handler_runs_only_for_origins_that_it_allows() {
    let app = App::new()
        .service(theirs::scope("/x").wrap(from_fn(auth)).route("", web::delete().to(own)))
        .wrap(policy::<Other>());
    let app = init_service(app).await;
    // Nothing is to be seen in there.
    assert_eq!(
        ask(&app, "OPTIONS", "/x", &[OTHER, acrm("DELETE")]).await,
        "204 allow-methods=GET,PUT allow-origin=https://other.example \
         vary=Origin, Access-Control-Request-Method"
    );
    let forbidden = "403 vary=Origin, Sec-Fetch-Site";
    assert_eq!(ask(&app, "DELETE", "/x", &[OTHER, AUTH]).await, forbidden);
    assert_eq!(ask(&app, "DELETE", "/x", &[EVIL, AUTH]).await, forbidden);
    assert_eq!(RAN.load(Ordering::SeqCst), 0);
    assert_eq!(ask(&app, "DELETE", "/x", &[APP, AUTH]).await, ACTUAL);
    assert_eq!(ask(&app, "DELETE", "/x", &[AUTH]).await, "200 vary=Origin");
    let same_origin = ("sec-fetch-site", "same-origin");
    assert_eq!(ask(&app, "DELETE", "/x", &[EVIL, AUTH, same_origin]).await, "200 vary=Origin");
    assert_eq!(RAN.load(Ordering::SeqCst), 3);
}

#[actix_web::test]
async fn a_handler_that_is_taken_out_does_not_run_on_a_preflight_of_the_application() {
    let app = App::new()
        .service(theirs::scope("/x").wrap(from_fn(auth)).route("", web::put().to(without(HttpResponse::Ok))))
        .wrap(policy::<Other>());
    let app = init_service(app).await;
    assert_eq!(ask(&app, "PUT", "/x", &[OTHER, AUTH]).await, "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(ask(&app, "PUT", "/x", &[AUTH]).await, "200");
}

#[actix_web::test]
async fn an_inner_policy_that_is_hidden_is_not_replaced() {
    let inside = theirs::scope("/x")
        .route("/plain", theirs::put().to(HttpResponse::Ok))
        .route("/own", web::put().to(cors::actix_web::with::<crate::support::Api, _>(HttpResponse::Ok)))
        .wrap(policy::<crate::support::Api>())
        .wrap(from_fn(auth));
    let app = init_service(App::new().service(inside).wrap(policy::<Other>())).await;
    for path in ["/x/plain", "/x/own"] {
        assert_eq!(ask(&app, "PUT", path, &[OTHER, AUTH]).await, "403 vary=Origin, Sec-Fetch-Site", "{path}");
        assert_eq!(ask(&app, "PUT", path, &[APP, AUTH]).await, ACTUAL, "{path}");
    }
}

#[actix_web::test]
async fn what_can_be_seen_is_not_forbidden() {
    let app = App::new()
        .service(theirs::scope("/x").wrap(SkipPreflight(from_fn(auth))).route("", web::delete().to(seen)))
        .wrap(policy::<Other>());
    let app = init_service(app).await;
    assert_eq!(ask(&app, "DELETE", "/x", &[OTHER, AUTH]).await, "200 vary=Origin");
    assert_eq!(
        ask(&app, "OPTIONS", "/x", &[OTHER, acrm("DELETE")]).await,
        "204 vary=Origin, Access-Control-Request-Method"
    );
}

#[cors(origins = ["https://app.example"])]
async fn seen() -> HttpResponse {
    HttpResponse::Ok().finish()
}
