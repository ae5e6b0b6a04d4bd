//! A policy for an application or a scope.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use actix_web::{
    App, HttpResponse,
    dev::Service as _,
    http::header::{HeaderName, HeaderValue},
    middleware,
    test::init_service,
    web as theirs,
};
use cors::{
    CorsPolicy, Policy, PolicyError,
    actix_web::{policy, policy_of, web, without},
    cors,
};

use crate::support::{
    ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, PREFLIGHT, acrm, ask, create, list, plain,
};

const OTHER_ACTUAL: &str = "200 allow-origin=https://other.example expose-headers=x-other vary=Origin";
const OTHER_PREFLIGHT: &str = "204 allow-methods=GET,PUT allow-origin=https://other.example \
                               vary=Origin, Access-Control-Request-Method";

#[actix_web::test]
async fn covers_what_has_no_policy_of_its_own() {
    let app = App::new()
        .route("/own", web::get().to(list))
        .route("/plain", theirs::get().to(plain))
        .route("/without", web::get().to(without(plain)))
        .service(theirs::resource("/resource").route(theirs::post().to(plain)))
        .wrap(policy::<Other>());
    let app = init_service(app).await;
    assert_eq!(ask(&app, "GET", "/own", &[APP]).await, ACTUAL);
    assert_eq!(ask(&app, "GET", "/own", &[OTHER]).await, "200 vary=Origin", "replaced whole");
    assert_eq!(ask(&app, "OPTIONS", "/own", &[APP, acrm("GET")]).await, PREFLIGHT);
    assert_eq!(ask(&app, "OPTIONS", "/own", &[OTHER, acrm("GET")]).await, NOBODY);
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, OTHER_ACTUAL);
    assert_eq!(ask(&app, "OPTIONS", "/plain", &[OTHER, acrm("GET")]).await, OTHER_PREFLIGHT);
    assert_eq!(ask(&app, "GET", "/without", &[OTHER]).await, "200");
    assert_eq!(ask(&app, "OPTIONS", "/without", &[OTHER, acrm("GET")]).await, NOBODY);
    assert_eq!(ask(&app, "GET", "/nowhere", &[OTHER]).await, OTHER_ACTUAL.replace("200", "404"));
    assert_eq!(ask(&app, "GET", "/resource", &[OTHER]).await, OTHER_ACTUAL.replace("200", "405"));
    assert_eq!(
        ask(&app, "OPTIONS", "/own", &[OTHER, acrm("PUT")]).await,
        OTHER_PREFLIGHT.replace("GET,PUT", "PUT"),
        "the neighbour's method is not named"
    );
}

#[actix_web::test]
async fn what_middleware_adds_behind_a_handlers_policy_is_replaced() {
    for (name, value) in [
        ("access-control-allow-origin", "https://app.example"),
        ("access-control-allow-origin", "*"),
        ("access-control-allow-credentials", "true"),
        ("access-control-allow-methods", "GET"),
        ("access-control-expose-headers", "x-more"),
        ("vary", "Accept"),
    ] {
        let app = App::new()
            .service(
                theirs::scope("/x")
                    .wrap_fn(move |request, next| {
                        let answer = next.call(request);
                        async move {
                            let mut answer = answer.await?;
                            let name = HeaderName::from_static(name);
                            answer.headers_mut().append(name, HeaderValue::from_static(value));
                            Ok(answer)
                        }
                    })
                    .route("", web::get().to(list)),
            )
            .wrap(policy::<Other>());
        let app = init_service(app).await;
        let expected = if name == "vary" {
            ACTUAL.replace("vary=Origin", "vary=Origin, Accept")
        } else {
            ACTUAL.to_owned()
        };
        assert_eq!(ask(&app, "GET", "/x", &[APP]).await, expected, "{name}: {value}");
    }
}

static RAN: AtomicUsize = AtomicUsize::new(0);

async fn counted() -> HttpResponse {
    RAN.fetch_add(1, Ordering::SeqCst);
    HttpResponse::Ok().finish()
}

