//! The browser's local storage, of which nothing is certain: it may be switched off, full, or hold what another version wrote.

use serde::Serialize;
use serde::de::DeserializeOwned;
use web_sys::Storage;

/// What was kept under a key; `None` where nothing can be read as that.
pub(super) fn read<T: DeserializeOwned>(key: &str) -> Option<T> {
    let text = storage()?.get_item(key).ok()??;
    serde_json::from_str(&text).ok()
}

/// Keeps a value; tells whether it is kept.
pub(super) fn write<T: Serialize>(key: &str, value: &T) -> bool {
    let Ok(text) = serde_json::to_string(value) else { return false };
    storage().is_some_and(|storage| storage.set_item(key, &text).is_ok())
}

/// Even to ask for it may be refused.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok()?
}
