//! The address of a listen: IPv4, IPv6 or a name, and the port.

/// What kind of address an entry has.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum HostKind {
    /// `a.b.c.d`.
    Ipv4,
    /// `[a:b::c]`.
    Ipv6,
    /// Anything else, unchecked.
    Name,
}

/// A port as Kong has it: a number for IP addresses, a text for names.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Port {
    /// 0 to 65535.
    Number(u16),
    /// Digits, of any length.
    Text(String),
}

/// An address that Kong accepts.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Address {
    pub(super) kind: HostKind,
    /// Normalized for IP addresses: IPv6 expanded and in brackets.
    pub(super) ip: String,
    pub(super) port: Port,
}

/// Why an address is none.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum AddressError {
    /// No port, or not at the end.
    NoPort,
    /// An IP address that is none.
    NoAddress,
    /// A port above 65535.
    PortTooLarge,
    /// Kong itself crashes: brackets, a colon, no digits.
    Crash,
}

/// Reads an address as Kong does.
///
/// # Errors
/// What is wrong, for explanations; Kong has one text for all of them.
///
/// Source: Kong 3.9.3 kong/tools/ip.lua:hostname_type, normalize_ipv4, normalize_ipv6
pub(super) fn parse(text: &str) -> Result<Address, AddressError> {
    let colons = text.matches(':').count();
    if colons > 1 {
        return ipv6(text);
    }
    let numeric = text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.' || byte == b':');
    if numeric && text.len() > colons {
        return ipv4(text);
    }
    let (host, port) = text.rsplit_once(':').ok_or(AddressError::NoPort)?;
    if host.is_empty() || port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AddressError::NoPort);
    }
    Ok(Address { kind: HostKind::Name, ip: host.to_owned(), port: Port::Text(port.to_owned()) })
}

fn ipv4(text: &str) -> Result<Address, AddressError> {
    let (host, port) = text.split_once(':').ok_or(AddressError::NoPort)?;
    let octets: Vec<&str> = host.split('.').collect();
    let mut numbers = Vec::with_capacity(4);
    for octet in &octets {
        let number = octet.parse::<u8>().ok().filter(|_| (1..=3).contains(&octet.len()));
        numbers.push(number.ok_or(AddressError::NoAddress)?.to_string());
    }
    if numbers.len() != 4 {
        return Err(AddressError::NoAddress);
    }
    if port.is_empty() || !port.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(AddressError::NoPort);
    }
    let port = number(port)?;
    Ok(Address { kind: HostKind::Ipv4, ip: numbers.join("."), port: Port::Number(port) })
}

/// The port of digits; however long.
fn number(digits: &str) -> Result<u16, AddressError> {
    let significant = digits.trim_start_matches('0');
    if significant.is_empty() {
        return Ok(0);
    }
    significant.parse().map_err(|_| AddressError::PortTooLarge)
}

fn ipv6(text: &str) -> Result<Address, AddressError> {
    let Some(inner_end) = balanced(text) else {
        // Without brackets there is no port, which Kong wants.
        return Err(AddressError::NoPort);
    };
    let inner = text.get(1..inner_end).unwrap_or_default();
    let rest = text.get(inner_end + 1..).unwrap_or_default();
    let port = if rest.is_empty() {
        None
    } else {
        let digits = rest.strip_prefix(':').filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit()));
        let digits = digits.ok_or(AddressError::NoAddress)?;
        if digits.is_empty() {
            return Err(AddressError::Crash);
        }
        Some(number(digits)?)
    };
    let ip = expand(inner).ok_or(AddressError::NoAddress)?;
    let port = port.ok_or(AddressError::NoPort)?;
    Ok(Address { kind: HostKind::Ipv6, ip: format!("[{ip}]"), port: Port::Number(port) })
}

/// Offset of the bracket that closes the one at the start: Lua's `^%b[]`.
fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'[' => depth += 1,
            b']' if depth > 0 => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return (at > 0).then_some(at);
        }
    }
    None
}

/// All eight groups with four digits each, in lower case.
fn expand(text: &str) -> Option<String> {
    let mut address = text.to_owned();
    if address.starts_with(':') {
        address.insert(0, '0');
    }
    if address.ends_with(':') {
        address.push('0');
    }
    if address.contains("::") {
        let missing = 8_usize.saturating_sub(address.matches(':').count());
        address = address.replacen("::", &format!(":{}", "0:".repeat(missing)), 1);
    }
    let groups: Vec<&str> = address.split(':').collect();
    let hexadecimal =
        |group: &&str| (1..=4).contains(&group.len()) && group.bytes().all(|byte| byte.is_ascii_hexdigit());
    if groups.len() != 8 || !groups.iter().all(hexadecimal) {
        return None;
    }
    let groups: Vec<String> = groups.iter().map(|group| format!("{:0>4}", group.to_ascii_lowercase())).collect();
    Some(groups.join(":"))
}
