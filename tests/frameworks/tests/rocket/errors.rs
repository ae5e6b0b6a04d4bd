//! Headers on what is no success, whoever makes it.

use cors::rocket::cors;
use rocket::{Request, catch, catchers, delete, get, http::Status, post, routes, serde::json::Json};

use crate::support::{APP, AUTH, EVIL, Runs, User, ask, ask_with, bare, launch};

const READABLE: &str = " allow-origin=https://app.example vary=Origin";

#[cors(origins = ["https://app.example"], headers = ["content-type"])]
#[post("/orders", data = "<order>")]
fn create(_user: User, order: Json<u32>) -> Result<String, Status> {
    match order.into_inner() {
        0 => Err(Status::Conflict),
        order => Ok(order.to_string()),
    }
}

#[cors(origins = ["https://app.example"])]
#[delete("/orders/<id>")]
fn remove(id: u32) -> Status {
    assert_ne!(id, 13, "unlucky");
    Status::NoContent
}

#[cors(origins = ["https://app.example"])]
#[get("/missing")]
const fn missing() -> Option<()> {
    None
}

#[catch(default)]
fn caught(status: Status, _request: &Request<'_>) -> String {
    status.to_string()
}

#[catch(409)]
fn broken() -> String {
    panic!("a catcher that panics")
}

#[test]
fn errors_of_guards_data_handlers_and_panics() {
    for (name, app) in [
        ("the framework's catchers", bare()),
        ("the user's catcher", bare().register("/", catchers![caught])),
        ("a catcher that panics", bare().register("/", catchers![caught, broken])),
    ] {
        let app = app.mount("/", routes![create, remove, missing]).attach(cors::rocket::fairing());
        let client = launch(app);
        let post = |lines: &[(&str, &str)], body: &str| {
            let json = ("Content-Type", "application/json");
            ask_with(&client, "POST", "/orders", &[lines, &[json]].concat(), body)
        };
        assert_eq!(post(&[APP], "1"), format!("401{READABLE}"), "{name}");
        assert_eq!(post(&[EVIL], "1"), "401 vary=Origin", "{name}");
        assert_eq!(post(&[APP, AUTH], "?"), format!("400{READABLE}"), "{name}");
        assert_eq!(post(&[APP, AUTH], "{}"), format!("422{READABLE}"), "{name}");
        let conflict = post(&[APP, AUTH], "0");
        let expected = if name == "a catcher that panics" { "500" } else { "409" };
        assert_eq!(conflict, format!("{expected}{READABLE}"), "{name}");
        assert_eq!(ask(&client, "DELETE", "/orders/x", &[APP]), format!("422{READABLE}"), "{name}");
        assert_eq!(ask(&client, "DELETE", "/orders/13", &[APP]), format!("500{READABLE}"), "{name}");
        assert_eq!(ask(&client, "GET", "/missing", &[APP]), format!("404{READABLE}"), "{name}");
        assert_eq!(ask(&client, "HEAD", "/missing", &[APP]), format!("404{READABLE}"), "{name}");
        assert_eq!(ask(&client, "GET", "/nowhere", &[APP]), "404", "{name}");
        assert_eq!(Runs::of(&client), 5, "the guard ran for requests");
    }
}
