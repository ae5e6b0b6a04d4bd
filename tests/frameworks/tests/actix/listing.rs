//! The list of routes and policies.

use actix_web::{App, middleware::from_fn, test::init_service, web as theirs};
use cors::{
    PolicySource, RoutePolicy,
    actix_web::{SkipPreflight, policies, policy, web},
};

use crate::support::{Other, auth, create, list, off, plain};

#[actix_web::test]
async fn says_who_answers() {
    let app = App::new()
        .service(
            theirs::scope("/api")
                .service(theirs::resource("/orders").route(web::get().to(list)).route(web::post().to(create)))
                .route("/orders/{id}", theirs::get().to(plain))
                .route("/off", web::get().to(off))
                .wrap(SkipPreflight(from_fn(auth))),
        )
        .wrap(policy::<Other>());
    let app = init_service(app).await;
    let questions = [
        ("GET", "/api/orders"),
        ("POST", "/api/orders"),
        ("GET", "/api/orders/7"),
        ("GET", "/api/off"),
        ("GET", "not a path"),
    ];
    let found = policies(&app, questions);
    let sources: Vec<PolicySource> = found.iter().map(RoutePolicy::source).collect();
    assert_eq!(
        sources,
        [
            PolicySource::Handler,
            PolicySource::Handler,
            PolicySource::Application,
            PolicySource::OptOut,
            PolicySource::Nothing
        ]
    );
    assert_eq!(
        found.to_string(),
        "\
method  path           handler                 policy                               opt-outs
GET     /api/orders    actix::support::list    actix::support::Api
POST    /api/orders    actix::support::create  actix::support::create
GET     /api/orders/7                          actix::support::Other (application)
GET     /api/off       actix::support::off     none (off)
GET     not a path                             none
"
    );
}
