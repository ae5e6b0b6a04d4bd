//! Things that cannot have a policy.

use cors::{CorsPolicy, cors};

struct Shop;

impl Shop {
    #[cors(origins = ["https://app.example.com"])]
    async fn list(&self) {}

    #[cors(origins = ["https://app.example.com"])]
    async fn create(_shop: Self) {}
}

#[cors(origins = ["https://app.example.com"])]
struct Api;

#[cors(origins = ["https://app.example.com"])]
mod orders {}

#[cors(origins = ["https://app.example.com"])]
unsafe fn dangerous() {}

#[cors(origins = ["https://app.example.com"])]
extern "C" fn foreign() {}

trait Handlers {
    #[cors(origins = ["https://app.example.com"])]
    async fn list();
}

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
struct Tenant<T>(T);

#[derive(CorsPolicy)]
#[policy(origins = ["https://app.example.com"])]
union Both {
    a: u8,
    b: u8,
}

fn main() {
    let _ = (Shop::list, Shop::create, Api, dangerous, foreign);
}
