//! The policies of a whole router, by axum's own match.

use std::{collections::BTreeMap, fmt};

use ::axum::{
    extract::{MatchedPath, NestedPath},
    http::Extensions,
};
use cors_core::{MethodPolicies, PolicyRef};

use crate::path::PathGuard;

/// The paths of a router while it is built.
#[derive(Debug, Clone, Default)]
pub(super) struct Paths(BTreeMap<String, PathEntry>);

#[derive(Debug, Clone, Default)]
pub(super) struct PathEntry {
    pub(super) policies: MethodPolicies,
    /// The policy of a merged or nested router, which covers what has none of its own there.
    pub(super) app: Option<PolicyRef>,
}

impl Paths {
    pub(super) fn add(&mut self, path: &str, policies: MethodPolicies) {
        self.0.entry(path.to_owned()).or_default().policies.merge(policies);
    }

    /// Takes in the paths of another router, put below `prefix` (empty for none), whose policy was `app`.
    pub(super) fn extend(&mut self, prefix: &str, other: Self, app: Option<&PolicyRef>) {
        for (path, entry) in other.0 {
            let app = entry.app.or_else(|| app.cloned());
            // Where both have handlers on a path, neither's policy for the rest of its routes takes the other's.
            let mine = self.0.entry(join(prefix, &path)).or_insert(PathEntry { app, ..PathEntry::default() });
            mine.policies.merge(entry.policies);
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &PathEntry)> {
        self.0.iter().map(|(path, entry)| (path.as_str(), entry))
    }
}

/// The finished table.
pub(super) struct Table {
    /// Sorted.
    paths: Box<[(Box<str>, PathGuard)]>,
    /// The policy of the application on paths that the table does not know.
    pub(super) elsewhere: Option<PathGuard>,
}

impl Table {
    pub(super) fn new(paths: Paths, app: Option<&PolicyRef>) -> Self {
        let entries = paths.0.into_iter().filter_map(|(path, entry)| {
            let app = entry.app.as_ref().or(app);
            // Nobody has a say: everything on this path is left as it is.
            let is_plain = entry.policies.is_empty() && app.is_none();
            (!is_plain).then(|| (path.into_boxed_str(), PathGuard::new(&entry.policies, app)))
        });
        let mut paths: Box<[_]> = entries.collect();
        paths.sort_unstable_by(|(one, _), (other, _)| order(one).cmp(&order(other)));
        Self { paths, elsewhere: app.map(|app| PathGuard::new(&MethodPolicies::new(), Some(app))) }
    }

    /// The policies of the path that axum has matched; `None` for an unknown one.
    #[inline]
    pub(super) fn find(&self, extensions: &Extensions) -> Option<&PathGuard> {
        let matched = extensions.get::<MatchedPath>()?.as_str();
        let prefix = extensions.get::<NestedPath>().map_or("", |nested| nested.as_str());
        // The router itself may be nested in another.
        let path = match matched.strip_prefix(prefix.trim_end_matches('/'))? {
            // A nested `/` is matched as its prefix, as a nested service with a second slash.
            "" | "//" => "/",
            path => path,
        };
        let found = self.paths.binary_search_by(|(known, _)| order(known).cmp(&order(path))).ok()?;
        self.paths.get(found).map(|(_, guard)| guard)
    }
}

impl fmt::Debug for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("paths", &self.paths.len()).finish_non_exhaustive()
    }
}

/// The length first: most texts differ in that already.
fn order(path: &str) -> (usize, &str) {
    (path.len(), path)
}

/// The path of a nested route, as axum makes it.
fn join(prefix: &str, path: &str) -> String {
    if prefix.ends_with('/') {
        format!("{prefix}{}", path.trim_start_matches('/'))
    } else if path == "/" && !prefix.is_empty() {
        prefix.to_owned()
    } else {
        format!("{prefix}{path}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nested_paths_are_those_of_axum() {
        let cases = [
            ("", "/orders", "/orders"),
            ("", "/", "/"),
            ("/api", "/orders", "/api/orders"),
            ("/api", "/", "/api"),
            ("/api/", "/orders", "/api/orders"),
            ("/api/", "/", "/api/"),
            ("/api/{version}", "/orders/{id}", "/api/{version}/orders/{id}"),
        ];
        for (prefix, path, expected) in cases {
            assert_eq!(join(prefix, path), expected, "{prefix} {path}");
        }
    }
}
