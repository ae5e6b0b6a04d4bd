//! Probes of a server with known answers: by the command, and by what the page sends to the lab.
#![cfg(test)]

use std::{
    net::{Ipv4Addr, SocketAddr, TcpListener},
    process::{Child, Command, Output, Stdio},
    sync::atomic::{AtomicU16, Ordering},
};

use axum::http::{Request, Response};
use cors::testing::ask;
use serde_json::{Value, json};

mod known;
use known::{Known, until_it_listens};

fn probe(arguments: &[&str]) -> (Option<i32>, String, String) {
    let Output { status, stdout, stderr } = Command::new(env!("CARGO_BIN_EXE_lab"))
        .arg("--probe")
        .args(arguments)
        .env_remove("CORS_LAB_PORT")
        .output()
        .unwrap();
    (status.code(), String::from_utf8(stdout).unwrap(), String::from_utf8(stderr).unwrap())
}

/// A lab that ends with the test, and what its page knows.
struct Lab {
    process: Child,
    port: u16,
    token: String,
}

impl Lab {
    fn start() -> Self {
        static NEXT: AtomicU16 = AtomicU16::new(24_000);
        let port = loop {
            let first = NEXT.fetch_add(10, Ordering::Relaxed);
            if (first..first + 6).all(|port| TcpListener::bind((Ipv4Addr::LOCALHOST, port)).is_ok()) {
                break first;
            }
        };
        let mut process = Command::new(env!("CARGO_BIN_EXE_lab"))
            .args(["--port", &port.to_string()])
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        until_it_listens(&mut process);
        let mut lab = Self { process, port, token: String::new() };
        let page = lab.send("GET", "/your-server", &[("host", &lab.host())], "");
        let page = String::from_utf8(page.into_body()).unwrap();
        let (_, rest) = page.split_once("<meta name=\"lab-token\" content=\"").unwrap();
        rest.split('"').next().unwrap().clone_into(&mut lab.token);
        lab
    }

    fn host(&self) -> String {
        format!("localhost:{}", self.port)
    }

    fn app(&self) -> String {
        format!("http://{}", self.host())
    }

    fn send(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &str) -> Response<Vec<u8>> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(body.as_bytes().to_vec()).unwrap();
        ask(SocketAddr::from((Ipv4Addr::LOCALHOST, self.port)), &request).unwrap()
    }

    /// As the page does, with some headers replaced.
    fn post(&self, path: &str, body: &Value, replaced: &[(&str, &str)]) -> Response<Vec<u8>> {
        let (host, app) = (self.host(), self.app());
        let own = [
            ("host", host.as_str()),
            ("origin", &app),
            ("content-type", "application/json"),
            ("x-lab-token", &self.token),
            ("cookie", "cors_lab_session=demo; other=s3cret"),
        ];
        let kept = own.into_iter().filter(|(name, _)| replaced.iter().all(|(other, _)| other != name));
        let headers: Vec<_> = kept.chain(replaced.iter().copied()).collect();
        self.send("POST", path, &headers, &body.to_string())
    }

    /// A probe by the page, whose own half came to `status`.
    fn ask(&self, url: &str, more: &Value, status: Option<u16>) -> Value {
        let mut input = json!({ "url": url, "origin": self.app() });
        input.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let seen =
            json!({ "status": status, "error": status.is_none().then_some("TypeError: Failed to fetch") });
        let asked =
            json!({ "input": input, "browser": { "seen": seen, "origin": self.app(), "agent": "Test/1" } });
        let answer = self.post("/your-server/ask", &asked, &[]);
        assert_eq!(answer.status(), 200, "{}", String::from_utf8_lossy(answer.body()));
        serde_json::from_slice(answer.body()).unwrap()
    }
}

