//! What a client sends: read from a line as for curl.

use super::words::{self, Word};
use crate::suggest::did_you_mean;

/// A request, or a connection, from a client outside of the cluster.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Client {
    /// In the letters of the line; empty for connections.
    pub method: String,
    /// What is spoken on the connection.
    pub scheme: Scheme,
    /// A name or an address, IPv6 without brackets. Whatever it is, it leads to the proxy.
    pub host: String,
    /// The port that the client connects to.
    pub port: u16,
    /// Path and query as written; empty for connections.
    pub target: String,
    /// Names and values, in order, without the Host header that the URL gives.
    pub headers: Vec<(String, String)>,
    /// The server name, where it is another one than that of the URL.
    pub sni: Option<String>,
    /// The address of the client.
    pub address: Option<String>,
    /// What the client wants of HTTP.
    pub version: Version,
    /// The client, or a load balancer in front, speaks the PROXY protocol first.
    pub proxy_protocol: bool,
}

/// What is spoken on a connection.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Scheme {
    /// HTTP without TLS.
    Http,
    /// HTTP over TLS.
    Https,
    /// gRPC without TLS.
    Grpc,
    /// gRPC over TLS.
    Grpcs,
    /// Bytes over TCP.
    Tcp,
    /// Bytes over TLS.
    Tls,
    /// Datagrams.
    Udp,
}

/// A version of HTTP.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Version {
    /// HTTP/2 where TLS offers it, else HTTP/1.1.
    #[default]
    Any,
    /// HTTP/1.1.
    One,
    /// HTTP/2 and nothing else.
    Two,
}

/// A line that is no request: what is wrong, and the bytes of the line that it is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct LineError {
    /// What is wrong and what to write instead.
    pub message: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Scheme {
    const ALL: [Self; 7] = [Self::Http, Self::Https, Self::Grpc, Self::Grpcs, Self::Tcp, Self::Tls, Self::Udp];

    /// `http`, `https`, `grpc`, `grpcs`, `tcp`, `tls`, `udp`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Grpc => "grpc",
            Self::Grpcs => "grpcs",
            Self::Tcp => "tcp",
            Self::Tls => "tls",
            Self::Udp => "udp",
        }
    }

    /// The scheme with this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scheme| scheme.name().eq_ignore_ascii_case(name))
    }

    /// TLS is on the outside.
    pub const fn has_tls(self) -> bool {
        matches!(self, Self::Https | Self::Grpcs | Self::Tls)
    }

    /// HTTP is spoken.
    pub const fn is_http(self) -> bool {
        matches!(self, Self::Http | Self::Https | Self::Grpc | Self::Grpcs)
    }

    /// gRPC is spoken.
    pub const fn is_grpc(self) -> bool {
        matches!(self, Self::Grpc | Self::Grpcs)
    }

    const fn default_port(self) -> Option<u16> {
        match self {
            Self::Http | Self::Grpc => Some(80),
            Self::Https | Self::Grpcs => Some(443),
            Self::Tcp | Self::Tls | Self::Udp => None,
        }
    }
}

/// The options of a line, with the number of arguments.
const OPTIONS: [(&str, &str, usize); 31] = [
    ("-X", "--request", 1),
    ("-H", "--header", 1),
    ("-u", "--user", 1),
    ("-A", "--user-agent", 1),
    ("-d", "--data", 1),
    ("", "--data-raw", 1),
    ("", "--data-binary", 1),
    ("-I", "--head", 0),
    ("", "--http2", 0),
    ("", "--http2-prior-knowledge", 0),
    ("", "--http1.1", 0),
    ("", "--haproxy-protocol", 0),
    ("", "--sni", 1),
    ("", "--client-ip", 1),
    ("", "--protocol", 1),
    // What follows changes nothing here: names lead to the proxy, and its certificate is always shown.
    ("-k", "--insecure", 0),
    ("-i", "--include", 0),
    ("-v", "--verbose", 0),
    ("-s", "--silent", 0),
    ("-S", "--show-error", 0),
    ("-L", "--location", 0),
    ("-f", "--fail", 0),
    ("-N", "--no-buffer", 0),
    ("-g", "--globoff", 0),
    ("", "--path-as-is", 0),
    ("", "--compressed", 0),
    ("", "--resolve", 1),
    ("", "--connect-to", 1),
    ("", "--cacert", 1),
    ("-m", "--max-time", 1),
    ("-o", "--output", 1),
];

/// A word in capitals in front of the URL is the method.
fn is_method(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_uppercase())
}

