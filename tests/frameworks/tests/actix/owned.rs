//! Headers that a handler sets itself, among few others and among many; and on what a policy for the application sees.

use actix_web::{
    App, HttpRequest, HttpResponse,
    http::header::{HeaderName, HeaderValue, VARY},
    test::init_service,
};
use cors::{
    actix_web::{policy, web, with},
    cors,
};

use crate::support::{APP, Api, EVIL, ask};

const OWNED: [&str; 7] = [
    "allow-origin",
    "allow-credentials",
    "allow-methods",
    "allow-headers",
    "expose-headers",
    "max-age",
    "allow-private-network",
];

/// Sets what belongs to the library, and as many other headers as the path says.
async fn own(request: HttpRequest) -> HttpResponse {
    let others: usize = request.match_info().query("others").parse().unwrap();
    let mut response = HttpResponse::Ok().finish();
    let headers = response.headers_mut();
    for other in 0..others {
        headers.append(format!("x-{other}").parse().unwrap(), HeaderValue::from_static("1"));
    }
    for name in OWNED {
        let name: HeaderName = format!("Access-CONTROL-{name}").parse().unwrap();
        headers.append(name.clone(), HeaderValue::from_static("the handler's own"));
        headers.append(name, HeaderValue::from_static("and again"));
    }
    headers.append(VARY, HeaderValue::from_static("accept"));
    response
}

/// Sets the header that the path names.
async fn one(request: HttpRequest) -> HttpResponse {
    HttpResponse::Ok().insert_header((request.match_info().query("name"), "the handler's own")).finish()
}

#[cors(origins = any)]
async fn any(request: HttpRequest) -> HttpResponse {
    one(request).await
}

#[actix_web::test]
async fn what_a_handler_sets_is_replaced() {
    let app = App::new()
        .route("/own/{others}", web::get().to(with::<Api, _>(own)))
        .route("/plain/{others}", actix_web::web::get().to(own))
        .wrap(policy::<Api>());
    let app = init_service(app).await;
    for path in ["/own", "/plain"] {
        for others in [0, 1, 7, 8, 9, 15, 16, 17, 40] {
            let path = format!("{path}/{others}");
            let allowed = "200 allow-origin=https://app.example vary=accept, Origin";
            assert_eq!(ask(&app, "GET", &path, &[APP]).await, allowed, "{path}");
            assert_eq!(ask(&app, "GET", &path, &[EVIL]).await, "200 vary=accept, Origin", "{path}");
            assert_eq!(ask(&app, "GET", &path, &[]).await, "200 vary=accept, Origin", "{path}");
        }
    }
}

#[actix_web::test]
async fn each_of_them_is_replaced_where_it_stands_alone() {
    let app = App::new()
        .route("/one/{name}", web::get().to(with::<Api, _>(one)))
        .route("/any/{name}", web::get().to(any));
    let app = init_service(app).await;
    for name in OWNED.map(|name| format!("access-control-{name}")) {
        let path = format!("/one/{name}");
        let allowed = "200 allow-origin=https://app.example vary=Origin";
        assert_eq!(ask(&app, "GET", &path, &[APP]).await, allowed, "{name}");
        assert_eq!(ask(&app, "GET", &path, &[EVIL]).await, "200 vary=Origin", "{name}");
        let path = format!("/any/{name}");
        assert_eq!(ask(&app, "GET", &path, &[EVIL]).await, "200 allow-origin=*", "{name}");
        assert_eq!(ask(&app, "GET", &path, &[]).await, "200 allow-origin=*", "{name}");
    }
}

#[actix_web::test]
async fn two_origins_are_none() {
    let app = init_service(App::new().route("/own/{others}", web::get().to(with::<Api, _>(own)))).await;
    for lines in [[APP, APP], [APP, EVIL], [EVIL, APP]] {
        assert_eq!(ask(&app, "GET", "/own/0", &lines).await, "200 vary=accept, Origin");
    }
}
