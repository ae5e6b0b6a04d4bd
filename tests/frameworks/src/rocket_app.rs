//! The application on Rocket; see [`app`](crate::app).

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, mpsc},
    thread,
};

use cors::rocket::SkipPreflight;
use rocket::{
    Build, Data, Request, Rocket,
    config::{Config, LogLevel},
    data::{Limits, ToByteUnit},
    fairing::{AdHoc, Fairing, Info, Kind},
    http::Method,
    uri,
};

use crate::{
    app::{APP, Counts, Front, Server, Tenants},
    exchange::{Exception, Expected, Form},
    rocket_handlers::{annotated, items, rest},
};

/// Where Rocket differs from the table.
pub const EXCEPTIONS: &[Exception] = &[
    Exception::differs(
        "OPTIONS without a requested method and without a handler",
        None,
        NOT_FOUND,
        "the framework has no 405: it says 404",
    ),
    Exception::differs(
        "a method without a handler",
        None,
        NOT_FOUND,
        "the framework has no 405: it says 404",
    ),
    Exception::differs(
        "405 has the policy of the application",
        None,
        Expected::kept_out(
            404,
            &[
                ("access-control-allow-origin", "https://front.example"),
                ("access-control-expose-headers", "x-front"),
            ],
            ORIGIN,
        ),
        "the framework has no 405: it says 404",
    ),
    Exception::differs(
        "an extractor of the path refuses",
        None,
        Expected::kept_out(422, PLAIN, ORIGIN),
        "a parameter that does not parse passes the request on, and the framework ends with 422",
    ),
    Exception::differs(
        "a preflight for a handler of any method",
        None,
        Expected::kept_out(204, &[], PREFLIGHT),
        "the framework knows nine methods: no route serves another",
    ),
    Exception::differs(
        "an answer of a handler of any method",
        None,
        Expected::kept_out(400, &[], &[]),
        "the framework knows nine methods: it refuses another with 400, past all fairings",
    ),
    Exception::differs(
        "a forbidden requested method, where any is served",
        None,
        Expected::kept_out(
            204,
            &[
                ("access-control-allow-methods", "TRACE,GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"),
                ("access-control-allow-origin", "https://app.example"),
            ],
            PREFLIGHT,
        ),
        "the framework has no route of any method: there is one of each, so each is served by name",
    ),
    Exception::differs(
        "an Origin that is not ASCII",
        None,
        NOT_FOUND,
        "the framework drops header lines that are not UTF-8, so it is no CORS request",
    ),
    Exception::differs(
        "a requested method that is no token, where any is served",
        None,
        Expected::ran(200, PLAIN, ORIGIN),
        "the framework drops header lines that are not UTF-8, so it is no preflight",
    ),
];

const NOT_FOUND: Expected = Expected::kept_out(404, &[], &[]);
const PLAIN: &[(&str, &str)] = &[("access-control-allow-origin", "https://app.example")];
const ORIGIN: &[&str] = &["origin"];
const PREFLIGHT: &[&str] = &["access-control-request-method", "origin"];

/// Lets requests through that carry `Authorization: ok`, and sends others to where they get a 401.
struct Auth;

#[rocket::async_trait]
impl Fairing for Auth {
    fn info(&self) -> Info {
        Info { name: "authentication", kind: Kind::Request }
    }

    async fn on_request(&self, request: &mut Request<'_>, _data: &mut Data<'_>) {
        if let Some(counts) = request.rocket().state::<Arc<Counts>>() {
            counts.layer();
        }
        if request.headers().get_one("authorization") != Some("ok") {
            request.set_method(Method::Get);
            request.set_uri(uri!("/unauthorized"));
        }
    }
}

/// Starts the application in one form. It runs as long as the program.
///
/// # Errors
/// Those of the sockets; origins that the rules refuse.
pub fn start(form: Form) -> io::Result<Server> {
    Tenants::set_origins([APP]).map_err(io::Error::other)?;
    let counts = Arc::new(Counts::default());
    let app = app(form).manage(Arc::clone(&counts));
    let (send, address) = mpsc::channel();
    let app = app.attach(AdHoc::on_liftoff("Address", move |rocket| {
        Box::pin(async move {
            let config = rocket.config();
            // Nobody waits if the caller is gone.
            let _ = send.send(SocketAddr::new(config.address, config.port));
        })
    }));
    thread::spawn(move || drop(rocket::execute(app.launch())));
    let address = address.recv().map_err(io::Error::other)?;
    Ok(Server::new(address, counts))
}

fn app(form: Form) -> Rocket<Build> {
    let config = Config {
        address: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        workers: 2,
        log_level: LogLevel::Off,
        limits: Limits::default().limit("json", 64.bytes()),
        ..Config::release_default()
    };
    let fairing = cors::rocket::fairing();
    let app = rocket::custom(config).mount("/", annotated()).mount("/api", items()).mount("/", rest());
    match form {
        Form::Routes | Form::Table => app.attach(fairing),
        Form::Skip => app.attach(SkipPreflight(Auth)).attach(fairing),
        Form::Front => app.attach(SkipPreflight(Auth)).attach(fairing.policy::<Front>()),
    }
}
