//! A rejection as the answer that warp would make of it.

use ::warp::{
    Rejection, Reply,
    body::BodyDeserializeError,
    cors::CorsForbidden,
    ext::MissingExtension,
    http::header::{CONTENT_TYPE, HeaderValue},
    reject,
    reply::Response,
};
use http::StatusCode;

/// What warp answers to a rejection that nobody has recovered.
///
/// warp keeps its own function for that to itself, and a filter cannot let a rejection go on and still set headers.
/// The status is warp's. The text is too, unless rejections are combined: which of them warp shows cannot be known.
pub(super) fn answer(rejection: &Rejection, status: StatusCode) -> Response {
    if rejection.is_not_found() {
        return StatusCode::NOT_FOUND.into_response();
    }
    let text = public(rejection, status).or_else(|| shown(rejection, status));
    let text = text.unwrap_or_else(|| status.canonical_reason().unwrap_or_default().to_owned());
    let mut response = text.into_response();
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// The text of a rejection of warp's own whose type is public.
fn public(rejection: &Rejection, status: StatusCode) -> Option<String> {
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
        StatusCode::FORBIDDEN => text::<CorsForbidden>(rejection),
        StatusCode::LENGTH_REQUIRED => text::<reject::LengthRequired>(rejection),
        StatusCode::PAYLOAD_TOO_LARGE => text::<reject::PayloadTooLarge>(rejection),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => text::<reject::UnsupportedMediaType>(rejection),
        StatusCode::INTERNAL_SERVER_ERROR => text::<MissingExtension>(rejection),
        _ => None,
    }
}

/// Rejections whose types warp keeps to itself, or has with a feature of its own only: how `Debug` shows them, and
/// their texts, letter by letter.
const HIDDEN: &[(StatusCode, &str, &str)] = &[
    (StatusCode::BAD_REQUEST, "MissingConnectionUpgrade", "Connection header did not include 'upgrade'"),
    (StatusCode::FORBIDDEN, "FilePermissionError", "file perimission error"),
    (StatusCode::INTERNAL_SERVER_ERROR, "FileOpenError", "file open error"),
    (StatusCode::INTERNAL_SERVER_ERROR, "BodyConsumedMultipleTimes", "Request body consumed multiple times"),
];

/// The text of a single rejection by what `Debug` shows of it: one of [`HIDDEN`], or one of the program's own.
fn shown(rejection: &Rejection, status: StatusCode) -> Option<String> {
    let debug = format!("{rejection:?}");
    let inner = debug.strip_prefix("Rejection(")?.strip_suffix(')')?;
    let hidden = HIDDEN.iter().find(|(of, name, _)| (*of, *name) == (status, inner));
    if let Some((_, _, text)) = hidden {
        return Some((*text).to_owned());
    }
    // Several are shown as a list. warp shows a client one of them, so all of them are too many.
    let is_own = status == StatusCode::INTERNAL_SERVER_ERROR && !inner.starts_with('[');
    is_own.then(|| format!("Unhandled rejection: {inner}"))
}
