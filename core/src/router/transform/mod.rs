//! Attributes of a route as an expression, and what is handed to the engine.

mod expression;
mod priority;
mod split;

use super::Flavor;
use super::entity::{Route, Subsystem};

pub use priority::Priority;
pub use split::{Part, split};

/// What the engine gets for one part of a route.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transformed {
    /// The expression; empty where there is nothing to match on, which the engine refuses.
    pub expression: String,
    /// Its rank.
    pub priority: Priority,
}

/// The expression and priority of a route, or of a part of it.
///
/// Source: Kong 3.9 kong/router/compat.lua, kong/router/expressions.lua
pub fn transform(route: &Route<'_>, flavor: Flavor) -> Transformed {
    let mut text = match route.expression {
        Some(expression) => expression.to_owned(),
        None => expression::of(route),
    };
    if flavor == Flavor::Expressions {
        text = expression::amended(text);
        expression::add_protocols(&mut text, &route.protocols);
    }
    Transformed { expression: text, priority: Priority::of(route) }
}

/// The parts of a route that become matchers of their own: by kind of path, for HTTP.
pub fn parts<'a>(route: &Route<'a>, subsystem: Subsystem) -> Vec<Part<'a>> {
    match subsystem {
        Subsystem::Http => split(route),
        Subsystem::Stream => vec![Part::whole(route)],
    }
}
