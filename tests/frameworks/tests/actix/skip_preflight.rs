//! Authentication around handlers opens for preflights, and for nothing else.

use std::sync::atomic::{AtomicUsize, Ordering};

use actix_web::{
    App, HttpResponse,
    middleware::{DefaultHeaders, Logger, from_fn},
    test::init_service,
    web as theirs,
};
use cors::{
    actix_web::{SkipPreflight, policy, web},
    cors,
};

use crate::support::{ACTUAL, APP, AUTH, EVIL, OTHER, Other, PREFLIGHT, acrm, ask, auth, list, off};

static RAN: AtomicUsize = AtomicUsize::new(0);

async fn counted() -> HttpResponse {
    RAN.fetch_add(1, Ordering::SeqCst);
    HttpResponse::Ok().insert_header(("access-control-allow-origin", "*")).finish()
}

fn routes(config: &mut theirs::ServiceConfig) {
    config
        .route("/list", web::get().to(list))
        .route("/off", web::get().to(off))
        .service(
            theirs::resource("/options")
                .route(web::get().to(list))
                .route(theirs::method(actix_web::http::Method::OPTIONS).to(counted)),
        )
        .route("/any", theirs::to(counted))
        .default_service(theirs::to(counted));
}

macro_rules! check {
    ($app:expr, $prefix:literal) => {{
        let app = init_service($app).await;
        let before = RAN.load(Ordering::SeqCst);
        let path = |path: &str| format!("{}{path}", $prefix);
        assert_eq!(ask(&app, "OPTIONS", &path("/list"), &[APP, acrm("GET")]).await, PREFLIGHT);
        assert_eq!(ask(&app, "OPTIONS", &path("/options"), &[APP, acrm("GET")]).await, PREFLIGHT);
        // Not for us: it goes to authentication as it is.
        for other in ["/options", "/any", "/nowhere"] {
            assert_eq!(ask(&app, "OPTIONS", &path(other), &[APP, acrm("PUT")]).await, "401", "{other}");
            assert_eq!(ask(&app, "OPTIONS", &path(other), &[]).await, "401", "{other}");
            assert_eq!(ask(&app, "OPTIONS", &path(other), &[APP]).await, "401", "{other}");
            assert_eq!(ask(&app, "CORSPROBE", &path(other), &[APP, acrm("GET")]).await, "401", "{other}");
        }
        assert_eq!(ask(&app, "GET", &path("/list"), &[APP]).await, ACTUAL.replace("200", "401"));
        assert_eq!(ask(&app, "GET", &path("/list"), &[EVIL]).await, "401 vary=Origin");
        assert_eq!(ask(&app, "GET", &path("/list"), &[]).await, "401 vary=Origin");
        assert_eq!(ask(&app, "GET", &path("/off"), &[APP]).await, "401");
        assert_eq!(RAN.load(Ordering::SeqCst), before, "nothing got past authentication");
        assert_eq!(ask(&app, "GET", &path("/list"), &[APP, AUTH]).await, ACTUAL);
        let own = ask(&app, "OPTIONS", &path("/options"), &[APP, acrm("PUT"), AUTH]).await;
        assert_eq!(own, "200 allow-origin=*", "the user's own handler, with credentials");
        assert_eq!(RAN.load(Ordering::SeqCst), before + 1);
    }};
}

#[actix_web::test]
async fn opens_for_our_preflights_only() {
    check!(App::new().configure(routes).wrap(SkipPreflight(from_fn(auth))), "");
    check!(
        App::new().service(theirs::scope("/v1").configure(routes).wrap(SkipPreflight(from_fn(auth)))),
        "/v1"
    );
    check!(
        App::new().service(
            theirs::scope("/v1")
                .service(theirs::scope("/x").configure(routes).wrap(SkipPreflight(from_fn(auth))))
        ),
        "/v1/x"
    );
    // The framework's own middleware lets questions through.
    check!(
        App::new()
            .configure(routes)
            .wrap(Logger::default())
            .wrap(DefaultHeaders::new())
            .wrap(SkipPreflight(from_fn(auth))),
        ""
    );
    check!(
        App::new()
            .configure(routes)
            .wrap(SkipPreflight(from_fn(auth)))
            .wrap(SkipPreflight(from_fn(auth)))
            .wrap(Logger::default()),
        ""
    );
}

#[actix_web::test]
async fn inside_and_outside_of_a_policy() {
    let inside = App::new()
        .route("/list", web::get().to(list))
        .route("/plain", theirs::get().to(counted))
        .wrap(SkipPreflight(from_fn(auth)))
        .wrap(policy::<Other>());
    let outside = App::new()
        .route("/list", web::get().to(list))
        .route("/plain", theirs::get().to(counted))
        .wrap(policy::<Other>())
        .wrap(SkipPreflight(from_fn(auth)));
    let other = "401 allow-origin=https://other.example expose-headers=x-other vary=Origin";
    let app = init_service(inside).await;
    assert_eq!(ask(&app, "GET", "/list", &[APP]).await, ACTUAL.replace("200", "401"));
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, other);
    assert_eq!(ask(&app, "GET", "/list", &[OTHER, AUTH]).await, "200 vary=Origin");
    let app = init_service(outside).await;
    assert_eq!(ask(&app, "GET", "/list", &[APP]).await, ACTUAL.replace("200", "401"));
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, other);
    assert_eq!(ask(&app, "GET", "/list", &[OTHER, AUTH]).await, "200 vary=Origin");
    assert_eq!(ask(&app, "OPTIONS", "/list", &[APP, acrm("GET")]).await, PREFLIGHT);
}

/// A handler with a policy around a resource that a route's own `wrap` guards.
#[actix_web::test]
async fn around_a_route() {
    #[cors(origins = ["https://app.example"])]
    async fn guarded() -> &'static str {
        "guarded"
    }
    let app = App::new()
        .route("/skip", web::get().to(guarded).wrap(SkipPreflight(from_fn(auth))))
        .route("/bare", web::get().to(guarded).wrap(from_fn(auth)));
    let app = init_service(app).await;
    assert_eq!(ask(&app, "OPTIONS", "/skip", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/skip", &[APP]).await, ACTUAL.replace("200", "401"));
    assert_eq!(ask(&app, "OPTIONS", "/bare", &[APP, acrm("GET")]).await, "401", "as documented");
}
