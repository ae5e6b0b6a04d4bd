//! What our pieces do with a request once they know what is to be done.

use ::poem::{Error, Request, Response, Result};
use cors_core::{
    Policy, RequestKind, RequestView, event,
    http1::{self, Head, Pending, Unheard},
    vary::Vary,
};

use super::marks::{Asked, Finished};
use crate::path::Step;

/// An answer, or what is left to do when the one from further inside is there.
pub(super) enum Begun {
    Answer(Response),
    Run(After),
}

/// What is left to do.
pub(super) struct After {
    headers: Headers,
    is_asked: bool,
}

/// What is to be done to the headers.
enum Headers {
    /// Nobody here has a say.
    Leave,
    /// There are to be none.
    Without,
    Apply(Pending),
    /// Unless a piece further inside has done that.
    ApplyUnlessFinished(Pending, Option<Box<Unheard>>),
}

/// Does what `step` says, which is a [first step](crate::path::PathGuard::first_step), as far as that is before the
/// handler.
///
/// `tells` is what pieces further inside are to know of a request that runs; `None` where there are none. What a piece
/// further out left in the request does not govern the one that decided here.
#[inline]
pub(super) fn begin(step: Step, tells: Option<Asked>, request: &mut Request) -> Begun {
    let is_asked = request.data::<Asked>().is_some();
    if let Some(head) = if is_asked { must_not_run(&step, request) } else { None } {
        return Begun::Answer(finished(respond(head), is_asked));
    }
    let headers = match (step, tells) {
        (Step::Answer(head), _) => return Begun::Answer(finished(respond(head), is_asked)),
        (Step::Without, _) => Headers::Without,
        (Step::Nobody, _) => Headers::Leave,
        (Step::Run(mut pending), None) => {
            pending.report(request.method(), request.headers());
            Headers::Apply(pending)
        }
        (Step::Run(pending), Some(tells)) => {
            let unheard = Unheard::new(&pending, request.method(), request.headers());
            request.set_data(tells);
            Headers::ApplyUnlessFinished(pending, unheard)
        }
    };
    Begun::Run(After { headers, is_asked })
}

impl After {
    /// Nothing.
    pub(super) const fn nothing() -> Self {
        Self { headers: Headers::Leave, is_asked: false }
    }

    /// An answer that gets headers is no `Err` any more: poem turns a typed error into an answer at the very end, where
    /// nobody can set headers on it.
    #[inline]
    pub(super) fn finish(self, result: Result<Response>) -> Result<Response> {
        let response = match self.headers {
            Headers::Leave => return result,
            Headers::Without => match result {
                Ok(response) => response,
                Err(mut error) => {
                    if self.is_asked {
                        error.set_data(Finished);
                    }
                    return Err(error);
                }
            },
            Headers::Apply(pending) => {
                let mut response = result.unwrap_or_else(Error::into_response);
                pending.apply(response.headers_mut());
                response
            }
            Headers::ApplyUnlessFinished(mut pending, unheard) => {
                let mut response = result.unwrap_or_else(Error::into_response);
                if response.data::<Finished>().is_some() {
                    if let Some(unheard) = unheard {
                        unheard.overrule();
                    }
                } else {
                    if let Some(unheard) = unheard {
                        unheard.tell(&mut pending);
                    }
                    pending.apply(response.headers_mut());
                }
                response
            }
        };
        Ok(finished(response, self.is_asked))
    }
}

fn respond(head: Head) -> Response {
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

/// The answer to a request that must not run because the browser was never asked to show it to the policy here; whoever
/// hears of refusals does so.
///
/// A piece further out decided without knowing of the one here, because other middleware or a router of the
/// framework's own hides it. Its preflight then spoke for this path, and the browser may send what the policy here
/// would not have allowed.
fn must_not_run(step: &Step, request: &Request) -> Option<Head> {
    let refused = match step {
        Step::Run(pending) if !pending.is_readable() => Some(pending),
        Step::Without => None,
        _ => return None,
    };
    let headers = request.headers();
    let view = RequestView::new(request.method().as_str(), headers);
    if view.kind() != RequestKind::Actual || is_same_origin(&view, refused.map(Pending::policy)) {
        return None;
    }
    let without = || {
        let note = event::report_forbidden_without_policy(&view);
        http1::forbidden(Vary::ORIGIN_AND_FETCH_SITE).with_note(note)
    };
    Some(refused.map_or_else(without, |refused| refused.forbid(&view)))
}

/// Whether the browser says that this request is same-origin, or its `Origin` is the policy's `public_origin`.
fn is_same_origin(view: &RequestView<'_>, policy: Option<&Policy>) -> bool {
    let public = policy.and_then(Policy::public_origin).map(str::as_bytes);
    view.is_same_origin_fetch() || (public.is_some() && view.origin() == public)
}
