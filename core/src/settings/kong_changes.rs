//! What changes between versions of Kong, for those who ask what an upgrade does. Each row stands for a predicate of
//! [`KongVersion`]; a test holds the two together.

use super::KongVersion;

/// One behaviour of Kong that changed.
#[derive(Clone, Copy, Debug)]
pub struct KongChange {
    /// The first version with the newer behaviour.
    pub since: KongVersion,
    /// The predicate of [`KongVersion`] that tells the two apart.
    pub differs: fn(KongVersion) -> bool,
    /// The newer behaviour, in one sentence.
    pub text: &'static str,
    /// Where it is decided or written down.
    pub source: &'static str,
}

impl KongChange {
    /// All changes, oldest first.
    pub const ALL: &'static [Self] = &[
        Self {
            since: version(3, 4, 1),
            differs: KongVersion::is_supported_by_kic,
            text: "the controller works with Kong from here on, and ends with an older one",
            source: "KIC internal/versions/versions.go: KICv3VersionCutoff",
        },
        Self {
            since: version(3, 6, 0),
            differs: KongVersion::shares_http2,
            text: "`http2` on one of the proxy listens holds for all of them",
            source: "Kong kong/templates/nginx_kong.lua: `http2 on` stands in the server, once",
        },
        Self {
            since: version(3, 6, 0),
            differs: KongVersion::shows_http2_in_listeners,
            text: "the flag `http2` is no longer in the text of a parsed listen",
            source: "Kong kong/conf_loader/listeners.lua",
        },
        Self {
            since: version(3, 9, 0),
            differs: KongVersion::has_redirect_plugin,
            text: "Kong has the plugin `redirect`: RequestRedirect filters become it, not `request-termination` with \
                   `response-transformer`",
            source: "KIC internal/versions/versions.go: KongRedirectPluginCutoff",
        },
        Self {
            since: version(3, 10, 0),
            differs: KongVersion::drops_empty_listen_entries,
            text: "empty entries of a listen value are dropped, not refused",
            source: "Kong kong/conf_loader/parse.lua",
        },
        Self {
            since: version(3, 11, 0),
            differs: KongVersion::has_sticky_sessions,
            text: "upstreams can use the algorithm `sticky-sessions`",
            source: "KIC internal/versions/versions.go: KongStickySessionsCutoff",
        },
    ];
}

const fn version(major: u16, minor: u16, patch: u16) -> KongVersion {
    KongVersion { major, minor, patch }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_predicate_changes_at_the_version_of_its_row_and_nowhere_else() {
        let versions: Vec<KongVersion> =
            (3..=12).flat_map(|minor| (0..3).map(move |patch| version(3, minor, patch))).collect();
        for change in KongChange::ALL {
            let below = (change.differs)(version(3, 0, 0));
            for at in &versions {
                let differs = (change.differs)(*at) != below;
                assert_eq!(differs, *at >= change.since, "{} at {at}", change.text);
            }
        }
    }

    #[test]
    fn rows_are_in_the_order_of_versions() {
        assert!(KongChange::ALL.is_sorted_by_key(|change| change.since));
    }
}
