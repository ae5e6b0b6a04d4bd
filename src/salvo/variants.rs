//! Answers of one policy that name other methods than usual, made once for each set of methods.

use std::sync::OnceLock;

use ::salvo_core::http::Method;
use cors_core::http1::Prepared;

/// The answers that were made so far. They are read without a lock.
///
/// Which methods share a path is only known when a request asks for the path. An application has few such sets: what
/// goes beyond the number that is kept is made anew for each answer, so that no request makes this grow.
#[derive(Debug, Default)]
pub(super) struct Variants([OnceLock<Variant>; 8]);

#[derive(Debug)]
struct Variant {
    methods: Box<[Method]>,
    prepared: Prepared,
}

impl Variants {
    /// The answer for `methods`.
    pub(super) fn get(&self, methods: &[&Method], make: impl Fn() -> Prepared) -> Prepared {
        for cell in &self.0 {
            let variant = cell.get_or_init(|| Variant {
                methods: methods.iter().copied().cloned().collect(),
                prepared: make(),
            });
            if variant.methods.iter().eq(methods.iter().copied()) {
                return variant.prepared.clone();
            }
        }
        make()
    }
}
