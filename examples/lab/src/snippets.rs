//! The source that the page shows: cut out of the files that are compiled, so that it cannot be out of date.

use crate::stage::Server;

/// The items called `names`, from the server's file or from the named policies.
///
/// `None` for a server without source, or when an item is not there.
pub(crate) fn of(server: Server, names: &[&str]) -> Option<String> {
    let file = match server {
        Server::Axum => include_str!("servers/axum_api.rs"),
        Server::Actix => include_str!("servers/actix_api.rs"),
        Server::HandMade => include_str!("servers/hand_made.rs"),
        Server::Down => return None,
    };
    let policies = include_str!("servers/policies.rs");
    let items: Option<Vec<_>> =
        names.iter().map(|name| item(file, name).or_else(|| item(policies, name))).collect();
    items.map(|items| items.join("\n\n"))
}

/// A function or a struct with the attributes above it, without its documentation.
fn item(file: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = file.lines().collect();
    let at = lines.iter().position(|line| declares(line, name))?;
    let first = lines.iter().take(at).rposition(|line| line.is_empty()).map_or(0, |blank| blank + 1);
    let one_line = lines.get(at)?.ends_with(';');
    let length = if one_line { 0 } else { lines.iter().skip(at).position(|line| *line == "}")? };
    let shown: Vec<_> = lines
        .iter()
        .take(at + length + 1)
        .skip(first)
        .filter(|line| !line.starts_with("///"))
        .map(|line| line.strip_prefix("pub(crate) ").unwrap_or(line))
        .collect();
    Some(shown.join("\n"))
}

fn declares(line: &str, name: &str) -> bool {
    ["async fn ", "fn ", "struct "].iter().any(|keyword| {
        let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
        line.strip_prefix(keyword)
            .and_then(|rest| rest.strip_prefix(name))
            .is_some_and(|rest| rest.starts_with(['(', ';', '<', ' ']))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "use x;\n\n/// Docs.\n#[cors(\n    origins = any,\n)]\nasync fn list(a: A) {\n    b();\n}\n\n\
                        #[derive(CorsPolicy)]\npub(crate) struct Api;\n\nfn listed() {\n}\n";

    #[test]
    fn takes_the_attributes_and_leaves_the_documentation() {
        assert_eq!(
            item(FILE, "list").as_deref(),
            Some("#[cors(\n    origins = any,\n)]\nasync fn list(a: A) {\n    b();\n}")
        );
        assert_eq!(item(FILE, "Api").as_deref(), Some("#[derive(CorsPolicy)]\nstruct Api;"));
        assert_eq!(item(FILE, "lis"), None);
    }
}
