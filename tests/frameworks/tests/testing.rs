//! The browser of `cors::testing` asks the same handler on every framework, each by the way that its docs name.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "a handler is async, whether it waits for something or not")]

use std::net::TcpListener;

use cors::testing::{
    Browser, Fetch, Profile, Seen, Step, ask_actix_web, ask_poem, ask_rocket, ask_salvo, read_body,
};

const PAGE: &str = "https://app.example.com";

mod on_axum {
    use cors::{axum::put, cors};

    #[cors(origins = ["https://app.example.com"], headers = ["x-tea"], credentials, expose_headers = ["x-id"])]
    async fn rename(name: String) -> ([(&'static str, &'static str); 2], String) {
        ([("x-id", "7"), ("x-internal", "1")], name)
    }

    pub(crate) fn app() -> axum::Router {
        cors::axum::Router::new().route("/name", put(rename)).finish()
    }
}

mod on_actix {
    use actix_web::{HttpResponse, put};
    use cors::actix_web::cors;

    #[cors(origins = ["https://app.example.com"], headers = ["x-tea"], credentials, expose_headers = ["x-id"])]
    #[put("/name")]
    pub(crate) async fn rename(name: String) -> HttpResponse {
        HttpResponse::Ok().insert_header(("x-id", "7")).insert_header(("x-internal", "1")).body(name)
    }
}

mod on_rocket {
    use cors::rocket::cors;
    use rocket::{Responder, http::Header, put, routes};

    #[derive(Responder)]
    struct Answer {
        name: String,
        id: Header<'static>,
        internal: Header<'static>,
    }

    #[cors(origins = ["https://app.example.com"], headers = ["x-tea"], credentials, expose_headers = ["x-id"])]
    #[put("/name", data = "<name>")]
    fn rename(name: String) -> Answer {
        Answer { name, id: Header::new("x-id", "7"), internal: Header::new("x-internal", "1") }
    }

    pub(crate) fn app() -> rocket::Rocket<rocket::Build> {
        let quiet =
            rocket::Config { log_level: rocket::log::LogLevel::Off, ..rocket::Config::debug_default() };
        rocket::custom(quiet).mount("/", routes![rename]).attach(cors::rocket::fairing())
    }
}

mod on_poem {
    use cors::poem::{Route, cors, put};
    use poem::{Response, handler};

    #[cors(origins = ["https://app.example.com"], headers = ["x-tea"], credentials, expose_headers = ["x-id"])]
    #[handler]
    async fn rename(name: String) -> Response {
        Response::builder().header("x-id", "7").header("x-internal", "1").body(name)
    }

    pub(crate) fn app() -> impl poem::Endpoint {
        Route::new().at("/name", put(rename)).finish()
    }
}

mod on_salvo {
    use cors::salvo::{Router, cors};
    use salvo::{Request, Response, handler};

    #[cors(origins = ["https://app.example.com"], headers = ["x-tea"], credentials, expose_headers = ["x-id"])]
    #[handler]
    async fn rename(request: &mut Request, response: &mut Response) {
        let name = request.payload().await.map(|bytes| bytes.to_vec()).unwrap_or_default();
        let headers = response.headers_mut();
        headers.insert("x-id", salvo::http::HeaderValue::from_static("7"));
        headers.insert("x-internal", salvo::http::HeaderValue::from_static("1"));
        response.body(name);
    }

    pub(crate) fn app() -> salvo::Service {
        Router::with_path("name").put(rename).finish()
    }
}

mod on_warp {
    use cors::{cors, warp::route};
    use warp::{Filter, http::Response};

    #[cors(origins = ["https://app.example.com"], headers = ["x-tea"], credentials, expose_headers = ["x-id"])]
    async fn rename(name: hyper::body::Bytes) -> Response<Vec<u8>> {
        let mut response = Response::new(name.to_vec());
        response.headers_mut().insert("x-id", http::HeaderValue::from_static("7"));
        response.headers_mut().insert("x-internal", http::HeaderValue::from_static("1"));
        response
    }

    pub(crate) fn app() -> impl Filter<Extract = (impl warp::Reply,), Error = warp::Rejection> + Clone {
        route!(PUT "name" => rename, warp::body::bytes()).finish()
    }
}

