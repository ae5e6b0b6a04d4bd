//! The programs on actix-web: those of [`axum_apps`](crate::axum_apps) again.

use std::{io, net::TcpListener};

use actix_cors::Cors;
use actix_web::{
    App, HttpResponse, HttpServer, Resource, Responder,
    body::MessageBody,
    dev::{ServiceFactory, ServiceRequest, ServiceResponse},
    web,
};
use benches::cases::{HEADERS, METHODS, PAGE};
use cors::{actix_web::policy, cors};

use crate::apps::{Api, BODY};

/// Without CORS.
pub(crate) fn bare(listener: TcpListener) -> io::Result<()> {
    serve(listener, || App::new().service(resource()))
}

/// With this library, each handler by itself.
pub(crate) fn per_handler(listener: TcpListener) -> io::Result<()> {
    serve(listener, || App::new().service(annotated_resource()))
}

/// With this library, and its policy around the application.
pub(crate) fn area(listener: TcpListener) -> io::Result<()> {
    serve(listener, || App::new().service(annotated_resource()).wrap(policy::<Api>()))
}

/// With the usual middleware.
pub(crate) fn actix_cors(listener: TcpListener) -> io::Result<()> {
    serve(listener, || {
        let cors = Cors::default()
            .allowed_origin(PAGE)
            .allowed_methods(METHODS)
            .allowed_headers(HEADERS)
            .supports_credentials()
            .max_age(600);
        App::new().service(resource()).wrap(cors)
    })
}

/// Serves a program with one worker; the thread that accepts connections has nothing to do within a turn.
fn serve<T, B>(listener: TcpListener, app: impl Fn() -> App<T> + Clone + Send + 'static) -> io::Result<()>
where
    T: ServiceFactory<
            ServiceRequest,
            Config = (),
            Response = ServiceResponse<B>,
            Error = actix_web::Error,
            InitError = (),
        > + 'static,
    B: MessageBody + 'static,
{
    let server = HttpServer::new(app).workers(1).disable_signals().listen(listener)?;
    actix_web::rt::System::new().block_on(server.run())
}

fn resource() -> Resource {
    web::resource("/orders")
        .route(web::get().to(list))
        .route(web::put().to(replace))
        .route(web::delete().to(delete))
}

fn annotated_resource() -> Resource {
    use cors::actix_web::web;
    actix_web::web::resource("/orders")
        .route(web::get().to(annotated_list))
        .route(web::put().to(annotated_replace))
        .route(web::delete().to(annotated_delete))
}

async fn list() -> impl Responder {
    BODY
}

async fn replace(body: String) -> impl Responder {
    HttpResponse::Created().body(body)
}

async fn delete() -> impl Responder {
    HttpResponse::NoContent()
}

#[cors(Api)]
async fn annotated_list() -> impl Responder {
    list().await
}

#[cors(Api)]
async fn annotated_replace(body: String) -> impl Responder {
    replace(body).await
}

#[cors(Api)]
async fn annotated_delete() -> impl Responder {
    delete().await
}
