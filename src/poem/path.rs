//! The texts of paths, as poem reads them.

/// A path as poem registers it: with a slash in front, and none beside another.
pub(super) fn normalized(path: &str) -> String {
    let mut normalized = String::with_capacity(path.len() + 1);
    for char in ['/'].into_iter().chain(path.chars()) {
        if char != '/' || !normalized.ends_with('/') {
            normalized.push(char);
        }
    }
    normalized
}

/// The path of a nested route, as a request sees it.
pub(super) fn joined(prefix: &str, path: &str) -> String {
    let (prefix, path) = (normalized(prefix), normalized(path));
    let prefix = prefix.trim_end_matches('/');
    match path.as_str() {
        "/" if !prefix.is_empty() => prefix.to_owned(),
        path => format!("{prefix}{path}"),
    }
}

/// Whether a registered path matches its own text and no other.
pub(super) fn is_literal(path: &str) -> bool {
    !path.contains([':', '*', '<'])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_listed_as_requests_have_them() {
        for (path, wanted) in [("orders", "/orders"), ("//odd///:id/", "/odd/:id/"), ("", "/"), ("/", "/")] {
            assert_eq!(normalized(path), wanted);
        }
        for (prefix, path, wanted) in [
            ("/", "/", "/"),
            ("/", "x", "/x"),
            ("api", "/", "/api"),
            ("/api//v1/", "//x", "/api/v1/x"),
            ("/api", "/*", "/api/*"),
        ] {
            assert_eq!(joined(prefix, path), wanted);
        }
    }
}
