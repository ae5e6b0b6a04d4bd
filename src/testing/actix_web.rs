//! An initialised application of actix-web as the server.

use ::actix_web::{
    Error,
    body::{MessageBody, to_bytes},
    dev::{Service, ServiceResponse},
    test::TestRequest,
};
use actix_http::Request as ActixRequest;
use http::{Request, Response};

/// Asks an application that `actix_web::test::init_service` has made.
///
/// An error that the application does not turn into an answer is answered as actix-web's server does.
///
/// # Errors
/// When the body of the answer breaks off.
pub async fn ask_actix_web<S, B>(app: &S, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>
where
    S: Service<ActixRequest, Response = ServiceResponse<B>, Error = Error>,
    B: MessageBody,
{
    let (head, body) = request.into_parts();
    let method = ::actix_web::http::Method::from_bytes(head.method.as_str().as_bytes());
    let mut asked = TestRequest::with_uri(&head.uri.to_string())
        .method(method.map_err(|error| error.to_string())?)
        .set_payload(body);
    for (name, value) in &head.headers {
        asked = asked.append_header((name.as_str(), value.as_bytes()));
    }
    let answered = app.call(asked.to_request()).await;
    let (status, headers, bytes) = match answered {
        Ok(answer) => {
            let (status, headers) = (answer.status(), answer.headers().clone());
            (status, headers, to_bytes(answer.into_body()).await.map_err(|error| error.into().to_string())?)
        }
        Err(error) => {
            let answer = error.error_response();
            let (status, headers) = (answer.status(), answer.headers().clone());
            let bytes = to_bytes(answer.into_body()).await.map_err(|error| error.to_string())?;
            (status, headers, bytes)
        }
    };
    let mut response = Response::builder().status(status.as_u16());
    for (name, value) in &headers {
        response = response.header(name.as_str(), value.as_bytes());
    }
    response.body(bytes.to_vec()).map_err(|error| error.to_string())
}
