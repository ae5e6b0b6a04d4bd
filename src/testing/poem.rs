//! An endpoint of poem as the server.

use ::poem::Endpoint;
use http::{Request, Response};

/// Asks an endpoint, such as a finished router.
///
/// # Errors
/// When the body of the answer breaks off.
pub async fn ask_poem<E>(endpoint: &E, request: Request<Vec<u8>>) -> Result<Response<Vec<u8>>, String>
where
    E: Endpoint,
{
    let (head, body) = request.into_parts();
    let mut asked = ::poem::Request::builder().method(head.method).uri(head.uri).body(body);
    *asked.headers_mut() = head.headers;
    let answer = endpoint.get_response(asked).await;
    let (head, body) = answer.into_parts();
    let bytes = body.into_vec().await.map_err(|error| error.to_string())?;
    let mut response = Response::new(bytes);
    *response.status_mut() = head.status;
    *response.headers_mut() = head.headers;
    Ok(response)
}
