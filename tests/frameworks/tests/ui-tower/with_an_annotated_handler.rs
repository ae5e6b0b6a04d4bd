//! `with` around a function that has a policy of its own: its answer would still be wrapped.

use axum::body::Body;
use cors::{
    CorsPolicy, cors,
    tower::{routes, with},
};
use http::{Request, Response};

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Api;

#[cors(origins = ["https://app.example.com"])]
async fn list_orders(_: Request<Body>) -> Response<Body> {
    Response::new("orders".into())
}

fn main() -> Result<(), cors::tower::RouteError> {
    let app = routes! { GET "/orders" => with::<Api, _>(list_orders) }?;
    let _: axum::Router = axum::Router::new().fallback_service(app);
    Ok(())
}
