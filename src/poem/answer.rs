//! What our pieces do with a request once they know what is to be done.

use ::poem::{Endpoint, IntoResponse, Request, Response, Result};
use cors_core::{
    Policy, RequestKind, RequestView, event,
    http1::{self, Pending},
    vary::Vary,
};

use super::{
    marks::{Asked, Finished},
    unheard::Unheard,
};
use crate::path::Step;

/// Does what `step` says, which is a [first step](crate::path::PathGuard::first_step).
///
/// `tells` is what pieces further inside are to know of a request that runs; `None` where there are none. What a piece
/// further out left in the request does not govern the one that decided here.
///
/// An answer that gets headers is no `Err` any more: poem turns a typed error into an answer at the very end, where
/// nobody can set headers on it.
pub(super) async fn answer<E: Endpoint>(
    step: Step,
    tells: Option<Asked>,
    request: Request,
    inner: &E,
) -> Result<Response> {
    let is_asked = request.data::<Asked>().is_some();
    if is_asked && must_not_run(&step, &request) {
        return Ok(finished(respond(http1::forbidden(Vary::ORIGIN_AND_FETCH_SITE)), is_asked));
    }
    match step {
        Step::Answer(head) => Ok(finished(respond(head), is_asked)),
        Step::Run(pending) => Ok(finished(run(pending, tells, request, inner).await, is_asked)),
        Step::Without => match inner.call(request).await {
            Ok(response) => Ok(finished(response.into_response(), is_asked)),
            Err(mut error) => {
                if is_asked {
                    error.set_data(Finished);
                }
                Err(error)
            }
        },
        Step::Nobody => inner.call(request).await.map(IntoResponse::into_response),
    }
}

/// Lets a request run, and sets the headers if nobody further inside has done that.
async fn run<E: Endpoint>(
    pending: Pending,
    tells: Option<Asked>,
    mut request: Request,
    inner: &E,
) -> Response {
    let Some(tells) = tells else {
        pending.report(request.method(), request.headers());
        let mut response = inner.get_response(request).await;
        pending.apply(response.headers_mut());
        return response;
    };
    let unheard = Unheard::new(&pending, &request);
    request.set_data(tells);
    let mut response = inner.get_response(request).await;
    if response.data::<Finished>().is_some() {
        if let Some(unheard) = unheard {
            unheard.overrule();
        }
    } else {
        drop(unheard);
        pending.apply(response.headers_mut());
    }
    response
}

fn respond(head: http1::Head) -> Response {
    let (parts, ()) = head.into_response(()).into_parts();
    let mut response = Response::default();
    response.set_status(parts.status);
    *response.headers_mut() = parts.headers;
    response
}

fn finished(mut response: Response, is_asked: bool) -> Response {
    if is_asked {
        response.set_data(Finished);
    }
    response
}

/// Whether a request must not run because the browser was never asked to show it to the policy here; tells the listener.
///
/// A piece further out decided without knowing of the one here, because other middleware or a router of the
/// framework's own hides it. Its preflight then spoke for this path, and the browser may send what the policy here
/// would not have allowed.
fn must_not_run(step: &Step, request: &Request) -> bool {
    let refused = match step {
        Step::Run(pending) if !pending.is_readable() => Some(pending),
        Step::Without => None,
        _ => return false,
    };
    let headers = request.headers();
    let view = RequestView::new(request.method().as_str(), headers);
    if view.kind() != RequestKind::Actual || is_same_origin(&view, refused.map(Pending::policy)) {
        return false;
    }
    match refused {
        Some(refused) => refused.report_forbidden(&view),
        None => event::report_forbidden_without_policy(&view),
    }
    true
}

/// Whether the browser says that this request is same-origin, or its `Origin` is the policy's `public_origin`.
fn is_same_origin(view: &RequestView<'_>, policy: Option<&Policy>) -> bool {
    let public = policy.and_then(Policy::public_origin).map(str::as_bytes);
    view.is_same_origin_fetch() || (public.is_some() && view.origin() == public)
}
