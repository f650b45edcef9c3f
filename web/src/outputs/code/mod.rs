//! JSON values as lines of highlighted YAML or JSON, each with the JSON pointer of what it shows.

mod json;
mod line;
mod scalar;
mod status;
mod view;
mod yaml;

pub use json::json_lines;
pub use line::{Kind, Line, Token, text_of};
pub use status::status_lines;
pub use yaml::yaml_lines;

pub(super) use view::CodeView;
