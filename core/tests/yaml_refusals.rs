//! Documents with mistakes: whether they are refused, and the words, against libyaml (of which go-yaml v2 is a port)
//! as serde_yaml holds it.

use kic_core::text::{Pane, SourceFile, Sources};
use kic_core::yaml::{Limits, parse};
use serde::Deserialize;

const DOCUMENTS: [&str; 3] = [
    "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata:\n  name: kong\n  namespace: default\n  annotations:\n    konghq.com/publish-service: kong/proxy # comment\nspec:\n  gatewayClassName: kong\n  listeners:\n  - name: https\n    port: 443\n    protocol: HTTPS\n    hostname: '*.example.com'\n    tls:\n      mode: Terminate\n      certificateRefs:\n      - group: ''\n        kind: Secret\n        name: tls\n",
    "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: echo, namespace: default}\nspec:\n  ingressClassName: kong\n  rules:\n    - host: \"e.example.com\"\n      http:\n        paths:\n          - path: /a\n            pathType: Prefix\n            backend: {service: {name: echo, port: {number: 80}}}\n",
    "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: text\ndata:\n  one: |\n    line\n      deeper\n\n    last\n  two: >-\n    folded\n    text\n  three: plain text\n    goes on\n",
];

const INSERTED: [&str; 26] = [
    ":", " ", "\t", "\"", "'", "[", "]", "{", "}", "-", "- ", "\n", "#", "&", "*", "@", "|", ">", ",", "?", "\\", ": ",
    "a", "\n\t", "  ", "`",
];

struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end).unwrap()).unwrap()
    }
}

/// A document with one mistake.
fn mistaken(random: &mut Random) -> String {
    let mut text = DOCUMENTS[random.below(DOCUMENTS.len())].to_owned();
    let at = random.below(text.len());
    let line = text[..at].rfind('\n').map_or(0, |found| found + 1);
    match random.below(5) {
        0 => drop(text.remove(at)),
        1 | 2 => text.insert_str(at, INSERTED[random.below(INSERTED.len())]),
        3 => text.insert(line, ' '),
        _ if text[line..].starts_with(' ') => drop(text.remove(line)),
        _ => text.insert_str(line, "x\n"),
    }
    text
}

fn ours(text: &str) -> Option<String> {
    let sources = Sources::new([SourceFile { name: "m", pane: Pane::Manifests, text }]);
    let (file, _) = sources.iter().next().unwrap();
    parse(file, text, &Limits::default(), &mut Vec::new()).remove(0).error
}

/// libyaml's message as go-yaml words it: with the line only, which its parser counts from 0.
fn theirs(text: &str) -> Option<String> {
    let document = serde_yaml::Deserializer::from_str(text).next().unwrap();
    let error = serde_yaml::Value::deserialize(document).err()?.to_string();
    let message = error.split(", while").next().unwrap();
    let (words, line) = message
        .rsplit_once(" at line ")
        .map_or((message, 1), |(words, place)| (words, place.split(' ').next().unwrap().parse().unwrap()));
    let of_parser = ["' or '", "did not find expected key", "'-' indicator", "node content"];
    let line = if of_parser.iter().any(|part| words.contains(part)) {
        line - 1
    } else if line == 1 {
        0
    } else {
        line
    };
    Some(if line == 0 { format!("yaml: {words}") } else { format!("yaml: line {line}: {words}") })
}

#[test]
fn mistakes_are_refused_in_the_words_of_the_reader_of_kubernetes() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let (mut refused, mut same_words, mut disputed) = (0, 0, Vec::new());
    for _ in 0..4000 {
        let text = mistaken(&mut random);
        match (ours(&text), theirs(&text)) {
            (None, None) => {}
            // go-yaml's words for what its port of libyaml leaves to it.
            (Some(ours), Some(_)) if ours.contains("unknown anchor") || ours.contains("map key") => {}
            (Some(ours), Some(theirs)) => {
                refused += 1;
                same_words += usize::from(ours == theirs);
            }
            // Kubernetes takes the last of repeated keys; it refuses maps as keys, tags and aliases later than libyaml.
            (None, Some(theirs)) if theirs.contains("duplicate entry") => {}
            (Some(ours), None) if ours.contains("map key") => {}
            (ours, theirs) => disputed.push((text, ours, theirs)),
        }
    }
    assert!(refused > 1000, "{refused}");
    assert!(disputed.len() <= 8, "{} {disputed:#?}", disputed.len());
    assert!(same_words * 100 >= refused * 96, "{same_words} of {refused}");
}
