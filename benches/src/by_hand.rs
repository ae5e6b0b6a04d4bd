//! The floor: what an expert writes for one policy and nothing else, with the same answers.
//!
//! Twice: as short as it can be, and with what this library guarantees beside that: no CORS header of a handler reaches a
//! page that the policy refuses, and a `Vary` of the handler's is merged.

use std::{
    collections::HashSet,
    convert::Infallible,
    future::Future,
    pin::Pin,
    task::{Context, Poll, ready},
};

use http::{
    HeaderMap, HeaderValue, Method, Request, Response, StatusCode,
    header::{
        ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
        ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE,
        ACCESS_CONTROL_REQUEST_METHOD, CONTENT_TYPE, ORIGIN, VARY,
    },
};
use pin_project_lite::pin_project;
use tower::Service;

use crate::cases::{Case, Origins, PAGE, Served};

/// The service that is measured around: it says what type its body has.
#[must_use]
pub fn bare(_: Request<()>) -> Response<()> {
    let mut response = Response::new(());
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain"));
    response
}

/// How much is done for a handler's own headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Guard {
    /// They are taken to be none of CORS.
    None,
    /// What this library guarantees.
    Same,
}

/// What takes the code by hand for a case: a function or a layer.
pub trait Takes {
    /// What it stands around: a handler's path is known, a service has more than one.
    const AROUND: Around;

    /// What it is made into.
    type Made;

    /// Makes it.
    fn take<P: ByHand + 'static>(self, policy: P) -> Self::Made;
}

/// What the code by hand stands around.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Around {
    /// The handlers of one path, which was found before.
    Path,
    /// A whole service.
    Service,
}

/// The policy of a case by hand; `credentials` unless it is for any origin.
pub fn policy<T: Takes>(case: &Case, taker: T) -> T::Made {
    if case.served == Served::Seven {
        return match T::AROUND {
            Around::Path => taker.take(Seven),
            Around::Service => taker.take(SevenByPath),
        };
    }
    let entries = case.origins.entries();
    match case.origins {
        Origins::Any => taker.take(Anybody),
        Origins::Exact(1) => taker.take(Named { allows: |origin: &[u8]| origin == PAGE.as_bytes() }),
        Origins::Exact(_) => {
            let known: HashSet<Vec<u8>> = entries.into_iter().map(String::into_bytes).collect();
            taker.take(Named { allows: move |origin: &[u8]| known.contains(origin) })
        }
        Origins::Patterns(_) => {
            let known: HashSet<Vec<u8>> =
                entries.iter().map(|entry| entry.replace("https://*.", "").into_bytes()).collect();
            taker.take(Named { allows: move |origin: &[u8]| is_subdomain(origin, &known) })
        }
    }
}

/// Code for one policy.
pub trait ByHand {
    /// Before the handler: the whole answer to a preflight, or what `Access-Control-Allow-Origin` will be.
    fn before<B>(&self, request: &Request<B>) -> Before;

    /// Whether answers depend on the origin, and carry credentials.
    const IS_NAMED: bool;
}

/// What is to be done with a request.
#[derive(Debug)]
#[non_exhaustive]
pub enum Before {
    /// This is the answer.
    Answer(Response<()>),
    /// The handler runs; the value of `Access-Control-Allow-Origin`.
    Run(Option<HeaderValue>),
}

/// A function of it around [`bare`].
#[inline]
pub fn run(policy: &impl ByHand, guard: Guard, request: Request<()>) -> Response<()> {
    match policy.before(&request) {
        Before::Answer(response) => response,
        Before::Run(origin) => {
            let mut response = bare(request);
            after(policy, guard, origin, response.headers_mut());
            response
        }
    }
}

