//! What the fairing leaves in the managed state, and what is remembered of a request.

use std::sync::{
    OnceLock,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use ::rocket::{Orbit, Request, Rocket};
use cors_core::PolicyRef;

use super::table::Table;

/// What the fairing leaves in the managed state.
#[derive(Debug)]
pub(super) struct Site {
    app: Option<PolicyRef>,
    table: OnceLock<Table>,
    remembers: AtomicBool,
}

/// What pieces that stand before the router leave for those behind it.
#[derive(Debug, Default)]
pub(super) struct Flight {
    /// The request has been refused, or nobody further in may see it.
    closed: AtomicUsize,
    /// The route that the request was meant for, counted from 1.
    meant: AtomicUsize,
    /// It has been answered.
    landed: AtomicBool,
}

/// What has been decided about a request before the router saw it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Closed {
    /// Nothing.
    Open,
    /// A preflight that went around a fairing: it must be answered as one.
    Preflight,
    /// It was refused.
    Forbidden,
}

impl Site {
    pub(super) fn new(app: Option<PolicyRef>) -> Self {
        Self { app, table: OnceLock::new(), remembers: AtomicBool::new(false) }
    }

    /// The site of a running application, and its table; `None` where the fairing is not attached.
    pub(super) fn of(rocket: &Rocket<Orbit>) -> Option<(&Self, &Table)> {
        let site = rocket.state::<Self>()?;
        Some((site, site.table.get_or_init(|| Table::new(rocket, site.app.as_ref()))))
    }

    pub(super) const fn app(&self) -> Option<&PolicyRef> {
        self.app.as_ref()
    }

    /// Has requests remembered from now on, which costs each an allocation.
    pub(super) fn remember(&self) {
        self.remembers.store(true, Ordering::Relaxed);
    }

    /// Like [`flight`](Self::flight), where requests come in. A request that the framework's test client has copied
    /// shares its memory with the copy, and what is left of the one that was answered first is not the other's.
    pub(super) fn begin<'r>(&self, request: &'r Request<'_>) -> Option<&'r Flight> {
        let flight = self.flight(request)?;
        if flight.landed.swap(false, Ordering::Relaxed) {
            flight.close(Closed::Open);
            flight.mean(None);
        }
        Some(flight)
    }

    /// What is remembered of a request.
    pub(super) fn flight<'r>(&self, request: &'r Request<'_>) -> Option<&'r Flight> {
        self.remembers.load(Ordering::Relaxed).then(|| request.local_cache(Flight::default))
    }
}

impl Flight {
    pub(super) fn close(&self, closed: Closed) {
        self.closed.store(closed as usize, Ordering::Relaxed);
    }

    pub(super) fn closed(&self) -> Closed {
        match self.closed.load(Ordering::Relaxed) {
            0 => Closed::Open,
            1 => Closed::Preflight,
            _ => Closed::Forbidden,
        }
    }

    pub(super) fn land(&self) {
        self.landed.store(true, Ordering::Relaxed);
    }

    pub(super) fn mean(&self, route: Option<usize>) {
        self.meant.store(route.map_or(0, |route| route.saturating_add(1)), Ordering::Relaxed);
    }

    pub(super) fn meant(&self) -> Option<usize> {
        self.meant.load(Ordering::Relaxed).checked_sub(1)
    }
}
