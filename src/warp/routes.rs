//! Routes with the table of their policies.

use std::{convert::Infallible, fmt, future::ready, sync::Arc};

use ::warp::{Filter, Rejection, Reply, filters::BoxedFilter, reply::Response};
use cors_core::{CorsPolicy, Policies, PolicyRef};

#[cfg(feature = "tower")]
use super::outside::Outside;
use super::{
    answering,
    handler::AnswerFilter,
    outside,
    route::{RouteFilter, Taken},
    segment::Segment,
    table::{self, Between, Entry, EntryId, Table},
};

/// Routes, each with its policy: what [`route!`](super::route!) makes and [`or`](Self::or) combines.
#[must_use = "routes do nothing until they are finished and served"]
pub struct Routes<F> {
    entries: Vec<Entry>,
    filter: F,
}

/// Routes with what stands around them: what [`Routes::map`] and [`Routes::policy`] return.
#[must_use = "an application does nothing until it is finished and served"]
pub struct App<F> {
    entries: Vec<Entry>,
    policy: Option<PolicyRef>,
    between: Between,
    filter: F,
}

/// A filter around routes, by its error; see [`App::map`].
pub trait Around<E> {
    /// The filter with a whole answer as its extract.
    fn into_answers(self) -> impl AnswerFilter;
}

impl<F, R> Around<Rejection> for F
where
    F: Filter<Extract = (R,), Error = Rejection> + Clone + Send + Sync + 'static,
    R: Reply + 'static,
{
    fn into_answers(self) -> impl AnswerFilter {
        self.map(Reply::into_response)
    }
}

impl<F, R> Around<Infallible> for F
where
    F: Filter<Extract = (R,), Error = Infallible> + Clone + Send + Sync + 'static,
    R: Reply + 'static,
{
    fn into_answers(self) -> impl AnswerFilter {
        self.and_then(|reply: R| ready(Ok::<_, Rejection>(reply.into_response())))
    }
}

impl<F: RouteFilter> Routes<F> {
    pub(super) fn new(entry: Entry, filter: F) -> Self {
        Self { entries: vec![entry], filter }
    }

    /// These routes, then those.
    ///
    /// # Panics
    /// If both have a route for the same path and method, or one after a route for any method of its path: it would
    /// never be asked.
    #[track_caller]
    pub fn or<G: RouteFilter>(mut self, others: Routes<G>) -> Routes<impl RouteFilter> {
        for other in &others.entries {
            if let Some(before) = self.entries.iter().find(|before| before.hides(other)) {
                never_asked(other, before);
            }
        }
        self.entries.extend(others.entries);
        Routes { entries: self.entries, filter: self.filter.or(others.filter).unify() }
    }

    /// These routes below a segment of the path: `under("api")`.
    ///
    /// # Panics
    /// If the segment is empty or has a slash, as [`warp::path()`](::warp::path()) does.
    #[track_caller]
    pub fn under(self, segment: &'static str) -> Routes<impl RouteFilter> {
        let mut entries = self.entries;
        for entry in &mut entries {
            entry.segments.insert(0, Segment::literal(segment));
        }
        Routes { entries, filter: ::warp::path(segment).and(self.filter) }
    }

    /// Puts warp's own words around the routes: authentication, `or` with other filters, `recover`, `with`.
    ///
    /// See [`App::map`].
    pub fn map<G, E>(self, around: impl FnOnce(BoxedFilter<(Response,)>) -> G) -> App<impl RouteFilter>
    where
        G: Around<E>,
    {
        self.into_app().map(around)
    }

    /// The policy of the whole application; see [`App::policy`].
    pub fn policy<P: CorsPolicy>(self) -> App<F> {
        self.into_app().policy::<P>()
    }

    /// The policy of the whole application, made at run time.
    pub fn with_policy(self, policy: impl Into<PolicyRef>) -> App<F> {
        self.into_app().with_policy(policy)
    }

    /// The routes and their policies.
    #[must_use]
    pub fn policies(&self) -> Policies {
        table::policies(&self.entries, None)
    }

    /// The filter for `warp::serve`; see [`App::finish`].
    pub fn finish(self) -> impl AnswerFilter {
        self.into_app().finish()
    }

    /// The table of policies as a layer, and the filter; see [`App::layered`].
    #[cfg(feature = "tower")]
    pub fn layered(self) -> (crate::tower::CorsLayer, impl AnswerFilter) {
        self.into_app().layered()
    }

    fn into_app(self) -> App<F> {
        App { entries: self.entries, policy: None, between: Between::Nothing, filter: self.filter }
    }
}

