//! `framework-attribute`: the plain attribute cannot stand above one that makes a route of the function.

// Stand-ins for the attributes of frameworks: what counts is their name.
use cors::cors as get;
use cors::cors as handler;

mod actix_web {
    pub use cors::cors as post;
}

mod rocket {
    pub use cors::cors as get;
}

use cors::cors;

#[cors(origins = ["https://a.example.com"])]
#[get(off)]
async fn first() {}

#[cors(origins = ["https://a.example.com"])]
#[actix_web::post(off)]
async fn second() {}

#[cors(origins = ["https://a.example.com"])]
#[rocket::get(off)]
async fn third() {}

#[cors(origins = ["https://a.example.com"])]
#[handler(off)]
async fn fourth() {}

fn main() {
    // The functions are left as the framework's attribute makes them.
    let _ = (cors::policy_of(&first), cors::policy_of(&second), cors::policy_of(&third), cors::policy_of(&fourth));
}
