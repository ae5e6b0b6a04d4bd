//! The experiments.

use super::{Ask, Expect, Experiment, Pair};
use crate::{
    compiler,
    stage::{Page, Server},
};

/// What works as the attribute says; run on axum and again on actix-web.
pub(super) const WORKS: &[Experiment] = &[
    Experiment {
        id: "simple-get",
        title: "A simple GET",
        sentence: "A GET without special headers goes out at once, and the answer names the page's origin, so the script may read it.",
        source: &["list_orders"],
        asks: &[Ask::new("GET", "/orders")],
        expect: Expect::readable(200),
        ..BASE
    },
    Experiment {
        id: "stranger-get",
        title: "The same GET from a stranger's page",
        sentence: "The handler runs and answers, but no header names the stranger's origin, so the browser keeps the answer from the script.",
        from: Page::Stranger,
        source: &["list_orders"],
        asks: &[Ask::new("GET", "/orders")],
        expect: Expect::blocked().reason("is not allowed"),
        ..BASE
    },
    Experiment {
        id: "public-get",
        title: "Public data for a stranger's page",
        sentence: "With `origins = any` everybody gets the same constant answer, which no cache can mix up.",
        from: Page::Stranger,
        source: &["list_prices"],
        asks: &[Ask::new("GET", "/prices")],
        expect: Expect::readable(200),
        ..BASE
    },
    Experiment {
        id: "subdomain-get",
        title: "A GET from another subdomain",
        sentence: "The pattern's `*.` stands for one or more labels in front of the host, so a page on `shop.localhost` may read the answer.",
        from: Page::Subdomain,
        source: &["list_partners"],
        asks: &[Ask::new("GET", "/partners")],
        expect: Expect::readable(200),
        ..BASE
    },
    Experiment {
        id: "json-post",
        title: "A POST of JSON",
        sentence: "The content type `application/json` makes the browser ask first, and the preflight is answered without the handler.",
        source: &["create_order"],
        asks: &[JSON_POST],
        expect: Expect::readable(201).preflights(1),
        ..BASE
    },
    Experiment {
        id: "stranger-json-post",
        title: "The same POST from a stranger's page",
        sentence: "The answer to the preflight does not name the stranger's origin, so the browser never sends the POST.",
        from: Page::Stranger,
        source: &["create_order"],
        asks: &[JSON_POST],
        expect: Expect::blocked().preflights(1).runs(0).reason("is not allowed"),
        ..BASE
    },
    Experiment {
        id: "delete-with-credentials",
        title: "A DELETE with credentials",
        sentence: "The preflight carries no cookie and gets its answer without one; the DELETE carries the session and may be read.",
        source: &["Staff", "delete_order"],
        asks: &[Ask::new("DELETE", "/orders/7").with_credentials()],
        expect: Expect::readable(200).preflights(1),
        ..BASE
    },
    Experiment {
        id: "stranger-delete-with-credentials",
        title: "The same DELETE from a stranger's page",
        sentence: "A page that wants to act with the user's session is stopped before the DELETE leaves the browser.",
        from: Page::Stranger,
        source: &["Staff", "delete_order"],
        asks: &[Ask::new("DELETE", "/orders/7").with_credentials()],
        expect: Expect::blocked().preflights(1).runs(0).reason("is not allowed"),
        ..BASE
    },
    Experiment {
        id: "custom-header",
        title: "A request header of one's own",
        sentence: "A header that is not safelisted is asked for in a preflight, and the policy lists it.",
        source: &["search"],
        asks: &[Ask::new("GET", "/search").headers(&[("x-lab-tag", "tea")])],
        expect: Expect::readable(200).preflights(1),
        ..BASE
    },
    Experiment {
        id: "unlisted-header",
        title: "A request header that is not listed",
        sentence: "The preflight is answered with what is allowed, and the browser stops because the asked header is not among it.",
        source: &["search"],
        asks: &[Ask::new("GET", "/search").headers(&[("x-other", "tea")])],
        expect: Expect::blocked().preflights(1).runs(0).reason("request header \"x-other\" is not allowed"),
        ..BASE
    },
    Experiment {
        id: "exposed-header",
        title: "A response header for the script",
        sentence: "Of two headers in the answer the script can read the one that the policy exposes, and not the other.",
        source: &["show_invoice"],
        asks: &[Ask::new("GET", "/invoice")],
        expect: Expect::readable(200).exposed(&["x-request-id"]).hidden(&["x-internal-host"]),
        ..BASE
    },
    Experiment {
        id: "cached-preflight",
        title: "Two PUTs and one preflight",
        sentence: "With `max_age` the browser remembers the answer to the preflight, so the second PUT goes out at once.",
        source: &["save_settings"],
        asks: &[
            Ask::new("PUT", "/settings").body("theme=light"),
            Ask::new("PUT", "/settings").body("theme=dark"),
        ],
        expect: Expect::readable(200).preflights(1).runs(2),
        ..BASE
    },
    Experiment {
        id: "upload-listener",
        title: "An upload with a progress bar",
        sentence: "A listener on `xhr.upload` makes the browser ask first, although method and headers are simple ones.",
        source: &["upload"],
        asks: &[Ask::new("POST", "/upload").body("two sugars").with_upload_listener()],
        expect: Expect::readable(200).preflights(1),
        ..BASE
    },
];

