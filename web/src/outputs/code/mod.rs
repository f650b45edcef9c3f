//! Lines of highlighted YAML or JSON in the page.

mod view;

pub use kic_core::wire::code::{Kind, Line, Token, json_lines, status_lines, text_of, yaml_lines};

pub(super) use view::{Code, CodeView};
