//! Routes with their policies: dispatch and table in one.

use std::{
    fmt,
    future::Future,
    marker::PhantomData,
    sync::Arc,
    task::{Context, Poll},
};

use cors_core::{CorsPolicy, HandlerInfo, Policies, PolicyRef, http1::Unheard};
use http::{HeaderValue, Method, Request, Response};
use tower_service::Service;

use super::{
    body::CorsBody,
    future::Answering,
    handler::{Answer, RouteHandler},
    layer::CorsLayer,
    mistakes::RouteError,
    table::{Decided, Found, Matcher, Table},
};
use crate::{
    marks::{self, Mark, Then},
    path::Step,
};

/// A service of annotated functions, by method and path: what [`routes!`](super::routes) makes.
///
/// It answers preflights and sets headers by itself. Where layers stand around it, authentication for instance, put
/// [`cors`](Self::cors) outside of them: preflights then do not reach them, and their answers carry the headers.
///
/// GET answers HEAD. A path without a handler for the method answers 405 with `Allow`, an unknown one 404.
#[derive(Clone)]
pub struct Routes<D> {
    table: Table,
    paths: Arc<[PathRoutes]>,
    fallback: Option<usize>,
    matcher: Arc<Matcher>,
    dispatch: D,
}

/// The handlers of one path.
#[derive(Debug)]
struct PathRoutes {
    path: String,
    /// Methods and the numbers of their handlers.
    methods: Vec<(Method, usize)>,
    any: Option<usize>,
    allow: HeaderValue,
}

/// One line of `routes!`: its handler is checked when this is made, once, at its own place in the source.
#[derive(Debug)]
pub struct Line<Q, H, Fut> {
    handler: H,
    call: fn(&H, Q) -> Fut,
    /// What the handler says of itself; only the first of all clones needs to know.
    facts: Option<(Option<PolicyRef>, HandlerInfo)>,
}

/// What a line says of its handler.
#[derive(Debug)]
pub struct Said<Q> {
    method: &'static str,
    path: &'static str,
    facts: Option<(Option<PolicyRef>, HandlerInfo)>,
    request: PhantomData<fn(Q)>,
}

/// The line of a handler.
pub fn line<Q, H>(handler: H) -> Line<Q, H, H::Future>
where
    H: RouteHandler<Q>,
    <H::Future as Future>::Output: Answer,
{
    let facts = Some((handler.policy(), handler.info()));
    Line { handler, call: H::call, facts }
}

// Without a bound on the handler: where one is missing, `line` has said so, and nothing more is to be said.
impl<Q, H, Fut> Line<Q, H, Fut> {
    /// What the line says of its handler.
    pub fn said(&self, method: &'static str, path: &'static str) -> Said<Q> {
        Said { method, path, facts: self.facts.clone(), request: PhantomData }
    }

    /// The handler's answer.
    pub fn call(&self, request: Q) -> Fut {
        (self.call)(&self.handler, request)
    }
}

impl<Q, H: Clone, Fut> Clone for Line<Q, H, Fut> {
    fn clone(&self) -> Self {
        Self { handler: self.handler.clone(), call: self.call, facts: None }
    }
}

/// The parts of a path that stand for `{name}` and `{*name}`, as they are in the request: still percent-encoded.
///
/// [`Routes`] puts it into the extensions of a request whose path has such parts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PathParams(Vec<(Box<str>, Box<str>)>);

impl PathParams {
    /// The part that stands for `name`.
    ///
    /// ```
    /// use cors::{cors, tower::{PathParams, routes}};
    /// use http::{Request, Response};
    ///
    /// #[cors(origins = ["https://app.example.com"])]
    /// async fn show_order(request: Request<String>) -> Response<String> {
    ///     let params = request.extensions().get::<PathParams>();
    ///     Response::new(params.and_then(|params| params.get("id")).unwrap_or_default().to_owned())
    /// }
    ///
    /// let app = routes! { GET "/orders/{id}" => show_order }?;
    /// # Ok::<(), cors::tower::RouteError>(())
    /// ```
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| **known == *name).map(|(_, part)| &**part)
    }
}

impl<D> Routes<D> {
    /// What `routes!` makes; `fallback` is the number of the handler for unknown paths.
    pub(super) fn new<Q>(
        lines: Vec<Said<Q>>,
        fallback: Option<usize>,
        dispatch: D,
    ) -> Result<Self, RouteError> {
        let mut table = Table::new();
        let mut paths: Vec<PathRoutes> = Vec::new();
        for (number, Said { method, path, facts, .. }) in lines.into_iter().enumerate() {
            let (policy, info) = facts.map_or((None, None), |(policy, info)| (policy, Some(info)));
            table = table.add(method, path, policy, info);
            let at = paths.iter().position(|known| known.path == path).unwrap_or_else(|| {
                paths.push(PathRoutes {
                    path: path.to_owned(),
                    methods: Vec::new(),
                    any: None,
                    allow: HeaderValue::from_static(""),
                });
                paths.len() - 1
            });
            let Some(routes) = paths.get_mut(at) else { continue };
            match Method::from_bytes(method.as_bytes()) {
                Ok(_) if method == "any" => routes.any = routes.any.or(Some(number)),
                Ok(method) if !routes.methods.iter().any(|(known, _)| *known == method) => {
                    routes.methods.push((method, number));
                }
                _ => {}
            }
        }
        for routes in &mut paths {
            if let Some(allow) = routes.allowed() {
                routes.allow = allow;
            }
        }
        let matcher = table.finish()?;
        marks::count_piece();
        Ok(Self { table, paths: paths.into(), fallback, matcher, dispatch })
    }

