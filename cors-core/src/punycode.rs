//! Punycode: how a label of any script is spelled in ASCII, behind `xn--`.
//!
//! Implements [RFC 3492](https://www.rfc-editor.org/rfc/rfc3492). Which characters a label may hold, and what they
//! map to before, is decided in [`idna`](crate::idna).

/// The ASCII spelling of `label`, without `xn--`; `None` where it cannot be counted in 32 bits.
pub(crate) fn encode(label: &str) -> Option<String> {
    let mut output: String = label.chars().filter(char::is_ascii).collect();
    let basic = u32::try_from(output.len()).ok()?;
    if basic > 0 {
        output.push('-');
    }
    let mut bias = Bias::new();
    let (mut n, mut delta, mut handled) = (INITIAL_N, 0_u32, basic);
    // `n` climbs through the code points of the label in order, `delta` counts the positions that are passed over.
    while let Some(next) = label.chars().map(u32::from).filter(|&point| point >= n).min() {
        delta = delta.checked_add(next.checked_sub(n)?.checked_mul(handled.checked_add(1)?)?)?;
        n = next;
        for point in label.chars().map(u32::from) {
            if point < n {
                delta = delta.checked_add(1)?;
            }
            if point == n {
                let mut rest = delta;
                let mut k = BASE;
                loop {
                    let threshold = bias.threshold(k);
                    if rest < threshold {
                        break;
                    }
                    output.push(digit(threshold + (rest - threshold) % (BASE - threshold))?);
                    rest = (rest - threshold) / (BASE - threshold);
                    k += BASE;
                }
                output.push(digit(rest)?);
                handled += 1;
                bias.adapt(delta, handled, handled == basic + 1);
                delta = 0;
            }
        }
        delta = delta.checked_add(1)?;
        n = n.checked_add(1)?;
    }
    Some(output)
}

/// The label that `spelling` (without `xn--`) stands for; `None` where it stands for none.
pub(crate) fn decode(spelling: &str) -> Option<String> {
    let (basic, extended) = spelling.rsplit_once('-').unwrap_or(("", spelling));
    if !spelling.is_ascii() || extended.is_empty() {
        return None;
    }
    let mut output: Vec<char> = basic.chars().collect();
    let mut bias = Bias::new();
    let (mut n, mut i) = (INITIAL_N, 0_u32);
    let mut bytes = extended.bytes();
    while bytes.len() > 0 {
        let (start, mut weight, mut k) = (i, 1_u32, BASE);
        loop {
            let digit = value(bytes.next()?)?;
            i = i.checked_add(digit.checked_mul(weight)?)?;
            let threshold = bias.threshold(k);
            if digit < threshold {
                break;
            }
            weight = weight.checked_mul(BASE - threshold)?;
            k += BASE;
        }
        let length = u32::try_from(output.len()).ok()?.checked_add(1)?;
        bias.adapt(i - start, length, start == 0);
        n = n.checked_add(i / length)?;
        i %= length;
        output.insert(usize::try_from(i).ok()?, char::from_u32(n)?);
        i += 1;
    }
    Some(output.into_iter().collect())
}

/// How large the digits of the next number are expected to be.
struct Bias(u32);

impl Bias {
    const fn new() -> Self {
        Self(72)
    }

    /// The least digit at position `k` that is not the last one of its number.
    fn threshold(&self, k: u32) -> u32 {
        k.saturating_sub(self.0).clamp(T_MIN, T_MAX)
    }

    /// The standard's own adaptation after each number.
    fn adapt(&mut self, delta: u32, length: u32, first: bool) {
        let mut delta = if first { delta / DAMP } else { delta / 2 };
        delta += delta / length;
        let mut k = 0;
        while delta > ((BASE - T_MIN) * T_MAX) / 2 {
            delta /= BASE - T_MIN;
            k += BASE;
        }
        self.0 = k + (BASE - T_MIN + 1) * delta / (delta + SKEW);
    }
}

fn digit(value: u32) -> Option<char> {
    match u8::try_from(value).ok()? {
        value @ 0..=25 => Some(char::from(b'a' + value)),
        value @ 26..=35 => Some(char::from(b'0' + (value - 26))),
        _ => None,
    }
}

fn value(digit: u8) -> Option<u32> {
    match digit {
        b'a'..=b'z' => Some(u32::from(digit - b'a')),
        b'A'..=b'Z' => Some(u32::from(digit - b'A')),
        b'0'..=b'9' => Some(u32::from(digit - b'0') + 26),
        _ => None,
    }
}

const BASE: u32 = 36;
const T_MIN: u32 = 1;
const T_MAX: u32 = 26;
const SKEW: u32 = 38;
const DAMP: u32 = 700;
const INITIAL_N: u32 = 0x80;

#[cfg(test)]
mod tests {
    use super::*;

    // The first five are samples of RFC 3492, section 7.1; the others are names in use.
    const SAMPLES: &[(&str, &str)] = &[
        (
            "\u{644}\u{64a}\u{647}\u{645}\u{627}\u{628}\u{62a}\u{643}\u{644}\u{645}\u{648}\u{634}\u{639}\u{631}\u{628}\u{64a}\u{61f}",
            "egbpdaj6bu4bxfgehfvwxn",
        ),
        (
            "\u{4ed6}\u{4eec}\u{4e3a}\u{4ec0}\u{4e48}\u{4e0d}\u{8bf4}\u{4e2d}\u{6587}",
            "ihqwcrb4cv8a8dqg056pqjye",
        ),
        ("3\u{5e74}B\u{7d44}\u{91d1}\u{516b}\u{5148}\u{751f}", "3B-ww4c5e180e575a65lsy2b"),
        ("\u{305d}\u{306e}\u{30b9}\u{30d4}\u{30fc}\u{30c9}\u{3067}", "d9juau41awczczp"),
        ("-> $1.00 <-", "-> $1.00 <--"),
        ("b\u{fc}cher", "bcher-kva"),
        ("fa\u{df}", "fa-hia"),
        ("\u{440}\u{444}", "p1ai"),
        ("\u{430}\u{440}\u{440}\u{4cf}\u{435}", "80ak6aa92e"),
    ];

    #[test]
    fn samples_are_encoded_and_decoded() {
        for &(label, spelling) in SAMPLES {
            assert_eq!(encode(label).as_deref(), Some(spelling), "{label}");
            if !label.is_ascii() {
                assert_eq!(decode(spelling).as_deref(), Some(label), "{spelling}");
            }
        }
    }

    #[test]
    fn what_is_no_spelling_is_refused() {
        for spelling in ["", "0", "-", "a-", "99999999", "a!b", "\u{fc}"] {
            assert_eq!(decode(spelling), None, "{spelling}");
        }
    }
}
