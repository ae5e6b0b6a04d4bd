//! The application on Rocket; see [`app`](crate::app).

use std::{
    io,
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, mpsc},
    thread,
};

use rocket::{
    Build, Rocket,
    config::{Config, LogLevel},
    data::{Limits, ToByteUnit},
    fairing::AdHoc,
};

use crate::{
    app::{APP, Counts, Front, Server, Tenants},
    exchange::{Exception, Form},
    rocket_handlers::{annotated, items, rest},
};

/// Where Rocket differs from the table.
pub const EXCEPTIONS: &[Exception] = &[];

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
    thread::spawn(move || {
        rocket::execute(app.launch()).map(drop).map_err(|error| error.pretty_print());
    });
    let address = address.recv().map_err(io::Error::other)?;
    Ok(Server::new(address, counts))
}

fn app(form: Form) -> Rocket<Build> {
    let config = Config {
        address: Ipv4Addr::LOCALHOST.into(),
        port: 0,
        workers: 2,
        log_level: LogLevel::Off,
        limits: Limits::default().limit("string", 64.bytes()),
        ..Config::release_default()
    };
    let fairing = cors::rocket::fairing();
    let app = rocket::custom(config).mount("/", annotated()).mount("/api", items()).mount("/", rest());
    match form {
        Form::Routes | Form::Table | Form::Skip => app.attach(fairing),
        Form::Front => app.attach(fairing.policy::<Front>()),
    }
}
