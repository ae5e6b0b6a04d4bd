//! Which route answers for a preflight: the one that the router would try first.

use cors::{
    CorsPolicy,
    rocket::{cors, fairing, with, with_policy, without},
};
use rocket::{
    Data, Request, Response, Route, State, delete, get,
    http::Method,
    options, put,
    route::{Handler, Outcome},
    routes,
};

use crate::support::{
    APP, Api, CLOSED, EVIL, OTHER, Other, Runs, User, acrm, app, ask, ask_with, bare, launch, opened,
};

const OPENED_API: &str = "204 allow-headers=content-type allow-methods=GET,PUT,DELETE allow-origin=https://app.example \
                          vary=Origin, Access-Control-Request-Method";

#[cors(Api)]
#[get("/orders/<_id>")]
fn show(_user: User, runs: &State<Runs>, _id: u32) -> &'static str {
    runs.add();
    "order"
}

#[cors(Api)]
#[put("/orders/<_id>")]
fn change(_user: User, _id: u32) {}

#[cors(Api)]
#[delete("/orders/<_id>")]
fn remove(_user: User, _id: u32) {}

#[delete("/orders/first")]
fn remove_first() {}

#[cors(Other)]
#[get("/orders/first")]
const fn first() -> &'static str {
    "first"
}

#[cors(origins = ["https://app.example"])]
#[get("/files/<_path..>")]
fn files(_path: std::path::PathBuf) -> &'static str {
    "file"
}

#[options("/<_..>")]
fn foreign_options(runs: &State<Runs>) -> &'static str {
    runs.add();
    "options"
}

#[cors(origins = ["https://app.example"])]
#[get("/query?admin=yes")]
const fn admin() -> &'static str {
    "admin"
}

#[get("/query", rank = 5)]
const fn everybody() -> &'static str {
    "everybody"
}

#[derive(CorsPolicy)]
#[policy(origins = any)]
struct Open;

/// Answers any path, as a file server does.
#[derive(Clone)]
struct Everything;

#[rocket::async_trait]
impl Handler for Everything {
    async fn handle<'r>(&self, request: &'r Request<'_>, _data: Data<'r>) -> Outcome<'r> {
        if let Some(runs) = request.rocket().state::<Runs>() {
            runs.add();
        }
        Outcome::Success(Response::new())
    }
}

fn everything(methods: &[Method]) -> Vec<Route> {
    methods.iter().map(|method| Route::ranked(10, *method, "/<path..>", Everything)).collect()
}

#[test]
fn handlers_that_share_a_policy_answer_for_each_other() {
    let client = app(routes![show, change, remove]);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("GET")]), OPENED_API);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("HEAD")]), OPENED_API);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("DELETE")]), OPENED_API);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[EVIL, acrm("DELETE")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("PATCH")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("delete")]), CLOSED);
    assert_eq!(Runs::of(&client), 0, "no guard and no handler");
}

#[test]
fn a_method_that_another_route_serves_on_this_very_path_is_not_named() {
    let client = app(routes![show, change, remove, remove_first]);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("PUT")]), OPENED_API);
    // Here `DELETE` is that of a handler without a policy: the browser must not learn that it may send it.
    let alone = OPENED_API.replace("GET,PUT,DELETE", "PUT");
    assert_eq!(ask(&client, "OPTIONS", "/orders/first", &[APP, acrm("PUT")]), alone);
    assert_eq!(ask(&client, "OPTIONS", "/orders/first", &[APP, acrm("DELETE")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/orders/%66irst", &[APP, acrm("DELETE")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/orders//first", &[APP, acrm("DELETE")]), CLOSED);
}

