//! Which names say that their value is secret.

/// Ends of names whose values are secret, in lower case with `_` for `-`, `.` and nothing.
const ENDS: &[&str] = &[
    "password",
    "passwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "api_key",
    "privatekey",
    "private_key",
    "accesskey",
    "access_key",
    "access_key_id",
    "cert_key",
    "client_key",
    "encryption_key",
    "license_data",
    "rawlicensestring",
    "authorization",
    "cookie",
    "header_value",
    "param_value",
    "service_account_json",
    "session_conf",
    "auth_conf",
];

/// Names with such an end whose values only say where a secret is, or how it is called.
const HARMLESS: &[&str] = &["license_secret", "password_secret", "conf_secret", "set_cookie"];

/// Names that are secret as a whole: too short to be ends.
const WHOLE: &[&str] = &["pass", "auth", "pwd"];

/// Whether the value of a field, variable, flag or header with this name is secret.
pub(super) fn is_secret(name: &str) -> bool {
    let name = name.trim_start_matches('-').rsplit('/').next().unwrap_or_default();
    let name: String =
        name.chars().map(|c| if matches!(c, '-' | '.') { '_' } else { c.to_ascii_lowercase() }).collect();
    let has_end = |ends: &[&str]| ends.iter().any(|end| name.ends_with(end));
    WHOLE.contains(&name.as_str()) || has_end(ENDS) && !has_end(HARMLESS)
}

/// Whether a value of such a name is none: nothing, a reference to where the secret is, or the path of a file.
pub(super) fn is_reference(value: &str) -> bool {
    let value = value.trim();
    value.is_empty() || value.starts_with("{vault://") || value.starts_with('/') && !value.contains(char::is_whitespace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_secrets_are_known_in_every_spelling() {
        for name in [
            "KONG_PG_PASSWORD",
            "CONTROLLER_KONG_ADMIN_TOKEN",
            "--kong-admin-token",
            "clientSecret",
            "client_secret",
            "secret_access_key",
            "apiKey",
            "KONG_SSL_CERT_KEY",
            "Authorization",
            "rawLicenseString",
            "pg_password",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in ["secretName", "secretRef", "license_secret", "key_names", "max_tokens", "name", "strip_path"] {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn references_are_no_secrets() {
        assert!(is_reference("{vault://env/redis-password}") && is_reference("/etc/secrets/tls.key"));
        assert!(!is_reference("/not a path") && !is_reference("hunter2"));
    }
}