/// A line while it is read.
#[derive(Default)]
struct Line {
    url: Option<Word>,
    method: Option<String>,
    protocol: Option<Scheme>,
    headers: Vec<(String, String)>,
    sni: Option<String>,
    address: Option<String>,
    version: Version,
    proxy_protocol: bool,
    has_body: bool,
}

impl Client {
    /// Reads a line: `GET https://kong.example.com:443/path -H 'name: value' --sni NAME --client-ip IP`, in any order; a
    /// curl command will do. Without a scheme it is `http`; with `tcp://`, `tls://` or `udp://`, or `--protocol`, it is a
    /// connection.
    ///
    /// # Errors
    /// What cannot be read, with its place in the line.
    pub fn parse(text: &str) -> Result<Self, LineError> {
        let words = words::split(text)?;
        let mut line = Line::default();
        let mut words = words.into_iter().enumerate();
        while let Some((number, word)) = words.next() {
            if number == 0 && matches!(word.text.as_str(), "curl" | "grpcurl") {
                continue;
            }
            let Some((mut name, mut attached)) = option_of(&word) else {
                line.plain(word)?;
                continue;
            };
            loop {
                let known = OPTIONS.iter().find(|(short, long, _)| *short == name || *long == name);
                let Some((_, long, arguments)) = known else { return Err(unknown_option(&word, &name)) };
                let argument = match (arguments, attached) {
                    (0, None) => None,
                    // `-sk`: letters behind one dash.
                    (0, Some(rest)) if !name.starts_with("--") => {
                        line.option(long, None)?;
                        let rest = Word { text: format!("-{}", rest.text), ..rest };
                        let Some(next) = option_of(&rest) else { break };
                        (name, attached) = next;
                        continue;
                    }
                    (0, Some(_)) => return Err(word.error(format!("`{name}` takes no value"))),
                    (_, Some(value)) => Some(value),
                    (_, None) => match words.next() {
                        Some((_, value)) => Some(value),
                        None => return Err(word.error(format!("`{name}` needs a value behind it"))),
                    },
                };
                line.option(long, argument)?;
                break;
            }
        }
        line.finish(text)
    }

    /// The Host header: that of the request, else what the URL says.
    pub fn host_header(&self) -> String {
        let given = self.headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("host"));
        given.map_or_else(|| self.authority(), |(_, value)| value.clone())
    }

    /// Host and, where it is not the scheme's own, port of the URL.
    pub fn authority(&self) -> String {
        let host = if self.host.contains(':') { format!("[{}]", self.host) } else { self.host.clone() };
        if self.scheme.default_port() == Some(self.port) { host } else { format!("{host}:{}", self.port) }
    }

    /// The server name of the TLS handshake: none without TLS, and none for an address.
    pub fn server_name(&self) -> Option<&str> {
        let is_address = self.host.parse::<std::net::IpAddr>().is_ok();
        let of_url = (!is_address).then_some(self.host.as_str());
        self.sni.as_deref().or(of_url).filter(|_| self.scheme.has_tls())
    }

    /// The first value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(own, _)| own.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The line that [`parse`](Self::parse) reads as this request.
    pub fn line(&self) -> String {
        let mut line = String::new();
        let is_plain = is_method(&self.method);
        if is_plain {
            line.push_str(&self.method);
            line.push(' ');
        }
        let url = format!("{}://{}{}", self.scheme.name(), self.authority(), self.target);
        line.push_str(&words::quoted(&url));
        let mut option = |name: &str, value: Option<&str>| {
            line.push(' ');
            line.push_str(name);
            if let Some(value) = value {
                line.push(' ');
                line.push_str(&words::quoted(value));
            }
        };
        if !is_plain && self.scheme.is_http() {
            option("-X", Some(&self.method));
        }
        for (name, value) in &self.headers {
            option("-H", Some(&format!("{name}: {value}")));
        }
        if let Some(sni) = &self.sni {
            option("--sni", Some(sni));
        }
        if let Some(address) = &self.address {
            option("--client-ip", Some(address));
        }
        match self.version {
            Version::Any => {}
            Version::One => option("--http1.1", None),
            Version::Two => option("--http2-prior-knowledge", None),
        }
        if self.proxy_protocol {
            option("--haproxy-protocol", None);
        }
        line
    }
}