impl<F: RouteFilter> App<F> {
    /// Puts warp's own words around the routes: authentication, `or` with other filters, `recover`, `with`.
    ///
    /// Preflights do not reach what stands there, and its answers carry the headers: of the route that the path and the
    /// method name, else of the application's policy. Rejections of the routes are seen there as warp makes them.
    ///
    /// ```
    /// use std::convert::Infallible;
    /// use cors::{cors, warp::route};
    /// use warp::{Filter, Rejection, Reply, http::StatusCode};
    ///
    /// #[cors(origins = ["https://app.example.com"], headers = ["authorization"])]
    /// async fn list_orders() -> &'static str {
    ///     "tea, sugar"
    /// }
    ///
    /// async fn recover(_rejection: Rejection) -> Result<impl Reply, Infallible> {
    ///     Ok(StatusCode::UNAUTHORIZED)
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let app = route!(GET "orders" => list_orders)
    ///     .map(|routes| warp::header::exact("authorization", "ok").and(routes).recover(recover))
    ///     .finish();
    /// let (origin, app_origin) = ("origin", "https://app.example.com");
    /// let answer = warp::test::request().path("/orders").header(origin, app_origin).reply(&app).await;
    /// assert_eq!((answer.status().as_u16(), &answer.headers()["access-control-allow-origin"]), (401, &app_origin.parse().unwrap()));
    /// # });
    /// ```
    ///
    /// No path may stand around the routes there, for the table would not know it; a request that comes to a route
    /// in such a way is answered with 500. [`Routes::under`] is for that.
    ///
    /// It costs a request one box of warp's and the two of a mark on the answer.
    pub fn map<G, E>(self, around: impl FnOnce(BoxedFilter<(Response,)>) -> G) -> App<impl RouteFilter>
    where
        G: Around<E>,
    {
        let inner = self.filter.and_then(|taken: Taken| {
            ready(taken.answer.map(|mut response| {
                if let Some(entry) = taken.entry {
                    response.extensions_mut().insert(entry);
                }
                response
            }))
        });
        let filter = around(inner.boxed()).into_answers().map(|mut response: Response| {
            let entry = response.extensions_mut().remove::<EntryId>();
            Taken { entry, answer: Ok(response) }
        });
        App { entries: self.entries, policy: self.policy, between: Between::Filters, filter }
    }

    /// The policy of the whole application: of what has none of its own, of 404 and of 405.
    ///
    /// A handler's own policy replaces it whole; `#[cors(off)]` and [`without`](super::without) take a handler out.
    /// With it the finished filter takes every request, so that a later `or` is never asked.
    pub fn policy<P: CorsPolicy>(self) -> Self {
        self.with_policy(P::policy())
    }

    /// The policy of the whole application, made at run time.
    pub fn with_policy(mut self, policy: impl Into<PolicyRef>) -> Self {
        self.policy = Some(policy.into());
        self
    }

    /// The routes and their policies. What [`map`](Self::map) brought is not listed one by one.
    #[must_use]
    pub fn policies(&self) -> Policies {
        table::policies(&self.entries, self.policy.as_ref())
    }

    /// The filter for `warp::serve`, with the table of policies outside of everything else.
    ///
    /// What stands around it again sees preflights: authentication belongs into [`map`](Self::map). A rejection on a
    /// path with a policy becomes an answer here, the one that warp would give, because a rejection carries no headers:
    /// a `recover` of your own belongs into [`map`](Self::map) too. Other rejections go on.
    pub fn finish(self) -> impl AnswerFilter {
        let table = Arc::new(Table::new(&self.entries, self.policy.as_ref(), self.between));
        answering::around(table, outside::by_no_layer(), self.filter)
    }

    /// The table of policies as a layer, and the filter, for what has to stand between them: panic catching, timeouts
    /// and other layers of tower's. Their answers carry the headers, and preflights do not reach them.
    ///
    /// ```
    /// use cors::{cors, warp::route};
    /// use http::{Request, Response};
    /// use tower::{ServiceBuilder, ServiceExt};
    ///
    /// #[cors(origins = ["https://app.example.com"])]
    /// async fn list_orders() -> &'static str {
    ///     "tea, sugar"
    /// }
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let (cors, app) = route!(GET "orders" => list_orders).layered();
    /// let service = ServiceBuilder::new()
    ///     .layer(cors) // outermost
    ///     // .layer(CatchPanicLayer::new())
    ///     // .layer(TimeoutLayer::with_status_code(StatusCode::REQUEST_TIMEOUT, Duration::from_secs(10)))
    ///     .service(warp::service(app));
    /// let request = Request::get("/orders").header("origin", "https://app.example.com").body(String::new());
    /// let answer = service.oneshot(request.unwrap()).await.unwrap();
    /// assert_eq!(answer.headers()["access-control-allow-origin"], "https://app.example.com");
    /// # });
    /// ```
    ///
    /// Such a service is served by hyper, not by `warp::serve`: [`warp::addr::remote`](::warp::addr::remote) finds
    /// nothing, ending gracefully is hyper's, and bodies of requests must be `Sync`. Rejections are answered by
    /// `warp::service`, so their texts are warp's own.
    ///
    /// The filter is given to `warp::service` as it is: the layer knows of no path in front of it, and would answer
    /// preflights for other paths than the application has. Without the layer the filter does what that of
    /// [`finish`](Self::finish) does.
    #[cfg(feature = "tower")]
    pub fn layered(self) -> (crate::tower::CorsLayer, impl AnswerFilter) {
        // The layer's decision is one before the routes.
        let table = Arc::new(Table::new(&self.entries, self.policy.as_ref(), Between::Filters));
        let layer = crate::tower::CorsLayer::of_warp(Outside::new(Arc::clone(&table)));
        (layer, answering::around(table, outside::by_layer(), self.filter))
    }
}

#[track_caller]
#[expect(clippy::panic, reason = "the program must not start, and `or` has no error to return")]
fn never_asked(route: &Entry, before: &Entry) -> ! {
    panic!(
        "the route {route} is never asked, because {before} stands before it and takes its requests: \
         remove one of them, or put that of fewer methods first"
    );
}

impl<F> fmt::Debug for Routes<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Routes").field("entries", &self.entries).finish_non_exhaustive()
    }
}

impl<F> fmt::Debug for App<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("entries", &self.entries)
            .field("policy", &self.policy)
            .finish_non_exhaustive()
    }
}
