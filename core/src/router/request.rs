//! What a router is asked.

/// A request or a connection, as Kong knows it when it looks for a route.
#[derive(Clone, Debug, Default)]
pub struct Request<'a> {
    /// The method; empty for connections.
    pub method: &'a str,
    /// `http` or `https`; for connections `tcp`, `tls` or `udp`.
    pub scheme: &'a str,
    /// The Host header as received; `None` where there is none.
    pub host: Option<&'a str>,
    /// The request target as received, with its query.
    pub target: &'a str,
    /// Names and values as received; a repeated header stands here several times.
    pub headers: Vec<(&'a str, &'a str)>,
    /// Address and port of the client.
    pub source: Peer<'a>,
    /// Address and port that the client connected to, after `port_maps`.
    pub destination: Peer<'a>,
    /// The server name of the TLS connection.
    pub sni: Option<&'a str>,
}

/// One side of a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Peer<'a> {
    /// An address.
    pub ip: Option<&'a str>,
    /// A port.
    pub port: Option<i64>,
}

impl<'a> Request<'a> {
    /// The values of a header as `ngx.req.get_headers()[name]` gives them: by the name in lower case or, where the
    /// request has no such header, with `-` in place of `_`.
    ///
    /// Source: lua-nginx-module, `ngx.req.get_headers`
    pub(super) fn header(&self, name: &str) -> Vec<&'a str> {
        let values = |name: &str| -> Vec<&'a str> {
            let named = self.headers.iter().filter(|(header, _)| header.eq_ignore_ascii_case(name));
            named.map(|(_, value)| *value).collect()
        };
        let exact = values(name);
        if !exact.is_empty() || !name.contains('_') {
            return exact;
        }
        values(&name.replace('_', "-"))
    }
}
