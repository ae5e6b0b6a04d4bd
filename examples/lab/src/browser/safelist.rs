//! The lists of "CORS-safelisted" things.

/// "CORS-safelisted method".
pub(super) fn is_method(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "POST")
}

/// "CORS-safelisted response-header name".
pub(super) fn is_response_header(name: &str) -> bool {
    matches!(
        name,
        "cache-control"
            | "content-language"
            | "content-length"
            | "content-type"
            | "expires"
            | "last-modified"
            | "pragma"
    )
}

/// "CORS-unsafe request-header names": lower case, sorted, without duplicates.
pub(super) fn unsafe_names(headers: &[(&str, &str)]) -> Vec<String> {
    let mut names: Vec<String> = headers
        .iter()
        .filter(|(name, value)| !is_request_header(name, value))
        .map(|(name, _)| name.to_ascii_lowercase())
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// "CORS-safelisted request-header".
pub(super) fn is_request_header(name: &str, value: &str) -> bool {
    if value.len() > 128 {
        return false;
    }
    match name.to_ascii_lowercase().as_str() {
        "accept" => !value.bytes().any(is_unsafe_byte),
        "accept-language" | "content-language" => {
            value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" *,-.;=".contains(&byte))
        }
        "content-type" => !value.bytes().any(is_unsafe_byte) && is_simple_type(value),
        "range" => is_simple_range(value),
        _ => false,
    }
}

/// "CORS-unsafe request-header byte".
fn is_unsafe_byte(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || b"\"():<>?@[\\]{}\x7f".contains(&byte)
}

fn is_simple_type(value: &str) -> bool {
    let essence = value.split(';').next().unwrap_or_default().trim_matches(['\t', ' ']).to_ascii_lowercase();
    matches!(essence.as_str(), "application/x-www-form-urlencoded" | "multipart/form-data" | "text/plain")
}

/// `bytes=N-` or `bytes=N-M`.
fn is_simple_range(value: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    value
        .strip_prefix("bytes=")
        .and_then(|range| range.split_once('-'))
        .is_some_and(|(from, to)| !from.is_empty() && digits(from) && digits(to))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn request_headers_by_name_and_value() {
        for (name, value, safe) in [
            ("Accept", "text/html", true),
            ("accept", "a\"b", false),
            ("accept-language", "en-GB, en;q=0.5", true),
            ("content-language", "en_GB", false),
            ("content-type", "text/plain;charset=UTF-8", true),
            ("content-type", "Text/Plain", true),
            ("content-type", "application/json", false),
            ("content-type", "text/plain; x=\"1\"", false),
            ("range", "bytes=0-", true),
            ("range", "bytes=-5", false),
            ("range", "bytes=0-1,3-4", false),
            ("authorization", "x", false),
        ] {
            assert_eq!(is_request_header(name, value), safe, "{name}: {value}");
        }
        assert!(!is_request_header("accept", &"a".repeat(129)));
    }

    #[test]
    fn unsafe_names_are_sorted_in_lower_case() {
        let headers = [("Zeta", "1"), ("X-B", "1"), ("accept", "x"), ("x-a", "1"), ("x-b", "2")];
        assert_eq!(unsafe_names(&headers), ["x-a", "x-b", "zeta"]);
    }
}
