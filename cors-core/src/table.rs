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
    let mut hash = text.len() as u64;
    let mut chunks = text.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        hash = (hash.rotate_left(5) ^ u64::from_le_bytes(word)).wrapping_mul(MIX);
    }
    for &byte in chunks.remainder() {
        hash = (hash.rotate_left(5) ^ u64::from(byte)).wrapping_mul(MIX);
    }
    fold(hash)
}

/// The hash of the host of a pattern, taken from its end: one pass over a request's host yields the hash of each
/// of its suffixes.
#[derive(Debug, Clone, Copy)]
pub struct SuffixHash(u64);

impl SuffixHash {
    /// The hash of the empty suffix of an origin of `scheme`.
    #[must_use]
    pub fn new(scheme: &[u8]) -> Self {
        Self(u64::from(exact_hash(scheme)))
    }

    /// The hash of the suffix that begins one byte earlier.
    #[must_use]
    pub fn before(self, byte: u8) -> Self {
        Self((self.0.rotate_left(5) ^ u64::from(byte)).wrapping_mul(MIX))
    }

    /// The hash of the pattern with this host, `*.` in front of it or not, and `port` behind it.
    #[must_use]
    pub fn pattern(self, subdomains: Subdomains, port: &[u8]) -> u32 {
        let tag = match subdomains {
            Subdomains::None => 1,
            Subdomains::Any => 2,
        };
        let mut hash = self.before(tag);
        for &byte in port {
            hash = hash.before(byte);
        }
        fold(hash.0)
    }
}

/// Whether a pattern begins with `*.`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Subdomains {
    /// The host itself.
    None,
    /// One or more labels in front of the host.
    Any,
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
    fn a_set_made_to_collide_falls_back_to_the_linear_search() {
        assert!(index(&[7; 40]).is_empty());
    }

    #[test]
    fn candidates_of_an_empty_index_are_none() {
        assert_eq!(candidates(&[], 7).count(), 0);
    }
}
