//! `BENCHMARKS.md`: what stands between its markers is written by the measurement.

/// A document with another text between `<!-- name -->` and `<!-- /name -->`.
///
/// # Errors
/// When a marker is missing.
pub fn replace(document: &str, name: &str, text: &str) -> Result<String, String> {
    let (begin, end) = (format!("<!-- {name} -->"), format!("<!-- /{name} -->"));
    let missing = |marker: &str| format!("BENCHMARKS.md has no `{marker}`");
    let (before, rest) = document.split_once(&begin).ok_or_else(|| missing(&begin))?;
    let (_, after) = rest.split_once(&end).ok_or_else(|| missing(&end))?;
    // Empty lines: Markdown sees a table only after one.
    Ok(format!("{before}{begin}\n\n{}\n\n{end}{after}", text.trim()))
}

#[cfg(test)]
mod tests {
    use super::replace;

    #[test]
    fn only_what_is_between_the_markers_changes() {
        let document = "a\n<!-- axum -->\nold\n<!-- /axum -->\nb\n";
        let new = "a\n<!-- axum -->\n\nnew\n\n<!-- /axum -->\nb\n";
        assert_eq!(replace(document, "axum", "new\n").as_deref(), Ok(new));
        assert_eq!(replace(new, "axum", "new").as_deref(), Ok(new));
        assert_eq!(replace(document, "warp", ""), Err("BENCHMARKS.md has no `<!-- warp -->`".to_owned()));
    }
}
