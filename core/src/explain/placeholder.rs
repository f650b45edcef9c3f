//! A Secret that stands in for a certificate that is not in the manifests.
//!
//! The key pair also stands in share links for those that were left out, and in the dictionary of their format 1: other
//! constants need a new format there.

use crate::resolve::base64;

/// A throwaway, self-signed certificate for `placeholder.invalid`; it protects nothing.
pub(crate) const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----
MIIBojCCAUegAwIBAgIUfO8Kdk6g2nCaUX1myNMmPUAKw88wCgYIKoZIzj0EAwIw
FjEUMBIGA1UEAwwLcGxhY2Vob2xkZXIwHhcNMjYxMTI0MTc0MDM5WhcNMzYxMTIx
MTc0MDM5WjAWMRQwEgYDVQQDDAtwbGFjZWhvbGRlcjBZMBMGByqGSM49AgEGCCqG
SM49AwEHA0IABFRxGQgbTTySX42wuJD4uNinxeI6VsOSg2UwTxJzJe1z1rRdNgBu
BMrdyv1ecIItHNBjXyXeohdvR78nHplmj7ajczBxMB0GA1UdDgQWBBQVNbeXsW9Y
Mto08SoUfYZ0ebeKdzAfBgNVHSMEGDAWgBQVNbeXsW9YMto08SoUfYZ0ebeKdzAP
BgNVHRMBAf8EBTADAQH/MB4GA1UdEQQXMBWCE3BsYWNlaG9sZGVyLmludmFsaWQw
CgYIKoZIzj0EAwIDSQAwRgIhAJOOblNTFf58AeEwOsAGMHIKNHEvAnIZCH2BbKQa
c5aBAiEAoyWzG3jkCAD9tsSnntOHjf7sFr3WwMKHu0W2uuZ78oc=
-----END CERTIFICATE-----
";

/// The certificate's key.
pub(crate) const KEY: &str = "-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgKO4gKoY5nOHylA4r
oEeY2BBMu6/7pyCsNM4Al8qrPOChRANCAARUcRkIG008kl+NsLiQ+LjYp8XiOlbD
koNlME8ScyXtc9a0XTYAbgTK3cr9XnCCLRzQY18l3qIXb0e/Jx6ZZo+2
-----END PRIVATE KEY-----
";

/// A TLS Secret of this name with the placeholder's key pair, as a YAML document.
pub fn tls_secret(namespace: &str, name: &str) -> String {
    let block = |text: &str| text.lines().map(|line| format!("    {line}")).collect::<Vec<_>>().join("\n");
    format!(
        "# A placeholder, self-signed: put your certificate here.\napiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\n  \
         namespace: {namespace}\ntype: kubernetes.io/tls\nstringData:\n  tls.crt: |\n{}\n  tls.key: |\n{}\n",
        block(CERTIFICATE),
        block(KEY)
    )
}

/// A PEM text as a value of `data`.
pub(crate) fn in_base64(pem: &str) -> String {
    base64::encode(pem.as_bytes())
}

/// A PEM text as a value of `stringData`, in one line.
pub(crate) fn in_quotes(pem: &str) -> String {
    format!("\"{}\"", pem.replace('\n', "\\n"))
}
