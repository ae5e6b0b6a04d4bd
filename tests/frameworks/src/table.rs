//! The exchanges.
//!
//! The rows are those of the contract that every adapter keeps:
//!
//! | row | what must hold |
//! |---|---|
//! | 1 | a preflight is answered with the policy of the handler that the requested method selects |
//! | 2 | a preflight runs no handler, no extractor, no layer inside |
//! | 3 | a handler without a policy gives nothing away and does not run for a preflight |
//! | 4 | the headers are also on redirects and errors, whoever makes them |
//! | 5 | authentication does not stop a preflight, and nothing else gets past it |
//! | 6 | a policy for the whole application covers what has none of its own, and nothing else |
//! | 7 | a CORS header that the handler set itself is replaced, its `Vary` is merged |
//! | 8 | streams, `HEAD`, WebSockets, path prefixes, any method |
//! | 9 | malformed requests are refused: never a panic, never an echo |

use crate::exchange::{
    Exchange, Expected,
    Form::{self, Front, Routes, Skip, Table},
    Request,
};

type Line = (&'static str, &'static [u8]);
type Cors = &'static [(&'static str, &'static str)];

const APP: Line = ("Origin", b"https://app.example");
const ADMIN: Line = ("Origin", b"https://admin.example");
const SHOP: Line = ("Origin", b"https://eu.shop.example");
const FRONT: Line = ("Origin", b"https://front.example");
const EVIL: Line = ("Origin", b"https://app.example.evil.example");
const AUTH: Line = ("Authorization", b"ok");
const JSON: Line = ("Content-Type", b"application/json");

const fn acrm(method: &'static [u8]) -> Line {
    ("Access-Control-Request-Method", method)
}

const fn acrh(names: &'static [u8]) -> Line {
    ("Access-Control-Request-Headers", names)
}

const BARE: &[Form] = &[Routes, Table];
const EVERYWHERE: &[Form] = &[Routes, Table, Skip, Front];

const NO_VARY: &[&str] = &[];
const ORIGIN: &[&str] = &["origin"];
const PREFLIGHT: &[&str] = &["access-control-request-method", "origin"];
const FETCH_SITE: &[&str] = &["origin", "sec-fetch-site"];

const NOTHING: Cors = &[];
const PLAIN: Cors = &[("access-control-allow-origin", "https://app.example")];
const PLAIN_GET: Cors =
    &[("access-control-allow-methods", "GET"), ("access-control-allow-origin", "https://app.example")];
const LIST: Cors = &[
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-origin", "https://app.example"),
    ("access-control-expose-headers", "x-total"),
];
const LIST_PREFLIGHT: Cors = &[
    ("access-control-allow-credentials", "true"),
    ("access-control-allow-methods", "GET"),
    ("access-control-allow-origin", "https://app.example"),
];
const CREATE_PREFLIGHT: Cors = &[
    ("access-control-allow-headers", "content-type,x-token"),
    ("access-control-allow-methods", "POST"),
    ("access-control-allow-origin", "https://app.example"),
    ("access-control-max-age", "600"),
];
const FRONT_APP: Cors =
    &[("access-control-allow-origin", "https://app.example"), ("access-control-expose-headers", "x-front")];
const FRONT_OWN: Cors =
    &[("access-control-allow-origin", "https://front.example"), ("access-control-expose-headers", "x-front")];

