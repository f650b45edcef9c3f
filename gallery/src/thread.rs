//! Where users met the trouble of an example.

use std::fmt;
use std::str::FromStr;

/// An issue, a pull request, an entry of a change log, or a page of documentation.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Thread {
    /// `owner/name#1`: an issue or a discussion; GitHub leads from one to the other.
    Issue(Repository, u32),
    /// `PR owner/name#1`.
    PullRequest(Repository, u32),
    /// `changelog 3.5.7`, of Kong Ingress Controller.
    Changelog(String),
    /// `docs: …`: words, since pages move.
    Documentation(String),
}

/// `owner/name` at GitHub.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Repository(String);

impl Thread {
    /// The address, where there is a lasting one.
    pub fn address(&self) -> Option<String> {
        match self {
            Self::Issue(Repository(name), number) => Some(format!("https://github.com/{name}/issues/{number}")),
            Self::PullRequest(Repository(name), number) => Some(format!("https://github.com/{name}/pull/{number}")),
            Self::Changelog(release) => {
                let anchor = release.replace('.', "");
                let page = "https://github.com/Kong/kubernetes-ingress-controller/blob/main/CHANGELOG.md";
                Some(format!("{page}#{anchor}"))
            }
            Self::Documentation(_) => None,
        }
    }
}

impl FromStr for Thread {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if let Some(words) = text.strip_prefix("docs: ").filter(|words| !words.trim().is_empty()) {
            return Ok(Self::Documentation(words.to_owned()));
        }
        if let Some(release) = text.strip_prefix("changelog ") {
            let is_release = release.split('.').count() == 3 && release.split('.').all(is_number);
            return is_release.then(|| Self::Changelog(release.to_owned())).ok_or_else(|| refused(text));
        }
        let (is_pull_request, rest) = text.strip_prefix("PR ").map_or((false, text), |rest| (true, rest));
        let (name, number) = rest.split_once('#').ok_or_else(|| refused(text))?;
        let is_repository = name.split('/').count() == 2 && name.split('/').all(is_name);
        let number = number.parse().ok().filter(|number| is_repository && *number > 0).ok_or_else(|| refused(text))?;
        let repository = Repository(name.to_owned());
        Ok(if is_pull_request { Self::PullRequest(repository, number) } else { Self::Issue(repository, number) })
    }
}

impl fmt::Display for Thread {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Issue(Repository(name), number) => write!(out, "{name}#{number}"),
            Self::PullRequest(Repository(name), number) => write!(out, "PR {name}#{number}"),
            Self::Changelog(release) => write!(out, "changelog {release}"),
            Self::Documentation(words) => write!(out, "docs: {words}"),
        }
    }
}

fn refused(text: &str) -> String {
    format!("`{text}` is no thread: write `owner/name#1`, `PR owner/name#1`, `changelog 1.2.3` or `docs: words`")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

#[cfg(test)]
mod tests {
    use super::Thread;

    fn address(text: &str) -> Option<String> {
        let thread: Thread = text.parse().unwrap();
        assert_eq!(thread.to_string(), text);
        thread.address()
    }

    #[test]
    fn threads_lead_to_github() {
        assert_eq!(address("Kong/kong#6883").as_deref(), Some("https://github.com/Kong/kong/issues/6883"));
        assert_eq!(address("PR Kong/charts#682").as_deref(), Some("https://github.com/Kong/charts/pull/682"));
        assert!(address("changelog 3.5.7").unwrap().ends_with("/CHANGELOG.md#357"));
        assert_eq!(address("docs: Gateway API concept page"), None);
    }

    #[test]
    fn anything_else_is_no_thread() {
        let wrong =
            ["", "Kong/kong", "#1", "kong#1", "Kong/kong#x", "Kong/kong#0", "a/b/c#1", "changelog 3.5", "docs: "];
        assert!(wrong.iter().all(|text| text.parse::<Thread>().is_err()));
    }
}
