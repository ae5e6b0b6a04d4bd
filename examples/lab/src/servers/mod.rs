//! The servers of the lab.

mod actix_api;
mod axum_api;
mod guard;
mod hand_made;
mod matrix_api;
mod policies;
mod record;
mod web_app;
mod your_server;

use std::{fmt, io, net::TcpListener};

use axum::Router;
use tokio::{net::TcpSocket, sync::mpsc::UnboundedSender};

use crate::{
    judge::Report,
    matrix::{self, Posted},
    recorder::{self, COOKIE_NAME, Recorder},
    stage::{Addresses, Page, Sockets},
};

/// The running servers.
#[derive(Debug)]
pub(crate) struct Lab {
    pub(crate) addresses: Addresses,
    pub(crate) recorder: Recorder,
    /// Keeps the port of the server that is down.
    _down: Vec<TcpSocket>,
}

impl Lab {
    /// Starts every server; they run as long as the process.
    ///
    /// # Errors
    /// When a server cannot use its socket, or when the library does not take the app's origin.
    pub(crate) fn start(
        addresses: Addresses,
        sockets: Sockets,
        listeners: Listeners,
    ) -> Result<Self, StartError> {
        let recorder = Recorder::default();
        let app = addresses.origin(Page::App);
        policies::Configured::set_origins([&app]).map_err(StartError::Policy)?;
        // An error says that a lab in the same process (a test) has done it.
        let _ = cors::on_refusal(|event| recorder::refused(&event.to_string()));

        let site = web_app::Site::new(addresses, recorder.clone(), listeners);
        let matrix = matrix_api::served(matrix::sites(addresses)).map_err(StartError::Policy)?;
        serve(sockets.app, &web_app::router(site.clone()).merge(your_server::router(addresses)?))?;
        serve(sockets.stranger, &web_app::stranger(site))?;
        serve(sockets.axum, &axum_api::router(recorder.clone(), &matrix))?;
        serve(sockets.hand_made, &hand_made::router(addresses, recorder.clone()))?;
        tokio::spawn(actix_api::start(sockets.actix, recorder.clone(), matrix)?);
        Ok(Self { addresses, recorder, _down: sockets.down })
    }
}

/// Who wants to know what browsers post.
#[derive(Clone, Debug, Default)]
pub(crate) struct Listeners {
    /// Judgements of the page's experiments, with the name of the page load.
    pub(crate) experiments: Option<UnboundedSender<(String, Report)>>,
    /// Outcomes of the generated ones.
    pub(crate) matrix: Option<UnboundedSender<Posted>>,
}

/// Why a server does not run.
#[derive(Debug)]
pub(crate) enum StartError {
    Io(io::Error),
    Policy(cors::PolicyError),
}

impl From<io::Error> for StartError {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl fmt::Display for StartError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "a server does not start: {error}"),
            Self::Policy(error) => write!(f, "the app's origin is not accepted: {error}"),
        }
    }
}

impl std::error::Error for StartError {}

fn serve(listeners: Vec<TcpListener>, router: &Router) -> io::Result<()> {
    for listener in listeners {
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = router.clone();
        tokio::spawn(async move { axum::serve(listener, router).await });
    }
    Ok(())
}

/// The user of the session that a `Cookie` header names.
fn user_of<V: AsRef<[u8]>>(cookies: Option<&V>) -> Option<&str> {
    let cookies = str::from_utf8(cookies?.as_ref()).ok()?;
    cookies.split("; ").find_map(|pair| pair.strip_prefix(COOKIE_NAME)?.strip_prefix('='))
}
