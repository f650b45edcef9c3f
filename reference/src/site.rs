//! The static site: plain HTML without scripts, relative links only, in the colours of the page.

use std::fmt::Write as _;

use kic_core::diagnostic::{Code, Severity};

use crate::entry::{self, Entry};
use crate::html::{self, Links, code_address, entry_address, entry_id, escaped};
use crate::page::PageError;
use crate::{json, problem, terminal};

/// Tokens and elements are the page's own; what only these pages have comes after them.
const STYLES: &str = concat!(include_str!("../../web/styles/base.css"), "\n", include_str!("site.css"));

/// A file of the site's folder: its name and its text.
pub type File = (String, String);

/// All files of the site. They lie in one folder, beside which is the `index.html` of the page.
///
/// # Errors
/// The page that is not in the fixed form, and why.
pub fn files() -> Result<Vec<File>, String> {
    let entries = entry::all();
    let mut files = vec![
        ("index.html".to_owned(), index(&entries)),
        ("annotations.html".to_owned(), annotations(&entries)),
        ("reference.css".to_owned(), STYLES.to_owned()),
        ("icon.svg".to_owned(), include_str!("../../web/icon.svg").to_owned()),
    ];
    for &code in Code::ALL {
        let page = problem_page(code, &entries).map_err(|error| format!("{}.md: {error}", code.as_str()))?;
        files.push((code_address(code), page));
    }
    let reference = json::reference().map_err(|error| error.to_string())?;
    files.push(("reference.json".to_owned(), reference.to_string()));
    Ok(files)
}

/// The frame of every page.
fn document(title: &str, way: &str, main: &str) -> String {
    format!(
        "<!doctype html>
<html lang=\"en\">
<head>
<meta charset=\"utf-8\">
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'\">
<meta name=\"referrer\" content=\"no-referrer\">
<meta name=\"color-scheme\" content=\"light dark\">
<title>{} · KIC Playground</title>
<link rel=\"icon\" href=\"icon.svg\" type=\"image/svg+xml\">
<link rel=\"stylesheet\" href=\"reference.css\">
</head>
<body>
<header>
<nav aria-label=\"Way here\"><a href=\"../index.html\">KIC Playground</a>{way}</nav>
</header>
<main>
{main}</main>
</body>
</html>
",
        escaped(title)
    )
}

/// A step of the way in the header.
fn step(address: &str, words: &str) -> String {
    format!(" <span aria-hidden=\"true\">/</span> <a href=\"{address}\">{}</a>", escaped(words))
}

/// The last step of the way: the page itself.
fn here(words: &str) -> String {
    format!(" <span aria-hidden=\"true\">/</span> <span aria-current=\"page\">{}</span>", escaped(words))
}

fn badge(severity: Severity) -> String {
    let class = match severity {
        Severity::Error => "bad",
        Severity::Warning => "warn",
        Severity::Info => "info",
    };
    format!("<span class=\"badge {class}\">{}</span>", severity.name())
}

/// A heading as an id.
fn heading_id(heading: &str) -> String {
    let words = heading.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join("-").to_lowercase()
}

/// Everything by group, with a table of contents.
fn index(entries: &[Entry]) -> String {
    let groups = problem::groups();
    let mut main = String::from("<h1>Reference</h1>\n");
    let _ = writeln!(
        main,
        "<p>All {} problems that KIC Playground and <code>kicplay</code> report, and all {} annotations, labels and \
         feature gates that Kong Ingress Controller reads.</p>",
        Code::ALL.len(),
        entries.len()
    );
    main.push_str("<nav aria-label=\"Contents\">\n<ul class=\"contents\">\n");
    let headings = groups.iter().map(|group| group.heading).chain(entry::GROUPS);
    for heading in headings {
        let _ = writeln!(main, "<li><a href=\"#{}\">{}</a></li>", heading_id(heading), escaped(heading));
    }
    main.push_str("</ul>\n</nav>\n<h2>Problems</h2>\n");
    for group in &groups {
        let (id, heading) = (heading_id(group.heading), escaped(group.heading));
        let _ = writeln!(
            main,
            "<h3 id=\"{id}\">{heading}</h3>\n<table aria-labelledby=\"{id}\">\n<thead><tr><th scope=\"col\">Code</th>\
             <th scope=\"col\">Severity</th><th scope=\"col\">What is wrong</th></tr></thead>\n<tbody>"
        );
        for &code in &group.codes {
            let _ = writeln!(
                main,
                "<tr><th scope=\"row\"><a href=\"{}\"><code>{}</code></a></th><td>{}</td><td>{}</td></tr>",
                code_address(code),
                code.as_str(),
                badge(code.severity()),
                escaped(code.title())
            );
        }
        main.push_str("</tbody>\n</table>\n");
    }
    main.push_str("<h2><a href=\"annotations.html\">Annotations, labels and feature gates</a></h2>\n");
    for heading in entry::GROUPS {
        let (id, title) = (heading_id(heading), escaped(heading));
        let _ = writeln!(
            main,
            "<h3 id=\"{id}\">{title}</h3>\n<table aria-labelledby=\"{id}\">\n<thead><tr><th scope=\"col\">Key</th>\
             <th scope=\"col\">What it does</th></tr></thead>\n<tbody>"
        );
        for entry in entries.iter().filter(|entry| entry.group == heading) {
            let _ = writeln!(
                main,
                "<tr><th scope=\"row\"><a href=\"{}\"><code>{}</code></a></th><td>{}</td></tr>",
                entry_address(entry),
                escaped(&entry.key),
                html::words(&terminal::sentence(entry.effect), Links::Site(entries))
            );
        }
        main.push_str("</tbody>\n</table>\n");
    }
    document("Reference", &here("Reference"), &main)
}

