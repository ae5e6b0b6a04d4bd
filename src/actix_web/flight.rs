//! What our pieces know together about one request.

use std::{
    cell::{Cell, OnceCell, RefCell},
    rc::Rc,
};

use ::actix_web::{
    Error, HttpMessage as _, dev::ServiceRequest, dev::ServiceResponse, http::header::HeaderMap,
};

use super::{look::Inside, prepared::Pending};

/// In the extensions of a request: an outer piece waits for its answer.
///
/// The piece that governs the request leaves the headers of the answer here, so that an outer piece can set them on
/// whatever comes back: on the handler's answer, and on that of middleware which gave up on the handler.
#[derive(Clone)]
pub(super) struct Flight(Rc<State>);

#[derive(Default)]
struct State {
    governed: RefCell<Option<Governed>>,
    /// How many `SkipPreflight` the request has gone through.
    depth: Cell<u32>,
    asker: OnceCell<Asker>,
}

/// The outermost policy for a whole application: it answers preflights for everything that it can see.
pub(super) struct Asker {
    pub(super) inside: Rc<dyn Inside>,
    /// How much of the path the scopes outside of it have used up.
    pub(super) skip: u16,
}

/// Who decides about the headers of an answer.
#[derive(Clone)]
pub(super) enum Governed {
    /// These.
    Headers(Pending),
    /// The answer is finished, or its handler has no policy: it is left alone.
    LeftAlone,
}

impl Flight {
    /// The flight of a request, if an outer piece waits for its answer.
    pub(super) fn of(request: &ServiceRequest) -> Option<Self> {
        request.extensions().get::<Self>().cloned()
    }

    /// Starts to wait for the answer.
    pub(super) fn start(request: &ServiceRequest) -> Self {
        let flight = Self(Rc::default());
        request.extensions_mut().insert(flight.clone());
        flight
    }

    pub(super) fn asker(&self) -> Option<&Asker> {
        self.0.asker.get()
    }

    /// Says which piece answers preflights for all inside, unless one further out does.
    pub(super) fn answer_preflights(&self, asker: impl FnOnce() -> Asker) {
        self.0.asker.get_or_init(asker);
    }

    /// Says who decides about the headers. The innermost piece speaks last and wins.
    pub(super) fn govern(&self, governed: Governed) {
        *self.0.governed.borrow_mut() = Some(governed);
    }

    pub(super) fn governed(&self) -> Option<Governed> {
        self.0.governed.borrow().clone()
    }

    pub(super) fn enter(&self) {
        self.0.depth.set(self.depth().saturating_add(1));
    }

    pub(super) fn depth(&self) -> u32 {
        self.0.depth.get()
    }
}

impl Governed {
    /// Sets the headers of an answer.
    pub(super) fn finish<B>(&self, answer: &mut Result<ServiceResponse<B>, Error>) {
        if let Self::Headers(pending) = self {
            pending.finish(answer);
        }
    }
}

impl Pending {
    /// Sets the headers of an answer. An error stays an error, of its own type: what is outside sees it as it is.
    pub(super) fn finish<B>(&self, answer: &mut Result<ServiceResponse<B>, Error>) {
        match answer {
            Ok(response) => self.apply(response.headers_mut()),
            Err(error) => {
                let pending = self.clone();
                error.add_response_mapper(move |mut response| {
                    let headers: &mut HeaderMap = response.headers_mut();
                    pending.apply(headers);
                    response
                });
            }
        }
    }
}
