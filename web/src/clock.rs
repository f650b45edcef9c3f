//! The time that certificates are judged by.

/// Seconds since 1970. The core has no clock: the page asks once, so that a report changes only with what is typed.
pub fn seconds() -> Option<i64> {
    // Whole numbers are printed without a fraction.
    (js_sys::Date::now() / 1000.0).floor().to_string().parse().ok()
}
