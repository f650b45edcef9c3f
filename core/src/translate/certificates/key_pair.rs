//! Whether a Secret holds a certificate and the key that belongs to it.
//!
//! Checked is what can be told without arithmetic on curves: a public key that an elliptic-curve or Ed25519 private
//! key does not carry is taken for the right one.
//!
//! Source: Go `crypto/tls`, `X509KeyPair`, by which upstream checks it.

use std::borrow::Cow;

use crate::k8s::Object;
use crate::kong::Text;
use crate::provenance::Sourced;
use crate::resolve::der::Reader;
use crate::resolve::x509::Certificate;
use crate::resolve::{pem, secret};

/// `tls.crt` and `tls.key`, trimmed. What is wrong is the error, in words without full stop.
pub(super) fn of<'a>(object: &'a Object<'a>) -> Result<(Text<'a>, Text<'a>), String> {
    let read = |key: &str| {
        let Some(data) = secret::data(object, key) else { return Err(format!("it has no `{key}`")) };
        Ok(Sourced::new(Cow::Owned(data.value.trim().to_owned()), data.place))
    };
    let cert: Text<'a> = read("tls.crt")?;
    let key: Text<'a> = read("tls.key")?;
    check(&cert.value, &key.value)?;
    Ok((cert, key))
}

/// A public key, as far as it is compared.
#[derive(PartialEq, Eq, Debug)]
enum PublicKey {
    /// The modulus.
    Rsa(Vec<u8>),
    /// The curve's identifier and the point; no point in a private key without one.
    Curve(Vec<u8>, Option<Vec<u8>>),
    /// Nothing: it is not in the private key.
    Ed25519,
}

fn check(cert: &str, key: &str) -> Result<(), String> {
    let certificate = pem::blocks(cert).into_iter().find(|block| block.label == "CERTIFICATE");
    let certificate = certificate.ok_or("`tls.crt` holds no PEM certificate")?;
    let public = certificate_key(&certificate.bytes).ok_or("the certificate in `tls.crt` cannot be read")?;
    let is_key = |label: &str| label == "PRIVATE KEY" || label.ends_with(" PRIVATE KEY");
    let private = pem::blocks(key).into_iter().find(|block| is_key(&block.label));
    let private = private.ok_or("`tls.key` holds no PEM private key")?;
    let own = private_key(&private.bytes).ok_or("the private key in `tls.key` cannot be read")?;
    let matches = match (&public, &own) {
        (PublicKey::Curve(curve, point), PublicKey::Curve(own_curve, own_point)) => {
            curve == own_curve && (own_point.is_none() || own_point == point)
        }
        (public, own) => public == own,
    };
    if matches { Ok(()) } else { Err("the private key does not belong to the certificate".to_owned()) }
}

const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
const EC: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01];
const ED25519: &[u8] = &[0x2b, 0x65, 0x70];

/// The public key of an X.509 certificate.
fn certificate_key(der: &[u8]) -> Option<PublicKey> {
    let mut info = Certificate::parse(der)?.public_key;
    let mut algorithm = info.sequence()?;
    let identifier = algorithm.identifier()?;
    let bits = info.bit_string()?;
    match identifier {
        RSA => Some(PublicKey::Rsa(Reader::new(bits).sequence()?.integer()?.to_vec())),
        EC => Some(PublicKey::Curve(algorithm.identifier()?.to_vec(), Some(bits.to_vec()))),
        ED25519 => Some(PublicKey::Ed25519),
        _ => None,
    }
}

/// The public part of a private key: PKCS #1, PKCS #8 or SEC 1, whatever the label says.
fn private_key(der: &[u8]) -> Option<PublicKey> {
    pkcs8(der).or_else(|| pkcs1(der)).or_else(|| sec1(der, None))
}

fn pkcs1(der: &[u8]) -> Option<PublicKey> {
    let mut key = Reader::new(der).sequence()?;
    key.integer()?;
    let modulus = key.integer()?.to_vec();
    key.integer()?;
    Some(PublicKey::Rsa(modulus))
}

fn pkcs8(der: &[u8]) -> Option<PublicKey> {
    let mut key = Reader::new(der).sequence()?;
    key.integer()?;
    let mut algorithm = key.sequence()?;
    let identifier = algorithm.identifier()?;
    let inner = key.octets()?;
    match identifier {
        RSA => pkcs1(inner),
        EC => sec1(inner, algorithm.identifier()),
        ED25519 => Some(PublicKey::Ed25519),
        _ => None,
    }
}

fn sec1(der: &[u8], curve: Option<&[u8]>) -> Option<PublicKey> {
    let mut key = Reader::new(der).sequence()?;
    key.integer()?;
    key.octets()?;
    let named = key.context(0).and_then(|inner| Reader::new(inner).identifier());
    let point = key.context(1).and_then(|inner| Reader::new(inner).bit_string());
    Some(PublicKey::Curve(curve.or(named)?.to_vec(), point.map(<[u8]>::to_vec)))
}

#[cfg(test)]
mod tests {
    use super::*;

    macro_rules! pem {
        ($name:literal) => {
            include_str!(concat!("../../../tests/support/key_pairs/", $name))
        };
    }

    #[test]
    fn keys_of_all_forms_belong_to_their_certificates() {
        for (cert, key) in [
            (pem!("ec.crt"), pem!("ec.pkcs8.key")),
            (pem!("ec.crt"), pem!("ec.sec1.key")),
            (pem!("rsa.crt"), pem!("rsa.pkcs1.key")),
            (pem!("rsa.crt"), pem!("rsa.pkcs8.key")),
            (pem!("ed25519.crt"), pem!("ed25519.key")),
        ] {
            assert_eq!(check(cert, key), Ok(()));
        }
    }

    #[test]
    fn foreign_keys_and_broken_texts_are_told_apart() {
        for (cert, key, why) in [
            (pem!("ec.crt"), pem!("other-ec.key"), "the private key does not belong to the certificate"),
            (pem!("ec.crt"), pem!("rsa.pkcs8.key"), "the private key does not belong to the certificate"),
            (pem!("rsa.crt"), pem!("ed25519.key"), "the private key does not belong to the certificate"),
            ("hello", pem!("ec.pkcs8.key"), "`tls.crt` holds no PEM certificate"),
            (pem!("ec.crt"), "world", "`tls.key` holds no PEM private key"),
            (pem!("ec.crt"), pem!("ec.crt"), "`tls.key` holds no PEM private key"),
            (
                "-----BEGIN CERTIFICATE-----\nAQID\n-----END CERTIFICATE-----",
                pem!("ec.pkcs8.key"),
                "the certificate in `tls.crt` cannot be read",
            ),
        ] {
            assert_eq!(check(cert, key), Err(why.to_owned()));
        }
    }
}
