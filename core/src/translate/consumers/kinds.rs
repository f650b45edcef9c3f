//! The kinds of credentials: one row each.
//!
//! Source: KIC v3.5.13 internal/dataplane/kongstate/credentials.go, credentials_conflicts.go,
//! internal/admission/validation/consumers/credentials/vars.go; go-kong v0.72 kong/types.go;
//! spec/ingress-and-kong-crds.md 5.3, 5.4.

/// What the controller's type has in a field, as Go's messages call it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum FieldType {
    Text,
    Int,
    Bool,
    /// A list of texts.
    List,
    /// An object; no entry of a Secret is one.
    Struct,
}

/// A field of a credential.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    pub name: &'static str,
    pub holds: FieldType,
}

/// A kind of credential.
#[derive(Clone, Copy, Debug)]
pub(super) struct CredentialKind {
    /// Value of the label `konghq.com/credential`.
    pub label: &'static str,
    /// List of the consumer in Kong's configuration.
    pub list: &'static str,
    /// The fields that only this kind has.
    pub fields: &'static [Field],
    /// The fields that must be there, in the order in which they are looked for, with the controller's words.
    pub required: &'static [(&'static str, &'static str)],
    /// What the controller says before the errors of decoding.
    pub undecodable: &'static str,
    /// The field whose value may be there only once among all credentials, and what the controller calls its index.
    pub unique: Option<(&'static str, &'static str)>,
}

/// The fields of all kinds. `tags` are those of the Secret object, in the Secret's data they are an error.
pub(super) const COMMON: &[Field] = &[
    Field { name: "consumer", holds: FieldType::Struct },
    Field { name: "created_at", holds: FieldType::Int },
    text("id"),
    Field { name: "tags", holds: FieldType::List },
];

/// The kinds, in the order in which conflicts are looked for.
pub(super) const KINDS: &[CredentialKind] = &[
    CredentialKind {
        label: "key-auth",
        list: "keyauth_credentials",
        fields: &[text("key"), Field { name: "ttl", holds: FieldType::Int }],
        required: &[("key", "key-auth is invalid: no key")],
        undecodable: "failed to decode key-auth credential",
        unique: Some(("key", "key-auth on 'key'")),
    },
    CredentialKind {
        label: "hmac-auth",
        list: "hmacauth_credentials",
        fields: &[text("username"), text("secret")],
        required: &[("username", "hmac-auth is invalid: no username")],
        undecodable: "failed to decode hmac-auth credential",
        unique: Some(("username", "hmac-auth on 'username'")),
    },
    CredentialKind {
        label: "jwt",
        list: "jwt_secrets",
        fields: &[text("key"), text("algorithm"), text("rsa_public_key"), text("secret")],
        required: &[("key", "jwt-auth for is invalid: no key")],
        undecodable: "failed to process JWT credential",
        unique: Some(("key", "jwt-auth on 'key'")),
    },
    CredentialKind {
        label: "basic-auth",
        list: "basicauth_credentials",
        fields: &[text("username"), text("password")],
        required: &[("username", "basic-auth is invalid: no username")],
        undecodable: "failed to decode basic-auth credential",
        unique: Some(("username", "basic-auth on 'username'")),
    },
    CredentialKind {
        label: "oauth2",
        list: "oauth2_credentials",
        fields: &[
            text("name"),
            text("client_id"),
            text("client_secret"),
            Field { name: "redirect_uris", holds: FieldType::List },
            Field { name: "hash_secret", holds: FieldType::Bool },
            text("client_type"),
        ],
        required: &[("client_id", "oauth2 is invalid: no client_id"), ("name", "oauth2 is invalid: no name")],
        undecodable: "failed to decode oauth2 credential",
        unique: Some(("client_id", "oauth2-credentials on 'client_id'")),
    },
    CredentialKind {
        label: "acl",
        list: "acls",
        fields: &[text("group")],
        required: &[("group", "acl is invalid: no group")],
        undecodable: "failed to process ACL group",
        unique: None,
    },
    CredentialKind {
        label: "mtls-auth",
        list: "mtls_auth_credentials",
        fields: &[text("subject_name"), Field { name: "ca_certificate", holds: FieldType::Struct }],
        required: &[("subject_name", "mtls-auth is invalid: no subject_name")],
        undecodable: "failed to decode mTLS credential",
        unique: None,
    },
];

const fn text(name: &'static str) -> Field {
    Field { name, holds: FieldType::Text }
}

impl CredentialKind {
    /// The kind that a label names.
    pub(super) fn of_label(label: &str) -> Option<&'static Self> {
        KINDS.iter().find(|kind| kind.label == label)
    }

    /// All its fields.
    pub(super) fn all_fields(&self) -> impl Iterator<Item = Field> {
        self.fields.iter().chain(COMMON).copied()
    }
}
