//! The result in forms that other programs and people take: decK's file, values of the chart, a report for an issue.
//!
//! Everything here is made from the report as it is printed ([`crate::wire::Report`]) and from the input; it must not know
//! how either came to be.

pub mod deck;
pub mod issue;
pub mod smallest;
pub mod values;

/// The page's opening example.
#[cfg(test)]
fn opening() -> crate::wire::Input {
    crate::wire::Input {
        manifests: include_str!("../../../web/examples/opening/manifests.yaml").to_owned(),
        environment: include_str!("../../../web/examples/opening/kong.env").to_owned(),
        assume: true,
        ..crate::wire::Input::default()
    }
}