#[test]
fn the_route_of_the_lower_rank_answers() {
    let client = app(routes![show, first]);
    let of_other = "204 allow-methods=GET allow-origin=https://other.example \
                    vary=Origin, Access-Control-Request-Method";
    assert_eq!(ask(&client, "OPTIONS", "/orders/first", &[OTHER, acrm("GET")]), of_other);
    assert_eq!(ask(&client, "OPTIONS", "/orders/first", &[APP, acrm("GET")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/orders/second", &[OTHER, acrm("GET")]), CLOSED);
}

#[test]
fn what_the_router_matches_is_what_is_answered_for() {
    let client = app(routes![files]);
    for path in
        ["/files", "/files/", "/files/a", "/files/a/b%2Fc", "/files//a", "//files/a", "/%66iles/a?x=1"]
    {
        let actual = ask(&client, "GET", path, &[APP]);
        // 422 for an encoded `/`, which the type of the parameter refuses.
        assert!(actual.starts_with("200") || path.contains("%2F"), "{path}: {actual}");
        assert_eq!(ask(&client, "OPTIONS", path, &[APP, acrm("GET")]), opened("GET"), "{path}");
    }
    for path in ["/", "/file", "/filesx", "/FILES/a", "/a/files", "/files%2Fa"] {
        assert_eq!(ask(&client, "GET", path, &[APP]), "404", "{path}");
        assert_eq!(ask(&client, "OPTIONS", path, &[APP, acrm("GET")]), "404", "{path}");
    }
}

#[test]
fn a_parameter_for_the_rest_that_stands_before_the_end_is_counted() {
    // Only made by hand: the framework's attributes refuse it.
    let client = app(with::<Api>(vec![Route::new(Method::Get, "/<first..>/last", Everything)]));
    for path in ["/a/last", "/a/b"] {
        assert!(ask(&client, "GET", path, &[APP]).starts_with("200 "), "{path}");
        assert!(
            ask(&client, "OPTIONS", path, &[APP, acrm("GET")]).starts_with("204 allow-headers"),
            "{path}"
        );
    }
    for path in ["/", "/a", "/a/b/last"] {
        assert_eq!(ask(&client, "GET", path, &[APP]), "404", "{path}");
        assert_eq!(ask(&client, "OPTIONS", path, &[APP, acrm("GET")]), "404", "{path}");
    }
}

#[test]
fn a_query_that_chooses_the_route_chooses_the_policy() {
    let client = app(routes![admin, everybody]);
    assert_eq!(ask(&client, "OPTIONS", "/query?admin=yes", &[APP, acrm("GET")]), opened("GET"));
    assert_eq!(ask(&client, "OPTIONS", "/query?x&admin=y%65s", &[APP, acrm("GET")]), opened("GET"));
    assert_eq!(ask(&client, "OPTIONS", "/query?admin=no", &[APP, acrm("GET")]), "404");
    assert_eq!(ask(&client, "OPTIONS", "/query", &[APP, acrm("GET")]), "404");
}

#[test]
fn others_options_routes_see_what_is_theirs() {
    let routes = [routes![show, foreign_options], without(everything(&[Method::Post]))].concat();
    let client = app(routes);
    let alone = OPENED_API.replace("GET,PUT,DELETE", "GET");
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("GET")]), alone);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("PATCH")]), CLOSED);
    assert_eq!(ask(&client, "OPTIONS", "/elsewhere", &[APP, acrm("POST")]), CLOSED);
    assert_eq!(Runs::of(&client), 0);
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP]), "200");
    assert_eq!(Runs::of(&client), 1);
    let client = app(routes![foreign_options]);
    assert_eq!(ask(&client, "OPTIONS", "/elsewhere", &[APP, acrm("POST")]), "200");
}

#[test]
fn a_file_server_behind_everything_changes_nothing() {
    let client = app([routes![show], everything(&[Method::Get])].concat());
    let alone = OPENED_API.replace("GET,PUT,DELETE", "GET");
    assert_eq!(ask(&client, "OPTIONS", "/orders/7", &[APP, acrm("GET")]), alone);
    // What the handler passes on is the file server's to answer, without a header.
    let asked = ask(&client, "GET", "/orders/seven", &[APP, ("Authorization", "ok")]);
    assert_eq!(asked, "200");
}

