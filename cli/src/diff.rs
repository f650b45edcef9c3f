//! `kicplay diff`: what differs between two releases of the controller, two versions of Kong, two router flavors, or two
//! sets of files, and which rule made it.

use kic_core::compare::{self, Explain, Run};
use kic_core::wire::compare::Effect;
use kic_core::{Input, Options, Verdicts, yaml};

use crate::args::{DiffArguments, DiffFormat, RunArguments};
use crate::files::UsageError;
use crate::print::Outcome;
use crate::text;
use crate::translate::{Texts, kong, release, surroundings};

/// Runs both states and compares them.
///
/// # Errors
/// An unreadable file, an unknown version, or nothing in which the two states could differ.
pub fn run(arguments: &DiffArguments) -> Result<Outcome, UsageError> {
    let DiffArguments { files, run, .. } = arguments;
    let RunArguments { env, replica_env, values, .. } = run;
    if !asks_for_anything(arguments) {
        return Err(UsageError(
            "say what differs: --from 3.2, --from-kong, --from-flavor, or --before FILES".to_owned(),
        ));
    }
    let after = Texts::from_files(files, env.as_ref(), replica_env, values.as_ref())?;
    let before = if has_other_files(arguments) {
        let manifests = if arguments.before.is_empty() { files } else { &arguments.before };
        let environment = arguments.before_env.as_ref().or(env.as_ref());
        Some(Texts::from_files(
            manifests,
            environment,
            replica_env,
            arguments.before_values.as_ref().or(values.as_ref()),
        )?)
    } else {
        None
    };
    let options = options(arguments)?;
    let [before, after] = [(before.as_ref().unwrap_or(&after), options[0]), (&after, options[1])]
        .map(|(texts, options)| Input { sources: texts.sources(), options });
    let explain = if arguments.no_rules { Explain::No } else { Explain::Rules };
    let comparison = compare::compare(&Run::of(&before), &Run::of(&after), explain);
    let failed = arguments.strict && comparison.count(Effect::Worse) > 0;
    let value = || serde_json::to_value(&comparison).unwrap_or_default();
    let text = match arguments.format {
        DiffFormat::Text => text::comparison(&comparison, arguments.color.screen()),
        DiffFormat::Json => serde_json::to_string_pretty(&value()).unwrap_or_default(),
        DiffFormat::Yaml => yaml::emit_like_kubernetes(&value()),
    };
    Ok(Outcome { text, failed })
}

fn has_other_files(arguments: &DiffArguments) -> bool {
    !arguments.before.is_empty() || arguments.before_env.is_some() || arguments.before_values.is_some()
}

fn asks_for_anything(arguments: &DiffArguments) -> bool {
    let DiffArguments { from, from_kong, from_flavor, .. } = arguments;
    from.is_some() || from_kong.is_some() || from_flavor.is_some() || has_other_files(arguments)
}

/// Of the state before and of the one after.
fn options(arguments: &DiffArguments) -> Result<[Options<'_>; 2], UsageError> {
    let after = Options {
        kic: release("--to", &arguments.to)?,
        kong: kong("--to-kong", arguments.to_kong.as_deref())?,
        router_flavor: arguments.to_flavor.as_deref(),
        verdicts: Verdicts::Objects,
        ..surroundings(&arguments.run)
    };
    let before = Options {
        kic: arguments.from.as_deref().map_or(Ok(after.kic), |text| release("--from", text))?,
        kong: kong("--from-kong", arguments.from_kong.as_deref())?.or(after.kong),
        router_flavor: arguments.from_flavor.as_deref().or(after.router_flavor),
        ..after
    };
    Ok([before, after])
}
