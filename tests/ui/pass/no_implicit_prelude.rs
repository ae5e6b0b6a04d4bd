//! Generated code names everything by absolute paths.

#![no_implicit_prelude]

mod core {}
mod std {}
mod cors {}

struct Option;
struct Result;
struct Some;
struct None;
struct Policy;
struct Cors;
struct String;
trait IntoIterator {}
trait AsRef {}
#[allow(non_camel_case_types)]
struct str;

#[derive(::cors::CorsPolicy)]
#[policy(origins = runtime, dev_origins = ["http://localhost:*"], methods = [PUT], max_age = 600)]
struct Api;

#[::cors::cors(origins = ["https://app.example.com"], methods = [PUT])]
async fn handler() -> Option {
    Option
}

#[::cors::cors(Api)]
async fn named(argument: Result) -> Result {
    argument
}

#[::cors::cors(off)]
fn off() -> ::std::future::Ready<Some> {
    ::std::future::ready(Some)
}

// Modules with the names of the handlers.
mod handler {}
mod named {}

fn main() {
    let _ = (::cors::policy_of(&handler), ::cors::policy_of(&named), ::cors::policy_of(&off));
    let _ = ::cors::policy! { origins = any };
    let _ = Api::set_origins(["https://a.example.com"]);
    let _ = (None, Policy, Cors, String, str);
}
