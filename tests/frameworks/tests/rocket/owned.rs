//! Headers that a handler sets itself, in any spelling, among few others and among many; and request lines the same way.

use cors::rocket::cors;
use rocket::{
    Request, Response, get,
    http::Header,
    put,
    response::{Responder, Result},
    routes,
};

use crate::support::{APP, CLOSED, EVIL, acrm, app, ask, opened};

const OWNED: [&str; 7] = [
    "allow-origin",
    "allow-credentials",
    "allow-methods",
    "allow-headers",
    "expose-headers",
    "max-age",
    "allow-private-network",
];

/// Sets what belongs to the library, and so many other headers.
struct Own {
    prefix: &'static str,
    vary: &'static str,
    others: usize,
}

impl<'r> Responder<'r, 'static> for Own {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        let mut response = Response::new();
        for other in 0..self.others {
            response.set_raw_header(format!("x-{other}"), "1");
        }
        for name in OWNED {
            response.adjoin_raw_header(format!("{}{name}", self.prefix), "the handler's own");
            response.adjoin_raw_header(format!("{}{name}", self.prefix.to_lowercase()), "and again");
        }
        response.adjoin_raw_header(self.vary, "accept");
        Ok(response)
    }
}

#[cors(origins = ["https://app.example"])]
#[get("/own/<spelling>/<others>")]
const fn own(spelling: usize, others: usize) -> Own {
    let (prefix, vary) = match spelling {
        0 => ("access-control-", "vary"),
        1 => ("Access-Control-", "Vary"),
        2 => ("ACCESS-CONTROL-", "VARY"),
        _ => ("aCCESS-cONTROL-", "vARY"),
    };
    Own { prefix, vary, others }
}

#[cors(origins = ["https://app.example"], expose_headers = ["x-0"])]
#[get("/one/<name>")]
fn one(name: &str) -> One {
    One(name.to_owned())
}

#[cors(origins = any)]
#[get("/any/<name>")]
fn any(name: &str) -> One {
    One(name.to_owned())
}

/// Sets one header.
struct One(String);

impl<'r> Responder<'r, 'static> for One {
    fn respond_to(self, _: &'r Request<'_>) -> Result<'static> {
        Ok(Response::build().header(Header::new(self.0, "the handler's own")).finalize())
    }
}

#[cors(origins = ["https://app.example"])]
#[put("/orders")]
const fn change() {}

#[test]
fn what_a_handler_sets_is_replaced_in_any_spelling() {
    let client = app(routes![own]);
    for spelling in 0..4 {
        for others in [0, 1, 8, 9, 15, 16, 17, 40] {
            let path = format!("/own/{spelling}/{others}");
            let allowed = "200 allow-origin=https://app.example vary=Origin vary=accept";
            assert_eq!(ask(&client, "GET", &path, &[APP]), allowed, "{path}");
            assert_eq!(ask(&client, "GET", &path, &[EVIL]), "200 vary=Origin vary=accept", "{path}");
            assert_eq!(ask(&client, "GET", &path, &[]), "200 vary=Origin vary=accept", "{path}");
        }
    }
}

#[test]
fn each_of_them_is_replaced_where_it_stands_alone() {
    let client = app(routes![one, any]);
    for name in OWNED.map(|name| format!("ACCESS-control-{name}")) {
        let path = format!("/one/{name}");
        let allowed = "200 allow-origin=https://app.example expose-headers=x-0 vary=Origin";
        assert_eq!(ask(&client, "GET", &path, &[APP]), allowed, "{name}");
        assert_eq!(ask(&client, "GET", &path, &[EVIL]), "200 vary=Origin", "{name}");
        let path = format!("/any/{name}");
        assert_eq!(ask(&client, "GET", &path, &[EVIL]), "200 allow-origin=*", "{name}");
        assert_eq!(ask(&client, "GET", &path, &[]), "200 allow-origin=*", "{name}");
        assert_eq!(ask(&client, "OPTIONS", &path, &[EVIL]), "404", "{name}");
    }
}

#[test]
fn preflights_are_found_among_few_lines_and_many_in_any_spelling() {
    let client = app(routes![change]);
    let names = [
        ("origin", "access-control-request-method"),
        ("Origin", "Access-Control-Request-Method"),
        ("ORIGIN", "aCCESS-cONTROL-rEQUEST-mETHOD"),
    ];
    let others: Vec<String> = (0..40).map(|other| format!("x-{other}")).collect();
    for (origin, method) in names {
        for count in [0, 1, 13, 14, 15, 16, 17, 40] {
            for is_first in [true, false] {
                let ask = |ours: &[(&str, &str)]| {
                    let mut lines: Vec<(&str, &str)> = if is_first { ours.to_vec() } else { Vec::new() };
                    lines.extend(others.iter().take(count).map(|name| (name.as_str(), "1")));
                    lines.extend(if is_first { &[] } else { ours });
                    ask(&client, "OPTIONS", "/orders", &lines)
                };
                let (app, evil, put, patch) =
                    ((origin, APP.1), (origin, EVIL.1), (method, "PUT"), (method, "PATCH"));
                let place = format!("{origin} among {count}");
                assert_eq!(ask(&[app, put]), opened("PUT"), "{place}");
                assert_eq!(ask(&[put, app]), opened("PUT"), "{place}");
                assert_eq!(ask(&[evil, put]), CLOSED, "{place}");
                assert_eq!(ask(&[app, patch]), CLOSED, "{place}");
                assert_eq!(ask(&[app, app, put]), CLOSED, "{place}: two lines are no origin");
                assert_eq!(ask(&[app, evil, put]), CLOSED, "{place}: two lines are no origin");
                assert_eq!(ask(&[app, put, patch]), opened("PUT"), "{place}: the first counts");
                assert_eq!(ask(&[app, patch, put]), CLOSED, "{place}: the first counts");
                assert_eq!(ask(&[app]), "404", "{place}: no preflight");
                assert_eq!(ask(&[put]), "404", "{place}: no preflight");
            }
        }
    }
}

#[test]
fn two_origins_are_none() {
    let client = app(routes![own]);
    let acrm = acrm("GET");
    for lines in [[APP, APP, acrm], [APP, EVIL, acrm], [EVIL, APP, acrm]] {
        assert_eq!(ask(&client, "GET", "/own/0/0", &lines), "200 vary=Origin vary=accept");
    }
}
