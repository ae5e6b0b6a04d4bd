//! The compiler's words for mistakes that do not compile.
//!
//! Not typed by hand: these are the files that the compile tests compare with the compiler's output.

/// `origins = any` beside `credentials`.
pub(crate) const WILDCARD_WITH_CREDENTIALS: &str =
    include_str!("../../../tests/ui/rules/wildcard-with-credentials/refused.stderr");

/// What the compiler says about the first policy of a file: the error and its second party.
pub(crate) fn first_policy(output: &str) -> &str {
    let end = output.match_indices("\nerror").nth(1).map_or(output.len(), |(at, _)| at);
    output.get(..end).unwrap_or(output).trim_end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_error_names_the_rule_and_the_second_the_other_party() {
        let text = first_policy(WILDCARD_WITH_CREDENTIALS);
        assert!(text.starts_with(
            "error: origin `*` cannot be combined with `credentials` [cors::wildcard-with-credentials]\n"
        ));
        assert!(text.contains("\nerror: `credentials` is enabled here\n"), "{text}");
        assert_eq!(text.matches("error").count(), 2, "{text}");
    }
}