/// The option that a word is, with the value that is attached to it.
fn option_of(word: &Word) -> Option<(String, Option<Word>)> {
    if !word.text.starts_with('-') || word.text.len() < 2 {
        return None;
    }
    let attached = |at: usize| {
        let text = word.text.get(at..).unwrap_or_default().to_owned();
        Word { text, start: word.start, end: word.end }
    };
    if word.text.starts_with("--") {
        return Some(match word.text.split_once('=') {
            Some((name, _)) => (name.to_owned(), Some(attached(name.len() + 1))),
            None => (word.text.clone(), None),
        });
    }
    let name: String = word.text.chars().take(2).collect();
    let rest = (word.text.len() > name.len()).then(|| attached(name.len()));
    Some((name, rest))
}

fn unknown_option(word: &Word, name: &str) -> LineError {
    let known = OPTIONS.iter().flat_map(|(short, long, _)| [*short, *long]).filter(|name| !name.is_empty());
    let meant = did_you_mean(name, known).map_or_else(String::new, |meant| format!(", did you mean `{meant}`"));
    word.error(format!("`{name}` is no option of a request{meant}"))
}

impl Line {
    /// A word that is no option: the method, then the URL.
    fn plain(&mut self, word: Word) -> Result<(), LineError> {
        if is_method(&word.text) && self.method.is_none() && self.url.is_none() {
            self.method = Some(word.text);
            return Ok(());
        }
        if self.url.is_some() {
            return Err(word.error("there is one URL in a request; put quotes around what has blanks".to_owned()));
        }
        self.url = Some(word);
        Ok(())
    }

    fn option(&mut self, long: &str, argument: Option<Word>) -> Result<(), LineError> {
        match (long, argument) {
            ("--request", Some(value)) => self.method = Some(value.text),
            ("--header", Some(value)) => self.headers.push(header(&value)?),
            ("--user-agent", Some(value)) => self.headers.push(("User-Agent".to_owned(), value.text)),
            ("--user", Some(value)) => {
                use base64ct::Encoding as _;
                let credentials = base64ct::Base64::encode_string(value.text.as_bytes());
                self.headers.push(("Authorization".to_owned(), format!("Basic {credentials}")));
            }
            ("--data" | "--data-raw" | "--data-binary", Some(_)) => self.has_body = true,
            ("--head", _) => self.method = Some("HEAD".to_owned()),
            ("--http2", _) => self.version = Version::Any,
            ("--http2-prior-knowledge", _) => self.version = Version::Two,
            ("--http1.1", _) => self.version = Version::One,
            ("--haproxy-protocol", _) => self.proxy_protocol = true,
            ("--sni", Some(value)) => self.sni = Some(value.text),
            ("--client-ip", Some(value)) => match value.text.parse::<std::net::IpAddr>() {
                Ok(_) => self.address = Some(value.text),
                Err(_) => return Err(value.error(format!("`{}` is no IP address", value.text))),
            },
            ("--protocol", Some(value)) => {
                let wrong = || value.error(format!("`{}` is no protocol; write tcp, tls or udp", value.text));
                self.protocol = Some(Scheme::parse(&value.text).ok_or_else(wrong)?);
            }
            _ => {}
        }
        Ok(())
    }

    fn finish(self, text: &str) -> Result<Client, LineError> {
        let Some(url) = self.url else {
            let message = "there is no URL; write for example `GET https://example.com/path`".to_owned();
            return Err(LineError { message, start: text.len(), end: text.len() });
        };
        let (scheme, rest) = match url.text.split_once("://") {
            Some((name, rest)) => {
                let scheme = Scheme::parse(name).ok_or_else(|| {
                    url.error(format!("`{name}://` is none of http, https, grpc, grpcs, tcp, tls and udp"))
                })?;
                (scheme, rest)
            }
            None => (Scheme::Http, url.text.as_str()),
        };
        let scheme = self.protocol.unwrap_or(scheme);
        let rest = rest.split('#').next().unwrap_or_default();
        let at = rest.find(['/', '?']).unwrap_or(rest.len());
        let (authority, target) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let authority = authority.rsplit('@').next().unwrap_or_default();
        let (host, port) = host_and_port(authority, &url)?;
        let port = port.or(scheme.default_port()).ok_or_else(|| {
            url.error(format!("a {} connection needs a port: `{}://{host}:PORT`", scheme.name(), scheme.name()))
        })?;
        let mut headers = self.headers;
        if self.has_body && !has(&headers, "content-type") {
            headers.push(("Content-Type".to_owned(), "application/x-www-form-urlencoded".to_owned()));
        }
        if scheme.is_grpc() && !has(&headers, "content-type") {
            headers.push(("Content-Type".to_owned(), "application/grpc".to_owned()));
        }
        let method = match (scheme.is_http(), self.method) {
            (false, _) => String::new(),
            (true, Some(method)) => method,
            (true, None) if self.has_body || scheme.is_grpc() => "POST".to_owned(),
            (true, None) => "GET".to_owned(),
        };
        let target = match (scheme.is_http(), target) {
            (false, _) => String::new(),
            (true, target) if target.starts_with('/') => target.to_owned(),
            (true, query) => format!("/{query}"),
        };
        let version = if scheme.is_grpc() { Version::Two } else { self.version };
        let Self { sni, address, proxy_protocol, .. } = self;
        Ok(Client { method, scheme, host, port, target, headers, sni, address, version, proxy_protocol })
    }
}

