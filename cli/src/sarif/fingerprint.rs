//! What stays the same of a problem while lines move, so that code scanning knows it again (3.27.17).

use std::collections::BTreeMap;

use kic_core::wire::Problem;

/// Fingerprints of one run; those that would be equal are numbered.
#[derive(Default)]
pub(super) struct Fingerprints(BTreeMap<u64, u32>);

impl Fingerprints {
    /// Code, file, object and field, and which one of those that have these in common.
    pub(super) fn of(&mut self, problem: &Problem, file: Option<&str>) -> String {
        let parts = [Some(problem.code.as_str()), file, problem.object.as_deref(), problem.path.as_deref()];
        let joined = parts.map(Option::unwrap_or_default).join("\0");
        let hash = fnv1a(joined.as_bytes());
        let number = self.0.entry(hash).or_default();
        *number += 1;
        format!("{hash:016x}:{number}")
    }
}

/// 64-bit FNV-1a. The hash of the standard library may change with the compiler.
fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_is_fnv1a() {
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"a"), 0xaf63_dc4c_8601_ec8c);
    }
}
