//! The engine in a browser: [`kic_core`] behind three small hosts.
//!
//! [`serve`](worker::serve) answers the page's jobs in a worker, [`answer`] the same jobs where no worker can be had, and
//! [`api`] is for JavaScript. It is a WASM file of its own, so that the page can show itself before it is loaded; it must
//! know nothing of what the page looks like.

mod answer;
pub mod api;
pub mod opening;
pub mod worker;

pub use answer::answer;
