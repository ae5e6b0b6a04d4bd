//! What stands behind the authority, where an origin has ended.

use super::{
    notes::{AT, Note, Notes},
    whole::part,
};
use crate::rules::{catalogue, text::shown};

/// Notes what stands in `text` from byte `start` on; `quoted` is the same text, to be quoted.
pub(super) fn note(text: &str, quoted: &str, start: usize, notes: &mut Notes) {
    let tail = part(text, start..text.len());
    if tail.starts_with('\\') {
        let odd = format!("is not `scheme://host[:port]`: unexpected `\\` after the host, byte {AT}");
        notes.push(Note::new(&catalogue::ORIGIN_MALFORMED, start..text.len(), odd).before("remove it:"));
        return;
    }
    let path = start + tail.find(['?', '#']).unwrap_or(tail.len());
    let query = start + tail.find('#').unwrap_or(tail.len());
    match part(text, start..path) {
        // A lone slash in front of a query is no mistake of its own.
        "/" if path < text.len() => {}
        "/" => notes.push(
            Note::new(&catalogue::ORIGIN_TRAILING_SLASH, start..path, "has a trailing slash")
                .before("remove the slash:"),
        ),
        "" => {}
        _ => {
            let odd = format!("has the path `{}`, byte {AT}", shown(part(quoted, start..path)));
            notes.push(
                Note::new(&catalogue::ORIGIN_HAS_PATH, start..path, odd)
                    .before("CORS cannot be limited to a path: write"),
            );
        }
    }
    if path < query {
        let odd = format!("has the query `{}`, byte {AT}", shown(part(quoted, path..query)));
        notes.push(Note::new(&catalogue::ORIGIN_HAS_QUERY, path..query, odd).before("remove the query:"));
    }
    if query < text.len() {
        let odd = format!("has the fragment `{}`, byte {AT}", shown(part(quoted, query..text.len())));
        notes.push(
            Note::new(&catalogue::ORIGIN_HAS_FRAGMENT, query..text.len(), odd).before("remove the fragment:"),
        );
    }
}
