//! A probe as plain text, for the people who run the server.

use cors::testing::Seen;

/// The story of the model: asked, sent, answered, failing step, cure.
///
/// `strayed` says why the last redirect was not followed; then there is no outcome, only the way up to there.
pub(super) fn story(seen: &Seen, headers: &[(String, String)], strayed: Option<&str>) -> String {
    let mut text = without_secrets(&seen.to_string(), headers);
    if let Some(why) = strayed {
        // The model believes that nothing answered there; but nothing was asked.
        let last = ["\nsent:  ", "\npreflight: "].iter().filter_map(|start| text.rfind(start)).max();
        text.truncate(last.unwrap_or(text.len()));
        text.push_str("\nunknown:   the redirect was not followed: ");
        text.push_str(why);
    }
    text
}

/// A report is made to be passed on: without the value of `authorization`.
fn without_secrets(text: &str, headers: &[(String, String)]) -> String {
    let secret = headers.iter().filter(|(name, value)| {
        ["authorization", "proxy-authorization"].contains(&name.to_ascii_lowercase().as_str())
            && !value.is_empty()
    });
    secret.fold(text.to_owned(), |text, (name, value)| {
        let lower = name.to_ascii_lowercase();
        text.replace(&format!("{name:?}: {value:?}"), &format!("{name:?}: \"…\""))
            .replace(&format!("`{lower}: {value}`"), &format!("`{lower}: …`"))
    })
}

#[cfg(test)]
mod tests {
    use axum::http::{Request, Response};
    use cors::testing::{Browser, Fetch};

    use super::*;

    const PAGE: &str = "http://localhost:4400";

    #[test]
    fn a_secret_is_not_passed_on() {
        let fetch = Fetch::get("http://localhost:8080/").header("Authorization", "Bearer s3cret");
        let seen = Browser::at(PAGE).fetch(&fetch, |_: Request<Vec<u8>>| Response::new(""));
        let headers = [("Authorization".to_owned(), "Bearer s3cret".to_owned())];
        let text = story(&seen, &headers, None);
        assert!(!text.contains("s3cret"), "{text}");
        assert!(text.contains("headers: { \"Authorization\": \"…\" }"), "{text}");
        assert!(text.contains("because:   `authorization: …`: the browser asks first"), "{text}");
    }

    #[test]
    fn a_way_that_was_not_gone_to_its_end_has_no_outcome() {
        let fetch = Fetch::get("http://localhost:8080/");
        let seen = Browser::at(PAGE).fetch(&fetch, |request: Request<Vec<u8>>| {
            let response = Response::builder().header("access-control-allow-origin", "*");
            if request.headers()["host"] == "example.com" {
                return response.body("").unwrap();
            }
            response.status(302).header("location", "http://example.com/").body("").unwrap()
        });
        assert!(seen.to_string().contains("sent:      GET http://example.com/"));
        assert_eq!(
            story(&seen, &[], Some("it is far")),
            "page:      http://localhost:4400 (Fetch standard of 2026-07-02)\n\
             asked:     fetch(\"http://localhost:8080/\")\n\
             sent:      GET http://localhost:8080/\n           \
             origin: http://localhost:4400\n\
             answered:  302\n           \
             access-control-allow-origin: *\n           \
             location: http://example.com/\n\
             unknown:   the redirect was not followed: it is far"
        );
    }
}
