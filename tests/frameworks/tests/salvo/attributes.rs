//! What may stand around `#[cors]` on a handler.

use cors::salvo::{CorsHandler, Router, cors};
use salvo::{
    extract::PathParam,
    prelude::{Depot, Extractible, Request, Response, Scribe, Writer, handler},
};
use serde::Deserialize;

use crate::support::{ACTUAL, APP, PREFLIGHT, ran, start};

mod deep {
    pub(crate) mod policies {
        #[derive(cors::CorsPolicy)]
        #[policy(origins = ["https://app.example"])]
        pub(crate) struct Deep;
    }
}

mod library {
    pub(crate) use cors as renamed;
}

#[cors(deep::policies::Deep)]
#[salvo::handler]
async fn by_path(depot: &mut Depot) -> &'static str {
    ran(depot);
    "path"
}

#[cors(origins = ["https://app.example"], crate = ::cors)]
#[handler]
fn not_async(response: &mut Response, depot: &mut Depot) {
    ran(depot);
    response.render("sync");
}

/// Documented.
#[cors(origins = ["https://app.example"])]
#[handler]
#[allow(clippy::needless_return)]
pub(crate) async fn no_answer(depot: &mut Depot) {
    ran(depot);
    return;
}

#[cors(origins = ["https://app.example"])]
#[cfg(any())]
#[handler]
async fn not_there(nothing: NoSuchType) {}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn r#type(r#in: PathParam<String>, depot: &mut Depot) -> String {
    ran(depot);
    r#in.into_inner()
}

#[derive(Deserialize, Extractible)]
#[salvo(extract(default_source(from = "query")))]
struct Search {
    term: String,
}

#[cors(origins = ["https://app.example"])]
#[handler]
async fn search(query: Search, depot: &mut Depot) -> Result<Shouted, Whispered> {
    ran(depot);
    if query.term.is_empty() { Err(Whispered) } else { Ok(Shouted(query.term.to_uppercase())) }
}

struct Shouted(String);

impl Scribe for Shouted {
    fn render(self, response: &mut Response) {
        response.render(self.0);
    }
}

struct Whispered;

#[salvo::async_trait]
impl Writer for Whispered {
    async fn write(self, _request: &mut Request, _depot: &mut Depot, response: &mut Response) {
        response.status_code(salvo::http::StatusCode::IM_A_TEAPOT);
    }
}

macro_rules! handlers {
    ($($name:ident)*) => {
        $(
            #[library::renamed::salvo::cors(origins = ["https://app.example"])]
            #[handler]
            async fn $name(depot: &mut Depot) -> &'static str {
                ran(depot);
                stringify!($name)
            }
        )*
    };
}

handlers!(first second);

#[test]
fn all_of_them_answer() {
    let app = start(
        Router::new()
            .push(Router::with_path("path").get(by_path))
            .push(Router::with_path("sync").get(not_async))
            .push(Router::with_path("nothing").get(no_answer))
            .push(Router::with_path("type/{in}").get(r#type))
            .push(Router::with_path("search").get(search))
            .push(Router::with_path("first").get(first))
            .push(Router::with_path("second").get(second)),
    );
    for (path, body) in [
        ("/path", "path"),
        ("/sync", "sync"),
        ("/nothing", ""),
        ("/type/x", "x"),
        ("/search?term=tea", "TEA"),
        ("/first", "first"),
        ("/second", "second"),
    ] {
        assert_eq!(app.preflight(path, APP, "GET"), PREFLIGHT, "{path}");
        assert_eq!(app.ask("GET", path, &[APP]), ACTUAL, "{path}");
        assert_eq!(String::from_utf8_lossy(&app.answer("GET", path, &[APP]).body), body, "{path}");
    }
    assert_eq!(app.ask("GET", "/search?term=", &[APP]), "418 allow-origin=https://app.example vary=Origin");
    assert_eq!(app.ask("GET", "/search", &[APP]), "400 allow-origin=https://app.example vary=Origin");
}

#[test]
fn a_handler_says_what_its_policy_is() {
    assert_eq!(by_path.policy().unwrap().name(), "salvo::attributes::deep::policies::Deep");
    let info = by_path.info().unwrap();
    assert_eq!((info.name(), info.file().ends_with("attributes.rs")), ("salvo::attributes::by_path", true));
    assert_eq!(r#type.info().unwrap().name(), "salvo::attributes::type");
    assert!(crate::support::off.policy().is_none());
    assert_eq!(format!("{by_path:?}"), "Annotated(\"salvo::attributes::by_path\")");
}

#[test]
fn a_handler_inside_a_function() {
    struct Local(&'static str);

    impl Scribe for Local {
        fn render(self, response: &mut Response) {
            response.render(self.0);
        }
    }

    #[cors(origins = ["https://app.example"])]
    #[handler]
    fn local(depot: &mut Depot) -> Local {
        ran(depot);
        Local("local")
    }

    let app = start(Router::with_path("local").get(local));
    assert_eq!(app.ask("GET", "/local", &[APP]), ACTUAL);
    assert_eq!(app.preflight("/local", APP, "GET"), PREFLIGHT);
}
