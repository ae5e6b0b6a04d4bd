//! A rejection as the answer that warp would make of it.

use ::warp::{
    Rejection, Reply,
    body::BodyDeserializeError,
    http::header::{CONTENT_TYPE, HeaderValue},
    reject,
    reply::Response,
};
use http::StatusCode;

/// What warp answers to a rejection that nobody has recovered.
///
/// warp keeps its own function for that to itself, and a filter cannot let a rejection go on and still set headers.
/// The status is warp's; the text is that of the error, where its type is public.
pub(super) fn answer(rejection: &Rejection, status: StatusCode) -> Response {
    if rejection.is_not_found() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = known(rejection, status).unwrap_or_else(|| {
        if status == StatusCode::INTERNAL_SERVER_ERROR {
            unhandled(rejection)
        } else {
            status.canonical_reason().unwrap_or_default().to_owned()
        }
    });
    let mut response = text.into_response();
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

fn known(rejection: &Rejection, status: StatusCode) -> Option<String> {
    fn text<T: ToString + 'static>(rejection: &Rejection) -> Option<String> {
        rejection.find::<T>().map(ToString::to_string)
    }
    match status {
        StatusCode::METHOD_NOT_ALLOWED => text::<reject::MethodNotAllowed>(rejection),
        StatusCode::BAD_REQUEST => text::<reject::InvalidHeader>(rejection)
            .or_else(|| text::<reject::MissingHeader>(rejection))
            .or_else(|| text::<reject::MissingCookie>(rejection))
            .or_else(|| text::<reject::InvalidQuery>(rejection))
            .or_else(|| text::<BodyDeserializeError>(rejection)),
        StatusCode::LENGTH_REQUIRED => text::<reject::LengthRequired>(rejection),
        StatusCode::PAYLOAD_TOO_LARGE => text::<reject::PayloadTooLarge>(rejection),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => text::<reject::UnsupportedMediaType>(rejection),
        _ => None,
    }
}

/// The text of a rejection of the program's own, as warp writes it.
fn unhandled(rejection: &Rejection) -> String {
    let shown = format!("{rejection:?}");
    let inner = shown.strip_prefix("Rejection(").and_then(|inner| inner.strip_suffix(')')).unwrap_or(&shown);
    format!("Unhandled rejection: {inner}")
}
