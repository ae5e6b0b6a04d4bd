//! warp, beside its own wrapper.

use cors::warp::{AnswerFilter, route, with_policy};
use warp::{Filter, Rejection, Reply, filters::cors::Cors};

use super::{Group, Peer, Row, Runner, Stated, group, tower};
use crate::cases::{Allows, Case, HEADERS, METHODS, Origins, Served};

pub(super) fn rows(case: &Case, handlers: &[Stated]) -> Vec<Row> {
    let peer = peer(case).map(|cors| Peer {
        name: "warp::cors()",
        // It refuses with 403 where a list does not hold what is asked for, and names any origin instead of `*`.
        allows: match case.allows_unless_listed() {
            Allows::Anybody => Allows::Page,
            allows => allows,
        },
        runner: service(case, four().with(cors)),
    });
    let (bare, ours) = match case.served {
        Served::Four => (service(case, four()), service(case, our_four(handlers))),
        Served::Seven => (service(case, seven()), service(case, our_seven(handlers))),
    };
    group(Group::Warp, case, ("bare warp", bare), vec![("cors::warp", ours)], peer)
}

async fn orders() -> &'static str {
    ""
}

/// Routes of the one path, by warp's names of their methods.
macro_rules! bare {
    ($first:ident $($method:ident)*) => {
        warp::path!("orders").and(warp::$first()).then(orders)
            $(.or(warp::path!("orders").and(warp::$method()).then(orders)))*
    };
}

/// The same with policies.
macro_rules! ours {
    ($handlers:ident: $first:tt $($method:tt)*) => {{
        let mut policies = $handlers.iter().map(|stated| stated.policy.clone());
        let mut stated = || with_policy(policies.next().expect("a policy for each method"), orders);
        route!($first "orders" => stated())$(.or(route!($method "orders" => stated())))*.finish()
    }};
}

fn four() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync + 'static {
    bare!(get put delete patch)
}

fn seven() -> impl Filter<Extract = (impl Reply,), Error = Rejection> + Clone + Send + Sync + 'static {
    bare!(get head options post put patch delete)
}

fn our_four(handlers: &[Stated]) -> impl AnswerFilter + use<> {
    ours!(handlers: GET PUT DELETE PATCH)
}

fn our_seven(handlers: &[Stated]) -> impl AnswerFilter + use<> {
    ours!(handlers: GET HEAD OPTIONS POST PUT PATCH DELETE)
}

/// warp's wrapper, which has one policy for all methods and no patterns.
fn peer(case: &Case) -> Option<Cors> {
    if case.served == Served::Seven {
        return None;
    }
    let cors = warp::cors()
        .allow_methods(METHODS)
        .allow_headers(HEADERS)
        .max_age(600)
        .allow_credentials(case.origins != Origins::Any);
    match case.origins {
        Origins::Any => Some(cors.allow_any_origin().build()),
        Origins::Exact(_) => {
            Some(cors.allow_origins(case.origins.entries().iter().map(String::as_str)).build())
        }
        Origins::Patterns(_) => None,
    }
}

/// A filter, asked as a server asks it.
fn service<F, R>(case: &Case, filter: F) -> Box<dyn Runner>
where
    F: Filter<Extract = (R,), Error = Rejection> + Clone + Send + Sync + 'static,
    R: Reply,
{
    tower::with_body(case, warp::service(filter), String::new)
}
