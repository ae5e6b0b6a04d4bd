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
        not_cors: 2, unnamed: 2, named: 2, preflight: 0, refused_preflight: 0, seven: 2, seven_preflight: 0,
        why: "the mark by which a piece inside knows that it is decided: the request's map of extensions, and a box in it",
    },
    Added {
        row: "cors::axum router",
        not_cors: 7, unnamed: 7, named: 7, preflight: 3, refused_preflight: 1, seven: 7, seven_preflight: 6,
        why: "axum boxes each layer's service and future (3), and its body anew; marks in the maps of extensions",
    },
    Added {
        row: "cors::axum per route",
        not_cors: 1, unnamed: 1, named: 1, preflight: 13, refused_preflight: 11, seven: 1, seven_preflight: 18,
        why: "a mark on the answer; `OPTIONS` is a handler of axum's that hands its request to a service in a box",
    },
    Added {
        row: "cors::actix_web",
        not_cors: -2, unnamed: -2, named: -2, preflight: -12, refused_preflight: -12, seven: -10, seven_preflight: -7,
        why: "fewer, not more: the route is found without the framework's walk through the guards of others",
    },
    Added {
        row: "cors::rocket",
        not_cors: 2, unnamed: 2, named: 6, preflight: 8, refused_preflight: 1, seven: 6, seven_preflight: 8,
        why: "Rocket boxes a fairing's future, and its header map has a list for each name",
    },
    Added {
        row: "cors::poem",
        not_cors: 1, unnamed: 1, named: 1, preflight: -3, refused_preflight: -3, seven: 1, seven_preflight: -2,
        why: "poem boxes the future of an endpoint behind a method",
    },
    Added {
        row: "cors::salvo",
        not_cors: 4, unnamed: 4, named: 4, preflight: -2, refused_preflight: -2, seven: 4, seven_preflight: 17,
        why: "salvo boxes a hoop's future and copies its list of hoops; a preflight asks the router by a request of its own",
    },
    Added {
        row: "cors::warp",
        not_cors: 0, unnamed: 2, named: 2, preflight: -7, refused_preflight: -7, seven: 2, seven_preflight: -2,
        why: "the mark on an answer by which a filter outside knows that it is finished",
    },
];
