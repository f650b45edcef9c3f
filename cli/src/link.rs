//! `kicplay link`: a share link of files, the same as the page makes; and what a link holds.

use std::fmt::Write;

use kic_core::settings::KicVersion;
use kic_core::text::Pane;
use kic_core::wire::link::{Encoded, Link, LinkInput, decode, encode};
use serde_json::json;

use crate::args::{LinkArguments, TranslateArguments};
use crate::files::{self, UsageError};
use crate::print::Outcome;

/// Prints the link; what was left out of it is said on standard error.
///
/// # Errors
/// An unreadable file, texts that are too large for a link, or a link of which nothing can be read.
pub fn run(arguments: &LinkArguments) -> Result<Outcome, UsageError> {
    if let Some(link) = &arguments.read {
        let read = decode(link);
        return Ok(Outcome::ok(serde_json::to_string_pretty(&json!(read)).unwrap_or_default()));
    }
    let one = |path: &Option<_>| path.as_deref().map(files::read).transpose().map(Option::unwrap_or_default);
    let manifests = arguments.files.iter().map(|path| files::read(path)).collect::<Result<Vec<_>, _>>()?;
    let link = Link {
        manifests: joined(&manifests),
        environment: one(&arguments.env)?,
        helm: one(&arguments.values)?,
        kic: arguments.kic_version.clone(),
        kong: arguments.kong_version.clone(),
        router_flavor: arguments.router_flavor.clone(),
        tab: arguments.tab.clone(),
        request: arguments.request.clone().unwrap_or_default(),
        ..Link::default()
    };
    let made = encode(&LinkInput { link, with_secrets: arguments.with_secrets });
    let Some(fragment) = &made.fragment else {
        return Err(UsageError(made.error.unwrap_or_default()));
    };
    if !arguments.with_secrets {
        say(&made);
    }
    let base = arguments.base.as_deref().unwrap_or_default().split('#').next().unwrap_or_default();
    Ok(Outcome::ok(format!("{base}#{fragment}")))
}

/// Manifests of several files as one text.
fn joined(texts: &[String]) -> String {
    let mut joined = String::new();
    for text in texts {
        if !joined.is_empty() {
            let line_break = if joined.ends_with('\n') { "" } else { "\n" };
            // Writing to a text cannot fail.
            let _ = writeln!(joined, "{line_break}---");
        }
        joined.push_str(text);
    }
    joined
}

fn say(made: &Encoded) {
    use std::io::Write;
    let mut out = std::io::stderr().lock();
    for secret in &made.secrets {
        // The link is what was asked for; nothing is lost where standard error is closed.
        let _ = writeln!(out, "left out: {} ({}, line {})", secret.what, secret.pane, secret.line);
    }
    if !made.secrets.is_empty() {
        let _ = writeln!(out, "--with-secrets puts these values into the link");
    }
}

/// The texts of a link, named after their panes.
///
/// # Errors
/// A link of which nothing can be read. What is wrong with one that can be read in part is said on standard error.
pub(crate) fn texts(link: &str) -> Result<Vec<(String, Pane, String)>, UsageError> {
    let content = opened(link)?;
    let named = |pane: Pane, text| (pane.name().to_owned(), pane, text);
    Ok(vec![
        named(Pane::Manifests, content.manifests),
        named(Pane::Environment, content.environment),
        named(Pane::HelmValues, content.helm),
    ])
}

fn opened(link: &str) -> Result<Link, UsageError> {
    use std::io::Write;
    let read = decode(link);
    let Some(content) = read.link else {
        return Err(UsageError(read.messages.join("; ")));
    };
    let mut out = std::io::stderr().lock();
    for message in read.messages {
        let _ = writeln!(out, "kicplay: {message}");
    }
    Ok(content)
}

/// The arguments with what their link says of a run beside its texts: version of Kong, router flavor, what is assumed,
/// and the release of the controller. What the command line says itself wins.
pub fn with_settings(mut arguments: TranslateArguments) -> TranslateArguments {
    let Some(content) = arguments.link.as_deref().and_then(|link| decode(link).link) else { return arguments };
    arguments.kong_version = arguments.kong_version.or(content.kong);
    arguments.router_flavor = arguments.router_flavor.or(content.router_flavor);
    arguments.run.assume |= content.assume;
    if let Some(kic) = content.kic.filter(|_| arguments.kic_version == KicVersion::default().to_string()) {
        arguments.kic_version = kic;
    }
    arguments
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Arguments, Command};
    use clap::Parser;

    fn link(words: &str) -> String {
        let words = words.replace("EXAMPLES", concat!(env!("CARGO_MANIFEST_DIR"), "/../web/examples"));
        let Command::Link(arguments) = Arguments::parse_from(words.split(' ')).command else { panic!("no link") };
        run(&arguments).unwrap().text
    }

    #[test]
    fn the_link_of_files_holds_them_without_secrets_unless_asked() {
        let words = "kicplay link -f EXAMPLES/opening/manifests.yaml EXAMPLES/doc-page-as-printed/manifests.yaml --env EXAMPLES/opening/kong.env --tab config --base https://example.com/a/#old";
        let short = link(words);
        let code = short.strip_prefix("https://example.com/a/#1").unwrap();
        assert!(code.len() < 700, "{code}");
        let read = decode(&short).link.unwrap();
        let key = "LS0tLS1CRUdJTiBQUklWQVRFIEtFWS0tLS0tCk1JR0hBZ0VBTUJNR0J5cUdTTTQ5QWdFR0NDcUdTTTQ5QXdFSEJHMHdhd0lCQVFRZ3RWVkp";
        assert!(read.manifests.contains("\n---\n") && !read.manifests.contains(key));
        assert_eq!((read.tab.as_deref(), read.assume), (Some("config"), true));
        let whole = link(&format!("{words} --with-secrets"));
        assert!(decode(&whole).link.unwrap().manifests.contains(key));
    }

    #[test]
    fn a_link_says_how_it_is_translated() {
        let link =
            link("kicplay link -f EXAMPLES/opening/manifests.yaml --router-flavor expressions --kong-version 3.8");
        let words = ["kicplay", "translate", "--router-flavor", "traditional", "--link", link.as_str()];
        let Command::Translate(arguments) = Arguments::parse_from(words).command else { panic!("no translation") };
        let arguments = with_settings(arguments);
        assert_eq!(arguments.router_flavor.as_deref(), Some("traditional"), "the command line wins");
        assert_eq!((arguments.kong_version.as_deref(), arguments.run.assume), (Some("3.8"), true));
        assert_eq!(texts(&link).unwrap()[0].0, "manifests");
    }
}