/// The catalogue with all facts.
fn annotations(entries: &[Entry]) -> String {
    const TITLE: &str = "Annotations, labels and feature gates";
    let mut main = format!("<h1>{TITLE}</h1>\n");
    for heading in entry::GROUPS {
        let _ = writeln!(main, "<h2 id=\"{}\">{}</h2>", heading_id(heading), escaped(heading));
        for entry in entries.iter().filter(|entry| entry.group == heading) {
            let _ = writeln!(
                main,
                "<section class=\"entry\" aria-labelledby=\"{id}\">\n<h3 id=\"{id}\"><code>{}</code></h3>\n<p>{}</p>\n<dl>",
                escaped(&entry.key),
                html::words(&terminal::sentence(entry.effect), Links::Site(entries)),
                id = entry_id(entry),
            );
            for (name, text) in terminal::facts(entry) {
                let words = html::words(&text, Links::Site(entries));
                let _ = writeln!(main, "<div><dt>{name}</dt><dd>{words}</dd></div>");
            }
            main.push_str("</dl>\n</section>\n");
        }
    }
    document(TITLE, &format!("{}{}", step("index.html", "Reference"), here(TITLE)), &main)
}

/// The page of a code, with its neighbours in the registry at the end.
fn problem_page(code: Code, entries: &[Entry]) -> Result<String, PageError> {
    let mut main = format!(
        "<h1>{}</h1>\n<p class=\"code\"><code>{}</code> {}</p>\n",
        escaped(code.title()),
        code.as_str(),
        badge(code.severity())
    );
    for section in problem::page(code)?.map_or(Vec::new(), |page| page.sections) {
        let _ = writeln!(main, "<h2 id=\"{}\">{}</h2>", heading_id(section.heading), section.heading);
        main.push_str(&html::blocks(&section.blocks, Links::Site(entries)));
    }
    let group = code.group();
    let others = Code::ALL.iter().filter(|other| other.group() == group && **other != code);
    let mut list = String::new();
    for other in others {
        let _ = writeln!(list, "<li><a href=\"{}\">{}</a></li>", code_address(*other), escaped(other.title()));
    }
    if !list.is_empty() {
        let heading = escaped(group);
        let _ = write!(
            main,
            "<nav class=\"others\" aria-labelledby=\"others\">\n<h2 id=\"others\">Also under “{heading}”</h2>\n<ul>\n{list}</ul>\n</nav>\n"
        );
    }
    Ok(document(code.title(), &format!("{}{}", step("index.html", "Reference"), here(code.as_str())), &main))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages() -> Vec<File> {
        let mut files = files().unwrap();
        files.retain(|(_, text)| text.starts_with("<!doctype html>"));
        files
    }

    #[test]
    fn every_link_leads_to_a_page_and_a_place_in_it() {
        let files = files().unwrap();
        for (name, text) in &pages() {
            for address in text.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next()) {
                let (file, place) = address.split_once('#').unwrap_or((address, ""));
                let file = if file.is_empty() { name } else { file };
                // The page itself is beside the folder.
                if file == "../index.html" {
                    continue;
                }
                let found = files.iter().find(|(other, _)| other == file);
                let found = found.unwrap_or_else(|| panic!("{name}: no page `{address}`"));
                assert!(
                    place.is_empty() || found.1.contains(&format!("id=\"{place}\"")),
                    "{name}: no place `{address}`"
                );
            }
        }
    }

    #[test]
    fn nothing_is_loaded_from_elsewhere_and_no_script_runs() {
        for (name, text) in &pages() {
            assert!(text.contains("default-src 'none'; style-src 'self'"), "{name}");
            for word in ["<script", "<style", " style=", "src=\"", "href=\"http", "href=\"/"] {
                assert!(!text.contains(word), "{name}: {word}");
            }
        }
    }

    #[test]
    fn ids_are_unique_on_each_page() {
        for (name, text) in &pages() {
            let mut ids: Vec<&str> = text.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            ids.sort_unstable();
            let number = ids.len();
            ids.dedup();
            assert_eq!(ids.len(), number, "{name}");
        }
    }
}
