//! The question "whose policy is this?", asked inward without running anything.
//!
//! actix-web's routing happens in [`Service::call`], before the first poll of the future that it returns: the guards
//! run, the handler's future is made. So a piece that wants to know which handler a request would reach calls what is
//! inside it with a copy of the request's head and *drops the future without polling it*. What the copy reached by
//! then has written itself into [`Look`]; nothing of the user's has run but guards, and what middleware between does
//! before its first `.await`.
//!
//! The copy bears a method that nobody uses and, in its extensions, a type that nobody else can name: a request from
//! outside can forge neither the question nor an answer.

use std::{cell::RefCell, rc::Rc};

use ::actix_web::{
    Error, HttpMessage as _,
    dev::{RequestHead, Service, ServiceRequest, Url},
    http::{
        Method, Uri,
        header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderMap, HeaderValue, ORIGIN},
    },
};

use super::{blank::Blanks, site::Site};

/// The method of the copy. Resources of annotated handlers take it, if [`Look`] is with it.
pub(super) const METHOD: &str = "CORSPROBE";

/// In the extensions of a copy: where it leaves what it found.
#[derive(Clone, Default)]
pub(super) struct Look(Rc<RefCell<Seen>>);

/// What a copy found.
#[derive(Default)]
pub(super) struct Seen {
    /// The piece whose policy it is.
    pub(super) site: Option<Rc<Site>>,
    /// The methods that annotated handlers serve on the path, as far as they were asked: all of them where none of
    /// them answers for the requested one.
    pub(super) taken: Vec<String>,
    /// The policies for whole areas that it went through.
    pub(super) passed: Vec<Rc<Site>>,
}

impl Seen {
    /// Whether it reached this piece.
    pub(super) fn reached(&self, site: &Rc<Site>) -> bool {
        self.site.iter().chain(&self.passed).any(|seen| Rc::ptr_eq(seen, site))
    }
}

/// The head of a request, to be sent inward.
#[derive(Clone)]
pub(super) struct Copy {
    uri: Uri,
    pub(super) method: Method,
    pub(super) headers: HeaderMap,
    peer: Option<std::net::SocketAddr>,
    /// How much of the path the scopes outside have used up.
    skip: u16,
}

/// A service inside a piece, ready to be asked.
pub(super) struct Asked<S> {
    pub(super) service: S,
    blanks: Blanks,
}

impl<S> Asked<S> {
    pub(super) fn new(service: S) -> Self {
        Self { service, blanks: Blanks::default() }
    }
}

/// What stands inside a piece.
pub(super) trait Inside {
    /// Asks whose policy it is.
    fn look(&self, copy: Copy) -> Seen;
}

impl<S: Service<ServiceRequest>> Inside for Asked<S> {
    fn look(&self, copy: Copy) -> Seen {
        let look = Look::default();
        let mut request = self.blanks.get();
        let head = request.head_mut();
        head.method = Method::from_bytes(METHOD.as_bytes()).unwrap_or(Method::OPTIONS);
        head.uri.clone_from(&copy.uri);
        head.headers = copy.headers;
        if copy.method != Method::OPTIONS || !head.headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD) {
            // An actual request asks for its own method.
            if let Ok(method) = HeaderValue::from_str(copy.method.as_str()) {
                head.headers.insert(ACCESS_CONTROL_REQUEST_METHOD, method);
            }
        }
        head.peer_addr = copy.peer;
        let path = request.match_info_mut();
        path.set(Url::new(copy.uri));
        path.skip(copy.skip);
        request.extensions_mut().insert(look.clone());
        drop(self.service.call(request));
        look.seen()
    }
}

impl Look {
    /// The question that a request is, if it is one.
    pub(super) fn of(request: &ServiceRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// What was found.
    pub(super) fn seen(&self) -> Seen {
        self.0.take()
    }

    /// Leaves an answer. The innermost piece is asked last and wins.
    pub(super) fn found(&self, site: &Rc<Site>) {
        self.0.borrow_mut().site = Some(Rc::clone(site));
    }

    /// Notes the policy of an area, which answers where nobody further in does.
    pub(super) fn passed(&self, site: &Rc<Site>) {
        let mut seen = self.0.borrow_mut();
        seen.passed.push(Rc::clone(site));
        seen.site.get_or_insert_with(|| Rc::clone(site));
    }

    /// Notes methods that a handler on the path serves.
    pub(super) fn taken<'m>(&self, methods: impl IntoIterator<Item = &'m str>) {
        let taken = &mut self.0.borrow_mut().taken;
        for method in methods {
            if !taken.iter().any(|known| known == method) {
                taken.push(method.to_owned());
            }
        }
    }
}

impl Copy {
    /// The copy of a preflight, which asks for the requested method, or of an actual request, which asks for its own.
    pub(super) fn of(request: &ServiceRequest) -> Self {
        let head = request.head();
        Self {
            uri: head.uri.clone(),
            method: head.method.clone(),
            headers: head.headers.clone(),
            peer: head.peer_addr,
            skip: used_up(request),
        }
    }

    /// What a browser would have sent before this actual request: no credentials, no header of the page's own.
    pub(super) fn of_its_preflight(head: &RequestHead, skip: u16) -> Self {
        let mut headers = HeaderMap::new();
        for name in [HOST, ORIGIN] {
            if let Some(value) = head.headers.get(&name) {
                headers.insert(name, value.clone());
            }
        }
        Self { uri: head.uri.clone(), method: head.method.clone(), headers, peer: head.peer_addr, skip }
    }
}

/// How many bytes of the path the scopes outside have used up.
pub(super) fn used_up(request: &ServiceRequest) -> u16 {
    let path = request.match_info();
    let used = path.as_str().len().saturating_sub(path.unprocessed().len());
    u16::try_from(used).unwrap_or(u16::MAX)
}

/// What a piece returns to a question; nobody polls it.
#[derive(Debug)]
pub(super) struct NeverPolled;

impl std::fmt::Display for NeverPolled {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a question about a policy has no answer of its own")
    }
}

impl ::actix_web::ResponseError for NeverPolled {}

impl NeverPolled {
    pub(super) fn error() -> Error {
        Self.into()
    }
}