#[test]
fn what_a_handler_passes_on_does_not_get_to_another_policy() {
    let delete = || everything(&[Method::Delete]);
    let send = |others: Vec<Route>, lines: &[(&str, &str)]| {
        let client = app([routes![remove], others].concat());
        let answer = ask(&client, "DELETE", "/orders/seven", &[lines, &[("Authorization", "ok")]].concat());
        // The guard of `remove` runs first, and adds one.
        (answer, Runs::of(&client) - 1)
    };
    let kept = || ("422 allow-origin=https://app.example vary=Origin".to_owned(), 0);
    // The preflight for `remove` has let this origin in; it must not reach what its own policy keeps it from.
    assert_eq!(send(delete(), &[APP]), kept());
    assert_eq!(send(without(delete()), &[APP]), kept());
    assert_eq!(send(with::<Other>(delete()), &[APP]), kept());
    // The same policy, or another one that lets the origin in.
    let readable = || ("200 allow-origin=https://app.example vary=Origin".to_owned(), 1);
    assert_eq!(send(with::<Api>(delete()), &[APP]), readable());
    let other = cors::policy! { origins = ["https://app.example"] };
    assert_eq!(send(with_policy(other, delete()), &[APP]), readable());
    let app = bare().mount("/", [routes![remove], delete()].concat()).attach(fairing().policy::<Open>());
    let answer = ask(&launch(app), "DELETE", "/orders/seven", &[APP, ("Authorization", "ok")]);
    assert_eq!(answer, "200 allow-origin=*");
    // Origins that the preflight has not let in, the application's own pages, and what is not CORS.
    assert_eq!(send(delete(), &[EVIL]), ("200".to_owned(), 1));
    assert_eq!(send(delete(), &[APP, ("Sec-Fetch-Site", "same-origin")]), ("200".to_owned(), 1));
    assert_eq!(send(delete(), &[]), ("200".to_owned(), 1));
}

#[test]
fn prefixes_are_part_of_the_path() {
    let app = bare().mount("/api/v1", routes![files]);
    let client = launch(app.attach(fairing()));
    assert_eq!(ask(&client, "OPTIONS", "/api/v1/files/x", &[APP, acrm("GET")]), opened("GET"));
    assert_eq!(ask(&client, "OPTIONS", "/files/x", &[APP, acrm("GET")]), "404");
}

#[cors(origins = ["https://app.example"], headers = ["content-type"])]
#[put("/format", format = "json")]
const fn put_json() {}

#[cors(Other)]
#[put("/format", format = "xml")]
const fn put_xml() {}

#[cors(Api)]
#[put("/shared", format = "json")]
const fn share_json() {}

#[cors(Api)]
#[put("/shared", format = "xml")]
const fn share_xml() {}

#[cors(Api)]
#[get("/shared")]
const fn share() {}

#[test]
fn where_the_format_chooses_the_policy_nobody_can_answer() {
    let client = app(routes![put_json, put_xml, share_json, share_xml, share]);
    for origin in [APP, OTHER] {
        assert_eq!(ask(&client, "OPTIONS", "/format", &[origin, acrm("PUT")]), CLOSED);
    }
    let xml = ("Content-Type", "text/xml");
    assert_eq!(
        ask(&client, "PUT", "/format", &[OTHER, xml]),
        "200 allow-origin=https://other.example expose-headers=x-other vary=Origin"
    );
    let named = OPENED_API.replace("GET,PUT,DELETE", "GET,PUT");
    assert_eq!(ask(&client, "OPTIONS", "/shared", &[APP, acrm("PUT")]), named);
    assert_eq!(ask(&client, "OPTIONS", "/shared", &[APP, acrm("GET")]), named);
}

#[cors(Api)]
#[delete("/form")]
fn by_form(runs: &State<Runs>) {
    runs.add();
}

#[cors(origins = ["https://app.example"], on_refused = forbid)]
#[delete("/guarded")]
fn guarded(runs: &State<Runs>) {
    runs.add();
}

/// The framework's own way around preflights, and what closes it.
#[test]
fn a_form_with_another_method_is_kept_out_by_forbid() {
    let client = app(routes![by_form, guarded]);
    let form = ("Content-Type", "application/x-www-form-urlencoded");
    let send = |path| ask_with(&client, "POST", path, &[EVIL, form], "_method=delete");
    assert_eq!(send("/form"), "200 vary=Origin");
    assert_eq!(Runs::of(&client), 1);
    assert_eq!(send("/guarded"), "403 vary=Origin, Sec-Fetch-Site");
    assert_eq!(Runs::of(&client), 1);
}
