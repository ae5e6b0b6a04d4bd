//! The token: the grammar that methods and field names share.
//!
//! Implements [RFC 9110, section 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2).

/// Whether `text` is a token: at least one byte, all of them visible ASCII that is no delimiter.
pub(crate) fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().copied().all(is_token_byte)
}

/// Where the first character that no token holds stands in `text`.
pub(crate) fn first_odd_char(text: &str) -> Option<(usize, char)> {
    text.char_indices().find(|(_, c)| !u8::try_from(*c).is_ok_and(is_token_byte))
}

/// Whether `byte` is a `tchar`.
const fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_are_visible_ascii_without_delimiters() {
        let odd = b"\"(),/:;<=>?@[\\]{} ";
        for byte in 0..=255_u8 {
            let expected = byte.is_ascii_graphic() && !odd.contains(&byte);
            assert_eq!(is_token(&[byte]), expected, "byte {byte:#x}");
            assert_eq!(is_token(&[b'a', byte]), expected, "byte {byte:#x} after a letter");
        }
        assert!(!is_token(b""));
    }

    #[test]
    fn the_first_odd_character_is_found_at_its_byte() {
        assert_eq!(first_odd_char("x-request-id"), None);
        assert_eq!(first_odd_char("x a"), Some((1, ' ')));
        assert_eq!(first_odd_char("r\u{e9}sum\u{e9}"), Some((1, '\u{e9}')));
    }
}
