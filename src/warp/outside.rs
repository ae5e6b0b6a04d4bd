//! What a piece around warp's service has said of a request, in its extensions.

use std::{convert::Infallible, sync::Arc};

use ::warp::Filter;
#[cfg(feature = "tower")]
use cors_core::http1::Pending;
use http::Method;
#[cfg(feature = "tower")]
use http::{Request, uri::PathAndQuery};

use super::table::{Choice, Table};
#[cfg(feature = "tower")]
use super::table::{EntryId, Rejections};
use crate::marks::Mark;
#[cfg(any(feature = "axum", feature = "tower"))]
use crate::marks::MarkWanted;
#[cfg(feature = "tower")]
use crate::path::Step;

/// What was said.
#[derive(Debug)]
pub(super) struct Said {
    pub(super) mark: Mark,
    #[cfg(feature = "tower")]
    decided: Option<Decided>,
}

/// The table of an application, for the layer outside of it.
#[cfg(feature = "tower")]
#[derive(Debug, Clone)]
pub(crate) struct Outside(Arc<Table>);

/// In a request: a layer has decided on it by this table, for this path and method.
///
/// The application then does not decide again. It still sets the headers and marks the answer: a piece between may have
/// a policy too, and the innermost wins.
#[cfg(feature = "tower")]
#[derive(Debug, Clone)]
struct Decided {
    table: Arc<Table>,
    entry: Option<EntryId>,
    method: Method,
    path: Option<PathAndQuery>,
    /// `None` for a handler that is to have no headers.
    pending: Option<Pending>,
}

/// What was said of the request that is being filtered.
pub(super) trait SaidFilter:
    Filter<Extract = (Said,), Error = Infallible> + Clone + Send + Sync + 'static
{
}

impl<F> SaidFilter for F where F: Filter<Extract = (Said,), Error = Infallible> + Clone + Send + Sync + 'static
{}

/// Where a layer with the same table may stand outside.
#[cfg(feature = "tower")]
pub(super) fn by_layer() -> impl SaidFilter {
    mark().and(::warp::ext::optional::<Decided>()).map(|mark, decided| Said { mark, decided })
}

/// Where there is none.
pub(super) fn by_no_layer() -> impl SaidFilter {
    mark().map(|mark| Said {
        mark,
        #[cfg(feature = "tower")]
        decided: None,
    })
}

/// Whether a piece outside wants the answer marked.
#[cfg(any(feature = "axum", feature = "tower"))]
pub(super) fn mark() -> impl Filter<Extract = (Mark,), Error = Infallible> + Clone + Send + Sync + 'static {
    ::warp::ext::optional::<MarkWanted>().map(|wanted: Option<MarkWanted>| match wanted {
        Some(MarkWanted) => Mark::Finished,
        None => Mark::Nothing,
    })
}

/// Nobody else in the program could want one.
#[cfg(not(any(feature = "axum", feature = "tower")))]
pub(super) fn mark() -> impl Filter<Extract = (Mark,), Error = Infallible> + Clone + Send + Sync + 'static {
    ::warp::any().map(|| Mark::Nothing)
}

impl Said {
    /// What a layer with the same table has chosen for what the request is now.
    #[cfg(feature = "tower")]
    pub(super) fn choice(self, table: &Arc<Table>, method: &Method, path: &str) -> Option<Choice> {
        let decided = self.decided?;
        let is_same = Arc::ptr_eq(&decided.table, table)
            && decided.method == *method
            && without_slash(decided.path.as_ref().map_or("", PathAndQuery::path)) == path;
        is_same.then(|| Choice {
            step: decided.pending.map_or(Step::Without, Step::Run),
            entry: decided.entry,
            // warp answers them, and the layer sets the headers.
            rejections: Rejections::Pass,
        })
    }

    /// What a layer with the same table has chosen: there is none.
    #[cfg(not(feature = "tower"))]
    #[expect(clippy::unused_self, reason = "with the feature `tower` there may be one")]
    pub(super) const fn choice(self, _table: &Arc<Table>, _method: &Method, _path: &str) -> Option<Choice> {
        None
    }
}

#[cfg(feature = "tower")]
impl Outside {
    pub(super) const fn new(table: Arc<Table>) -> Self {
        Self(table)
    }

    /// What is to be done with a request; it takes the decision along.
    pub(crate) fn step<B>(&self, request: &mut Request<B>) -> Step {
        let path = without_slash(request.uri().path());
        let Choice { step, entry, .. } = self.0.choose(request.method(), path, request.headers());
        let pending = match &step {
            Step::Run(pending) => Some(pending.clone()),
            Step::Without => None,
            Step::Answer(_) | Step::Nobody => return step,
        };
        let decided = Decided {
            table: Arc::clone(&self.0),
            entry,
            method: request.method().clone(),
            path: request.uri().path_and_query().cloned(),
            pending,
        };
        request.extensions_mut().insert(decided);
        step
    }
}

/// A path as warp's filters see it.
#[cfg(feature = "tower")]
fn without_slash(path: &str) -> &str {
    path.strip_prefix('/').unwrap_or(path)
}
