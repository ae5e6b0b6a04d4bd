//! What our pieces do with a request once they know what is to be done.

use ::poem::{
    Endpoint, IntoResponse, Request, Response, Result,
    http::{HeaderMap, header::ORIGIN},
};
use cors_core::{Policy, RequestKind, RequestView, http1, vary::Vary};

use super::marks::{Asked, Finished};
use crate::path::Step;

/// Does what `step` says.
///
/// `asked` is what a piece further out left in the request; it does not govern the one that decided here.
///
/// An answer that gets headers is no `Err` any more: poem turns a typed error into an answer at the very end, where
/// nobody can set headers on it.
pub(super) async fn answer<E: Endpoint>(
    step: Step,
    asked: Option<&Asked>,
    request: Request,
    inner: &E,
) -> Result<Response> {
    if asked.is_some() && must_not_run(&step, &request) {
        return Ok(finished(respond(http1::forbidden(Vary::ORIGIN_AND_FETCH_SITE)), asked));
    }
    match step {
        Step::Answer(head) => Ok(finished(respond(head), asked)),
        Step::Run(pending) => {
            let mut response = inner.get_response(request).await;
            if response.data::<Finished>().is_none() {
                pending.apply(response.headers_mut());
            }
            Ok(finished(response, asked))
        }
        Step::Without => match inner.call(request).await {
            Ok(response) => Ok(finished(response.into_response(), asked)),
            Err(mut error) => {
                if asked.is_some() {
                    error.set_data(Finished);
                }
                Err(error)
            }
        },
        Step::Nobody => inner.call(request).await.map(IntoResponse::into_response),
    }
}

fn respond(head: http1::Head) -> Response {
    let (parts, ()) = head.into_response(()).into_parts();
    let mut response = Response::default();
    response.set_status(parts.status);
    *response.headers_mut() = parts.headers;
    response
}

fn finished(mut response: Response, asked: Option<&Asked>) -> Response {
    if asked.is_some() {
        response.set_data(Finished);
    }
    response
}

/// Whether a request must not run because the browser was never asked to show it to the policy here.
///
/// A piece further out decided without knowing of the one here, because other middleware or a router of the
/// framework's own hides it. Its preflight then spoke for this path, and the browser may send what the policy here
/// would not have allowed.
fn must_not_run(step: &Step, request: &Request) -> bool {
    let (method, headers) = (request.method(), request.headers());
    let policy = match step {
        Step::Run(pending) if !pending.is_readable() => Some(pending.policy()),
        Step::Without => None,
        _ => return false,
    };
    RequestView::new(method.as_str(), headers).kind() == RequestKind::Actual
        && !is_same_origin(headers, policy)
}

/// Whether the browser says that this request is same-origin, or its `Origin` is the policy's `public_origin`.
fn is_same_origin(headers: &HeaderMap, policy: Option<&Policy>) -> bool {
    let mut sites = headers.get_all("sec-fetch-site").iter();
    if sites.next().is_some_and(|site| site == "same-origin") && sites.next().is_none() {
        return true;
    }
    let mut origins = headers.get_all(ORIGIN).iter();
    let public = policy.and_then(Policy::public_origin);
    public.is_some_and(|public| origins.next().is_some_and(|origin| origin == public))
        && origins.next().is_none()
}
