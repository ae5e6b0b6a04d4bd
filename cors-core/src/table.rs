//! Index tables: a look-up among many origins without a linear scan.
//!
//! Open addressing over a byte string of little-endian `u32` slots, made by the macro or the builder. A slot holds
//! the position of an entry plus one; zero is empty. The load is at most 1/3 and the longest probe is checked when
//! the table is made, so a look-up that finds nothing ends as soon as one that finds something.

/// Up to this many entries are compared one by one: by length, then by bytes.
pub const LINEAR_MAX: usize = 32;

/// The longest run of slots that a look-up may walk.
const MAX_PROBE: usize = 16;

/// An odd constant with well-spread bits (the golden ratio in 64 bits).
const MIX: u64 = 0x9E37_79B9_7F4A_7C15;

/// The hash of an exact origin.
#[must_use]
pub fn exact_hash(text: &[u8]) -> u32 {
    fold(hash(0, text))
}

/// The forms of patterns, each of which is looked up by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Form {
    /// `https://*.example.com`, `https://*.example.com:8443`
    Subdomains,
    /// `http://*.localhost:*`
    SubdomainsAnyPort,
    /// `http://localhost:*`
    AnyPort,
}

/// The scheme of patterns, hashed: once for all look-ups of a request.
#[derive(Debug, Clone, Copy)]
pub struct SchemeHash(u64);

impl SchemeHash {
    /// The hash of a scheme.
    #[must_use]
    pub fn new(scheme: &[u8]) -> Self {
        Self(hash(0, scheme))
    }

    /// The hash of a pattern of this scheme. `tail` is what stands behind `*.`, without a `:*`.
    #[must_use]
    pub fn pattern(self, form: Form, tail: &[u8]) -> u32 {
        fold(hash(self.0.wrapping_add(form as u64), tail))
    }
}

/// One pattern, as the index over patterns takes it.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    form: Form,
    host_len: usize,
    hash: u32,
}

impl Key {
    /// The key of a pattern as it is written in a policy.
    #[must_use]
    pub fn of(pattern: &str) -> Self {
        let (scheme, rest) = pattern.split_once("://").unwrap_or((pattern, ""));
        let (is_below, rest) = match rest.strip_prefix("*.") {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        // Behind the bracket of an IPv6 host the first colon is the port's.
        let from = rest.find(']').unwrap_or(0);
        let colon = rest.get(from..).and_then(|tail| tail.find(':')).map_or(rest.len(), |at| from + at);
        let (host, port) = rest.split_at(colon);
        let (form, tail) = match (is_below, port == ":*") {
            (true, true) => (Form::SubdomainsAnyPort, host),
            (true, false) => (Form::Subdomains, rest),
            (false, _) => (Form::AnyPort, host),
        };
        let hash = SchemeHash::new(scheme.as_bytes()).pattern(form, tail.as_bytes());
        Self { form, host_len: host.len(), hash }
    }
}

/// The index over patterns, as bytes; empty where a linear search is as good.
///
/// In front of the slots stand, for each [`Form`], the lengths of hosts that patterns of this form have: a set of
/// lengths modulo 64 in 8 bytes. A suffix of another length needs no look-up.
#[must_use]
pub fn pattern_index(keys: &[Key]) -> Vec<u8> {
    let slots = index(&keys.iter().map(|key| key.hash).collect::<Vec<_>>());
    if slots.is_empty() {
        return slots;
    }
    let mut lengths = [0_u64; 3];
    for key in keys {
        if let Some(lengths) = lengths.get_mut(key.form as usize) {
            *lengths |= bit(key.host_len);
        }
    }
    lengths.into_iter().flat_map(u64::to_le_bytes).chain(slots).collect()
}

/// The parts of [`pattern_index`].
#[derive(Debug, Clone, Copy)]
pub struct PatternIndex<'a> {
    lengths: &'a [u8; 24],
    slots: &'a [u8],
}

impl<'a> PatternIndex<'a> {
    /// `None` where there is no index.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let (lengths, slots) = bytes.split_first_chunk()?;
        Some(Self { lengths, slots })
    }

    /// The lengths of hosts in patterns of a form.
    #[must_use]
    pub fn lengths(&self, form: Form) -> Lengths {
        let bytes = self.lengths.as_slice().get(form as usize * 8..).and_then(<[u8]>::first_chunk);
        Lengths(bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes)))
    }

    /// The entries that may have this hash.
    pub fn candidates(&self, hash: u32) -> impl Iterator<Item = usize> + 'a {
        candidates(self.slots, hash)
    }
}

/// Lengths that hosts have, modulo 64.
#[derive(Debug, Clone, Copy)]
pub struct Lengths(u64);

impl Lengths {
    /// Whether a host may have this length.
    #[must_use]
    #[inline]
    pub const fn may_have(self, length: usize) -> bool {
        self.0 & bit(length) != 0
    }
}

