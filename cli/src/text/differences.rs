//! A comparison for people: what differs under headings by how much it hurts, and the rules as notes at the end.

use std::fmt::Write;

use kic_core::wire::compare::{Comparison, Difference, Effect, Hurt, Setting, Sign};

use super::{Screen, clean, count};

/// What was compared, how many differences there are, each of them, and the rules.
pub fn comparison(comparison: &Comparison, screen: Screen) -> String {
    let mut out = format!("{}\n{}\n", screen.strong(&states(comparison)), counts(comparison, screen));
    let mut heading: Option<Hurt> = None;
    for difference in &comparison.differences {
        if heading != Some(difference.hurt) {
            let _ = writeln!(out, "\n{}", screen.strong(difference.hurt.title()));
            heading = Some(difference.hurt);
        }
        one(difference, comparison, screen, &mut out);
    }
    if !comparison.rules.is_empty() {
        let _ = writeln!(out, "\n{}", screen.strong("Rules"));
    }
    for (index, rule) in comparison.rules.iter().enumerate() {
        let _ = writeln!(out, "  [{}] {}: {}", index + 1, rule.what, rule.text);
        if !rule.source.is_empty() {
            let _ = writeln!(out, "      {}", screen.faint(&rule.source));
        }
    }
    out
}

/// `KIC 3.2.4 → 3.5.13 · Kong 3.9.1 · router traditional_compatible`
fn states(comparison: &Comparison) -> String {
    let Comparison { before, after, same_texts, .. } = comparison;
    let from_to = |of: fn(&Setting) -> &str| match (of(before), of(after)) {
        (from, to) if from == to => to.to_owned(),
        (from, to) => format!("{from} → {to}"),
    };
    let files = if *same_texts { "" } else { " · other files" };
    let kic = from_to(|it| &it.kic);
    let kong = from_to(|it| &it.kong);
    format!("KIC {kic} · Kong {kong} · router {}{files}", from_to(|it| &it.router_flavor))
}

fn counts(comparison: &Comparison, screen: Screen) -> String {
    let all = comparison.differences.len();
    if all == 0 {
        return "nothing differs".to_owned();
    }
    let (worse, better) = (comparison.count(Effect::Worse), comparison.count(Effect::Better));
    let mut line = count(all, "difference");
    if worse > 0 {
        let _ = write!(line, " · {}", screen.bad(&format!("{worse} worse")));
    }
    if better > 0 {
        let _ = write!(line, " · {}", screen.good(&format!("{better} better")));
    }
    line
}

fn one(difference: &Difference, comparison: &Comparison, screen: Screen, out: &mut String) {
    let word = match difference.effect {
        Effect::Worse => screen.bad("worse"),
        Effect::Neutral => screen.faint("other"),
        Effect::Better => screen.good("better"),
    };
    let space = if difference.effect == Effect::Better { "" } else { " " };
    let _ = write!(out, "  {word}{space} {}", clean(&difference.object));
    if !difference.path.is_empty() {
        let _ = write!(out, "  {}", clean(&difference.path));
    }
    let notes: Vec<String> = difference.rules.iter().map(|rule| format!("[{}]", rule + 1)).collect();
    if !notes.is_empty() {
        let _ = write!(out, "  {}", screen.faint(&notes.join(" ")));
    } else if comparison.explained {
        let _ = write!(out, "  {}", screen.faint("[?]"));
    }
    out.push('\n');
    for (sign, line) in difference.lines() {
        let line = clean(&line);
        let line = match sign {
            Sign::Removed => screen.removed(&format!("- {line}")),
            Sign::Added => screen.added(&format!("+ {line}")),
        };
        let _ = writeln!(out, "         {line}");
    }
    if let Some(place) = difference.places.first() {
        let which = if difference.places_before { " (before)" } else { "" };
        let at = format!("{}:{}:{}{which}", place.file, place.line, place.column);
        let _ = writeln!(out, "         {}", screen.frame(&format!("at {at}")));
    }
}