    /// The policy of all that has none of its own: unknown paths, 404 and 405.
    ///
    /// A handler's own policy replaces it whole; `#[cors(off)]` and [`without`](super::without) take a handler out.
    ///
    /// Call it before [`cors`](Self::cors): a layer has the policies that the routes have when it is made.
    #[must_use]
    pub fn policy<P: CorsPolicy>(self) -> Self {
        self.with_policy(P::policy())
    }

    /// The policy of all that has none of its own, made at run time.
    #[must_use]
    pub fn with_policy(self, policy: impl Into<PolicyRef>) -> Self {
        let table = self.table.rest_policy(policy);
        let matcher = table.refinish(&self.matcher);
        Self { table, matcher, ..self }
    }

    /// The policies of these routes as a layer, to be put outside of all others.
    ///
    /// What it decides goes with the request, and the routes do not decide again.
    #[must_use]
    pub fn cors(&self) -> CorsLayer {
        CorsLayer::of_routes(Arc::clone(&self.matcher))
    }

    /// The routes and their policies.
    #[must_use]
    pub fn policies(&self) -> Policies {
        self.table.policies()
    }

    /// Where a request for the path goes, and the parts of its path.
    fn target(&self, found: &Found<'_, '_>, method: &Method) -> (Target, Option<PathParams>) {
        let Some((index, params)) = &found.path else {
            return (self.fallback.map_or(Target::NotFound, Target::Handler), None);
        };
        let target = self.paths.get(*index).map_or(Target::NotFound, |routes| routes.target(method));
        let params = (!params.is_empty() && matches!(target, Target::Handler(_)))
            .then(|| PathParams(params.iter().map(|(name, part)| (name.into(), part.into())).collect()));
        (target, params)
    }
}

/// Where a request goes.
#[derive(Debug)]
enum Target {
    /// To the handler with this number.
    Handler(usize),
    NotFound,
    NotAllowed(HeaderValue),
}

impl PathRoutes {
    fn target(&self, method: &Method) -> Target {
        let find = |wanted: &Method| self.methods.iter().find(|(method, _)| method == wanted);
        let found = match find(method) {
            None if *method == Method::HEAD => find(&Method::GET),
            found => found,
        };
        let number = found.map(|(_, number)| *number).or(self.any);
        number.map_or_else(|| Target::NotAllowed(self.allow.clone()), Target::Handler)
    }

    /// The value of `Allow` on a 405.
    fn allowed(&self) -> Option<HeaderValue> {
        let mut names: Vec<&str> = self.methods.iter().map(|(method, _)| method.as_str()).collect();
        if names.contains(&"GET") && !names.contains(&"HEAD") {
            names.push("HEAD");
        }
        HeaderValue::from_str(&names.join(",")).ok()
    }
}

impl<D, Fut, B> Service<Request<B>> for Routes<D>
where
    D: Fn(usize, Request<B>) -> Fut,
    Fut: Future,
    Fut::Output: Answer,
{
    type Response = Response<CorsBody<<Fut::Output as Answer>::Body>>;
    type Error = <Fut::Output as Answer>::Error;
    type Future = Answering<Fut>;

    fn poll_ready(&mut self, _context: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, mut request: Request<B>) -> Self::Future {
        let mark = Mark::of(request.extensions());
        let decided = request.extensions_mut().remove::<Decided>();
        let method = request.method();
        let found = self.matcher.find(request.uri().path());
        let (target, params) = self.target(&found, method);
        let is_rest = found.path.is_none();
        let pending = decided.and_then(|decided| decided.pending(&self.matcher, found.index(), method));
        let is_told = pending.is_some() || !is_rest;
        let step = match pending {
            Some(pending) => Step::Run(pending),
            None if is_rest => found.first_step(method, request.headers()),
            None => found.step(method, request.headers()),
        };
        let then = match step {
            Step::Answer(head) => return Answering::answer(head, mark),
            // The policy of the rest is for what has none of its own, and behind the fallback may be what has.
            Step::Run(pending) if is_rest => {
                let unheard = if is_told { None } else { Unheard::new(&pending, method, request.headers()) };
                marks::want(&mut request);
                Then::ApplyUnlessFinished(Some(pending), mark, unheard)
            }
            Step::Run(pending) => Then::Apply(Some(pending), mark),
            Step::Without => Then::Leave(mark),
            Step::Nobody => Then::Leave(Mark::Nothing),
        };
        match target {
            Target::Handler(number) => {
                if let Some(params) = params {
                    request.extensions_mut().insert(params);
                }
                Answering::run((self.dispatch)(number, request), then)
            }
            Target::NotFound => Answering::not_found(then),
            Target::NotAllowed(allow) => Answering::not_allowed(then, allow),
        }
    }
}

impl<D> fmt::Debug for Routes<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("table", &self.table).finish_non_exhaustive()
    }
}
