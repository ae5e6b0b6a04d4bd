//! What the README says goes over the wire does.
#![cfg(test)]
#![expect(clippy::unused_async, reason = "the program is the README's")]

use std::{fs, path::Path};

use cors::{
    axum::{Router, delete},
    cors,
};
use frameworks::{axum_app::serve, client};

#[cors(origins = ["https://app.example.com"], headers = ["authorization"], credentials, max_age = "2h")]
async fn delete_order() -> &'static str {
    "gone"
}

/// Where the answers begin in a line of the README.
const RIGHT: usize = 50;

#[test]
fn the_wire_is_as_the_readme_shows() {
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../README.md");
    let readme = fs::read_to_string(readme).unwrap();
    let program = "#[cors(origins = [\"https://app.example.com\"], headers = [\"authorization\"], credentials, \
                   max_age = \"2h\")]\nasync fn delete_order() -> &'static str {\n    \"gone\"\n}\n";
    assert!(readme.contains(program), "the README shows another program");
    let (_, behind) = readme.split_once("```http\n").unwrap();
    let (shown, _) = behind.split_once("```").unwrap();
    let app: axum::Router = Router::new().route("/orders/{id}", delete(delete_order)).finish();
    let address = serve(app).unwrap();
    let exchanges: Vec<&str> = shown.trim_end().split("\n\n").collect();
    assert_eq!(exchanges.len(), 2);
    for exchange in exchanges {
        let halves = exchange.lines().map(|line| line.split_at_checked(RIGHT).unwrap_or((line, "")));
        let (asked, answered): (Vec<&str>, Vec<&str>) =
            halves.map(|(left, right)| (left.trim(), right.trim())).unzip();
        let asked: Vec<&str> = asked.into_iter().filter(|line| !line.is_empty()).collect();
        let request = format!("{}\r\nHost: api.example\r\nConnection: close\r\n\r\n", asked.join("\r\n"));
        let answer = client::send(address, request.as_bytes()).unwrap();
        let status = answered[0].split(' ').nth(1).unwrap();
        assert_eq!(answer.status.to_string(), status);
        let mut got: Vec<String> = answer
            .lines
            .iter()
            .filter(|(name, _)| name.starts_with("access-control-") || name == "vary")
            .map(|(name, value)| format!("{name}: {}", String::from_utf8_lossy(value)))
            .collect();
        let mut expected = answered[1..].to_vec();
        got.sort();
        expected.sort_unstable();
        assert_eq!(got, expected, "{exchange}");
    }
}
