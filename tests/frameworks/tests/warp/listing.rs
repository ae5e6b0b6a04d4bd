use cors::{
    PolicySource,
    warp::{route, with, without},
};

use crate::support::{Api, Other, create, list, off, plain};

#[test]
fn all_routes_with_their_prefixes() {
    let routes = route!(GET "orders" => list)
        .or(route!(POST "orders" => create))
        .or(route!(PUT "orders" => with::<Other, _>(plain)))
        .or(route!(GET "health" => without(plain)))
        .or(route!(POST "health" => off))
        .or(route!(ANY / => list))
        .or(route!(GET "items" / u32 / .. => with::<Api, _>(|_: u32| async { "" })).under("v1").under("api"));
    let text = routes.policies().to_string();
    assert_eq!(
        text,
        "\
method  path                    handler                                                     policy                 opt-outs
*       /                       warp::support::list                                         warp::support::Api
GET     /api/v1/items/{u32}/..  warp::listing::all_routes_with_their_prefixes::{{closure}}  warp::support::Api
GET     /health                 warp::support::plain                                        none (off)
POST    /health                 warp::support::off                                          none (off)
GET     /orders                 warp::support::list                                         warp::support::Api
POST    /orders                 warp::support::create                                       warp::support::create
PUT     /orders                 warp::support::plain                                        warp::support::Other
"
    );
    let policies = routes.policy::<Other>().policies();
    let sources: Vec<_> = policies
        .iter()
        .filter(|route| route.path().is_none_or(|path| path == "/health" || path == "/"))
        .map(|route| (route.method(), route.source()))
        .collect();
    assert_eq!(
        sources,
        [
            (None, PolicySource::Handler),
            (Some("GET"), PolicySource::OptOut),
            (Some("POST"), PolicySource::OptOut),
            (None, PolicySource::Application),
            (None, PolicySource::Application),
        ]
    );
}
