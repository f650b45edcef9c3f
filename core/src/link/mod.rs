//! Share links: everything that is needed to see what somebody else saw, in the fragment of an address.
//!
//! A fragment is a format digit and base64url (no padding) of two bytes of checksum and a deflate stream. The stream is
//! made and read with a dictionary of what manifests are made of (`dictionary`), and holds the `fields`. A digit is
//! never used for anything else: a change of any of this takes the next one, and what the old one meant stays readable.
//!
//! Reading never fails as a whole. Of a link that was cut off or altered on its way everything in front of the damage
//! is read, and `Faults` say in words what happened.
//!
//! Knows nothing of the translation; [`redact`] takes out what is secret before a link is made.

mod deflate;
mod dictionary;
mod fields;
pub mod redact;
#[cfg(test)]
mod tests;

use base64ct::{Base64UrlUnpadded, Encoding};

use deflate::Ending;

/// The newest format.
const FORMAT: char = '1';

/// The most bytes that all fields of a link may have, when it is made and when it is read.
pub const LIMIT: usize = 2 << 20;

/// What a link holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Content {
    /// Kubernetes manifests.
    pub manifests: String,
    /// Environment of Kong and of the controller.
    pub environment: String,
    /// Values of the Helm chart.
    pub helm: String,
    /// Release of the controller; empty where the link does not say it.
    pub kic: String,
    /// Version of Kong; empty where the link does not say it.
    pub kong: String,
    /// Router flavor; empty leaves it to the environment.
    pub router_flavor: String,
    /// Whether what is missing is assumed.
    pub assume: bool,
    /// Name of the output that is open; empty for the first.
    pub tab: String,
    /// The line of a request; may be empty.
    pub request: String,
    /// How many secret values were left out when the link was made.
    pub left_out: u32,
}

impl Default for Content {
    fn default() -> Self {
        Self {
            manifests: String::new(),
            environment: String::new(),
            helm: String::new(),
            kic: String::new(),
            kong: String::new(),
            router_flavor: String::new(),
            assume: true,
            tab: String::new(),
            request: String::new(),
            left_out: 0,
        }
    }
}

/// What is wrong with a link. Something may be readable nevertheless.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fault {
    /// Nothing in the address looks like a link of the playground.
    NoLink,
    /// The link was made by a later version, with this digit.
    Newer(char),
    /// The end is missing.
    CutOff,
    /// Some characters were altered.
    Altered,
    /// More comes out than [`LIMIT`].
    TooLarge,
    /// Parts that this version does not know were left out.
    UnknownParts,
}

impl Fault {
    /// The fault in one sentence, for people.
    pub const fn message(self) -> &'static str {
        match self {
            Self::NoLink => "This address holds no link of the playground",
            Self::Newer(_) => {
                "This link was made by a later version of the playground: load the page again, or update kicplay"
            }
            Self::CutOff => "This link was cut off: its end is missing, and what was there is shown",
            Self::Altered => {
                "This link was altered on its way: what could be read is shown, and may be wrong at its end"
            }
            Self::TooLarge => "This link unpacks to more than 2 MiB: only the beginning is shown",
            Self::UnknownParts => "This link holds something that this version of the playground does not know",
        }
    }
}

/// Makes a link's fragment, without the `#`.
///
/// `None` when the content is larger than [`LIMIT`]. Secrets in it stay in it: see [`redact::redact`].
pub fn encode(content: &Content) -> Option<String> {
    let bytes = fields::write(content);
    if bytes.len() > LIMIT {
        return None;
    }
    let mut packed = checksum(&bytes).to_vec();
    packed.extend(deflate::pack(&dictionary::first(), &bytes));
    Some(format!("{FORMAT}{}", Base64UrlUnpadded::encode_string(&packed)))
}

/// Reads a link: a whole address, its fragment, or the fragment without `#`.
///
/// White space, quotes and brackets that mails and chats put around and into addresses are skipped. What can be read is
/// given whatever the faults are; without a readable part the content is the default one.
pub fn decode(link: &str) -> (Content, Vec<Fault>) {
    let mut code = fragment(link).chars().filter(|c| !c.is_whitespace());
    match code.next() {
        Some(FORMAT) => first_format(&code.collect::<String>()),
        Some(digit @ '0'..='9') => (Content::default(), vec![Fault::Newer(digit)]),
        _ => (Content::default(), vec![Fault::NoLink]),
    }
}

/// Whether a fragment (with or without `#`) may be one of ours: a page may have others.
pub fn is_link(fragment: &str) -> bool {
    let code = fragment.strip_prefix('#').unwrap_or(fragment);
    code.starts_with(|c: char| c.is_ascii_digit()) && code.len() > 4
}

/// What stands behind the `#`, without what stands around an address in a text.
fn fragment(link: &str) -> &str {
    let behind = |sign: &str| link.split_once(sign).map(|(_, fragment)| fragment);
    let fragment = behind("#").or_else(|| behind("%23")).unwrap_or(link);
    fragment.trim_matches(|c: char| !is_base64(c))
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

fn first_format(code: &str) -> (Content, Vec<Fault>) {
    let mut faults = Vec::new();
    let clean = code.split(|c| !is_base64(c)).next().unwrap_or_default();
    let packed = base64(clean);
    let (sum, stream) = packed.split_at_checked(2).unwrap_or_default();
    let (bytes, ending) = deflate::unpack(&dictionary::first(), stream, LIMIT);
    let (content, unknown) = fields::read(&bytes);
    let is_whole = ending == Ending::Whole && checksum(&bytes) == sum;
    match ending {
        Ending::TooLarge => faults.push(Fault::TooLarge),
        _ if is_whole => {}
        // Behind the damage lies what cannot be read.
        _ if clean.len() < code.len() => faults.push(Fault::Altered),
        Ending::CutOff => faults.push(Fault::CutOff),
        Ending::Whole | Ending::Broken => faults.push(Fault::Altered),
    }
    if unknown && is_whole {
        faults.push(Fault::UnknownParts);
    }
    (content, faults)
}

/// The bytes; characters at the end that make no byte are skipped, since they belong to a cut off link.
fn base64(code: &str) -> Vec<u8> {
    let whole = Base64UrlUnpadded::decode_vec(code);
    let cut = |length| code.get(..length).and_then(|code| Base64UrlUnpadded::decode_vec(code).ok());
    whole.ok().or_else(|| cut(code.len() / 4 * 4)).unwrap_or_default()
}

/// Two bytes that differ when something was altered: Fletcher's checksum.
fn checksum(bytes: &[u8]) -> [u8; 2] {
    let add = |sum: u16, more: u16| (sum + more) % 255;
    let (low, high) = bytes.iter().fold((0, 0), |(low, high), byte| {
        let low = add(low, u16::from(*byte));
        (low, add(high, low))
    });
    [low, high].map(|sum| u8::try_from(sum).unwrap_or_default())
}
