//! Many connections at once, for a moment. `cargo run --release -p frameworks -- soak` is the long form.
#![cfg(test)]

use std::time::Duration;

use frameworks::{STACKS, soak};

#[test]
fn no_answer_is_wrong() {
    for stack in STACKS {
        let soak = soak::soak(stack, 100, Duration::from_secs(1)).unwrap();
        println!("{soak}");
        assert!(soak.holds(), "{soak}");
    }
}
