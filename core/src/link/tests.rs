//! Links: round trips, damage, bounds, and what the first ones meant.

use proptest::prelude::*;

use super::*;

const OPENING: (&str, &str) = (
    include_str!("../../../web/examples/opening/manifests.yaml"),
    include_str!("../../../web/examples/opening/kong.env"),
);

fn opening() -> Content {
    let (manifests, environment) = OPENING;
    let texts = Content { manifests: manifests.into(), environment: environment.into(), ..Content::default() };
    Content { kic: "3.5.13".into(), kong: "3.9".into(), ..texts }
}

#[test]
fn the_opening_example_is_a_short_link() {
    let (content, left_out) = redact::redact(&opening());
    let address = format!("https://kic-playground.example.com/#{}", encode(&content).unwrap());
    assert!(address.len() <= 700, "{} characters", address.len());
    assert_eq!(left_out.len(), 2);
    assert_eq!(decode(&address), (content, Vec::new()));
}

#[test]
fn a_content_of_defaults_is_a_link_too() {
    let link = encode(&Content::default()).unwrap();
    assert_eq!(decode(&link), (Content::default(), Vec::new()));
    assert_eq!(decode(""), (Content::default(), vec![Fault::NoLink]));
}

/// The dictionary is part of what the digit means. Never change this number: add a format.
#[test]
fn the_dictionary_of_the_first_format_is_frozen() {
    let hex = hmac_sha256::Hash::hash(&dictionary::first()).map(|byte| format!("{byte:02x}")).concat();
    assert_eq!(hex, "354e6fe26ebe7e83acb012c6ce183c8e2cd518dead1f0c64b3cc160695e0e44c");
}

/// Links that were given away. They are read like this for ever.
#[test]
fn golden_links_stay_readable() {
    for line in include_str!("golden.txt").lines().filter(|line| !line.starts_with('#')) {
        let (link, expected) = line.split_once(' ').unwrap();
        let expected: serde_json::Value = serde_json::from_str(expected).unwrap();
        let (content, faults) = decode(link);
        let text = |key: &str| expected[key].as_str().unwrap_or_default().to_owned();
        let wanted = Content {
            manifests: text("manifests"),
            environment: text("environment"),
            helm: text("helm"),
            kic: text("kic"),
            kong: text("kong"),
            router_flavor: text("router_flavor"),
            assume: expected["assume"] != serde_json::json!(false),
            tab: text("tab"),
            request: text("request"),
            left_out: expected["left_out"].as_u64().unwrap_or_default().try_into().unwrap(),
        };
        assert_eq!((content, faults), (wanted, Vec::new()), "{link}");
    }
}

#[test]
fn what_mails_and_chats_do_to_an_address_is_undone() {
    let content = Content { environment: "KONG_PROXY_LISTEN=off\n".repeat(9), ..Content::default() };
    let link = encode(&content).unwrap();
    let (start, end) = link.split_at(9);
    for text in [
        format!("<https://example.com/a/#{link}>"),
        format!("https://example.com/%23{link}).\n"),
        format!("#{start}\r\n  {end}"),
        format!("\u{201c}{link}\u{201d}"),
    ] {
        assert_eq!(decode(&text), (content.clone(), Vec::new()), "{text}");
    }
}

#[test]
fn of_a_link_that_was_cut_off_the_beginning_is_read() {
    let content = opening();
    let link = encode(&content).unwrap();
    let (read, faults) = decode(&link[..link.len() / 2]);
    assert_eq!(faults, [Fault::CutOff]);
    assert_eq!(read.environment, content.environment);
    assert!(content.manifests.starts_with(read.manifests.trim_end_matches('\u{fffd}')) && !read.manifests.is_empty());
}

#[test]
fn every_cut_and_every_altered_character_is_noticed() {
    let link = encode(&opening()).unwrap();
    // The last bits of a link may mean nothing.
    let is_noticed = |(content, faults): (Content, Vec<Fault>)| faults.len() == 1 || content == opening();
    for at in 1..link.len() {
        assert!(is_noticed(decode(&link[..at])), "cut at {at}");
        let other = if &link[at..=at] == "q" { "p" } else { "q" };
        let altered = format!("{}{other}{}", &link[..at], &link[at + 1..]);
        assert!(is_noticed(decode(&altered)), "altered at {at}");
    }
}

#[test]
fn an_altered_link_says_so() {
    let link = encode(&opening()).unwrap();
    let at = link.len() - 40;
    let other = if &link[at..=at] == "A" { "B" } else { "A" };
    let altered = format!("{}{other}{}", &link[..at], &link[at + 1..]);
    let (read, faults) = decode(&altered);
    assert_eq!(read.environment, opening().environment);
    assert!(matches!(faults[..], [Fault::Altered | Fault::CutOff]), "{faults:?}");
    assert_eq!(decode(&format!("{}!{}", &link[..at], &link[at..])).1, [Fault::Altered]);
}

#[test]
fn a_link_of_a_later_version_says_so() {
    assert_eq!(decode("https://example.com/#7abc").1, [Fault::Newer('7')]);
    let mut bytes = fields::write(&Content { kong: "3.9".into(), ..Content::default() });
    bytes.extend([b'?', 2, b'h', b'i']);
    let mut packed = checksum(&bytes).to_vec();
    packed.extend(deflate::pack(&dictionary::first(), &bytes));
    let (content, faults) = decode(&format!("1{}", Base64UrlUnpadded::encode_string(&packed)));
    assert_eq!((content.kong.as_str(), faults), ("3.9", vec![Fault::UnknownParts]));
}

#[test]
fn a_bomb_is_read_up_to_the_bound() {
    let bomb = fields::write(&Content { manifests: "a".repeat(40 << 20), ..Content::default() });
    let mut packed = vec![0, 0];
    packed.extend(deflate::pack(&dictionary::first(), &bomb));
    let (content, faults) = decode(&format!("1{}", Base64UrlUnpadded::encode_string(&packed)));
    assert_eq!(faults, [Fault::TooLarge]);
    assert!(content.manifests.len() <= LIMIT);
}

#[test]
fn what_is_too_large_makes_no_link() {
    assert_eq!(encode(&Content { helm: "x".repeat(LIMIT + 1), ..Content::default() }), None);
}

#[test]
fn only_fragments_with_a_digit_are_links() {
    assert!(is_link("#1AbCdE") && is_link("9xxxxx"));
    assert!(!is_link("") && !is_link("#") && !is_link("#example=opening") && !is_link("#1"));
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_content_comes_back(
        manifests in "\\PC{0,200}|([a-z: -]{0,20}\n){0,40}",
        environment in any::<String>(),
        helm in any::<String>(),
        kic in "[0-9.]{0,9}",
        tab in "[a-z]{0,9}",
        request in any::<String>(),
        assume in any::<bool>(),
        left_out in any::<u32>(),
    ) {
        let content =
            Content { manifests, environment, helm, kic, assume, tab, request, left_out, ..Content::default() };
        let link = encode(&content).unwrap();
        prop_assert_eq!(decode(&link), (content, Vec::new()));
    }

    #[test]
    fn any_garbage_is_read_within_the_bound(text in any::<String>(), code in "1[A-Za-z0-9_-]{0,400}") {
        for link in [text, code] {
            let (content, _) = decode(&link);
            prop_assert!(content.manifests.len() + content.environment.len() <= 3 * LIMIT);
        }
    }
}