const fn bit(length: usize) -> u64 {
    1 << (length % 64)
}

/// The index over entries with these hashes, as bytes; empty where a linear search is as good.
#[must_use]
pub fn index(hashes: &[u32]) -> Vec<u8> {
    if hashes.len() <= LINEAR_MAX {
        return Vec::new();
    }
    let mut slots = (hashes.len() * 3).next_power_of_two();
    // Two doublings bring any set that is not made to collide below the limit; one that is made so stays correct
    // and is searched one by one.
    for _ in 0..3 {
        if let Some(bytes) = try_index(hashes, slots) {
            return bytes;
        }
        slots *= 2;
    }
    Vec::new()
}

fn try_index(hashes: &[u32], slots: usize) -> Option<Vec<u8>> {
    let mut table = vec![0_u32; slots];
    for (entry, &hash) in hashes.iter().enumerate() {
        let place = probe(hash, slots).find(|&slot| table.get(slot) == Some(&0))?;
        *table.get_mut(place)? = u32::try_from(entry + 1).ok()?;
    }
    Some(table.into_iter().flat_map(u32::to_le_bytes).collect())
}

/// The entries of `index` that may have this hash.
pub fn candidates(index: &[u8], hash: u32) -> impl Iterator<Item = usize> + '_ {
    probe(hash, index.len() / 4).map_while(move |slot| {
        let bytes = index.get(slot * 4..slot * 4 + 4)?;
        let entry = u32::from_le_bytes(bytes.try_into().ok()?);
        (entry as usize).checked_sub(1)
    })
}

fn probe(hash: u32, slots: usize) -> impl Iterator<Item = usize> {
    let mask = slots.wrapping_sub(1);
    let steps = if slots == 0 { 0 } else { MAX_PROBE };
    (0..steps).map(move |step| (hash as usize).wrapping_add(step) & mask)
}

fn hash(seed: u64, text: &[u8]) -> u64 {
    let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(MIX);
    let mut hash = seed ^ text.len() as u64;
    let mut rest = text;
    while let Some((word, tail)) = rest.split_first_chunk() {
        hash = mix(hash, u64::from_le_bytes(*word));
        rest = tail;
    }
    match text.last_chunk() {
        _ if rest.is_empty() => hash,
        // Some bytes a second time, which costs less than one after the other.
        Some(word) => mix(hash, u64::from_le_bytes(*word)),
        None => rest.iter().fold(hash, |hash, &byte| mix(hash, u64::from(byte))),
    }
}

fn fold(hash: u64) -> u32 {
    // The upper half of a product depends on all bits of its factors.
    (hash.wrapping_mul(MIX) >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_found_and_the_load_is_bounded() {
        for count in [0, 1, 32, 33, 64, 1_000, 10_000] {
            let texts: Vec<String> = (0..count).map(|n| format!("https://tenant-{n}.example")).collect();
            let hashes: Vec<u32> = texts.iter().map(|text| exact_hash(text.as_bytes())).collect();
            let bytes = index(&hashes);
            assert_eq!(bytes.is_empty(), count <= LINEAR_MAX, "{count}");
            assert!(bytes.is_empty() || bytes.len() / 4 >= count * 3);
            for (entry, hash) in hashes.iter().enumerate().filter(|_| !bytes.is_empty()) {
                assert!(candidates(&bytes, *hash).any(|found| found == entry), "{count}: {entry}");
            }
        }
    }

    #[test]
    fn every_pattern_is_found_under_its_form_and_length() {
        let texts: Vec<String> = (0..100)
            .map(|n| match n % 4 {
                0 => format!("https://*.tenant-{n}.example"),
                1 => format!("https://*.tenant-{n}.example:8443"),
                2 => format!("http://*.tenant-{n}.example:*"),
                _ => format!("http://[::{n}]:*"),
            })
            .collect();
        let keys: Vec<Key> = texts.iter().map(|text| Key::of(text)).collect();
        let bytes = pattern_index(&keys);
        let index = PatternIndex::new(&bytes).unwrap();
        for (entry, key) in keys.iter().enumerate() {
            assert!(index.lengths(key.form).may_have(key.host_len), "{entry}");
            assert!(index.candidates(key.hash).any(|found| found == entry), "{entry}");
        }
        let long = |form| index.lengths(form).may_have(60);
        assert!(![Form::Subdomains, Form::SubdomainsAnyPort, Form::AnyPort].into_iter().any(long));
        assert!(pattern_index(keys.get(..LINEAR_MAX).unwrap()).is_empty());
    }

    #[test]
    fn a_set_made_to_collide_falls_back_to_the_linear_search() {
        assert!(index(&[7; 40]).is_empty());
    }

    #[test]
    fn candidates_of_an_empty_index_are_none() {
        assert_eq!(candidates(&[], 7).count(), 0);
    }
}