/// What is asked of each: as the policy's page, as the same with a header that is not listed, as a stranger, and for a
/// path that is not there.
fn fetches() -> [(&'static str, Fetch); 4] {
    let put =
        || Fetch::put("https://api.example.com/name").header("X-Tea", "1").text("tea").with_credentials();
    [
        (PAGE, put()),
        (PAGE, put().header("x-milk", "1")),
        ("https://stranger.example", put()),
        (PAGE, Fetch::get("https://api.example.com/elsewhere")),
    ]
}

fn judge(stack: &str, seen: [Seen; 4]) {
    let [own, unlisted, stranger, elsewhere] = seen;
    let readable = own.expect_readable();
    assert_eq!((readable.status(), readable.text().as_str()), (200, "tea"), "{stack}: {own}");
    assert_eq!(readable.header("x-id").as_deref(), Some("7"), "{stack}: {own}");
    assert!(readable.hidden().iter().any(|name| name == "x-internal"), "{stack}: {own}");
    assert_eq!(own.preflights(), 1, "{stack}: {own}");
    assert_eq!(unlisted.failed_step(), Some(Step::HeaderNotListed), "{stack}: {unlisted}");
    assert_eq!(stranger.failed_step(), Some(Step::NoAllowOrigin), "{stack}: {stranger}");
    assert!(!unlisted.was_sent() && !stranger.was_sent(), "{stack}");
    assert_eq!(elsewhere.failed_step(), Some(Step::NoAllowOrigin), "{stack}: {elsewhere}");
    assert_eq!(elsewhere.exchanges().last().and_then(cors::testing::Exchange::status), Some(404), "{stack}");
}

/// Asks all four, each by a browser of its own, with every profile.
macro_rules! ask {
    ($stack:literal, |$browser:ident, $fetch:ident| $seen:expr) => {
        for profile in Profile::all() {
            let mut all = Vec::new();
            for (page, $fetch) in &fetches() {
                let mut $browser = Browser::at(page).with_profile(profile.clone());
                all.push($seen);
            }
            judge($stack, all.try_into().expect("four"));
        }
    };
}

#[tokio::test]
async fn axum_by_its_router() {
    let mut app = on_axum::app();
    ask!("axum", |browser, fetch| browser.fetch_service(fetch, &mut app).await);
}

#[actix_web::test]
async fn actix_web_by_its_test_service() {
    let app = actix_web::test::init_service(actix_web::App::new().service(on_actix::rename)).await;
    ask!("actix-web", |browser, fetch| browser
        .fetch_with(fetch, async |request| ask_actix_web(&app, request).await)
        .await);
}

#[tokio::test]
async fn rocket_by_its_local_client() {
    let client = rocket::local::asynchronous::Client::untracked(on_rocket::app()).await.expect("it launches");
    ask!("Rocket", |browser, fetch| browser
        .fetch_with(fetch, async |request| ask_rocket(&client, request).await)
        .await);
}

#[tokio::test]
async fn poem_by_its_endpoint() {
    let app = on_poem::app();
    ask!("poem", |browser, fetch| browser
        .fetch_with(fetch, async |request| ask_poem(&app, request).await)
        .await);
}

#[tokio::test]
async fn salvo_by_its_service() {
    let app = on_salvo::app();
    ask!("salvo", |browser, fetch| browser
        .fetch_with(fetch, async |request| ask_salvo(&app, request).await)
        .await);
}

#[tokio::test]
async fn warp_by_its_service() {
    let mut app = warp::service(on_warp::app());
    ask!("warp", |browser, fetch| browser.fetch_service(fetch, &mut app).await);
}

#[tokio::test]
async fn any_service_by_what_it_takes() {
    // A router behind a layer that wants its own type of body.
    let mut app = on_axum::app();
    ask!("a service of another body", |browser, fetch| browser
        .fetch_with(fetch, async |request| {
            let request = request.map(axum::body::Body::from);
            let answer = tower::Service::call(&mut app, request).await.expect("a router does not fail");
            let (head, body) = answer.into_parts();
            Ok::<_, String>(http::Response::from_parts(head, read_body(body).await?))
        })
        .await);
}

#[test]
fn a_socket_whatever_is_behind_it() {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address");
    listener.set_nonblocking(true).expect("a socket");
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(listener).expect("a socket");
            axum::serve(listener, on_axum::app()).await.expect("it serves");
        });
    });
    ask!("a socket", |browser, fetch| browser.fetch_socket(fetch, address));
}
