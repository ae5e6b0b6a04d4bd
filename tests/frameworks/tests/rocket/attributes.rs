//! What may stand below the attribute, and that it stays what it was.
#![deny(missing_docs, unused, unused_qualifications, clippy::pedantic, nonstandard_style)]
#![expect(clippy::needless_pass_by_value, reason = "handlers take what guards give them")]
#![expect(clippy::needless_borrows_for_generic_args, reason = "the framework's derive writes them")]

use std::path::PathBuf;

use cors::rocket::cors;
use rocket::{
    FromForm, Request, Responder, UriDisplayQuery, get, http::Status, post, put, response::status::Accepted,
    route, routes, serde::json::Json, uri,
};

use crate::support::{APP, Runs, acrm, app, ask, ask_with, opened};

const READABLE: &str = "200 allow-origin=https://app.example vary=Origin";

/// Documented, so that `missing_docs` has nothing to say.
#[expect(unreachable_pub, reason = "`missing_docs` looks at public items only")]
pub mod documented {
    use super::{cors, get};

    /// The list.
    #[cors(origins = ["https://app.example"])]
    #[get("/documented?<page>")]
    #[must_use]
    pub fn list(page: Option<u8>) -> &'static str {
        if page.is_some() { "a page" } else { "all" }
    }
}

mod up {
    pub(super) mod down {
        use super::super::{cors, get};

        #[cors(origins = ["https://app.example"])]
        #[get("/relative/<n>")]
        pub(crate) fn relative(n: super::Number) -> String {
            n.to_string()
        }
    }

    pub(super) type Number = u32;
}

/// Globs in a circle, which make each name of the attribute's visible on two ways.
mod outer {
    pub(crate) mod inner {
        use super::*;

        #[cors(origins = ["https://app.example"])]
        #[get("/circle/<n>")]
        pub(crate) fn circle(n: u32) -> String {
            n.to_string()
        }
    }

    pub(crate) use inner::*;

    use super::{cors, get};
}

/// The same where the outer module keeps the names to itself.
mod private {
    pub(crate) mod inner {
        use super::*;

        #[cors(origins = ["https://app.example"])]
        #[get("/private/<n>")]
        pub(crate) fn private(n: u32) -> String {
            n.to_string()
        }
    }

    use inner::*;

    use super::{cors, get};

    pub(crate) fn routes() -> Vec<rocket::Route> {
        let uri = rocket::uri!(private(1));
        assert_eq!(uri.to_string(), "/private/1");
        rocket::routes![private]
    }
}

#[derive(FromForm, UriDisplayQuery)]
struct Page<'r> {
    size: u8,
    order: &'r str,
}

#[derive(Responder)]
#[response(status = 418)]
struct Teapot(&'static str);

#[cors(origins = ["https://app.example"])]
#[get("/sync")]
fn sync() -> &'static str {
    "sync"
}

#[cors(origins = ["https://app.example"])]
#[get("/wait")]
async fn wait() -> Accepted<&'static str> {
    tokio::task::yield_now().await;
    Accepted("waited")
}

#[cors(origins = ["https://app.example"], methods = [PATCH])]
#[route(PATCH, uri = "/patch/<_>/<rest..>", rank = 3)]
fn patch(rest: PathBuf) -> String {
    rest.display().to_string()
}

#[cors(origins = ["https://app.example"])]
#[get("/borrow/<text>?<page..>")]
fn borrow<'a>(text: &'a str, page: Page<'a>) -> String {
    format!("{text} {} {}", page.size, page.order)
}

#[cors(origins = ["https://app.example"], headers = ["content-type"])]
#[post("/data", data = "<numbers>", format = "json")]
fn data(mut numbers: Json<Vec<u32>>) -> String {
    numbers.push(1);
    numbers.len().to_string()
}

#[cors(origins = ["https://app.example"])]
#[get("/opaque")]
fn opaque<'r>() -> impl rocket::response::Responder<'r, 'static> {
    Teapot("short")
}

#[cors(origins = ["https://app.example"])]
#[get("/same/<same>")]
fn same(same: u32) -> String {
    same.to_string()
}

#[cors(origins = ["https://app.example"])]
#[get("/type/<type>")]
fn r#type(r#type: u32) -> String {
    r#type.to_string()
}