/// After the handler.
#[inline]
fn after<P: ByHand>(_: &P, guard: Guard, origin: Option<HeaderValue>, answer: &mut HeaderMap) {
    if guard == Guard::Same {
        answer.remove(ACCESS_CONTROL_EXPOSE_HEADERS);
        if origin.is_none() {
            answer.remove(ACCESS_CONTROL_ALLOW_ORIGIN);
        }
        if !P::IS_NAMED || origin.is_none() {
            answer.remove(ACCESS_CONTROL_ALLOW_CREDENTIALS);
        }
    }
    if let Some(origin) = origin {
        answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        if P::IS_NAMED {
            answer.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
        }
    }
    if P::IS_NAMED && !(guard == Guard::Same && varies(answer)) {
        // What the handler said stays.
        answer.append(VARY, HeaderValue::from_static("Origin"));
    }
}

/// Whether the handler has said it.
fn varies(answer: &HeaderMap) -> bool {
    let mut lines = answer.get_all(VARY).iter().map(HeaderValue::as_bytes);
    lines.any(|line| {
        let mut names = line.split(|&byte| byte == b',').map(<[u8]>::trim_ascii);
        names.any(|name| name == b"*" || name.eq_ignore_ascii_case(b"origin"))
    })
}

/// For any origin.
struct Anybody;

impl ByHand for Anybody {
    const IS_NAMED: bool = false;

    #[inline]
    fn before<B>(&self, request: &Request<B>) -> Before {
        let any = HeaderValue::from_static("*");
        if is_preflight(request) && request.headers().contains_key(ORIGIN) {
            let mut response = no_content();
            let answer = response.headers_mut();
            answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, any);
            lists(answer, SHARED);
            return Before::Answer(response);
        }
        Before::Run(Some(any))
    }
}

/// For origins that it names.
struct Named<A> {
    allows: A,
}

impl<A: Fn(&[u8]) -> bool> ByHand for Named<A> {
    const IS_NAMED: bool = true;

    #[inline]
    fn before<B>(&self, request: &Request<B>) -> Before {
        listed(request, &self.allows, SHARED)
    }
}

/// A policy for each method: that of the request, or of the one that a preflight asks for.
struct Seven;

impl ByHand for Seven {
    const IS_NAMED: bool = true;

    #[inline]
    fn before<B>(&self, request: &Request<B>) -> Before {
        let wanted = match request.headers().get(ACCESS_CONTROL_REQUEST_METHOD) {
            Some(wanted) if request.method() == Method::OPTIONS => wanted.as_bytes(),
            _ => request.method().as_str().as_bytes(),
        };
        let (own, methods, seconds): (&str, _, _) = match wanted {
            b"GET" => ("https://get.example.com", "GET", "601"),
            b"HEAD" => ("https://head.example.com", "HEAD", "602"),
            b"OPTIONS" => ("https://options.example.com", "OPTIONS", "603"),
            b"POST" => ("https://post.example.com", "POST", "604"),
            b"PUT" => ("https://put.example.com", "PUT", "605"),
            b"PATCH" => ("https://patch.example.com", "PATCH", "606"),
            b"DELETE" => ("https://delete.example.com", "DELETE", "607"),
            _ => return Before::Run(None),
        };
        let allows = |origin: &[u8]| origin == PAGE.as_bytes() || origin == own.as_bytes();
        listed(request, allows, Lists { methods, seconds })
    }
}

/// The same around a whole service, which has other paths as well.
struct SevenByPath;

impl ByHand for SevenByPath {
    const IS_NAMED: bool = true;

    #[inline]
    fn before<B>(&self, request: &Request<B>) -> Before {
        match request.uri().path() {
            "/orders" => Seven.before(request),
            _ => Before::Run(None),
        }
    }
}

/// The lists of a policy: its methods, and for how many seconds they hold.
#[derive(Clone, Copy)]
struct Lists {
    methods: &'static str,
    seconds: &'static str,
}

