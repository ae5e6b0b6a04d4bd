use cors::{
    PolicySource,
    salvo::{Router, with, without},
};

use crate::support::{Api, Other, create, list, off, plain};

fn app() -> Router {
    let nested = Router::with_path("v1")
        .get(list)
        .push(Router::with_path("{id}").goal(create))
        .push(salvo::Router::with_path("plain").get(plain))
        .policy::<Api>();
    Router::new()
        .push(Router::with_path("orders").get(list).post(create))
        .push(Router::with_path("/orders/").push(Router::new().put(with::<Other, _>(plain))))
        .push(Router::with_path("health").get(without(plain)).post(off))
        .push(salvo::Router::with_path("plain").get(plain).push(salvo::Router::with_path("any").goal(plain)))
        .push(Router::with_path("api").push(nested))
        .get(list)
}

#[test]
fn all_routes_with_their_prefixes() {
    // Without a policy for the application.
    assert_eq!(
        app().policies().to_string(),
        "\
method  path           handler                 policy                             opt-outs
GET     /              salvo::support::list    salvo::support::Api
GET     /api/v1        salvo::support::list    salvo::support::Api
GET     /api/v1/plain                          salvo::support::Api (application)
*       /api/v1/{id}   salvo::support::create  salvo::support::create
GET     /health        salvo::support::plain   none (off)
POST    /health        salvo::support::off     none (off)
GET     /orders        salvo::support::list    salvo::support::Api
POST    /orders        salvo::support::create  salvo::support::create
PUT     /orders        salvo::support::plain   salvo::support::Other
GET     /plain                                 none
*       /plain/any                             none
"
    );
    let policies = app().policy::<Other>().policies();
    let sources = |path: Option<&str>| -> Vec<_> {
        let routes = policies.iter().filter(|route| route.path() == path);
        routes.map(|route| (route.method().map(str::to_owned), route.source())).collect()
    };
    let (get, post) = (Some("GET".to_owned()), Some("POST".to_owned()));
    assert_eq!(
        sources(Some("/health")),
        [
            (get.clone(), PolicySource::OptOut),
            (post, PolicySource::OptOut),
            (None, PolicySource::Application)
        ]
    );
    assert_eq!(
        sources(Some("/plain")),
        [(get, PolicySource::Application), (None, PolicySource::Application)]
    );
    assert_eq!(sources(Some("/plain/any")), [(None, PolicySource::Application)]);
    assert_eq!(sources(None), [(None, PolicySource::Application)]);
}

#[test]
fn a_second_handler_of_a_method_is_never_reached_and_not_listed() {
    let router = Router::with_path("x").get(list).put(create).get(create);
    assert_eq!(
        router.policies().to_string(),
        "\
method  path  handler                 policy                  opt-outs
GET     /x    salvo::support::list    salvo::support::Api
PUT     /x    salvo::support::create  salvo::support::create
"
    );
}
