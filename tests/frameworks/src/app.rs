//! What the application of every framework must offer.
//!
//! | method and path | policy | what it does |
//! |---|---|---|
//! | `GET /orders` | [`APP`], credentials, exposes `x-total` | 200; an extractor counts |
//! | `POST /orders` | [`APP`] and `https://admin.example`, headers `content-type`, `x-token`, `max_age = "10m"` | 201; an extractor counts, then takes the JSON `{"item": "tea"}` |
//! | `DELETE /orders/{id}` | `https://*.shop.example`, credentials | 204 |
//! | `GET /orders/{id}` | none (`without`) | 200 |
//! | `GET /public` | any origin, exposes `x-total` | 200 |
//! | `PUT /strict` | [`APP`], `on_refused = forbid`, `public_origin = "https://api.example"` | 200; an extractor counts |
//! | `GET /runtime` | [`Tenants`], which are set to [`APP`] when the application starts | 200 |
//! | `GET`, `POST /shared` | both [`Shared`] | 200 |
//! | `GET /legacy` | [`APP`], `preflight_status = 200` | 200 |
//! | `GET /own` | [`APP`] | 200 |
//! | `OPTIONS /own` | the same | 200: the user's own `OPTIONS` handler |
//! | `GET /number/{n}` | as `/own` | 200; takes a number |
//! | `GET /conflict`, `/missing`, `/redirect` | as `/own` | 409 by an error, 404, 303 |
//! | `GET /headers` | as `/own` | sets `Access-Control-Allow-Origin: *`, all other CORS headers and `Vary: Accept` itself |
//! | `GET /vary-star` | as `/own` | sets `Vary: *` |
//! | `GET /stream` | as `/own` | a body in two pieces without a known length |
//! | `any /any` | as `/own` | 200 for any method |
//! | `GET /socket` | as `/own`, `on_refused = forbid` | 101: a WebSocket that sends back what it gets |
//! | `GET /off` | `#[cors(off)]` | 200 |
//! | `GET /api/items/{id}` | as `/own` | 200; below a nested router or a scope `/api` |
//! | `GET`, `OPTIONS /foreign` | un-annotated, the framework's own registration | 200 |
//! | any method on `/foreign-any` | un-annotated, the framework's own registration | 200 |
//! | `GET /panic`, `GET /slow`, `POST /limited` | as `/own` | panics; answers after ten seconds; takes a body (limit: 64 bytes) |
//!
//! In the forms `Skip` and `Front` a request needs `Authorization: ok`, else it gets 401. Every handler counts,
//! authentication is the counted layer.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use cors::CorsPolicy;

/// The origin that most policies allow.
pub const APP: &str = "https://app.example";

/// Replaceable origins.
#[derive(Debug, CorsPolicy)]
#[policy(origins = runtime, credentials)]
#[non_exhaustive]
pub struct Tenants;

/// One policy for two handlers of a path.
#[derive(Debug, CorsPolicy)]
#[policy(origins = ["https://app.example"], headers = ["content-type"], max_age = 60)]
#[non_exhaustive]
pub struct Shared;

/// The policy of the whole application in the form `Front`.
#[derive(Debug, CorsPolicy)]
#[policy(
    origins = ["https://app.example", "https://front.example"],
    methods = [GET, PUT, DELETE],
    expose_headers = ["x-front"],
)]
#[non_exhaustive]
pub struct Front;

/// A running application.
#[derive(Debug)]
#[non_exhaustive]
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// What ran in it.
    pub counts: Arc<Counts>,
}

/// How often code of the user's ran.
#[derive(Debug, Default)]
pub struct Counts {
    handlers: AtomicUsize,
    extractors: AtomicUsize,
    layers: AtomicUsize,
}

/// [`Counts`] at one moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reading {
    /// Handlers.
    pub handlers: usize,
    /// Extractors.
    pub extractors: usize,
    /// Layers.
    pub layers: usize,
}

impl Server {
    /// A server that listens at `address`.
    #[must_use]
    pub const fn new(address: SocketAddr, counts: Arc<Counts>) -> Self {
        Self { address, counts }
    }
}

impl Counts {
    /// Counts a run of a handler.
    pub fn handler(&self) {
        self.handlers.fetch_add(1, Ordering::SeqCst);
    }

    /// Counts a run of an extractor.
    pub fn extractor(&self) {
        self.extractors.fetch_add(1, Ordering::SeqCst);
    }

    /// Counts a run of a layer.
    pub fn layer(&self) {
        self.layers.fetch_add(1, Ordering::SeqCst);
    }

    /// The counts now.
    #[must_use]
    pub fn read(&self) -> Reading {
        Reading {
            handlers: self.handlers.load(Ordering::SeqCst),
            extractors: self.extractors.load(Ordering::SeqCst),
            layers: self.layers.load(Ordering::SeqCst),
        }
    }
}
