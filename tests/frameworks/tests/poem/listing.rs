use cors::{
    PolicySource,
    poem::{Route, any, get, post, with, without},
};

use crate::support::{Api, Other, create, list, off, plain};

#[test]
fn all_routes_with_their_prefixes() {
    let nested = Route::new().at("/", get(list)).at("/:id", any(create)).policy::<Api>();
    let app = Route::new()
        .at("/orders", get(list).post(create).put(with::<Other, _>(plain)))
        .at("/health", get(without(plain)).post(off))
        .at("plain//it", poem::get(plain))
        .at("/layered", get(list).data(1))
        .nest("/api", Route::new().nest("/v1", nested.around(crate::support::auth)))
        .nest("/files", plain)
        .nest("/below", get(list))
        .nest_no_strip("/kept", Route::new().at("/kept/x", post(create)));
    // Without a policy for the application.
    assert_eq!(
        app.policies().to_string(),
        "\
method  path         handler                policy                            opt-outs
GET     /api/v1      poem::support::list    poem::support::Api
*       /api/v1                             poem::support::Api (application)
*       /api/v1/:id  poem::support::create  poem::support::create
GET     /below/*     poem::support::list    poem::support::Api
*       /files/*                            none
GET     /health      poem::support::plain   none (off)
POST    /health      poem::support::off     none (off)
POST    /kept/x      poem::support::create  poem::support::create
GET     /layered     poem::support::list    poem::support::Api
GET     /orders      poem::support::list    poem::support::Api
POST    /orders      poem::support::create  poem::support::create
PUT     /orders      poem::support::plain   poem::support::Other
*       /plain/it                           none
"
    );
    let policies = app.policy::<Other>().policies();
    let sources: Vec<_> = policies
        .iter()
        .filter(|route| route.path() == Some("/health") || route.path().is_none())
        .map(|route| (route.method(), route.source()))
        .collect();
    assert_eq!(
        sources,
        [
            (Some("GET"), PolicySource::OptOut),
            (Some("POST"), PolicySource::OptOut),
            (None, PolicySource::Application),
            (None, PolicySource::Application),
        ]
    );
}
