//! Short numbers for long texts: are the reports of host and WASM the same bytes?

use std::fmt::Write as _;

use serde_json::Value;

use crate::outcome::translated;
use crate::sets::Case;

/// Names the state of the core that a list of digests was made with.
pub const STAMP: &str = env!("KIC_SOURCE_STAMP");

/// The 64-bit FNV-1a number of some bytes.
pub fn fnv1a(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3))
}

/// The number of a report as it is printed; of the words of the panic where there is no report.
pub fn of_report(report: Result<&Value, &String>) -> u64 {
    match report {
        Ok(report) => fnv1a(report.to_string().as_bytes()),
        Err(panic) => fnv1a(panic.as_bytes()),
    }
}

/// The stamp, then one line a case: `<set>/<case> <digest>`.
pub fn list<'a>(cases: impl IntoIterator<Item = (&'a str, &'a Case)>) -> String {
    let mut text = format!("{STAMP}\n");
    for (set, case) in cases {
        let _ = writeln!(text, "{set}/{} {:016x}", case.name, of_report(translated(&case.input).as_ref()));
    }
    text
}

/// The digest of a case in a list; `None` where the list has none.
pub fn find(list: &str, set: &str, case: &str) -> Option<u64> {
    let name = format!("{set}/{case}");
    let digest = list.lines().find_map(|line| line.strip_prefix(&name)?.strip_prefix(' '))?;
    u64::from_str_radix(digest, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::{find, fnv1a};

    #[test]
    fn the_numbers_are_those_of_fnv_1a() {
        // Source: the test vectors of the FNV reference code.
        assert_eq!(fnv1a(b""), 0xcbf2_9ce4_8422_2325);
        assert_eq!(fnv1a(b"foobar"), 0x8594_4171_f739_67e8);
    }

    #[test]
    fn a_case_is_found_by_its_whole_name() {
        let list = "stamp\nkic-random/a-10 00000000000000ff\nkic-random/a-1 000000000000000a\n";
        assert_eq!(find(list, "kic-random", "a-1"), Some(10));
        assert_eq!(find(list, "kic-random", "b"), None);
    }
}
