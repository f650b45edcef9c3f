//! What the programs are told: the environment of Kong and of the controller, flags, feature gates, versions.
//!
//! Must not know YAML manifests.

pub mod controller;
pub mod environment;
mod gates;
mod go;
mod kong;
mod kong_changes;
mod names;
mod start;
mod version;

pub use controller::{Controller, ControllerSettings, NamespacedName};
pub use environment::{EnvValue, Environment};
pub use gates::{FeatureGates, Gate};
pub use kong::{DEFAULT_PROXY_LISTEN, KongSettings, RouterFlavor};
pub use kong_changes::KongChange;
pub use names::Names;
pub use start::{Program, StartError};
pub use version::{Behaviour, KicVersion, KongVersion};

use crate::diagnostic::Diagnostic;

/// What the caller decides, whatever the environment says.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Options {
    /// The release of the controller.
    pub kic: KicVersion,
    /// The version of Kong; `None` reads `KONG_VERSION`.
    pub kong: Option<KongVersion>,
    /// The router flavor; `None` reads `KONG_ROUTER_FLAVOR`.
    pub router_flavor: Option<RouterFlavor>,
}

/// All settings of one run.
#[derive(Clone, PartialEq, Debug)]
pub struct Settings {
    /// The release of the controller.
    pub kic: KicVersion,
    /// What Kong was told.
    pub kong: KongSettings,
    /// What the controller was told.
    pub controller: ControllerSettings,
    /// The first setting that Kong refuses by itself; the listens and port maps are checked by `listens`.
    pub kong_refuses: Option<StartError>,
    /// The first value that the controller refuses; whether the values fit together is checked by
    /// [`ControllerSettings::check_start`].
    pub controller_refuses: Option<StartError>,
}

impl Settings {
    /// Reads the settings from the environment; what the caller decides wins.
    ///
    /// May add the problems of [`KongSettings::read`] and [`ControllerSettings::read`], and `environment-unknown` for
    /// names that neither program reads.
    pub fn read(environment: &Environment<'_>, options: Options, problems: &mut Vec<Diagnostic>) -> Self {
        names::report_unknown(environment, options.kic, problems);
        let (kong, kong_refuses) = KongSettings::read(environment, options.kong, options.router_flavor, problems);
        let (controller, controller_refuses) = ControllerSettings::read(environment, options.kic, problems);
        Self { kic: options.kic, kong, controller, kong_refuses, controller_refuses }
    }
}