/// The classic mistakes, each beside its cure.
pub(super) const MISTAKES: &[Pair] = &[
    Pair {
        title: "No CORS headers at all",
        mistake: Experiment {
            id: "no-headers",
            title: "A server that says nothing about CORS",
            sentence: "The server ran the request and answered 200, but without permission the browser shows the script an error.",
            source: &["plain"],
            asks: &[Ask::new("GET", "/plain")],
            expect: Expect::blocked(),
            ..BY_HAND
        },
        cure: Experiment {
            id: "no-headers-cure",
            title: "One attribute on the handler",
            sentence: "The attribute names the origin that may read this answer.",
            source: &["list_orders"],
            asks: &[Ask::new("GET", "/orders")],
            expect: Expect::readable(200),
            ..BASE
        },
    },
    Pair {
        title: "Wildcard with credentials",
        mistake: Experiment {
            id: "wildcard-with-credentials",
            title: "`*` beside `Access-Control-Allow-Credentials: true`",
            sentence: "For a request with credentials `*` is no permission, so every browser refuses this answer, and the library refuses to compile it.",
            source: &["wildcard"],
            compiler: Some(compiler::WILDCARD_WITH_CREDENTIALS),
            asks: &[Ask::new("GET", "/wildcard").with_credentials()],
            expect: Expect::blocked(),
            ..BY_HAND
        },
        cure: Experiment {
            id: "wildcard-with-credentials-cure",
            title: "The origin by name, and `credentials`",
            sentence: "The answer names the one origin that asked, and that origin may send the user's session.",
            source: &["Staff", "whoami"],
            asks: &[Ask::new("GET", "/whoami").with_credentials()],
            expect: Expect::readable(200),
            ..BASE
        },
    },
    Pair {
        title: "`OPTIONS` not handled",
        mistake: Experiment {
            id: "options-not-handled",
            title: "405 for the preflight",
            sentence: "The PUT handler sends the right header, but the preflight finds no handler for OPTIONS, so the PUT is never sent.",
            source: &["save_without_options"],
            asks: &[Ask::new("PUT", "/save").body("tea")],
            expect: Expect::blocked().preflights(1).runs(0),
            ..BY_HAND
        },
        cure: Experiment {
            id: "options-not-handled-cure",
            title: "The attribute answers the preflight",
            sentence: "An annotated handler brings the answer to its preflight along, and nobody writes an OPTIONS handler.",
            source: &["save_settings"],
            asks: &[Ask::new("PUT", "/settings").body("tea")],
            expect: Expect::readable(200).preflights(1),
            ..BASE
        },
    },
    Pair {
        title: "The wrong port",
        mistake: Experiment {
            id: "wrong-port",
            title: "A policy for port 3000",
            sentence: "Another port is another origin, and the server's log says in what the two differ.",
            source: &["wrong_port"],
            asks: &[Ask::new("GET", "/wrong-port")],
            expect: Expect::blocked().reason("differs only in the port"),
            ..BASE
        },
        cure: Experiment {
            id: "wrong-port-cure",
            title: "The origin from the configuration",
            sentence: "What differs from one environment to the next is set when the program starts, checked by the same rules.",
            source: &["Configured", "configured"],
            asks: &[Ask::new("GET", "/configured")],
            expect: Expect::readable(200),
            ..BASE
        },
    },
    Pair {
        title: "Headers missing on an error",
        mistake: Experiment {
            id: "bare-error",
            title: "A 401 without CORS headers",
            sentence: "Only the good answers carry the headers here, so the page sees a network error where it should show a login.",
            source: &["account"],
            asks: &[Ask::new("GET", "/account")],
            expect: Expect::blocked(),
            ..BY_HAND
        },
        cure: Experiment {
            id: "bare-error-cure",
            title: "A 401 that the page can read",
            sentence: "The 401 of an authentication layer around the handler carries the headers too, so the page can show a login.",
            source: &["account", "require_login"],
            asks: &[Ask::new("GET", "/account")],
            expect: Expect::readable(401).runs(0),
            ..BASE
        },
    },
    Pair {
        title: "`Vary` is missing",
        mistake: Experiment {
            id: "missing-vary",
            title: "A cached answer for somebody else",
            sentence: "The first load has no `Origin` and leaves an answer without permission in the cache, which the second one then gets (WebKit asks again).",
            source: &["catalogue"],
            asks: &[Ask::new("GET", "/catalogue").no_cors(), Ask::new("GET", "/catalogue")],
            expect: Expect::blocked(),
            ..BY_HAND
        },
        cure: Experiment {
            id: "missing-vary-cure",
            title: "`Vary: Origin` on every answer",
            sentence: "The cache is told that the answer depends on the origin, so it asks the server again.",
            source: &["catalogue"],
            asks: &[Ask::new("GET", "/catalogue").no_cors(), Ask::new("GET", "/catalogue")],
            expect: Expect::readable(200).runs(2),
            ..BASE
        },
    },
    Pair {
        title: "A preflight that meets a redirect",
        mistake: Experiment {
            id: "preflight-redirect",
            title: "307 to the path with a slash",
            sentence: "A redirect is no answer to a preflight, and no browser follows one.",
            source: &["save_with_redirect", "save_behind_redirect"],
            asks: &[Ask::new("PUT", "/profile").body("tea")],
            expect: Expect::blocked().preflights(1).runs(0),
            ..BY_HAND
        },
        cure: Experiment {
            id: "preflight-redirect-cure",
            title: "The preflight is answered on the route itself",
            sentence: "The address that the script uses is the address of the handler, and the preflight ends there with 204.",
            source: &["save_profile"],
            asks: &[Ask::new("PUT", "/profile").body("tea")],
            expect: Expect::readable(200).preflights(1),
            ..BASE
        },
    },
    Pair {
        title: "A second `Access-Control-Allow-Origin`",
        mistake: Experiment {
            id: "second-origin",
            title: "The application and its proxy both add one",
            sentence: "Two lines are read as one value that equals no origin, so the permission is void.",
            source: &["twice"],
            asks: &[Ask::new("GET", "/twice")],
            expect: Expect::blocked(),
            ..BY_HAND
        },
        cure: Experiment {
            id: "second-origin-cure",
            title: "One place that owns the header",
            sentence: "Whatever the inner code has set, the library replaces it, so exactly one line goes out.",
            source: &["once"],
            asks: &[Ask::new("GET", "/once")],
            expect: Expect::readable(200),
            ..BASE
        },
    },
    Pair {
        title: "`mode: \"no-cors\"` as a cure",
        mistake: Experiment {
            id: "no-cors",
            title: "No error, and no answer either",
            sentence: "The mode hides the error and with it status, headers and body: the script gets an empty shell.",
            source: &["plain"],
            asks: &[Ask::new("GET", "/plain").no_cors()],
            expect: Expect::opaque(),
            ..BY_HAND
        },
        cure: Experiment {
            id: "no-cors-cure",
            title: "The server gives permission",
            sentence: "Only the server can allow the script to read, so the cure is an attribute on its handler.",
            source: &["list_orders"],
            asks: &[Ask::new("GET", "/orders")],
            expect: Expect::readable(200),
            ..BASE
        },
    },
    Pair {
        title: "The server is down",
        mistake: Experiment {
            id: "server-down",
            title: "It looks the same to the script",
            sentence: "A refused connection gives the very exception of a CORS error, because the script must not learn the difference.",
            server: Server::Down,
            asks: &[Ask::new("GET", "/orders")],
            expect: Expect::blocked().runs(0),
            ..BY_HAND
        },
        cure: Experiment {
            id: "server-down-cure",
            title: "The same request with the server up",
            sentence: "Before changing a policy, ask the server with curl, which knows no CORS.",
            source: &["list_orders"],
            asks: &[Ask::new("GET", "/orders")],
            expect: Expect::readable(200),
            ..BASE
        },
    },
    Pair {
        title: "A refused POST that ran all the same",
        mistake: Experiment {
            id: "refused-post-ran",
            title: "The stranger cannot read, but the money has moved",
            sentence: "A POST of plain text needs no preflight: the browser hides the answer, and the handler has run.",
            from: Page::Stranger,
            source: &["transfer"],
            asks: &[Ask::new("POST", "/transfer").body("amount=100")],
            expect: Expect::blocked().reason("is not allowed"),
            ..BASE
        },
        cure: Experiment {
            id: "refused-post-ran-cure",
            title: "`on_refused = forbid`",
            sentence: "A refused origin gets 403 before the handler; it is no replacement for a CSRF token or a session check.",
            from: Page::Stranger,
            source: &["guarded_transfer"],
            asks: &[Ask::new("POST", "/guarded-transfer").body("amount=100")],
            expect: Expect::blocked().runs(0).reason("is not allowed"),
            ..BASE
        },
    },
];

const JSON_POST: Ask =
    Ask::new("POST", "/orders").headers(&[("content-type", "application/json")]).body("{\"item\":\"tea\"}");

/// The app's page asks the API on axum.
const BASE: Experiment = Experiment {
    id: "",
    title: "",
    sentence: "",
    from: Page::App,
    server: Server::Axum,
    source: &[],
    compiler: None,
    asks: &[],
    expect: Expect::readable(200),
};

/// The app's page asks the hand-made server.
const BY_HAND: Experiment = Experiment { server: Server::HandMade, ..BASE };