/// The policy of named origins.
#[inline]
fn listed<B>(request: &Request<B>, allows: impl Fn(&[u8]) -> bool, sends: Lists) -> Before {
    let mut lines = request.headers().get_all(ORIGIN).iter();
    let origin = lines.next();
    let allowed = origin.filter(|origin| lines.next().is_none() && allows(origin.as_bytes())).cloned();
    if origin.is_some() && is_preflight(request) {
        let mut response = no_content();
        let answer = response.headers_mut();
        if let Some(origin) = allowed {
            answer.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            answer.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            lists(answer, sends);
        }
        answer.insert(VARY, HeaderValue::from_static("Origin, Access-Control-Request-Method"));
        return Before::Answer(response);
    }
    Before::Run(allowed)
}

fn is_preflight<B>(request: &Request<B>) -> bool {
    request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

fn no_content() -> Response<()> {
    let mut response = Response::new(());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response
}

fn lists(answer: &mut HeaderMap, sends: Lists) {
    answer.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(sends.methods));
    answer.insert(
        ACCESS_CONTROL_ALLOW_HEADERS,
        HeaderValue::from_static("authorization,content-type,x-request-id"),
    );
    answer.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static(sends.seconds));
}

/// The same as a layer around any service.
#[derive(Debug)]
pub struct Layered<S, P> {
    inner: S,
    policy: std::sync::Arc<P>,
    guard: Guard,
}

impl<S, P: ByHand> Layered<S, P> {
    /// Puts it around a service.
    pub fn new(inner: S, policy: P, guard: Guard) -> Self {
        Self { inner, policy: std::sync::Arc::new(policy), guard }
    }
}

impl<S, P, B, C> Service<Request<B>> for Layered<S, P>
where
    S: Service<Request<B>, Response = Response<C>, Error = Infallible>,
    P: ByHand,
    C: Default,
{
    type Response = Response<C>;
    type Error = Infallible;
    type Future = Answering<S::Future, P>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<B>) -> Self::Future {
        let state = match self.policy.before(&request) {
            Before::Answer(response) => State::Ready { response: Some(response) },
            Before::Run(origin) => State::Run { inner: self.inner.call(request), origin },
        };
        Answering { state, policy: std::sync::Arc::clone(&self.policy), guard: self.guard }
    }
}

pin_project! {
    /// The future of [`Layered`].
    pub struct Answering<F, P> {
        #[pin]
        state: State<F>,
        policy: std::sync::Arc<P>,
        guard: Guard,
    }
}

pin_project! {
    #[project = StateProjection]
    enum State<F> {
        Run { #[pin] inner: F, origin: Option<HeaderValue> },
        Ready { response: Option<Response<()>> },
    }
}

impl<F, P, C> Future for Answering<F, P>
where
    F: Future<Output = Result<Response<C>, Infallible>>,
    P: ByHand,
    C: Default,
{
    type Output = Result<Response<C>, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.project();
        match this.state.project() {
            StateProjection::Run { inner, origin } => {
                let mut response = match ready!(inner.poll(context)) {
                    Ok(response) => response,
                    Err(never) => match never {},
                };
                after(&**this.policy, *this.guard, origin.take(), response.headers_mut());
                Poll::Ready(Ok(response))
            }
            StateProjection::Ready { response } => match response.take() {
                Some(response) => Poll::Ready(Ok(response.map(|()| C::default()))),
                None => Poll::Pending,
            },
        }
    }
}

/// Tries what stands behind each dot; every label must be one.
fn is_subdomain(origin: &[u8], known: &HashSet<Vec<u8>>) -> bool {
    let Some(mut host) = origin.strip_prefix(b"https://") else {
        return false;
    };
    if host.len() > 253 {
        return false;
    }
    while let Some(dot) = host.iter().position(|&byte| byte == b'.') {
        let (label, rest) = host.split_at(dot);
        let is_label = (1..=63).contains(&label.len())
            && label
                .iter()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"_-".contains(byte));
        if !is_label {
            return false;
        }
        host = rest.get(1..).unwrap_or_default();
        if known.contains(host) {
            return true;
        }
    }
    false
}

/// The lists of the policy that handlers share.
const SHARED: Lists = Lists { methods: "GET,PUT,DELETE", seconds: "600" };