impl Drop for Lab {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn the_exit_code_says_whether_a_page_could_read_the_answer() {
    let server = Known::start("http://example.com/x");
    for (arguments, code, line) in [
        (&[&server.url("/readable")[..]][..], 0, "readable:  200; hidden from the script: "),
        (&[&server.url("/moved")], 0, "readable:  200; hidden from the script: "),
        (&[&server.url("/wildcard")], 0, "readable:  200"),
        (&[&server.url("/missing")], 1, "step:      no-allow-origin, https://fetch.spec.whatwg.org/"),
        (&[&server.url("/wildcard"), "--credentials"], 1, "step:      wildcard-with-credentials, "),
        (&[&server.url("/readable"), "--credentials"], 1, "step:      no-allow-credentials, "),
        (
            &[&server.url("/readable"), "--method", "PUT", "--engine", "firefox"],
            1,
            "cure:      `#[cors(methods = [PUT], ..)]`",
        ),
        (&[&server.url("/missing"), "--method", "TRACE"], 1, "blocked:   no script can send TRACE"),
        (
            &[&server.url("/elsewhere")],
            2,
            "unknown:   the redirect was not followed: `example.com` is not this computer; ",
        ),
    ] {
        let (got, report, errors) = probe(arguments);
        assert_eq!(got, Some(code), "{report}{errors}");
        assert!(report.contains(line), "{report}");
        assert_eq!(errors, "");
    }
}

#[test]
fn the_report_has_the_whole_story() {
    let server = Known::start("");
    let (code, report, _) = probe(&[
        &server.url("/missing"),
        "--origin",
        "https://app.example.com",
        "--header",
        "content-type: application/json",
        "--body",
        "{}",
    ]);
    assert_eq!(code, Some(1));
    let url = server.url("/missing");
    let expected = format!(
        r#"page:      https://app.example.com (Fetch standard of 2026-07-02)
asked:     fetch("{url}", {{ method: "POST", headers: {{ "content-type": "application/json" }}, body: "{{}}" }})
because:   `content-type: application/json`: the browser asks first
preflight: OPTIONS {url}
           access-control-request-method: POST
           access-control-request-headers: content-type
           origin: https://app.example.com
answered:  200
blocked:   the answer to the preflight has no Access-Control-Allow-Origin, so no page of https://app.example.com may read it
step:      no-allow-origin, https://fetch.spec.whatwg.org/#concept-cors-check
cure:      `#[cors(origins = ["https://app.example.com"], ..)]`
"#
    );
    assert_eq!(report, expected);
}

#[test]
fn without_a_server_or_without_sense_there_is_no_verdict() {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap().port();
    let (code, report, _) = probe(&[&format!("http://127.0.0.1:{free}/")]);
    assert_eq!(code, Some(2));
    assert!(
        report.contains(&format!("blocked:   nothing answers: no connection to 127.0.0.1:{free}: ")),
        "{report}"
    );
    let (code, report, errors) = probe(&["http://example.com/", "--header", "x"]);
    assert_eq!((code, report.as_str()), (Some(2), ""));
    assert_eq!(
        errors,
        "lab: `example.com` is not this computer; the lab asks `localhost`, `*.localhost`, `127.0.0.1` and `[::1]` \
         only\nlab: `x` is no header; write `name: value`\n"
    );
}

#[test]
fn the_page_gets_wire_and_verdict() {
    let (server, lab) = (Known::start("http://example.com/x"), Lab::start());

    let readable = lab.ask(&server.url("/readable"), &json!({}), Some(200));
    assert_eq!((&readable["verdict"], &readable["status"]), (&json!("readable"), &json!(200)));
    assert_eq!(readable["agreement"]["kind"], "same");
    let names: Vec<_> = readable["headers"].as_array().unwrap().iter().map(|line| &line[0]).collect();
    assert_eq!(names, ["x-shown", "content-type", "content-length"]);
    assert!(readable["hidden"].as_array().unwrap().contains(&json!("x-kept")), "{readable}");
    assert!(readable["report"].as_str().unwrap().contains("\nbrowser:   status 200, as http://localhost:"));

    let missing = lab.ask(&server.url("/missing"), &json!({ "method": "PUT" }), None);
    assert_eq!(missing["verdict"], "blocked");
    assert_eq!(missing["blocked"]["step"], "no-allow-origin");
    assert_eq!(missing["blocked"]["preflight"], true);
    assert_eq!(missing["exchanges"][0]["method"], "OPTIONS");
    assert_eq!(missing["exchanges"].as_array().unwrap().len(), 1);

    let wildcard = lab.ask(&server.url("/wildcard"), &json!({ "credentials": "include" }), Some(200));
    assert_eq!(wildcard["blocked"]["step"], "wildcard-with-credentials");
    assert_eq!(wildcard["agreement"]["kind"], "different");

    let claimed = lab.ask(&server.url("/readable"), &json!({ "origin": "https://app.example.com" }), None);
    assert_eq!(
        (&claimed["verdict"], &claimed["agreement"]["kind"]),
        (&json!("readable"), &json!("not-compared"))
    );
    assert!(server.requests("/readable")[1].contains("\norigin: https://app.example.com\r\n"));
}

#[test]
fn a_redirect_away_is_not_followed() {
    let lab = Lab::start();
    for elsewhere in ["http://example.com/x", "https://localhost/", &format!("{}/your-server", lab.app())] {
        let server = Known::start(elsewhere);
        let away = lab.ask(&server.url("/elsewhere"), &json!({}), None);
        assert_eq!(away["verdict"], "unknown", "{elsewhere}");
        assert_eq!(away["exchanges"].as_array().unwrap().len(), 1);
        assert!(!away.to_string().contains(&lab.token));
        assert!(
            away["strayed"].as_str().unwrap().contains('`') || elsewhere.contains("your-server"),
            "{away}"
        );
    }
}

#[test]
fn cookies_go_where_the_browser_would_send_them_and_are_not_shown() {
    let (server, lab) = (Known::start(""), Lab::start());
    let include = json!({ "credentials": "include" });
    let shown = lab.ask(&server.url("/readable"), &include, None);
    assert!(server.requests("/readable")[0].contains("\ncookie: cors_lab_session=demo; other=s3cret\r\n"));
    assert!(!shown.to_string().contains("s3cret"), "{shown}");
    // Not without credentials, not to another host, and not for a page of another site.
    lab.ask(&server.url("/readable"), &json!({}), None);
    lab.ask(&format!("http://127.0.0.1:{}/readable", server.port), &include, None);
    let strange = json!({ "credentials": "include", "origin": "https://app.example.com" });
    lab.ask(&server.url("/readable"), &strange, None);
    let requests = server.requests("/readable");
    assert_eq!(requests.len(), 4);
    assert!(requests[1..].iter().all(|head| !head.contains("\ncookie:")), "{requests:?}");
}

#[test]
fn nobody_but_the_page_can_have_the_lab_ask() {
    let (server, lab) = (Known::start(""), Lab::start());
    let asked = json!({ "input": { "url": server.url("/missing"), "origin": lab.app() } });
    let (stranger, wrong) = (format!("http://127.0.0.1:{}", lab.port + 1), "0".repeat(64));
    for path in ["/your-server/ask", "/your-server/foresee"] {
        for (name, value, status) in [
            ("host", "rebound.example:4400", 403),
            ("host", &format!("127.0.0.1:{}", lab.port), 403),
            ("origin", &stranger, 403),
            ("origin", "null", 403),
            ("content-type", "text/plain", 415),
            ("x-lab-token", &wrong, 403),
        ] {
            let answer = lab.post(path, &asked, &[(name, value)]);
            assert_eq!(answer.status(), status, "{name}: {value}");
            assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("access-control-")));
        }
        let answer = lab.send("GET", path, &[("host", &lab.host())], "");
        assert_eq!(answer.status(), 405);
        // What a stranger's page sends first: no answer that would let it go on.
        let preflight = [
            ("host", &lab.host()[..]),
            ("origin", &stranger),
            ("access-control-request-method", "POST"),
            ("access-control-request-headers", "content-type,x-lab-token"),
        ];
        let answer = lab.send("OPTIONS", path, &preflight, "");
        assert_eq!(answer.status(), 405);
        assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("access-control-")));
    }
    assert!(server.requests("/missing").is_empty());
    let answer = lab.post("/your-server/ask", &asked, &[]);
    assert_eq!(answer.status(), 200);
    assert!(answer.headers().keys().all(|name| !name.as_str().starts_with("access-control-")));
    assert_eq!(server.requests("/missing").len(), 1);
}

