//! The list of routes and policies.

use cors::rocket::{cors, fairing, policies, with, without};
use rocket::{Ignite, Rocket, delete, get, routes};

use crate::support::{Api, Other, bare};

#[cors(Api)]
#[get("/orders/<_id>?<_page>")]
fn show(_id: u32, _page: Option<u8>) {}

#[delete("/orders/<_id>")]
fn remove(_id: u32) {}

#[get("/health")]
const fn health() {}

#[get("/plain")]
const fn plain() {}

#[cors(off)]
#[get("/off")]
const fn off() {}

#[test]
fn routes_and_policies() {
    let app = bare()
        .mount("/api", routes![show])
        .mount("/api", with::<Other>(routes![remove]))
        .mount("/", without(routes![health]))
        .mount("/", routes![plain, off]);
    let rows = |list: &cors::Policies| -> Vec<String> {
        list.iter()
            .map(|route| {
                format!(
                    "{} {} {} {} {:?}",
                    route.method().unwrap_or("*"),
                    route.path().unwrap_or("*"),
                    route.handler().map_or("-", |handler| handler.name()),
                    route.policy().map_or("-", |policy| policy.name()),
                    route.source(),
                )
            })
            .collect()
    };
    let own = [
        "DELETE /api/orders/<_id> remove rocket::support::Other Handler",
        "GET /api/orders/<_id> rocket::listing::show rocket::support::Api Handler",
        "GET /health health - OptOut",
        "GET /off rocket::listing::off - OptOut",
    ];
    assert_eq!(rows(&policies(&app)), [&own[..], &["GET /plain - - Nothing"]].concat());
    let app: Rocket<Ignite> = rocket::async_test(app.attach(fairing().policy::<Api>()).ignite()).unwrap();
    let of_app = ["GET /plain - rocket::support::Api Application", "* * - rocket::support::Api Application"];
    assert_eq!(rows(&policies(&app)), [&own[..], &of_app].concat());
}
