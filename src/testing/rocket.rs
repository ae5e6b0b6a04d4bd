//! Rocket's local client as the server.

use ::rocket::{
    http::{Header, Method},
    local::asynchronous::Client,
};
use http::{Request, Response, StatusCode};

/// Asks an application behind Rocket's local client.
///
/// The client keeps cookies of its own unless it is an `untracked` one. Rocket knows nine methods; others get the bare
/// 400 that its server answers.
///
/// # Errors
/// When the address is none for Rocket, or the body of the answer breaks off.
pub async fn ask_rocket(client: &Client, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String> {
    let (head, body) = request.into_parts();
    let Ok(method) = head.method.as_str().parse::<Method>() else {
        let mut response = Response::new(Vec::new());
        *response.status_mut() = StatusCode::BAD_REQUEST;
        return Ok(response);
    };
    let uri = head.uri.to_string();
    let mut asked = client.req(method, uri);
    for (name, value) in &head.headers {
        // Rocket's headers are texts; its server drops the lines that are none.
        if let Ok(value) = value.to_str() {
            asked.add_header(Header::new(name.as_str().to_owned(), value.to_owned()));
        }
    }
    asked.set_body(body);
    let answer = asked.dispatch().await;
    let mut response = Response::builder().status(answer.status().code);
    for header in answer.headers().iter() {
        response = response.header(header.name().as_str(), header.value());
    }
    let bytes = answer.into_bytes().await.unwrap_or_default();
    response.body(bytes).map_err(|error| error.to_string())
}
