//! Routes that no request reaches, because others come first.

use super::decision::RouteAt;
use super::derive::{Purpose, Reach, Requests};

/// A route, or one of its matches, in whose place another route answers.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Shadow {
    /// The route that loses.
    pub route: RouteAt,
    /// The route that wins.
    pub by: RouteAt,
    /// A request that fits both, as a line.
    pub request: String,
    /// No request that was made for the route reaches it.
    pub whole: bool,
}

impl Requests {
    /// The routes that lose requests made for them, with one request each for every winner.
    pub fn shadows(&self) -> Vec<Shadow> {
        let fitting = |pointer: &str| {
            let pointer = pointer.to_owned();
            self.made.iter().filter(move |made| made.purpose == Purpose::Match && made.route.pointer == pointer)
        };
        let mut shadows: Vec<Shadow> = Vec::new();
        for made in self.made.iter().filter(|made| made.purpose == Purpose::Match) {
            let Reach::Other(by) = &made.reach else { continue };
            // Routes of one name are one route to whoever wrote them.
            if by.name == made.route.name {
                continue;
            }
            if shadows.iter().rev().take_while(|known| known.route == made.route).any(|known| known.by == *by) {
                continue;
            }
            let whole = !fitting(&made.route.pointer).any(|made| made.reach == Reach::Own);
            shadows.push(Shadow { route: made.route.clone(), by: by.clone(), request: made.client.line(), whole });
        }
        shadows
    }
}
