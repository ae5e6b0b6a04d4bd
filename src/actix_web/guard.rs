//! Which requests reach a handler: those of its methods, preflights for them, and questions about its policy.

use ::actix_web::{
    guard::{Guard, GuardContext},
    http::{
        Method,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HeaderValue, ORIGIN},
    },
};

use super::look::{self, Look};

/// Guards a handler of some methods, or of any where none is given.
pub(super) struct Methods(pub(super) Vec<Method>);

impl Guard for Methods {
    fn check(&self, context: &GuardContext<'_>) -> bool {
        let Self(methods) = self;
        match admission(context) {
            Admission::Method(method) => methods.is_empty() || methods.contains(method),
            Admission::Requested(requested) => methods.is_empty() || selects(methods, requested),
            Admission::Look(look, requested) => {
                look.taken(methods.iter().map(Method::as_str));
                methods.is_empty() || selects(methods, requested)
            }
        }
    }
}

/// Guards a resource whose other guard lets these `methods`, `OPTIONS` and the method of a look through.
pub(super) fn guard(context: &GuardContext<'_>, methods: &[&str]) -> bool {
    match admission(context) {
        Admission::Method(method) if *method == Method::OPTIONS || method.as_str() == look::METHOD => {
            methods.contains(&method.as_str())
        }
        Admission::Method(_) => true,
        Admission::Requested(requested) => selects(methods, requested),
        Admission::Look(look, requested) => {
            look.taken(methods.iter().copied());
            selects(methods, requested)
        }
    }
}

/// What a handler is chosen by.
enum Admission<'a> {
    /// The request's own method.
    Method(&'a Method),
    /// The method that a preflight asks for.
    Requested(&'a [u8]),
    /// The method that a question about a policy asks for.
    Look(Look, &'a [u8]),
}

fn admission<'a>(context: &'a GuardContext<'_>) -> Admission<'a> {
    let head = context.head();
    let requested = || head.headers.get(ACCESS_CONTROL_REQUEST_METHOD).map(HeaderValue::as_bytes);
    if head.method == Method::OPTIONS {
        match requested() {
            Some(requested) if head.headers.contains_key(ORIGIN) => Admission::Requested(requested),
            _ => Admission::Method(&head.method),
        }
    } else if head.method.as_str() == look::METHOD {
        match (requested(), context.req_data().get::<Look>().cloned()) {
            (Some(requested), Some(look)) => Admission::Look(look, requested),
            _ => Admission::Method(&head.method),
        }
    } else {
        Admission::Method(&head.method)
    }
}

/// Whether a handler of these methods is the one that a preflight for `requested` asks for. GET answers HEAD.
fn selects<M: AsRef<str>>(methods: &[M], requested: &[u8]) -> bool {
    let serves = |wanted: &[u8]| methods.iter().any(|method| method.as_ref().as_bytes() == wanted);
    serves(requested) || (requested == b"HEAD" && serves(b"GET"))
}
