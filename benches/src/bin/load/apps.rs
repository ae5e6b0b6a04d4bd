//! The programs, what is asked of them, and what they must answer.

use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, TcpListener},
    process::ExitCode,
    thread,
};

use benches::cases::{CASES, PAGE};
use cors::CorsPolicy;

use crate::{actix_apps, axum_apps};

/// A program.
#[derive(Debug, Clone, Copy)]
pub(crate) struct App {
    /// For a reader, and for the command line of its process.
    pub(crate) name: &'static str,
    /// The programs with the same bare one.
    pub(crate) framework: Framework,
    /// Whether it has CORS.
    pub(crate) kind: Kind,
    /// The status of its answer to a preflight.
    pub(crate) preflight: u16,
    serve: fn(TcpListener) -> io::Result<()>,
}

/// What a program is written with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Framework {
    Axum,
    ActixWeb,
}

/// Whether a program has CORS.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// None at all.
    Bare,
    /// From whichever library.
    Cors,
}

/// What is asked in a turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ask {
    /// GET, by a page that may read the answer.
    Actual,
    /// For PUT with three headers, all of which the policy lists.
    Preflight,
}

/// All programs; the bare one of a framework stands first.
pub(crate) const APPS: [App; 8] = [
    // Without CORS nothing serves OPTIONS.
    app("axum", Framework::Axum, Kind::Bare, 405, |listener| axum_apps::serve(listener, axum_apps::bare())),
    app("axum, cors::axum router", Framework::Axum, Kind::Cors, 204, |listener| {
        axum_apps::serve(listener, axum_apps::router())
    }),
    app("axum, cors::axum per route", Framework::Axum, Kind::Cors, 204, |listener| {
        axum_apps::serve(listener, axum_apps::per_route())
    }),
    app("axum, tower-http", Framework::Axum, Kind::Cors, 200, |listener| {
        axum_apps::serve(listener, axum_apps::tower_http())
    }),
    app("actix-web", Framework::ActixWeb, Kind::Bare, 405, actix_apps::bare),
    app("actix-web, cors::actix_web policy()", Framework::ActixWeb, Kind::Cors, 204, actix_apps::area),
    app(
        "actix-web, cors::actix_web per handler",
        Framework::ActixWeb,
        Kind::Cors,
        204,
        actix_apps::per_handler,
    ),
    app("actix-web, actix-cors", Framework::ActixWeb, Kind::Cors, 200, actix_apps::actix_cors),
];

/// The policy of this library's programs; the peers' say the same.
#[derive(CorsPolicy)]
#[policy(
    origins = ["https://app.example.com"],
    methods = [GET, PUT, DELETE],
    headers = ["authorization", "content-type", "x-request-id"],
    credentials,
    max_age = "10m",
)]
pub(crate) struct Api;

/// What the handler of GET says.
pub(crate) const BODY: &str = "tea 3, sugar 1\n";

const fn app(
    name: &'static str,
    framework: Framework,
    kind: Kind,
    preflight: u16,
    serve: fn(TcpListener) -> io::Result<()>,
) -> App {
    App { name, framework, kind, preflight, serve }
}

impl Ask {
    pub(crate) const ALL: [Self; 2] = [Self::Actual, Self::Preflight];

    /// The request, with the headers that a browser sends.
    pub(crate) fn bytes(self) -> Vec<u8> {
        let id = match self {
            Self::Actual => "allowed",
            Self::Preflight => "preflight",
        };
        let request = CASES.iter().find(|case| case.id == id).expect("a case of the table").request();
        let mut bytes = format!("{} {} HTTP/1.1\r\n", request.method(), request.uri()).into_bytes();
        for (name, value) in request.headers() {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        bytes
    }
}

impl App {
    /// The status it must answer with.
    pub(crate) const fn status(&self, ask: Ask) -> u16 {
        match ask {
            Ask::Actual => 200,
            Ask::Preflight => self.preflight,
        }
    }

    /// The `Access-Control-Allow-Origin` it must answer with.
    pub(crate) fn allowed(&self) -> Option<&'static str> {
        (self.kind == Kind::Cors).then_some(PAGE)
    }
}

/// Serves a program on a free port, which it prints, until standard input ends.
pub(crate) fn serve(name: &str) -> io::Result<ExitCode> {
    let Some(app) = APPS.iter().find(|app| app.name == name) else {
        return Ok(ExitCode::from(2));
    };
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?;
    println!("{}", listener.local_addr()?);
    io::stdout().flush()?;
    // The generator holds the other end: a server never outlives it, whatever ends it.
    thread::spawn(|| {
        let _ = io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    (app.serve)(listener)?;
    Ok(ExitCode::SUCCESS)
}
