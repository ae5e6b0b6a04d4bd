//! How many allocations an adapter adds to its bare service: exact numbers, in one table.

use crate::cases::{Allows, Case, Served};

/// What an adapter adds, by kind of request. A number below zero is what the bare service allocates for an answer that
/// it then does not have to make: its own 404 or 405 to a preflight.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Added {
    /// The row.
    pub row: &'static str,
    /// Not CORS.
    pub not_cors: i64,
    /// An actual request whose origin is not named in the answer: refused, or `*`.
    pub unnamed: i64,
    /// An actual request whose origin is named.
    pub named: i64,
    /// A preflight of an origin that is let in.
    pub preflight: i64,
    /// A preflight of another one.
    pub refused_preflight: i64,
    /// An actual request to the last of seven handlers.
    pub seven: i64,
    /// A preflight for it.
    pub seven_preflight: i64,
    /// Where they come from.
    pub why: &'static str,
}

impl Added {
    /// What it adds to a case.
    #[must_use]
    pub fn to(&self, case: &Case) -> i64 {
        match (case.served, case.is_preflight(), case.allows()) {
            (Served::Seven, false, _) => self.seven,
            (Served::Seven, true, _) => self.seven_preflight,
            (Served::Four, true, Allows::Nobody) => self.refused_preflight,
            (Served::Four, true, _) => self.preflight,
            (Served::Four, false, _) if case.is_not_cors() => self.not_cors,
            (Served::Four, false, Allows::Page) => self.named,
            (Served::Four, false, _) => self.unnamed,
        }
    }
}

/// All adapters. A number that is no longer true, be it better or worse, is a broken bound: write the new one here.
#[rustfmt::skip]
pub const ADDED: [Added; 9] = [
    Added {
        row: "cors, core alone",
        not_cors: 0, unnamed: 0, named: 0, preflight: 0, refused_preflight: 0, seven: 0, seven_preflight: 0,
        why: "",
    },
    Added {
        row: "cors::tower layer",
        not_cors: 0, unnamed: 0, named: 0, preflight: 0, refused_preflight: 0, seven: 0, seven_preflight: 0,
        why: "",
    },
    Added {
        row: "cors::axum router",
        not_cors: 4, unnamed: 4, named: 4, preflight: 2, refused_preflight: 1, seven: 4, seven_preflight: 1,
        why: "for a layer axum boxes a clone of its service and its future; the route in it is cloned twice, which is a box each \
              (none where a handler has no size and no state, as in the bare service); the map of a preflight's answer grows once \
              for `Content-Length`",
    },
    Added {
        row: "cors::axum per route",
        not_cors: 1, unnamed: 1, named: 1, preflight: 1, refused_preflight: 0, seven: 1, seven_preflight: 1,
        why: "axum boxes a clone of a route's handler (none where it has no size and no state, as in the bare service); the map \
              of a preflight's answer grows once for `Content-Length`",
    },
    Added {
        row: "cors::actix_web",
        not_cors: -2, unnamed: -2, named: -2, preflight: -12, refused_preflight: -12, seven: -10, seven_preflight: -7,
        why: "the framework's own method guards note what they refuse for the `Allow` of a 405, in a list in a map of \
              extensions; those of ours do not",
    },
    Added {
        row: "cors::rocket",
        not_cors: 2, unnamed: 2, named: 6, preflight: 8, refused_preflight: 1, seven: 6, seven_preflight: 8,
        why: "Rocket boxes the future of a fairing; its header map has a list for each name",
    },
    Added {
        row: "cors::poem",
        not_cors: 0, unnamed: 0, named: 0, preflight: -7, refused_preflight: -7, seven: 0, seven_preflight: -6,
        why: "a preflight does not get to the framework's router, its 405, or its boxed handler",
    },
    Added {
        row: "cors::salvo",
        not_cors: 4, unnamed: 4, named: 4, preflight: -4, refused_preflight: -4, seven: 4, seven_preflight: 14,
        why: "salvo boxes the future of a hoop; the router leaves what it has found in the request's map of extensions (a box, a \
              table, a box); a preflight asks the router once more, whose filters box their futures; without it the bare \
              service makes a page for its 405",
    },
    Added {
        row: "cors::warp",
        not_cors: 0, unnamed: 0, named: 0, preflight: -9, refused_preflight: -9, seven: 0, seven_preflight: -4,
        why: "a preflight does not get to the framework's list of rejections, which are boxes",
    },
];
