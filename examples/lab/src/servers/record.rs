//! The recorder as a layer around a whole server: outside of the library, so that it sees what the browser sees.

use actix_web::{
    Error,
    body::MessageBody,
    dev::{Service, ServiceRequest, ServiceResponse},
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

/// Makes the function that actix-web's `wrap_fn` takes.
pub(super) fn on_actix<S, B>(
    recorder: Recorder,
) -> impl Fn(ServiceRequest, &S) -> std::pin::Pin<Box<dyn Future<Output = Result<ServiceResponse<B>, Error>>>> + Clone
where
    S: Service<ServiceRequest, Response = ServiceResponse<B>, Error = Error>,
    S::Future: 'static,
    B: MessageBody + 'static,
{
    move |request, app| {
        let Some(key) = Key::from_query(request.uri().query()) else {
            return Box::pin(app.call(request));
        };
        let headers = request.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
        let exchange = Exchange::arrived(request.method().as_str(), request.path(), headers);
        // A part of the work happens before there is a future.
        let answer = recorder.sync_scope(key.clone(), || app.call(request));
        let answer = recorder.scope(key.clone(), answer);
        let recorder = recorder.clone();
        Box::pin(async move {
            let response = answer.await?;
            let headers = response.headers().iter().map(|(name, value)| (name.as_str(), value.as_bytes()));
            recorder.add(&key, exchange.answered(response.status().as_u16(), headers));
            Ok(response)
        })
    }
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
