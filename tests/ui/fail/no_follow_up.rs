//! What depends on a refused policy still compiles: the first error is the only one.

use cors::{CorsPolicy, Policy, cors};

#[derive(CorsPolicy)]
#[policy(origins = runtime, credentials, headers = ["cookie"])]
struct Tenants;

#[cors(Tenants)]
async fn named() {}

#[cors(origins = ["https://a.example.com/"])]
pub async fn generic<T: Default>() -> T {
    T::default()
}

fn main() -> Result<(), cors::PolicyError> {
    Tenants::set_origins(["https://a.example.com"])?;
    let _ = (cors::policy_of(&named), cors::policy_of(&generic::<u8>));
    let _: &'static Policy = cors::policy! { origins = ["*", "https://a.example.com"] };
    let _ = cors::policy! { origins = any, credentials }.max_age();
    Ok(())
}
