//! An attribute that says nothing.

use cors::{CorsPolicy, cors};

#[cors]
async fn bare() {}

#[cors()]
async fn brackets() {}

#[derive(CorsPolicy)]
struct Without;

#[derive(CorsPolicy)]
#[policy]
struct Bare;

#[derive(CorsPolicy)]
#[policy()]
struct Brackets;

#[derive(CorsPolicy)]
#[policy = "https://app.example.com"]
struct Text;

// What is left behind has the types of what was meant.
fn main() {
    let _ = (cors::policy_of(&bare), cors::policy_of(&brackets));
    fn is_policy<P: cors::CorsPolicy>() {}
    is_policy::<Without>();
    is_policy::<Bare>();
    is_policy::<Brackets>();
    is_policy::<Text>();
}
