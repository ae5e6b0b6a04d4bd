use cors::cors;

#[cors(origins = any, credentials)]
async fn delete_order() {}

fn main() {
    let _ = delete_order();
}
