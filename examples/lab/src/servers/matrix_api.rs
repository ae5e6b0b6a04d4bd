//! The sites of the matrix on both frameworks: policies that are built at run time, on handlers.

use std::sync::Arc;

use axum::{response::IntoResponse, routing::MethodFilter};
use cors::{PolicyError, PolicyRef};

use crate::{
    matrix::{OWN_HEADERS, Policy, Route, Site},
    recorder::handler_ran,
};

/// A path with its handlers, each with the policy that it has.
#[derive(Clone, Debug)]
pub(super) struct Served {
    path: String,
    routes: Vec<(&'static str, Option<PolicyRef>)>,
}

/// Builds the policies, one for equal ones of a site.
///
/// # Errors
/// The findings of the library.
pub(super) fn served(sites: Vec<Site>) -> Result<Vec<Served>, PolicyError> {
    sites
        .into_iter()
        .map(|site| {
            let mut known: Vec<(&Policy, PolicyRef)> = Vec::new();
            let mut routes = Vec::new();
            for Route { method, policy } in &site.routes {
                let finished = policy.as_ref().map(|policy| one_for_equal(&mut known, policy)).transpose()?;
                routes.push((*method, finished));
            }
            Ok(Served { path: format!("/matrix/{}", site.id), routes })
        })
        .collect()
}

fn one_for_equal<'p>(
    known: &mut Vec<(&'p Policy, PolicyRef)>,
    policy: &'p Policy,
) -> Result<PolicyRef, PolicyError> {
    if let Some((_, finished)) = known.iter().find(|(other, _)| *other == policy) {
        return Ok(finished.clone());
    }
    let finished = PolicyRef::from(Arc::new(policy.build()?));
    known.push((policy, finished.clone()));
    Ok(finished)
}

/// Adds the sites to the axum API.
pub(super) fn on_axum(mut router: cors::axum::Router, sites: &[Served]) -> cors::axum::Router {
    use cors::axum::{CorsRoute, on, with_policy, without};

    for site in sites {
        let handlers = site.routes.iter().filter_map(|(method, policy)| {
            let filter =
                MethodFilter::try_from(axum::http::Method::from_bytes(method.as_bytes()).ok()?).ok()?;
            Some(match policy {
                Some(policy) => on(filter, with_policy(policy.clone(), axum_handler)),
                None => on(filter, without(axum_handler)),
            })
        });
        if let Some(route) = handlers.reduce(CorsRoute::merge) {
            router = router.route(&site.path, route);
        }
    }
    router
}

/// Adds the sites to the actix-web API.
pub(super) fn on_actix(config: &mut actix_web::web::ServiceConfig, sites: &[Served]) {
    use cors::actix_web::{web, with_policy, without};

    for site in sites {
        for (method, policy) in &site.routes {
            let Ok(method) = actix_web::http::Method::from_bytes(method.as_bytes()) else {
                continue;
            };
            let mut route = web::method(method.clone());
            if method == actix_web::http::Method::GET {
                // axum gives these to the handler of GET, actix-web to nobody.
                route = route.or(actix_web::http::Method::HEAD);
            }
            let route = match policy {
                Some(policy) => route.to(with_policy(policy.clone(), actix_handler)),
                None => route.to(without(actix_handler)),
            };
            config.route(&site.path, route);
        }
    }
}

async fn axum_handler() -> impl IntoResponse {
    handler_ran();
    (OWN_HEADERS.map(|name| (name, "1")), "tea")
}

async fn actix_handler() -> actix_web::HttpResponse {
    handler_ran();
    let mut response = actix_web::HttpResponse::Ok();
    for name in OWN_HEADERS {
        response.insert_header((name, "1"));
    }
    response.body("tea")
}
