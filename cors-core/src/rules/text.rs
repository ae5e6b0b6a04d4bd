//! Texts of findings: values shown on one line, and the nearest known word.

/// `text` as it is shown in a message: on one line, with what cannot be seen written out, and not longer than needed
/// to recognise it.
pub(crate) fn shown(text: &str) -> String {
    let mut shown = String::new();
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            shown.push_str("..");
            break;
        }
        match c {
            '"' | '\'' | '\\' => shown.push(c),
            _ => shown.extend(c.escape_debug()),
        }
    }
    shown
}

/// The known word that is nearest to `word`, if one is near enough for a slip of the pen.
///
/// `-` and `_` are taken as the same, and so are upper and lower case.
///
/// ```
/// use cors_core::rules::nearest;
///
/// assert_eq!(nearest("nul_origin", ["null_origin", "wildcard_port"]), Some("null_origin"));
/// assert_eq!(nearest("nonsense", ["null_origin", "wildcard_port"]), None);
/// ```
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    nearest_of(word, known.into_iter().map(|known| (known, known)))
}

/// Like [`nearest`], for words that stand for something else.
pub fn nearest_of<T, W: AsRef<str>>(word: &str, known: impl IntoIterator<Item = (T, W)>) -> Option<T> {
    let word: Vec<char> = folded(word).collect();
    // A third of a short word is another word.
    let limit = (word.len() / 3).min(2);
    known
        .into_iter()
        .map(|(meant, known)| (distance(&word, &folded(known.as_ref()).collect::<Vec<_>>()), meant))
        .filter(|&(distance, _)| distance <= limit)
        .min_by_key(|&(distance, _)| distance)
        .map(|(_, meant)| meant)
}

fn folded(word: &str) -> impl Iterator<Item = char> {
    word.chars().take(LONGEST).map(|c| if c == '-' { '_' } else { c.to_ascii_lowercase() })
}

/// The number of characters to insert, remove, replace or swap with their neighbour (optimal string alignment), one
/// row of the table at a time.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before_last: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let at = |row: &[usize], index: usize| row.get(index).copied().unwrap_or(usize::MAX - 1);
            let replaced = at(&last, j) + usize::from(x != y);
            let mut best = replaced.min(at(&last, j + 1) + 1).min(at(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(at(&before_last, j - 1) + 1);
            }
            row.push(best);
        }
        before_last = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

const LONGEST: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_written_out() {
        assert_eq!(shown("https://a.example"), "https://a.example");
        assert_eq!(shown("a\tb\u{a0}c\u{200b}\u{1}"), "a\\tb\\u{a0}c\\u{200b}\\u{1}");
        assert_eq!(shown("\"it's\" b\u{fc}cher\\"), "\"it's\" b\u{fc}cher\\");
        assert_eq!(shown(&"a".repeat(1_000)).len(), LONGEST + 2);
    }

    #[test]
    fn distances_are_counted() {
        let count =
            |a: &str, b: &str| distance(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
        for (a, b, expected) in [
            ("", "", 0),
            ("abc", "abc", 0),
            ("abc", "abd", 1),
            ("abc", "ab", 1),
            ("ab", "abc", 1),
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("ab", "ba", 1),
            ("abcd", "acbd", 1),
            ("abc", "cab", 2),
            ("abc", "cba", 2),
            ("abc", "axc", 1),
        ] {
            assert_eq!(count(a, b), expected, "{a} {b}");
            assert_eq!(count(b, a), expected, "{b} {a}");
        }
    }

    #[test]
    fn a_near_word_is_found_and_a_far_one_is_not() {
        let known = ["null_origin", "wildcard_port", "wildcard_ip"];
        assert_eq!(nearest("null-origin", known), Some("null_origin"));
        assert_eq!(nearest("wildcard_prt", known), Some("wildcard_port"));
        assert_eq!(nearest("Wildcard_I", known), Some("wildcard_ip"));
        assert_eq!(nearest("credentials", known), None);
        // One slip in three letters is near, two are another word; and two are the most for a long one.
        assert_eq!((nearest("nul", ["nail"]), nearest("nul", ["nil"])), (None, Some("nil")));
        assert_eq!((nearest("ab", ["ac"]), nearest("wildcrd_prt", known)), (None, Some("wildcard_port")));
        assert_eq!(nearest("wldcrd_prt", known), None);
        assert_eq!(nearest("", known), None);
    }
}
