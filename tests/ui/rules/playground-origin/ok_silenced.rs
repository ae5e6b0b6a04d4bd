//! `silence(playground_origin)` silences `playground-origin`.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://codepen.io"], silence(playground_origin))]
async fn first() {}

#[cors(origins = ["https://jsfiddle.net"], silence(playground_origin))]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
