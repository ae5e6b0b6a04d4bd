//! Several policies on one path, and paths that fit the same request.

use cors::{
    cors,
    warp::{AnswerFilter, route, without},
};
use warp::reject;

use crate::support::{ACTUAL, APP, Api, EVIL, NOBODY, OTHER, Other, acrm, ask, create, list, plain};

const METHODS: &str = "vary=Origin, Access-Control-Request-Method";

/// `Access-Control-Allow-Methods` of a preflight; `-` for none.
async fn named(app: &impl AnswerFilter, path: &str, method: &str) -> String {
    let answer = ask(app, "OPTIONS", path, &[APP, acrm(method)]).await;
    answer.split(' ').find_map(|part| part.strip_prefix("allow-methods=")).unwrap_or("-").to_owned()
}

#[tokio::test]
async fn each_method_has_its_own_policy() {
    let app = route!(GET "orders" => list)
        .or(route!(POST "orders" => create))
        .or(route!(PUT "orders" => without(plain)))
        .or(route!(DELETE "orders" => list))
        .finish();
    assert_eq!(named(&app, "/orders", "GET").await, "GET,DELETE");
    assert_eq!(named(&app, "/orders", "DELETE").await, "DELETE,GET");
    assert_eq!(
        ask(&app, "OPTIONS", "/orders", &[APP, acrm("POST")]).await,
        format!("204 allow-credentials=true allow-methods=POST allow-origin=https://app.example {METHODS}")
    );
    for method in ["PUT", "PATCH"] {
        assert_eq!(ask(&app, "OPTIONS", "/orders", &[APP, acrm(method)]).await, NOBODY, "{method}");
    }
    assert_eq!(ask(&app, "OPTIONS", "/orders", &[EVIL, acrm("GET")]).await, NOBODY);
    assert_eq!(ask(&app, "PUT", "/orders", &[APP]).await, "200");
}

#[cors(Api)]
async fn show(_id: String) -> &'static str {
    "show"
}

#[cors(Api)]
async fn change(_id: String) -> &'static str {
    "change"
}

#[cors(origins = ["https://app.example"], credentials)]
async fn latest() -> Result<&'static str, warp::Rejection> {
    Err(reject::not_found())
}

/// GET of the later path shares a policy with its PUT, but here GET is another handler's.
#[tokio::test]
async fn where_two_paths_fit_only_the_requested_method_is_named() {
    let app = route!(GET "orders" / "latest" => latest)
        .or(route!(GET "orders" / String => show))
        .or(route!(PUT "orders" / String => change))
        .finish();
    assert_eq!(named(&app, "/orders/7", "PUT").await, "PUT,GET");
    assert_eq!(named(&app, "/orders/latest", "PUT").await, "PUT");
    assert_eq!(named(&app, "/orders/latest", "GET").await, "GET");
    assert_eq!(named(&app, "/orders/latest", "DELETE").await, "-");
    // The handler rejects, and no other one with another policy runs instead.
    let expected = "404 allow-credentials=true allow-origin=https://app.example vary=Origin";
    assert_eq!(ask(&app, "GET", "/orders/latest", &[APP]).await, expected);
    assert_eq!(ask(&app, "PUT", "/orders/latest", &[APP]).await, ACTUAL);
}

#[tokio::test]
async fn the_policy_of_the_application_names_no_method_of_others() {
    let app = route!(GET "orders" / "latest" => latest)
        .or(route!(PUT "orders" / String => change))
        .or(route!(GET "plain" => without(plain)))
        .policy::<Other>()
        .finish();
    let other = |methods: &str| {
        let methods = if methods.is_empty() { String::new() } else { format!("allow-methods={methods} ") };
        format!("204 {methods}allow-origin=https://other.example {METHODS}")
    };
    let ask = async |path, method| ask(&app, "OPTIONS", path, &[OTHER, acrm(method)]).await;
    assert_eq!(ask("/nowhere", "PUT").await, other("GET,PUT"));
    assert_eq!(ask("/orders/7", "GET").await, other("GET"));
    // Where two paths fit, what any route serves is left out.
    assert_eq!(ask("/orders/latest", "DELETE").await, other(""));
    assert_eq!(ask("/plain", "GET").await, NOBODY);
    assert_eq!(ask("/plain", "PUT").await, other("PUT"));
}

/// The same word for two types is not the same path.
#[tokio::test]
async fn parameters_of_one_name_and_two_types() {
    mod numbers {
        pub(super) type Id = u32;
    }
    mod words {
        pub(super) type Id = String;
    }
    let number = {
        use numbers::Id;
        route!(GET "x" / Id => without(|_: u32| async { "number" }))
    };
    let word = {
        use words::Id;
        route!(GET "x" / Id => show)
    };
    let app = number.or(word).finish();
    assert_eq!(ask(&app, "GET", "/x/7", &[APP]).await, "200");
    assert_eq!(ask(&app, "OPTIONS", "/x/7", &[APP, acrm("GET")]).await, NOBODY);
    assert_eq!(ask(&app, "GET", "/x/seven", &[APP]).await, ACTUAL);
    assert_eq!(named(&app, "/x/seven", "GET").await, "GET");
}

#[tokio::test]
async fn any_takes_what_is_left() {
    let app = route!(GET "orders" => list).or(route!(ANY "orders" => create)).finish();
    assert_eq!(named(&app, "/orders", "GET").await, "GET");
    assert_eq!(named(&app, "/orders", "PURGE").await, "PURGE");
    // GET answers no HEAD: the other route does, by its own policy.
    let head = ask(&app, "OPTIONS", "/orders", &[APP, acrm("HEAD")]).await;
    assert!(head.starts_with("204 allow-credentials=true allow-methods=HEAD "), "{head}");
    assert_eq!(ask(&app, "GET", "/orders", &[APP]).await, ACTUAL);
    let any = "201 allow-credentials=true allow-origin=https://app.example vary=Origin";
    for method in ["PURGE", "HEAD", "OPTIONS"] {
        assert_eq!(ask(&app, method, "/orders", &[APP]).await, any, "{method}");
    }
}
