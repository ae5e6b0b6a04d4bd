//! Origins that are replaced while requests run.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use axum::Router;
use cors::{CorsPolicy, axum::get, cors};

use crate::support::{acrm, ask};

#[derive(CorsPolicy)]
#[policy(origins = runtime, credentials)]
struct Tenants;

#[cors(Tenants)]
async fn list() -> &'static str {
    "list"
}

/// In each set the first and the second origin belong together; an answer that allows one of each is a mixture.
#[test]
fn no_request_sees_a_mixture() {
    let app: Router = Router::new().route("/", get(list).cors());
    let sets = [["https://a1.example", "https://a2.example"], ["https://b1.example", "https://b2.example"]];
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let preflight = |origin: &'static str| {
        runtime.block_on(ask(&app, "OPTIONS", "/", &[("origin", origin), acrm("GET")]))
    };

    // Before the first set everything is refused.
    assert_eq!(preflight(sets[0][0]), crate::support::NOBODY);

    Tenants::set_origins(sets[0]).unwrap();
    let is_done = AtomicBool::new(false);
    thread::scope(|scope| {
        scope.spawn(|| {
            for round in 0..2_000 {
                Tenants::set_origins(sets[(round + 1) % 2]).unwrap();
            }
            is_done.store(true, Ordering::SeqCst);
        });
        let mut seen = [0; 2];
        while !is_done.load(Ordering::SeqCst) {
            for (set, origins) in sets.iter().enumerate() {
                let answer = preflight(origins[0]);
                let allowed = format!(
                    "204 allow-credentials=true allow-methods=GET allow-origin={} \
                     vary=Origin, Access-Control-Request-Method",
                    origins[0]
                );
                assert!(answer == allowed || answer == crate::support::NOBODY, "{answer}");
                seen[set] += usize::from(answer == allowed);
            }
        }
        assert!(seen[0] > 0 && seen[1] > 0, "the sets were not both seen: {seen:?}");
    });

    // A set that the rules refuse changes nothing.
    Tenants::set_origins(sets[0]).unwrap();
    assert!(Tenants::set_origins(["https://c1.example", "https://c2.example/"]).is_err());
    assert!(preflight(sets[0][1]).contains("allow-origin=https://a2.example"));
    assert_eq!(preflight("https://c1.example"), crate::support::NOBODY);
}