#[test]
fn the_lab_asks_this_computer_only() {
    let lab = Lab::start();
    for (url, why) in [
        ("http://example.com/", "`example.com` is not this computer; "),
        ("http://169.254.169.254/latest", "`169.254.169.254` is not this computer; "),
        (&format!("http://127.0.0.1:{}/your-server", lab.port), "has the lab's own pages; "),
        ("https://localhost/", "is https, and the lab speaks http only; "),
    ] {
        let asked = json!({ "input": { "url": url, "origin": lab.app() } });
        let answer = lab.post("/your-server/ask", &asked, &[]);
        assert_eq!(answer.status(), 400);
        let text = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(text.contains(why), "{text}");
    }
    let strange = lab.post("/your-server/ask", &json!({ "input": { "urls": [] } }), &[]);
    assert_eq!(strange.status(), 422);
}

#[test]
fn the_page_is_there_under_one_name_and_in_no_frame() {
    let lab = Lab::start();
    for host in [format!("127.0.0.1:{}", lab.port), "rebound.example".to_owned()] {
        let answer = lab.send("GET", "/your-server", &[("host", &host)], "");
        assert_eq!(answer.status(), 307);
        assert_eq!(answer.headers()["location"], format!("{}/your-server", lab.app()));
        assert!(!String::from_utf8_lossy(answer.body()).contains(&lab.token));
    }
    for (site, run) in [
        (Some("none"), "at-once"),
        (Some("same-origin"), "at-once"),
        (Some("cross-site"), "when-asked"),
        (Some("same-site"), "when-asked"),
        (None, "when-asked"),
    ] {
        let host = lab.host();
        let headers: Vec<_> =
            [("host", &host[..])].into_iter().chain(site.map(|site| ("sec-fetch-site", site))).collect();
        let answer = lab.send("GET", "/your-server?run=1", &headers, "");
        let policy = answer.headers()["content-security-policy"].to_str().unwrap().to_owned();
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        assert!(body.contains(&format!("<meta name=\"lab-run\" content=\"{run}\">")), "{site:?}");
        assert!(policy.contains("connect-src http://localhost:* http://127.0.0.1:* http://*.localhost:*;"));
        assert!(policy.starts_with("default-src 'none'; script-src 'self'; "), "{policy}");
        assert!(policy.contains("frame-ancestors 'none'"), "{policy}");
        assert_eq!(answer.headers()["cache-control"], "no-store");
    }
}

#[test]
fn the_panel_is_the_models() {
    let lab = Lab::start();
    let input = json!({ "url": "http://localhost:1/", "origin": lab.app(), "kind": "json", "body": "1" });
    let foreseen: Value =
        serde_json::from_slice(lab.post("/your-server/foresee", &input, &[]).body()).unwrap();
    assert_eq!(foreseen["sentence"], "preflight, because `content-type: application/json`");
    assert_eq!(foreseen["browser"]["request"]["method"], "POST");
    let input = json!({ "url": "", "origin": lab.app() });
    let foreseen: Value =
        serde_json::from_slice(lab.post("/your-server/foresee", &input, &[]).body()).unwrap();
    assert_eq!(
        foreseen["problems"][0]["text"],
        "no address; write one, such as `http://localhost:8080/orders`"
    );
    assert_eq!(foreseen["browser"], Value::Null);
}
