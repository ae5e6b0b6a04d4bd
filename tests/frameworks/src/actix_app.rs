//! The application on actix-web; see [`app`](crate::app).
//!
//! `Routes` has its handlers below route attributes, the other forms have them in resources and routes.

use std::{io, net::TcpListener, panic::AssertUnwindSafe, sync::Arc, thread, time::Duration};

use actix_web::{
    App, Error, HttpServer,
    body::MessageBody,
    dev::{Server as Running, ServiceRequest, ServiceResponse},
    http::StatusCode,
    middleware::{Next, from_fn},
    web,
};
use cors::actix_web::{SkipPreflight, policy};
use futures_util::FutureExt;

use crate::{
    actix_handlers::{attributes, failure, functions},
    app::{APP, Counts, Front, Server, Tenants},
    exchange::{Exception, Expected, Form},
};

/// Where actix-web differs from the table.
pub const EXCEPTIONS: &[Exception] = &[
    // Preflights for what no annotated handler serves, in an application without a policy.
    unserved("a preflight for a method that nobody serves", Form::Routes, NOT_FOUND),
    unserved("a preflight for a method that nobody serves", Form::Table, NOT_ALLOWED),
    unserved("a preflight for a method that nobody serves", Form::Skip, UNAUTHORIZED),
    unserved("an empty requested method", Form::Routes, NOT_FOUND),
    unserved("an empty requested method", Form::Table, NOT_ALLOWED),
    unserved("a list as the requested method", Form::Routes, NOT_FOUND),
    unserved("a list as the requested method", Form::Table, NOT_ALLOWED),
    Exception::differs(
        "OPTIONS without a requested method and without a handler",
        Some(Form::Routes),
        NOT_FOUND,
        "route attributes make resources of one method each: the framework finds none, and says 404",
    ),
    Exception::differs(
        "a method without a handler",
        Some(Form::Routes),
        NOT_FOUND,
        "route attributes make resources of one method each: the framework finds none, and says 404",
    ),
    // What the framework itself does otherwise.
    Exception::differs(
        "an extractor of the path refuses",
        None,
        Expected::kept_out(404, PLAIN, &["origin"]),
        "the framework's `Path` refuses with 404",
    ),
    Exception::differs(
        "an extractor of the body finds other JSON",
        None,
        Expected::kept_out(400, PLAIN, &["origin"]),
        "the framework's `Json` refuses with 400 whatever is wrong",
    ),
    Exception::differs(
        "HEAD is answered by GET",
        Some(Form::Routes),
        NOT_FOUND,
        "the framework gives GET handlers no HEAD requests; `web::get().or(Method::HEAD)` does",
    ),
    Exception::differs(
        "HEAD is answered by GET",
        Some(Form::Table),
        NOT_ALLOWED,
        "the framework gives GET handlers no HEAD requests; `web::get().or(Method::HEAD)` does",
    ),
];

const PLAIN: &[(&str, &str)] = &[("access-control-allow-origin", "https://app.example")];
const NOT_FOUND: Expected = Expected::kept_out(404, &[], &[]);
const NOT_ALLOWED: Expected = Expected::kept_out(405, &[], &[]);
const UNAUTHORIZED: Expected = Expected::kept_out(401, &[], &[]);

const fn unserved(name: &'static str, form: Form, expected: Expected) -> Exception {
    Exception::differs(
        name,
        Some(form),
        expected,
        "only resources of annotated handlers see preflights: what none of them serves is the framework's or \
         the authentication's to refuse, without a CORS header",
    )
}

async fn auth(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if let Some(counts) = request.app_data::<web::Data<Counts>>() {
        counts.layer();
    }
    if request.headers().get("authorization").is_some_and(|value| value == "ok") {
        next.call(request).await
    } else {
        Err(failure(StatusCode::UNAUTHORIZED))
    }
}

async fn timeout(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match tokio::time::timeout(Duration::from_millis(200), next.call(request)).await {
        Ok(answer) => answer,
        Err(_) => Err(failure(StatusCode::REQUEST_TIMEOUT)),
    }
}

async fn catch_panic(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    match AssertUnwindSafe(next.call(request)).catch_unwind().await {
        Ok(answer) => answer,
        Err(_) => Err(failure(StatusCode::INTERNAL_SERVER_ERROR)),
    }
}

/// Starts the application in one form. It runs as long as the program.
///
/// # Errors
/// Those of the sockets; origins that the rules refuse.
pub fn start(form: Form) -> io::Result<Server> {
    Tenants::set_origins([APP]).map_err(io::Error::other)?;
    let counts = Arc::new(Counts::default());
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    let address = listener.local_addr()?;
    let data = web::Data::from(Arc::clone(&counts));
    thread::spawn(move || {
        actix_web::rt::System::new().block_on(async { serve(form, data, listener)?.await })
    });
    Ok(Server::new(address, counts))
}

fn serve(form: Form, data: web::Data<Counts>, listener: TcpListener) -> io::Result<Running> {
    let app = move || App::new().app_data(data.clone()).app_data(web::PayloadConfig::new(64));
    let server = match form {
        Form::Routes => {
            HttpServer::new(move || app().configure(attributes)).workers(1).listen(listener)?.run()
        }
        Form::Table => HttpServer::new(move || app().configure(functions)).workers(1).listen(listener)?.run(),
        Form::Skip => HttpServer::new(move || app().configure(functions).wrap(SkipPreflight(from_fn(auth))))
            .workers(1)
            .listen(listener)?
            .run(),
        Form::Front => HttpServer::new(move || {
            app()
                .configure(functions)
                .wrap(SkipPreflight(from_fn(timeout)))
                .wrap(SkipPreflight(from_fn(auth)))
                .wrap(SkipPreflight(from_fn(catch_panic)))
                .wrap(policy::<Front>())
        })
        .workers(1)
        .listen(listener)?
        .run(),
    };
    Ok(server)
}
