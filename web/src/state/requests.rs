//! What the user asks about requests: a line, those before it, a table.

use std::rc::Rc;

/// So many lines are remembered.
pub(super) const HISTORY: usize = 20;

/// What the user asks about requests.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Requests {
    /// The request, as for curl.
    pub line: Rc<str>,
    /// The requests that were sent, newest first, each once, at most 20.
    pub history: Rc<[Rc<str>]>,
    /// Requests with what is expected of them, in YAML.
    pub table: Rc<str>,
    /// Something is typed that the engine has not been asked yet.
    pub is_typing: bool,
    /// The user wants requests made from the routes, however many there are.
    pub derives_many: bool,
    /// A request for this is sent as soon as those that are made from the routes are there.
    pub wish: Option<Wish>,
}

/// What a request is to fit.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Wish {
    /// The route at this JSON pointer of the configuration.
    Route(Rc<str>),
    /// A route of this object: `HTTPRoute default/api`.
    Object(Rc<str>),
    /// A listener.
    Listener {
        /// Its protocol, as written.
        protocol: Rc<str>,
        /// Its port.
        port: i64,
        /// Its hostname.
        hostname: Option<Rc<str>>,
    },
}

impl Requests {
    /// The same with a line that is sent.
    #[must_use]
    pub(super) fn sent(&self, line: Rc<str>) -> Self {
        let mut history = vec![Rc::clone(&line)];
        history.extend(self.history.iter().filter(|known| **known != line).cloned());
        history.retain(|line| !line.trim().is_empty());
        history.truncate(HISTORY);
        Self { line, history: history.into(), is_typing: false, wish: None, ..self.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_history_holds_each_line_once_and_the_newest_first() {
        let mut requests = Requests::default();
        for line in ["a", "b", "a", " "] {
            requests = requests.sent(line.into());
        }
        assert_eq!(*requests.history, ["a".into(), "b".into()]);
        assert_eq!(&*requests.line, " ");
    }

    #[test]
    fn the_history_is_short() {
        let all = (0..30).fold(Requests::default(), |requests, number| requests.sent(number.to_string().into()));
        assert_eq!(all.history.len(), HISTORY);
        assert_eq!(all.history.first().map(|line| &**line), Some("29"));
    }
}