#[actix_web::test]
async fn a_preflight_runs_no_handler_of_any_method() {
    let app = App::new()
        .route("/any", theirs::to(counted))
        .service(theirs::resource("/options").route(theirs::route().to(counted)))
        .default_service(theirs::to(counted))
        .wrap(policy::<Other>());
    let app = init_service(app).await;
    for path in ["/any", "/options", "/nowhere"] {
        assert_eq!(ask(&app, "OPTIONS", path, &[OTHER, acrm("GET")]).await, OTHER_PREFLIGHT, "{path}");
    }
    assert_eq!(RAN.load(Ordering::SeqCst), 0);
    assert_eq!(ask(&app, "OPTIONS", "/any", &[OTHER]).await, OTHER_ACTUAL, "no preflight");
    assert_eq!(RAN.load(Ordering::SeqCst), 1);
}

#[actix_web::test]
async fn the_inner_of_two_wins_whole() {
    let app = App::new()
        .service(
            theirs::scope("/inner")
                .route("/plain", theirs::get().to(plain))
                .route("/own", web::post().to(create))
                .wrap(policy::<Api>()),
        )
        .route("/plain", theirs::get().to(plain))
        .wrap(middleware::NormalizePath::trim())
        .wrap(policy::<Other>());
    let app = init_service(app).await;
    for path in ["/inner/plain", "/inner/plain/"] {
        assert_eq!(ask(&app, "GET", path, &[APP]).await, ACTUAL, "{path}");
        assert_eq!(ask(&app, "GET", path, &[OTHER]).await, "200 vary=Origin", "{path}");
        assert_eq!(ask(&app, "OPTIONS", path, &[OTHER, acrm("GET")]).await, NOBODY, "{path}");
        let no_methods = PREFLIGHT.replace("allow-methods=GET ", "");
        assert_eq!(ask(&app, "OPTIONS", path, &[APP, acrm("GET")]).await, no_methods, "{path}");
    }
    assert_eq!(ask(&app, "GET", "/inner/nowhere", &[APP]).await, ACTUAL.replace("200", "404"));
    assert_eq!(
        ask(&app, "POST", "/inner/own", &[APP]).await,
        "201 allow-credentials=true allow-origin=https://app.example vary=Origin"
    );
    assert_eq!(ask(&app, "GET", "/plain", &[OTHER]).await, OTHER_ACTUAL);
}

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example"], on_refused = forbid)]
struct Strict;

#[actix_web::test]
async fn forbids_only_what_has_no_policy_of_its_own() {
    #[cors(origins = ["https://evil.example"])]
    async fn own() -> &'static str {
        "own"
    }
    let app = App::new()
        .route("/own", web::get().to(own))
        .route("/plain", theirs::get().to(counted_strict))
        .wrap(policy::<Strict>());
    let app = init_service(app).await;
    assert_eq!(ask(&app, "GET", "/own", &[EVIL]).await, ACTUAL.replace("app", "evil"));
    assert_eq!(ask(&app, "GET", "/plain", &[EVIL]).await, "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(STRICT.load(Ordering::SeqCst), 0);
    assert_eq!(
        ask(&app, "GET", "/plain", &[EVIL, ("sec-fetch-site", "same-origin")]).await,
        "200 vary=Origin, Sec-Fetch-Site"
    );
}

static STRICT: AtomicUsize = AtomicUsize::new(0);

async fn counted_strict() -> &'static str {
    STRICT.fetch_add(1, Ordering::SeqCst);
    "plain"
}

#[actix_web::test]
async fn a_policy_that_is_made_at_run_time() -> Result<(), PolicyError> {
    let policy = Arc::new(Policy::builder().any_origin().build()?);
    let app = init_service(App::new().route("/", theirs::get().to(plain)).wrap(policy_of(policy))).await;
    for headers in [vec![], vec![EVIL]] {
        assert_eq!(ask(&app, "GET", "/", &headers).await, "200 allow-origin=*");
    }
    assert_eq!(ask(&app, "OPTIONS", "/", &[EVIL, acrm("GET")]).await, "204 allow-origin=*");
    Ok(())
}
