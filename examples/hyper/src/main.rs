//! A small orders API on hyper and tower, with authentication. `README.md` beside it has commands to try.

#![expect(clippy::unused_async, reason = "a handler is async, whether it waits for something or not")]

use std::{env, error::Error};

use cors::{
    CorsPolicy, cors,
    tower::{CorsBody, routes},
};
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::{
    body::{Bytes, Incoming},
    server::conn::http1,
};
use hyper_util::{rt::TokioIo, service::TowerToHyperService};
use serde::{Deserialize, Serialize};
use tokio::net::TcpListener;
use tower::{ServiceBuilder, ServiceExt, service_fn};

/// The policy of the shop's own pages, which several handlers share.
#[derive(CorsPolicy)]
#[policy(
    origins = ["https://app.example.com"],
    dev_origins = ["http://localhost:*"],
    headers = ["authorization", "content-type"],
    expose_headers = ["x-total"],
    max_age = "10m",
)]
struct Shop;

#[derive(Debug, Serialize, Deserialize)]
struct Order {
    item: String,
}

fn answer(status: StatusCode, body: impl Into<Full<Bytes>>) -> Response<Full<Bytes>> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response
}

#[cors(Shop)]
async fn list_orders(_: Request<Incoming>) -> Response<Full<Bytes>> {
    let mut response = answer(StatusCode::OK, r#"[{"item":"tea"}]"#);
    response.headers_mut().insert("x-total", HeaderValue::from_static("1"));
    response
}

#[cors(Shop)]
async fn create_order(request: Request<Incoming>) -> Response<Full<Bytes>> {
    let Ok(body) = request.into_body().collect().await else {
        return answer(StatusCode::BAD_REQUEST, "");
    };
    let order =
        serde_json::from_slice::<Order>(&body.to_bytes()).and_then(|order| serde_json::to_string(&order));
    match order {
        Ok(order) => answer(StatusCode::CREATED, order),
        Err(error) => answer(StatusCode::UNPROCESSABLE_ENTITY, error.to_string()),
    }
}

// Only the administration may delete: this handler has a policy of its own.
#[cors(origins = ["https://admin.example.com"], headers = ["authorization"])]
async fn delete_order(_: Request<Incoming>) -> Response<Full<Bytes>> {
    answer(StatusCode::NO_CONTENT, "")
}

#[cors(origins = any)]
async fn list_prices(_: Request<Incoming>) -> Response<Full<Bytes>> {
    answer(StatusCode::OK, "tea 3, sugar 1\n")
}

#[cors(off)]
async fn health(_: Request<Incoming>) -> Response<Full<Bytes>> {
    answer(StatusCode::OK, "up\n")
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    cors::on_refusal(|event| eprintln!("{event}"))?;
    let routes = routes! {
        GET "/orders" => list_orders,
        POST "/orders" => create_order,
        DELETE "/orders/{id}" => delete_order,
        GET "/prices" => list_prices,
        GET "/health" => health,
    }?;
    // The policies outermost: preflights are answered before authentication, and its 401 gets the handler's headers.
    let app =
        ServiceBuilder::new().layer(routes.cors()).service(service_fn(move |request: Request<Incoming>| {
            let routes = routes.clone();
            async move {
                let public = ["/prices", "/health"].contains(&request.uri().path());
                let token = request.headers().get(header::AUTHORIZATION);
                if public || token.is_some_and(|token| token == "Bearer demo") {
                    routes.oneshot(request).await
                } else {
                    let mut refused = Response::new(CorsBody::default());
                    *refused.status_mut() = StatusCode::UNAUTHORIZED;
                    Ok(refused)
                }
            }
        }));
    let port: u16 = env::var("PORT").ok().map_or(Ok(3000), |port| port.parse())?;
    let listener = TcpListener::bind(("127.0.0.1", port)).await?;
    println!("listening on http://{}", listener.local_addr()?);
    loop {
        let (stream, _) = listener.accept().await?;
        let service = TowerToHyperService::new(app.clone());
        tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), service));
    }
}
