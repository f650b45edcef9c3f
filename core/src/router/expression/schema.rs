//! Which fields there are, and of which types.

/// The type of a field's values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Type {
    /// Text.
    Text,
    /// A whole number.
    Int,
    /// An address.
    Address,
}

/// The fields of a subsystem.
///
/// Source: Kong 3.9 kong/router/fields.lua:HTTP_FIELDS, STREAM_FIELDS
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Schema {
    /// Fields of HTTP requests.
    Http,
    /// Fields of TCP, UDP and TLS connections.
    Stream,
}

/// Families of fields: the last segment is free.
const FAMILIES: [&str; 3] = ["http.path.segments", "http.headers", "http.queries"];

impl Schema {
    /// The type of a field; `None` where there is no such field.
    ///
    /// Source: atc-router 1.6.2 src/schema.rs:type_of
    pub fn type_of(self, field: &str) -> Option<Type> {
        match field {
            "net.protocol" | "tls.sni" => return Some(Type::Text),
            "net.src.port" | "net.dst.port" => return Some(Type::Int),
            "net.src.ip" | "net.dst.ip" => return Some(Type::Address),
            _ if self == Self::Stream => return None,
            "http.method" | "http.host" | "http.path" => return Some(Type::Text),
            "http.path.segments.len" => return Some(Type::Int),
            _ => {}
        }
        let (family, _) = field.rsplit_once('.')?;
        FAMILIES.contains(&family).then_some(Type::Text)
    }
}