/// All exchanges.
pub const TABLE: &[Exchange] = &[
    // What is answered.
    Exchange::new(
        "a request that is not CORS varies by origin",
        &[1],
        BARE,
        Request::new("GET", "/orders", &[]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "an allowed origin reads the answer",
        &[1],
        BARE,
        Request::new("GET", "/orders", &[APP]),
        Expected::ran(200, LIST, ORIGIN),
    ),
    Exchange::new(
        "a refused origin gets the answer without a CORS header",
        &[1],
        BARE,
        Request::new("GET", "/orders", &[EVIL]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "another handler of the path has its own policy",
        &[1],
        BARE,
        Request::new("POST", "/orders", &[ADMIN, JSON]).with_body(r#"{"item":"tea"}"#),
        Expected::ran(201, &[("access-control-allow-origin", "https://admin.example")], ORIGIN),
    ),
    Exchange::new(
        "any origin gets the same answer",
        &[1],
        BARE,
        Request::new("GET", "/public", &[EVIL]),
        Expected::ran(
            200,
            &[("access-control-allow-origin", "*"), ("access-control-expose-headers", "x-total")],
            NO_VARY,
        ),
    ),
    Exchange::new(
        "any origin gets the same answer as none",
        &[1],
        BARE,
        Request::new("GET", "/public", &[]),
        Expected::ran(
            200,
            &[("access-control-allow-origin", "*"), ("access-control-expose-headers", "x-total")],
            NO_VARY,
        ),
    ),
    Exchange::new(
        "a preflight of any origin",
        &[1, 2],
        BARE,
        Request::new("OPTIONS", "/public", &[EVIL, acrm(b"GET")]),
        Expected::kept_out(
            204,
            &[("access-control-allow-methods", "GET"), ("access-control-allow-origin", "*")],
            &["access-control-request-method"],
        ),
    ),
    Exchange::new(
        "runtime origins that are set",
        &[1],
        BARE,
        Request::new("GET", "/runtime", &[APP]),
        Expected::ran(
            200,
            &[
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-origin", "https://app.example"),
            ],
            ORIGIN,
        ),
    ),
    Exchange::new(
        "runtime origins that are not set",
        &[1],
        BARE,
        Request::new("GET", "/runtime", &[ADMIN]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    // Preflights.
    Exchange::new(
        "a GET preflight does not name the neighbour POST",
        &[1, 2],
        EVERYWHERE,
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"GET")]),
        Expected::kept_out(204, LIST_PREFLIGHT, PREFLIGHT),
    ),
    Exchange::new(
        "a POST preflight has the policy of POST",
        &[1, 2],
        EVERYWHERE,
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"POST"), acrh(b"content-type")]),
        Expected::kept_out(204, CREATE_PREFLIGHT, PREFLIGHT),
    ),
    Exchange::new(
        "the lists do not depend on what is asked",
        &[1, 2],
        BARE,
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"POST"), acrh(b"x-other")]),
        Expected::kept_out(204, CREATE_PREFLIGHT, PREFLIGHT),
    ),
    Exchange::new(
        "an origin of the neighbour is refused",
        &[1, 2],
        BARE,
        Request::new("OPTIONS", "/orders", &[ADMIN, acrm(b"GET")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "a DELETE preflight on a path with a parameter",
        &[1, 2],
        EVERYWHERE,
        Request::new("OPTIONS", "/orders/7", &[SHOP, acrm(b"DELETE")]),
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-methods", "DELETE"),
                ("access-control-allow-origin", "https://eu.shop.example"),
            ],
            PREFLIGHT,
        ),
    ),
    Exchange::new(
        "an encoded path is the path that the router matches",
        &[1, 2],
        BARE,
        Request::new("OPTIONS", "/orders/%37", &[SHOP, acrm(b"DELETE")]),
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-credentials", "true"),
                ("access-control-allow-methods", "DELETE"),
                ("access-control-allow-origin", "https://eu.shop.example"),
            ],
            PREFLIGHT,
        ),
    ),
    Exchange::new(
        "handlers that share a policy answer for each other",
        &[1, 2],
        BARE,
        Request::new("OPTIONS", "/shared", &[APP, acrm(b"GET")]),
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-headers", "content-type"),
                ("access-control-allow-methods", "GET,POST"),
                ("access-control-allow-origin", "https://app.example"),
                ("access-control-max-age", "60"),
            ],
            PREFLIGHT,
        ),
    ),
    Exchange::new(
        "a preflight with the status that an old client needs",
        &[1, 2],
        BARE,
        Request::new("OPTIONS", "/legacy", &[APP, acrm(b"GET")]),
        Expected::kept_out(200, PLAIN_GET, PREFLIGHT),
    ),
    Exchange::new(
        "a HEAD preflight has the policy of GET",
        &[1, 2, 8],
        BARE,
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"HEAD")]),
        Expected::kept_out(204, LIST_PREFLIGHT, PREFLIGHT),
    ),
    Exchange::new(
        "a preflight for a method that nobody serves",
        &[1, 2],
        &[Routes, Table, Skip],
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"PATCH")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "a preflight for a path that nobody serves",
        &[1, 2],
        BARE,
        Request::new("OPTIONS", "/nowhere", &[APP, acrm(b"GET")]),
        Expected::kept_out(404, NOTHING, NO_VARY),
    ),
    // Handlers without a policy.
    Exchange::new(
        "a preflight for a neighbour without a policy",
        &[2, 3],
        EVERYWHERE,
        Request::new("OPTIONS", "/orders/7", &[SHOP, acrm(b"GET")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "a handler without a policy is left alone",
        &[3],
        BARE,
        Request::new("GET", "/orders/7", &[SHOP]),
        Expected::ran(200, NOTHING, NO_VARY),
    ),
    Exchange::new(
        "a handler with `#[cors(off)]` is left alone",
        &[3],
        BARE,
        Request::new("GET", "/off", &[APP]),
        Expected::ran(200, NOTHING, NO_VARY),
    ),
    Exchange::new(
        "a preflight for a handler with `#[cors(off)]`",
        &[2, 3],
        EVERYWHERE,
        Request::new("OPTIONS", "/off", &[APP, acrm(b"GET")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "a route of the framework's own is left alone",
        &[3],
        BARE,
        Request::new("GET", "/foreign", &[APP]),
        Expected::ran(200, NOTHING, NO_VARY),
    ),
    // The user's own OPTIONS.
    Exchange::new(
        "OPTIONS without a requested method is the user's",
        &[1],
        BARE,
        Request::new("OPTIONS", "/own", &[APP]),
        Expected::ran(200, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "a preflight does not run the user's OPTIONS handler",
        &[1, 2],
        EVERYWHERE,
        Request::new("OPTIONS", "/own", &[APP, acrm(b"GET")]),
        Expected::kept_out(204, PLAIN_GET, PREFLIGHT),
    ),
    Exchange::new(
        "OPTIONS without a requested method and without a handler",
        &[1],
        BARE,
        Request::new("OPTIONS", "/orders", &[APP]),
        Expected::kept_out(405, NOTHING, NO_VARY),
    ),
    Exchange::new(
        "a method without a handler",
        &[1],
        BARE,
        Request::new("PATCH", "/orders", &[APP]),
        Expected::kept_out(405, NOTHING, NO_VARY),
    ),
    // `on_refused = forbid`.
    Exchange::new(
        "a forbidden request does not reach the handler",
        &[1, 2],
        BARE,
        Request::new("PUT", "/strict", &[EVIL]),
        Expected::kept_out(403, NOTHING, FETCH_SITE),
    ),
    Exchange::new(
        "a same-origin request is not forbidden",
        &[1],
        BARE,
        Request::new("PUT", "/strict", &[EVIL, ("Sec-Fetch-Site", b"same-origin")]),
        Expected::ran(200, NOTHING, FETCH_SITE),
    ),
    Exchange::new(
        "a same-site request is forbidden",
        &[1],
        BARE,
        Request::new("PUT", "/strict", &[EVIL, ("Sec-Fetch-Site", b"same-site")]),
        Expected::kept_out(403, NOTHING, FETCH_SITE),
    ),
    Exchange::new(
        "a request of the public origin is not forbidden",
        &[1],
        BARE,
        Request::new("PUT", "/strict", &[("Origin", b"https://api.example")]),
        Expected::ran(200, NOTHING, FETCH_SITE),
    ),
    Exchange::new(
        "an allowed origin is not forbidden",
        &[1],
        BARE,
        Request::new("PUT", "/strict", &[APP]),
        Expected::ran(200, PLAIN, FETCH_SITE),
    ),
    // Errors.
    Exchange::new(
        "the error of a handler",
        &[4],
        BARE,
        Request::new("GET", "/conflict", &[APP]),
        Expected::ran(409, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "404 of a handler",
        &[4],
        BARE,
        Request::new("GET", "/missing", &[APP]),
        Expected::ran(404, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "a redirect",
        &[4],
        BARE,
        Request::new("GET", "/redirect", &[APP]),
        Expected::ran(303, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "an extractor of the path refuses",
        &[4],
        BARE,
        Request::new("GET", "/number/seven", &[APP]),
        Expected::kept_out(400, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "an extractor of the body finds no JSON",
        &[4],
        BARE,
        Request::new("POST", "/orders", &[APP, JSON]).with_body(r#"{"item":"#),
        Expected::kept_out(400, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "an extractor of the body finds other JSON",
        &[4],
        BARE,
        Request::new("POST", "/orders", &[APP, JSON]).with_body(r#"{"item":7}"#),
        Expected::kept_out(422, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "401 of authentication around a route",
        &[4, 5],
        &[Skip, Front],
        Request::new("GET", "/orders", &[APP]),
        Expected::kept_out(401, LIST, ORIGIN),
    ),
    Exchange::new(
        "401 of authentication for a refused origin",
        &[4, 5],
        &[Skip, Front],
        Request::new("GET", "/orders", &[EVIL]),
        Expected::kept_out(401, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "a panic",
        &[4],
        &[Front],
        Request::new("GET", "/panic", &[APP, AUTH]),
        Expected::ran(500, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "a timeout",
        &[4],
        &[Front],
        Request::new("GET", "/slow", &[APP, AUTH]),
        Expected::ran(408, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "a body over the limit",
        &[4],
        &[Front],
        Request::new("POST", "/limited", &[APP, AUTH])
            .with_body("0123456789012345678901234567890123456789012345678901234567890123456789"),
        Expected::kept_out(413, PLAIN, ORIGIN),
    ),
    // Authentication.
    Exchange::new(
        "credentials open the handler",
        &[5],
        &[Skip, Front],
        Request::new("GET", "/orders", &[APP, AUTH]),
        Expected::ran(200, LIST, ORIGIN),
    ),
    Exchange::new(
        "OPTIONS that is no preflight needs credentials",
        &[5],
        &[Skip, Front],
        Request::new("OPTIONS", "/own", &[APP]),
        Expected::kept_out(401, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "OPTIONS with a requested method and no origin needs credentials",
        &[5],
        &[Skip, Front],
        Request::new("OPTIONS", "/own", &[acrm(b"GET")]),
        Expected::kept_out(401, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "a preflight does not open the OPTIONS handler of somebody else",
        &[5],
        &[Skip],
        Request::new("OPTIONS", "/foreign", &[APP, acrm(b"GET")]),
        Expected::kept_out(401, NOTHING, NO_VARY),
    ),
    Exchange::new(
        "a preflight does not open a handler of any method of somebody else",
        &[5],
        &[Skip],
        Request::new("OPTIONS", "/foreign-any", &[APP, acrm(b"GET")]),
        Expected::kept_out(401, NOTHING, NO_VARY),
    ),
    Exchange::new(
        "a route of the framework's own needs credentials",
        &[5],
        &[Skip],
        Request::new("GET", "/foreign", &[APP]),
        Expected::kept_out(401, NOTHING, NO_VARY),
    ),
    Exchange::new(
        "a handler without a policy needs credentials",
        &[3, 5],
        &[Skip, Front],
        Request::new("GET", "/orders/7", &[SHOP]),
        Expected::kept_out(401, NOTHING, NO_VARY),
    ),
    // A policy for the whole application.
    Exchange::new(
        "an unknown path has the policy of the application",
        &[4, 6],
        &[Front],
        Request::new("GET", "/nowhere", &[FRONT, AUTH]),
        Expected::kept_out(404, FRONT_OWN, ORIGIN),
    ),
    Exchange::new(
        "a preflight for an unknown path has the policy of the application",
        &[2, 6],
        &[Front],
        Request::new("OPTIONS", "/nowhere", &[FRONT, acrm(b"PUT")]),
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-methods", "GET,PUT,DELETE"),
                ("access-control-allow-origin", "https://front.example"),
            ],
            PREFLIGHT,
        ),
    ),
    Exchange::new(
        "405 has the policy of the application",
        &[4, 6],
        &[Front],
        Request::new("PATCH", "/orders", &[FRONT, AUTH]),
        Expected::kept_out(405, FRONT_OWN, ORIGIN),
    ),
    Exchange::new(
        "a preflight for a method without a handler does not name the handlers' methods",
        &[2, 6],
        &[Front],
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"PUT")]),
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-methods", "PUT,DELETE"),
                ("access-control-allow-origin", "https://app.example"),
            ],
            PREFLIGHT,
        ),
    ),
    Exchange::new(
        "a route of the framework's own has the policy of the application",
        &[6],
        &[Front],
        Request::new("GET", "/foreign", &[APP, AUTH]),
        Expected::ran(200, FRONT_APP, ORIGIN),
    ),
    Exchange::new(
        "a preflight for a route of the framework's own has the policy of the application",
        &[2, 6],
        &[Front],
        Request::new("OPTIONS", "/foreign", &[APP, acrm(b"GET")]),
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-methods", "GET,PUT,DELETE"),
                ("access-control-allow-origin", "https://app.example"),
            ],
            PREFLIGHT,
        ),
    ),
    Exchange::new(
        "a handler's policy replaces that of the application whole",
        &[6],
        &[Front],
        Request::new("GET", "/orders", &[FRONT, AUTH]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "`#[cors(off)]` takes a handler out of the application's policy",
        &[3, 6],
        &[Front],
        Request::new("GET", "/off", &[APP, AUTH]),
        Expected::ran(200, NOTHING, NO_VARY),
    ),
    Exchange::new(
        "401 on an unknown path has the policy of the application",
        &[4, 5, 6],
        &[Front],
        Request::new("GET", "/nowhere", &[FRONT]),
        Expected::kept_out(401, FRONT_OWN, ORIGIN),
    ),
    // Headers that the handler set.
    Exchange::new(
        "what the handler set is replaced, and its Vary merged",
        &[7],
        BARE,
        Request::new("GET", "/headers", &[APP]),
        Expected::ran(200, PLAIN, &["accept", "origin"]),
    ),
    Exchange::new(
        "what the handler set is removed for a refused origin",
        &[7],
        BARE,
        Request::new("GET", "/headers", &[EVIL]),
        Expected::ran(200, NOTHING, &["accept", "origin"]),
    ),
    Exchange::new(
        "a handler's `Vary: *` says it all",
        &[7],
        BARE,
        Request::new("GET", "/vary-star", &[APP]),
        Expected::ran(200, PLAIN, &["*"]),
    ),
    // Kinds of answers and routes.
    Exchange::new(
        "HEAD is answered by GET",
        &[8],
        BARE,
        Request::new("HEAD", "/orders", &[APP]),
        Expected::ran(200, LIST, ORIGIN),
    ),
    Exchange::new(
        "a streaming body",
        &[8],
        BARE,
        Request::new("GET", "/stream", &[APP]),
        Expected::ran(200, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "a path below a prefix",
        &[8],
        EVERYWHERE,
        Request::new("OPTIONS", "/api/items/3", &[APP, acrm(b"GET")]),
        Expected::kept_out(204, PLAIN_GET, PREFLIGHT),
    ),
    Exchange::new(
        "an answer of a path below a prefix",
        &[8],
        BARE,
        Request::new("GET", "/api/items/3", &[APP]),
        Expected::ran(200, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "a preflight for a handler of any method",
        &[2, 8],
        BARE,
        Request::new("OPTIONS", "/any", &[APP, acrm(b"PURGE")]),
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-methods", "PURGE"),
                ("access-control-allow-origin", "https://app.example"),
            ],
            PREFLIGHT,
        ),
    ),
    Exchange::new(
        "an answer of a handler of any method",
        &[8],
        BARE,
        Request::new("PURGE", "/any", &[APP]),
        Expected::ran(200, PLAIN, ORIGIN),
    ),
    Exchange::new(
        "a WebSocket upgrade",
        &[8],
        BARE,
        Request::new("GET", "/socket", &[APP, UPGRADE, WEB_SOCKET, WEB_SOCKET_KEY]),
        Expected::ran(101, PLAIN, FETCH_SITE),
    ),
    Exchange::new(
        "a WebSocket upgrade of a refused origin",
        &[8],
        BARE,
        Request::new("GET", "/socket", &[EVIL, UPGRADE, WEB_SOCKET, WEB_SOCKET_KEY]),
        Expected::kept_out(403, NOTHING, FETCH_SITE),
    ),
    // Malformed requests.
    Exchange::new(
        "two Origin lines, both allowed",
        &[9],
        EVERYWHERE,
        Request::new("OPTIONS", "/orders", &[APP, APP, acrm(b"GET")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "two Origin lines on a request",
        &[9],
        BARE,
        Request::new("GET", "/orders", &[APP, EVIL]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "a list of origins in one line",
        &[9],
        BARE,
        Request::new("GET", "/orders", &[("Origin", b"https://app.example, https://app.example")]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "an empty Origin",
        &[9],
        BARE,
        Request::new("OPTIONS", "/orders", &[("Origin", b""), acrm(b"GET")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "the Origin `null`",
        &[9],
        BARE,
        Request::new("GET", "/orders", &[("Origin", b"null")]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "an Origin of 64 KiB",
        &[9],
        BARE,
        Request::new("OPTIONS", "/orders", &[("Origin", &[b'a'; 64 * 1024]), acrm(b"GET")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "an Origin that is not ASCII",
        &[9],
        BARE,
        Request::new("OPTIONS", "/orders", &[("Origin", b"https://\xff\xc3.example"), acrm(b"GET")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "an Origin in upper case",
        &[9],
        BARE,
        Request::new("GET", "/orders", &[("Origin", b"HTTPS://APP.EXAMPLE")]),
        Expected::ran(200, NOTHING, ORIGIN),
    ),
    Exchange::new(
        "an empty requested method",
        &[9],
        BARE,
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "a list as the requested method",
        &[9],
        BARE,
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"GET, DELETE")]),
        Expected::kept_out(204, NOTHING, PREFLIGHT),
    ),
    Exchange::new(
        "a requested method that is no token, where any is served",
        &[9],
        BARE,
        Request::new("OPTIONS", "/any", &[APP, acrm(b"P UT\xff")]),
        Expected::kept_out(204, PLAIN, PREFLIGHT),
    ),
    Exchange::new(
        "a forbidden requested method, where any is served",
        &[9],
        BARE,
        Request::new("OPTIONS", "/any", &[APP, acrm(b"TRACE")]),
        Expected::kept_out(204, PLAIN, PREFLIGHT),
    ),
    Exchange::new(
        "requested headers of any bytes",
        &[9],
        BARE,
        Request::new(
            "OPTIONS",
            "/orders",
            &[APP, acrm(b"POST"), acrh(b"\xff\xfe, ,;x\"<script>"), acrh(b",,,,")],
        ),
        Expected::kept_out(204, CREATE_PREFLIGHT, PREFLIGHT),
    ),
    Exchange::new(
        "64 KiB of commas as requested headers",
        &[9],
        BARE,
        Request::new("OPTIONS", "/orders", &[APP, acrm(b"POST"), acrh(&[b','; 64 * 1024])]),
        Expected::kept_out(204, CREATE_PREFLIGHT, PREFLIGHT),
    ),
];

const UPGRADE: Line = ("Upgrade", b"websocket");
const WEB_SOCKET: Line = ("Sec-WebSocket-Version", b"13");
const WEB_SOCKET_KEY: Line = ("Sec-WebSocket-Key", b"dGhlIHNhbXBsZSBub25jZQ==");
