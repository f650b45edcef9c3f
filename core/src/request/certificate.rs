//! The certificate that is served to a server name.

use serde_json::Value;

use super::decision::Certificate;
use super::entities::{list, text};
use crate::resolve::{pem, x509};

/// The certificate for a server name: the name itself, then `*.rest`, then `rest.*`, then `*`, then Kong's own.
///
/// Source: Kong 3.9.3 kong/runloop/certificate.lua:find_certificate, produce_wild_snis
pub(super) fn served(config: &Value, server_name: Option<&str>) -> Certificate {
    let Some(name) = server_name else { return Certificate { sni: None, pointer: None } };
    let wanted = [Some(name.to_owned()), without_first(name), without_last(name), Some("*".to_owned())];
    let found = wanted.into_iter().flatten().find_map(|wanted| {
        let certificates = list(config, "certificates").iter().enumerate();
        let mut snis = certificates.flat_map(|(number, certificate)| {
            list(certificate, "snis").iter().map(move |sni| (number, text(sni, "name").unwrap_or_default()))
        });
        snis.find(|(_, sni)| *sni == wanted).map(|(number, _)| (wanted.clone(), number))
    });
    match found {
        Some((sni, number)) => Certificate { sni: Some(sni), pointer: Some(format!("/config/certificates/{number}")) },
        None => Certificate { sni: None, pointer: None },
    }
}

/// Why a client that checks certificates refuses this one; `None` where nothing is wrong with name and time. Who signed it
/// is not looked at.
///
/// `now` in seconds since 1970; without it no certificate has expired.
pub(super) fn objection(config: &Value, certificate: &Certificate, name: &str, now: Option<i64>) -> Option<String> {
    let pointer = certificate.pointer.as_deref()?.strip_prefix("/config/certificates/")?;
    let entity = list(config, "certificates").get(pointer.parse::<usize>().ok()?)?;
    let (block, _) = pem::first(text(entity, "cert")?)?;
    let leaf = x509::Certificate::parse(&block.bytes)?;
    let names = || leaf.names.join(", ");
    match now {
        Some(now) if now > leaf.not_after => Some("it has expired".to_owned()),
        Some(now) if now < leaf.not_before => Some("it is not valid yet".to_owned()),
        _ if leaf.names.is_empty() => Some("it is for no name".to_owned()),
        _ if !leaf.is_for(name) => Some(format!("it is for {}", names())),
        _ => None,
    }
}

/// `*.example.com` of `a.example.com`; a name needs three labels for it.
fn without_first(name: &str) -> Option<String> {
    let (first, rest) = name.split_once('.')?;
    let (second, last) = rest.split_once('.')?;
    (!first.is_empty() && !second.is_empty() && !last.is_empty()).then(|| format!("*.{rest}"))
}

/// `a.example.*` of `a.example.com`.
fn without_last(name: &str) -> Option<String> {
    let (rest, last) = name.rsplit_once('.')?;
    (!rest.is_empty() && !last.is_empty()).then(|| format!("{rest}.*"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::served;

    #[test]
    fn names_come_before_wildcards_and_these_before_the_star() {
        let config = json!({"certificates": [
            {"snis": [{"name": "*"}]}, {"snis": [{"name": "a.example.*"}]},
            {"snis": [{"name": "*.example.com"}]}, {"snis": [{"name": "a.example.com"}]},
        ]});
        let sni = |name| served(&config, name).sni;
        assert_eq!(sni(Some("a.example.com")).as_deref(), Some("a.example.com"));
        assert_eq!(sni(Some("b.example.com")).as_deref(), Some("*.example.com"));
        assert_eq!(sni(Some("a.example.org")).as_deref(), Some("a.example.*"));
        assert_eq!(sni(Some("example.com")).as_deref(), Some("*"));
        assert_eq!(sni(None), None);
    }
}