#[cors(origins = ["https://app.example"])]
#[put("/nothing")]
fn nothing() {}

#[cors(origins = ["https://app.example"])]
#[get("/never")]
fn never() -> Result<(), Status> {
    Err(Status::Gone)
}

#[cfg(any())]
#[cors(Missing)]
#[get("/cfg")]
fn cfgd() -> Missing {}

#[test]
fn all_of_them_answer() {
    let routes = routes![
        documented::list,
        up::down::relative,
        outer::circle,
        sync,
        wait,
        patch,
        borrow,
        data,
        opaque,
        same,
        r#type,
        nothing,
        never,
    ];
    let client = app([routes, private::routes()].concat());
    let get = |path: &str| ask(&client, "GET", path, &[APP]);
    assert_eq!(get("/documented?page=1"), READABLE);
    assert_eq!(get("/relative/1"), READABLE);
    assert_eq!(get("/circle/1"), READABLE);
    assert_eq!(get("/private/1"), READABLE);
    assert_eq!(get("/sync"), READABLE);
    assert_eq!(get("/wait"), READABLE.replace("200", "202"));
    assert_eq!(get("/borrow/x?size=1&order=up"), READABLE);
    assert_eq!(get("/opaque"), READABLE.replace("200", "418"));
    assert_eq!(get("/same/1"), READABLE);
    assert_eq!(get("/type/1"), READABLE);
    assert_eq!(get("/never"), READABLE.replace("200", "410"));
    assert_eq!(ask(&client, "PUT", "/nothing", &[APP]), READABLE);
    assert_eq!(ask(&client, "PATCH", "/patch/1/2/3", &[APP]), READABLE);
    let json = ("Content-Type", "application/json");
    assert_eq!(ask_with(&client, "POST", "/data", &[APP, json], "[1]"), READABLE);
    assert_eq!(ask(&client, "OPTIONS", "/patch/1/2/3", &[APP, acrm("PATCH")]), opened("PATCH"));
    assert_eq!(ask(&client, "OPTIONS", "/patch/1", &[APP, acrm("PATCH")]), opened("PATCH"));
    assert_eq!(ask(&client, "OPTIONS", "/borrow/x", &[APP, acrm("GET")]), opened("GET"));
    assert_eq!(Runs::of(&client), 0);
}

#[test]
fn a_function_stays_a_function() {
    assert_eq!(documented::list(None), "all");
    assert_eq!(sync(), "sync");
    assert_eq!(borrow("x", Page { size: 1, order: "up" }), "x 1 up");
    assert_eq!(r#type(7), "7");
}

#[test]
fn uri_knows_the_parameters() {
    assert_eq!(uri!(sync()).to_string(), "/sync");
    assert_eq!(uri!("/api", documented::list(page = Some(3))).to_string(), "/api/documented?page=3");
    assert_eq!(uri!(patch("a", PathBuf::from("b/c"))).to_string(), "/patch/a/b/c");
    assert_eq!(
        uri!(borrow("x y", Page { size: 1, order: "up" })).to_string(),
        "/borrow/x%20y?size=1&order=up"
    );
    assert_eq!(uri!(r#type(7)).to_string(), "/type/7");
    assert_eq!(uri!(outer::circle(7)).to_string(), "/circle/7");
}

#[test]
fn handlers_may_stand_in_a_block() {
    struct Local(&'static str);

    impl<'r> rocket::response::Responder<'r, 'static> for Local {
        fn respond_to(self, request: &'r Request<'_>) -> rocket::response::Result<'static> {
            self.0.respond_to(request)
        }
    }

    #[cors(origins = ["https://app.example"])]
    #[get("/local/<n>")]
    fn local(n: u32) -> Local {
        Local(if n == 1 { "here" } else { "there" })
    }

    let client = app(routes![local]);
    assert_eq!(ask(&client, "GET", "/local/1", &[APP]), READABLE);
    assert_eq!(uri!(local(1)).to_string(), "/local/1");
    let names: Vec<_> = client.rocket().routes().filter_map(|route| route.name.clone()).collect();
    assert!(names.contains(&"local".into()), "{names:?}");
}
