//! `playground-origin` warns; `deny(deprecated)` makes it an error here.

#![deny(deprecated)]

use cors::cors;

#[cors(origins = ["https://codepen.io"])]
async fn first() {}

#[cors(origins = ["https://jsfiddle.net"])]
async fn second() {}

fn main() {
    let _ = (cors::policy_of(&first), cors::policy_of(&second),);
}
