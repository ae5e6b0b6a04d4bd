//! The recorder as a layer around a whole server: outside of the library, so that it sees what the browser sees.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{ServiceRequest, ServiceResponse},
    web::Data,
};
use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::Response,
};

use crate::recorder::{Exchange, Key, Recorder};

/// Wraps an axum router.
pub(super) fn on_axum(router: Router, recorder: Recorder) -> Router {
    router.layer(middleware::from_fn_with_state(recorder, record))
}

/// The same for actix-web, as a function for its `from_fn`.
pub(super) async fn on_actix(
    recorder: Data<Recorder>,
    request: ServiceRequest,
    next: actix_web::middleware::Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    let Some(key) = Key::from_query(request.uri().query()) else {
        return next.call(request).await;
    };
    let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let exchange = Exchange::arrived(request.method().as_str(), request.path(), headers);
    // Inside of a block of its own: a part of the work happens before there is a future.
    let response = recorder.scope(key.clone(), async { next.call(request).await }).await?;
    let headers = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    recorder.add(&key, exchange.answered(response.status().as_u16(), headers));
    Ok(response)
}

async fn record(State(recorder): State<Recorder>, request: Request, next: Next) -> Response {
    let Some(key) = Key::from_query(request.uri().query()) else {
        return next.run(request).await;
    };
    let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    let exchange = Exchange::arrived(request.method().as_str(), request.uri().path(), headers);
    let response = recorder.scope(key.clone(), next.run(request)).await;
    let headers = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
    recorder.add(&key, exchange.answered(response.status().as_u16(), headers));
    response
}