fn has(headers: &[(String, String)], name: &str) -> bool {
    headers.iter().any(|(own, _)| own.eq_ignore_ascii_case(name))
}

fn header(word: &Word) -> Result<(String, String), LineError> {
    match word.text.split_once(':') {
        Some((name, value)) if !name.trim().is_empty() => Ok((name.trim().to_owned(), value.trim().to_owned())),
        _ => Err(word.error(format!("`{}` is no header; write 'name: value'", word.text))),
    }
}

fn host_and_port(authority: &str, url: &Word) -> Result<(String, Option<u16>), LineError> {
    let (host, port) = match authority.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((host, rest)) => (host, rest.strip_prefix(':')),
        None => match authority.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (authority, None),
        },
    };
    if host.is_empty() {
        return Err(url.error("the URL has no host".to_owned()));
    }
    let number = |port: &str| match port.parse::<u16>() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(url.error(format!("`{port}` is no port; ports are 1 to 65535"))),
    };
    Ok((host.to_owned(), port.filter(|port| !port.is_empty()).map(number).transpose()?))
}

#[cfg(test)]
mod tests {
    use super::{Client, Scheme, Version};

    fn parse(line: &str) -> Client {
        Client::parse(line).unwrap()
    }

    #[test]
    fn a_line_is_a_method_a_url_and_options() {
        let client = parse("POST https://a.example.com:8443/x?y=1 -H 'X-A: b c' --sni other --client-ip 10.0.0.1");
        assert_eq!((client.method.as_str(), client.scheme, client.port), ("POST", Scheme::Https, 8443));
        assert_eq!(client.target, "/x?y=1");
        assert_eq!(client.headers, [("X-A".to_owned(), "b c".to_owned())]);
        assert_eq!(client.server_name(), Some("other"));
        assert_eq!(client.host_header(), "a.example.com:8443");
        assert_eq!(parse(&client.line()), client);
    }

    #[test]
    fn a_curl_command_will_do() {
        let client = parse(r#"curl -sk -XDELETE -H "Host: h" 'http://10.0.0.1' -u a:b"#);
        assert_eq!((client.method.as_str(), client.port, client.target.as_str()), ("DELETE", 80, "/"));
        assert_eq!(client.host_header(), "h");
        assert_eq!(client.header("authorization"), Some("Basic YTpi"));
        assert_eq!(parse("curl example.com -d x=1").method, "POST");
    }

    #[test]
    fn connections_have_a_scheme_and_a_port() {
        assert_eq!(parse("tls://db.example.com:5432").server_name(), Some("db.example.com"));
        assert_eq!(parse("--protocol udp [2001:db8::1]:53").host, "2001:db8::1");
        assert_eq!(
            Client::parse("tcp://example.com").unwrap_err().message.split(':').next(),
            Some("a tcp connection needs a port")
        );
        let grpc = parse("grpc://example.com/pkg.Service/Method");
        assert_eq!((grpc.method.as_str(), grpc.version), ("POST", Version::Two));
        assert_eq!(grpc.header("content-type"), Some("application/grpc"));
    }

    #[test]
    fn errors_name_their_place() {
        let at = |line: &str| {
            let error = Client::parse(line).unwrap_err();
            (line[error.start..error.end].to_owned(), error.message)
        };
        assert_eq!(at("GET http://a --hedaer x").0, "--hedaer");
        assert!(at("GET http://a --hedaer x").1.contains("did you mean `--header`"));
        assert_eq!(at("GET http://a:99999/").0, "http://a:99999/");
        assert_eq!(at("GET ftp://a/").1, "`ftp://` is none of http, https, grpc, grpcs, tcp, tls and udp");
        assert_eq!(at("GET").1, "there is no URL; write for example `GET https://example.com/path`");
        assert_eq!(at("GET http://a 'x").0, "'x");
        assert_eq!(at("GET http://a -H x").0, "x");
    }
}
