//! Deflate (RFC 1951) with a dictionary that both sides know, and with a bound on what comes out.

use miniz_oxide::deflate::core::{CompressorOxide, TDEFLFlush, compress_to_output, create_comp_flags_from_zip_params};
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

/// How reading a stream ended.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Ending {
    /// With its end.
    Whole,
    /// In the middle: the rest is missing.
    CutOff,
    /// At something that no stream holds.
    Broken,
    /// At the bound.
    TooLarge,
}

/// The smallest stream of these bytes, which may repeat what stands in the dictionary.
pub(super) fn pack(dictionary: &[u8], bytes: &[u8]) -> Vec<u8> {
    /// zlib's 9 looks for matches less long.
    const BEST: i32 = 10;
    /// A stream without zlib's header, with the whole window.
    const RAW: i32 = -15;
    let mut compressor = CompressorOxide::new(create_comp_flags_from_zip_params(BEST, RAW, 0));
    // The dictionary is packed first, up to the border of a byte, and thrown away: then it stands in the window.
    compress_to_output(&mut compressor, dictionary, TDEFLFlush::Sync, |_| true);
    let mut packed = Vec::new();
    compress_to_output(&mut compressor, bytes, TDEFLFlush::Finish, |part| {
        packed.extend_from_slice(part);
        true
    });
    packed
}

/// What comes out of a stream, at most `limit` bytes, whatever its ending.
pub(super) fn unpack(dictionary: &[u8], mut stream: &[u8], limit: usize) -> (Vec<u8>, Ending) {
    let start = dictionary.len();
    let limit = start.saturating_add(limit);
    let mut state = Box::<DecompressorOxide>::default();
    let mut out = dictionary.to_vec();
    let mut at = start;
    let ending = loop {
        // Grows with what really comes out: a short stream never takes the memory that its headers promise.
        out.resize(out.len().saturating_mul(2).clamp(4096, limit.max(start)), 0);
        let (status, read, written) =
            decompress(&mut state, stream, &mut out, at, TINFL_FLAG_USING_NON_WRAPPING_OUTPUT_BUF);
        at = at.saturating_add(written);
        stream = stream.get(read..).unwrap_or_default();
        match status {
            TINFLStatus::Done => break Ending::Whole,
            TINFLStatus::HasMoreOutput if out.len() < limit => {}
            TINFLStatus::HasMoreOutput => break Ending::TooLarge,
            TINFLStatus::FailedCannotMakeProgress | TINFLStatus::NeedsMoreInput => break Ending::CutOff,
            _ => break Ending::Broken,
        }
    };
    out.truncate(at);
    (out.split_off(start.min(out.len())), ending)
}
