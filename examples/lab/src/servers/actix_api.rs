//! The same API on actix-web: the handlers that are no cure for a mistake.

use std::net::TcpListener;

use actix_web::{
    App, HttpRequest, HttpResponse, HttpServer, Responder, delete,
    dev::Server,
    error::ErrorUnauthorized,
    get,
    middleware::from_fn,
    post, put,
    web::{Data, Path},
};
use cors::actix_web::cors;

use super::{
    matrix_api::{self, Served},
    policies::Staff,
    record, user_of,
};
use crate::recorder::{Recorder, handler_ran};

/// Starts the server on `listeners`, with everything on record.
///
/// # Errors
/// When the system does not let it listen.
pub(super) fn start(
    listeners: Vec<TcpListener>,
    recorder: Recorder,
    matrix: Vec<Served>,
) -> std::io::Result<Server> {
    let recorder = Data::new(recorder);
    let app = move || {
        App::new()
            .app_data(recorder.clone())
            .wrap(from_fn(record::on_actix))
            .service(list_orders)
            .service(list_prices)
            .service(list_partners)
            .service(create_order)
            .service(delete_order)
            .service(search)
            .service(show_invoice)
            .service(save_settings)
            .service(upload)
            .configure(|config| matrix_api::on_actix(config, &matrix))
    };
    let mut server = HttpServer::new(app).workers(1).disable_signals();
    for listener in listeners {
        server = server.listen(listener)?;
    }
    Ok(server.run())
}

#[cors(origins = ["http://localhost:*"])]
#[get("/orders")]
async fn list_orders() -> impl Responder {
    handler_ran();
    "tea, sugar"
}

#[cors(origins = any)]
#[get("/prices")]
async fn list_prices() -> impl Responder {
    handler_ran();
    "tea 3, sugar 1"
}

#[cors(origins = ["http://*.localhost:*"])]
#[get("/partners")]
async fn list_partners() -> impl Responder {
    handler_ran();
    "shop, depot"
}

#[cors(origins = ["http://localhost:*"], headers = ["content-type"])]
#[post("/orders")]
async fn create_order(body: String) -> impl Responder {
    handler_ran();
    HttpResponse::Created().body(format!("ordered {body}"))
}

#[cors(Staff)]
#[delete("/orders/{id}")]
async fn delete_order(id: Path<u32>, request: HttpRequest) -> actix_web::Result<String> {
    handler_ran();
    let user = user_of(request.headers().get("cookie")).ok_or_else(|| ErrorUnauthorized("log in first"))?;
    Ok(format!("{user} deleted order {id}"))
}

#[cors(origins = ["http://localhost:*"], headers = ["x-lab-tag"])]
#[get("/search")]
async fn search() -> impl Responder {
    handler_ran();
    "found: tea"
}

#[cors(origins = ["http://localhost:*"], expose_headers = ["x-request-id"])]
#[get("/invoice")]
async fn show_invoice() -> impl Responder {
    handler_ran();
    HttpResponse::Ok()
        .insert_header(("x-request-id", "7"))
        .insert_header(("x-internal-host", "db-3"))
        .body("tea 3, sugar 1")
}

#[cors(origins = ["http://localhost:*"], max_age = "10m")]
#[put("/settings")]
async fn save_settings() -> impl Responder {
    handler_ran();
    "saved"
}

#[cors(origins = ["http://localhost:*"])]
#[post("/upload")]
async fn upload(body: String) -> impl Responder {
    handler_ran();
    format!("{} bytes", body.len())
}
