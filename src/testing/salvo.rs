//! A service of salvo as the server.

use http::{Request, Response};
use salvo_core::{ConnCtrl, Service, conn::SocketAddr, http::uri::Scheme};

/// Asks a service, such as the one that a finished router makes.
///
/// # Errors
/// When the body of the answer breaks off.
pub async fn ask_salvo(service: &Service, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
    let asked = request.map(salvo_core::http::ReqBody::from);
    let nowhere = || SocketAddr::Unknown;
    // What salvo's own `Service::handle` does; that one brings three compression libraries with its feature.
    let handler = service.hyper_handler(nowhere(), nowhere(), Scheme::HTTP, None, ConnCtrl::new(), None);
    let answer = handler.handle(salvo_core::Request::from_hyper(asked, Scheme::HTTP)).await;
    let (head, body) = answer.into_hyper().into_parts();
    let bytes = super::read_body(body).await?;
    Ok(Response::from_parts(head, bytes))
}
