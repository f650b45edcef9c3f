//! The stages in their order.

use std::collections::BTreeSet;

use crate::admission::{self, Admitted, Refused};
use crate::annotations::{Entity, verdict};
use crate::diagnostic::catalog::refusals;
use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::explain::fields::{Judge, Recorded};
use crate::explain::remedies::Desk;
use crate::explain::{self, chain, hops, objects, reach};
use crate::findings::{Failure, Findings};
use crate::helm::{self, Fed, Release};
use crate::k8s::load::{self, LeftOut, Loaded, Stage, Stored};
use crate::k8s::service::Service;
use crate::k8s::{Kind, Object, ObjectKey};
use crate::kong::{self, Configuration, Listing};
use crate::listens::{self, KongListens};
use crate::locate::Locator;
use crate::ordered::Ordered as _;
use crate::provenance::{Origin, Tree, TreeMap};
use crate::report::{AsIfAccepted, Assumed, Event, ListenerFix, ListenerView, Modelled, Report};
use crate::request::{Entrance, PublishService};
use crate::resolve::Store;
use crate::resolve::cache::Cache;
use crate::resolve::watch::{self, Watched};
use crate::settings::KicVersion;
use crate::settings::environment::{self, Environment};
use crate::settings::{self, Gate, RouterFlavor, Settings, StartError};
use crate::status::{self, ConfigurationState, DataPlane};
use crate::text::{Pane, Sources, Span};
use crate::translate::{self, TranslateSettings, fallback};
use crate::webhook::{self, Answer, Installed};
use crate::yaml::{self, Limits};
use crate::{Assume, Input, Options, Verdicts, assume};

/// Runs all stages.
///
/// Never fails and never panics: what is wrong with the input is in the report.
pub fn translate(input: &Input<'_>) -> Report {
    let (sources, options) = (&input.sources, input.options);
    let mut problems = Vec::new();
    let fed = from_helm(sources, options, &mut problems);
    let (mut setup, pane) = Setup::read(sources, options, &fed, &mut problems);
    let Loaded { mut objects, mut left_out, of_other_versions, foreign, beside } =
        documents(sources, options, &mut problems);
    let mut assumed = fed.add_to(&mut objects, &pane, options.namespace, sources, &mut problems);
    if options.assume == Assume::Missing {
        let release = Release { name: options.release, namespace: options.namespace };
        assumed.extend(setup.assume(sources, release, &mut objects, &mut problems));
    }
    let does_not_start = setup.check_start(options, &mut problems);
    let Admitted { accepted, refused } = match options.stored {
        Stored::AsStored => Admitted { accepted: objects, refused: Vec::new() },
        Stored::AsPasted => admission::admit(objects, options.kic, sources, &mut problems),
    };
    if options.stored == Stored::AsPasted {
        admission::check_port_names(&accepted, sources, &mut problems);
        admission::check_core_kinds(&accepted, &mut problems);
    }
    let controller = &setup.settings.controller;
    let Watched { seen: accepted, unseen } = match options.stored {
        Stored::AsStored => Watched { seen: accepted, unseen: Vec::new() },
        Stored::AsPasted => Watched::of(accepted, controller, &mut problems),
    };
    let run = Run { sources, options, setup: &setup, does_not_start: does_not_start.as_ref() };
    let outcome = run.on(&accepted);
    problems.extend(outcome.problems);
    let is_refused = |left_out: &LeftOut| matches!(left_out.stage, Stage::Api | Stage::Schema);
    let is_any_refused = left_out.iter().chain(refused.iter().map(|refused| &refused.left_out)).any(is_refused);
    let as_if_accepted = (is_any_refused && does_not_start.is_none()).then(|| {
        let mut all = accepted.clone();
        all.extend(refused.iter().filter(|refused| refused.is_decodable).map(|refused| refused.object.clone()));
        all.extend(of_other_versions.iter().map(|(_, object)| object.clone()));
        all.retain(|object| watch::sees(controller, object));
        all.order_by_key(|object| object.span);
        let Outcome { config, status, events, webhook, .. } = run.on(&all);
        Box::new(AsIfAccepted { config, status, events, webhook })
    });
    let webhook = if setup.webhook() == Installed::Yes { &outcome.webhook[..] } else { &[] };
    let kong = &setup.settings.kong;
    let modelled = Modelled { kic: options.kic, kong: kong.version.value, router_flavor: kong.router_flavor.value };
    let listens = setup.listens.ok().filter(|_| does_not_start.is_none());
    let flavor = setup.settings.kong.router_flavor.value;
    let entrance = listens.map(|listens| Entrance { listens, flavor, services: outcome.services, now: options.now });
    if let (Some(config), Some(entrance), Stored::AsPasted) = (&outcome.config, &entrance, options.stored) {
        problems.extend(reach::problems(config, entrance, &accepted));
    }
    let desk = Desk { sources, objects: &accepted, environment: &setup.environment };
    desk.write(&mut problems);
    let mut listeners = outcome.listeners;
    for edit in listeners.iter_mut().flat_map(|listener| &mut listener.fixes).flat_map(|of| &mut of.fix.edits) {
        desk.end_lines(edit);
    }
    let documents = objects::Documents {
        objects: &accepted,
        unseen: &unseen,
        refused: &refused,
        left_out: &left_out,
        of_other_versions: &of_other_versions,
        foreign: &foreign,
        beside: &beside,
        webhook,
    };
    let recorded = Recorded {
        config: outcome.config.as_ref(),
        status: &outcome.status,
        listeners: &listeners,
        annotations: &outcome.annotations,
        problems: &problems,
    };
    let judge = (options.verdicts == Verdicts::Fields).then(|| Judge::new(sources, &accepted, recorded));
    let objects = objects::views(documents, outcome.config.as_ref(), &outcome.status, judge.as_ref());
    let environments: Vec<&Environment<'_>> = std::iter::once(&pane).chain(&setup.replica_environments).collect();
    let variables = judge.map_or_else(Vec::new, |judge| judge.variables(&environments, options.kic));
    left_out.extend(refused.into_iter().map(|Refused { left_out, .. }| left_out));
    diagnostic::sort(&mut problems);
    Report {
        does_not_start,
        config: outcome.config,
        status: outcome.status,
        events: outcome.events,
        webhook: outcome.webhook,
        left_out,
        as_if_accepted,
        problems,
        listeners,
        annotations: outcome.annotations,
        objects,
        variables,
        assumed,
        entrance,
        modelled,
    }
}

/// The objects of the manifests.
fn documents<'a>(sources: &Sources<'a>, options: Options<'a>, problems: &mut Vec<Diagnostic>) -> Loaded<'a> {
    let limits = Limits::default();
    let documents = sources
        .of(Pane::Manifests)
        .flat_map(|(file, source)| yaml::parse(file, source.text, &limits, problems))
        .collect();
    load::load(documents, options.stored, options.kic, options.namespace, problems)
}

/// What the Helm values render; nothing where the documents are the controller's cache.
fn from_helm(sources: &Sources<'_>, options: Options<'_>, problems: &mut Vec<Diagnostic>) -> Fed {
    match options.stored {
        Stored::AsStored => Fed::default(),
        Stored::AsPasted => {
            let release = Release { name: options.release, namespace: options.namespace };
            helm::feed(sources, release, problems)
        }
    }
}

/// What the programs were told, and what Kong listens on.
struct Setup<'a> {
    environment: Environment<'a>,
    settings: Settings,
    listens: Result<KongListens, StartError>,
    /// Listens of further replicas; those that do not start are not asked.
    replicas: Vec<KongListens>,
    /// What the panes of further replicas say.
    replica_environments: Vec<Environment<'a>>,
}

impl<'a> Setup<'a> {
    /// Gives what the environment pane says as well, without what the Helm values add.
    fn read(
        sources: &Sources<'a>,
        options: Options<'_>,
        fed: &Fed,
        problems: &mut Vec<Diagnostic>,
    ) -> (Self, Environment<'a>) {
        let settings_options = settings::Options {
            kic: options.kic,
            kong: options.kong,
            router_flavor: options.router_flavor.and_then(RouterFlavor::parse),
        };
        let pane = sources
            .of(Pane::Environment)
            .map(|(file, source)| environment::parse(file, source.text, problems))
            .fold(Environment::default(), |all, next| next.with_fallback(all));
        let environment = pane.clone().with_fallback(fed.environment.clone());
        let settings = Settings::read(&environment, settings_options, problems);
        let listens = KongListens::read(&settings.kong, problems);
        let replica_environments: Vec<Environment<'a>> = sources
            .of(Pane::ReplicaEnvironment)
            .map(|(file, source)| environment::parse(file, source.text, problems))
            .collect();
        let replicas = replica_environments
            .iter()
            .filter_map(|environment| {
                let environment = environment.clone().with_fallback(fed.environment.clone());
                let settings = Settings::read(&environment, settings_options, problems);
                KongListens::read(&settings.kong, problems).ok()
            })
            .collect();
        (Self { environment, settings, listens, replicas, replica_environments }, pane)
    }

    fn assume(
        &mut self,
        sources: &Sources<'a>,
        release: Release<'a>,
        objects: &mut Vec<Object<'a>>,
        problems: &mut Vec<Diagnostic>,
    ) -> Vec<Assumed> {
        let mut assumed = assume::gateway_classes(objects, &self.settings, sources, problems);
        let listens = self.listens.as_ref().ok();
        assumed.extend(assume::publish_service(objects, &mut self.settings, listens, release, sources, problems));
        assumed.extend(assume::cluster_ips(objects, &self.settings));
        assumed
    }

    /// Who refuses to start: Kong first, since the controller waits for it.
    fn check_start(&self, options: Options<'_>, problems: &mut Vec<Diagnostic>) -> Option<StartError> {
        if options.stored == Stored::AsStored {
            return None;
        }
        let version = self.settings.kong.version;
        let controller = self
            .settings
            .controller_refuses
            .clone()
            .or_else(|| self.settings.controller.check_start(version, &self.environment, None, problems));
        self.settings.kong_refuses.clone().or_else(|| self.listens.as_ref().err().cloned()).or(controller)
    }

    /// Whether the controller is the cluster's admission webhook.
    fn webhook(&self) -> Installed {
        Installed::of_listen(&self.settings.controller.admission_webhook_listen.value)
    }

    /// The listens of all replicas that start.
    fn ready(&self) -> Vec<&KongListens> {
        self.listens.iter().chain(&self.replicas).collect()
    }
}

/// One run of status and translation over a set of objects.
#[derive(Clone, Copy)]
struct Run<'r, 'a> {
    sources: &'r Sources<'a>,
    options: Options<'a>,
    setup: &'r Setup<'a>,
    does_not_start: Option<&'r StartError>,
}

/// What one run gives.
struct Outcome {
    config: Option<Tree>,
    status: Tree,
    events: Vec<Event>,
    webhook: Vec<Answer>,
    listeners: Vec<ListenerView>,
    annotations: Vec<crate::report::AnnotationView>,
    problems: Vec<Diagnostic>,
    /// The Services in front of Kong.
    services: Vec<PublishService>,
}

impl Run<'_, '_> {
    fn on(self, objects: &[Object<'_>]) -> Outcome {
        let store = Store::new(objects);
        match self.options.stored {
            Stored::AsStored => self.on_cache(objects, &store),
            Stored::AsPasted => self.reconcile(objects, &store),
        }
    }

    /// The documents are the controller's cache: only the translator runs.
    fn on_cache(self, objects: &[Object<'_>], store: &Store<'_>) -> Outcome {
        let cache = Cache::as_stored(store);
        let settings = self.translate_settings();
        let mut findings = Findings::default();
        let configuration = translate::translate(store, &cache, &settings, &mut findings);
        let mut config = Some(kong::render(&configuration, Listing::ByName));
        let mut events = events(&findings.failures, TRANSLATION_FAILED);
        if objects.iter().any(is_refused_by_kong) {
            config = self.fall_back(objects, store, &cache, &mut findings.problems, &mut events);
        }
        let status = Tree::Map(TreeMap::new(), Origin::rule("as stored: no reconciler runs"));
        let annotations = annotations(self.setup.settings.kic, objects, &mut findings, config.as_ref());
        let Findings { problems, .. } = findings;
        Outcome {
            config,
            status,
            events,
            webhook: Vec::new(),
            listeners: Vec::new(),
            annotations,
            problems,
            services: Vec::new(),
        }
    }

    /// Reconcilers, translator, and what the reconcilers learn from it.
    fn reconcile(self, objects: &[Object<'_>], store: &Store<'_>) -> Outcome {
        let setup = self.setup;
        let replicas = if self.does_not_start.is_some() { Vec::new() } else { setup.ready() };
        let data_plane = DataPlane::ask(&replicas);
        let reconciled = status::reconcile(store, &setup.settings.controller, &data_plane);
        let settings = self.translate_settings();
        let mut findings = Findings::default();
        let configuration = translate::translate(store, &reconciled.cache, &settings, &mut findings);
        let starts = self.does_not_start.is_none();
        let mut config = starts.then(|| kong::render(&configuration, Listing::ByName));

        let causes = |on_stand_in: bool| -> BTreeSet<(Kind, ObjectKey<'_>)> {
            let failures = findings.failures.iter().filter(|failure| failure.on_stand_in == on_stand_in);
            failures.flat_map(|failure| &failure.causes).map(|object| key(object)).collect()
        };
        let (failed, hidden) = (causes(false), causes(true));
        let refused = objects.iter().any(is_refused_by_kong);
        let translated: BTreeSet<(Kind, ObjectKey<'_>)> =
            findings.translated.iter().map(|object| key(object)).collect();
        let configured = |kind: Kind, name: ObjectKey<'_>| {
            if !starts || refused || hidden.contains(&(kind, name)) {
                ConfigurationState::Unknown
            } else if failed.contains(&(kind, name)) {
                ConfigurationState::Failed
            } else if translated.contains(&(kind, name)) {
                ConfigurationState::Succeeded
            } else {
                ConfigurationState::Unknown
            }
        };
        let statuses = reconciled.finish(&configured);
        let status = Tree::Map(statuses, Origin::rule("no objects with a status"));

        let context = chain::Context {
            sources: self.sources,
            listens: setup.listens.as_ref(),
            kong: setup.settings.kong.version.value,
            port_maps: setup.settings.kong.port_maps.as_ref(),
            kong_refuses: setup.listens.as_ref().ok().and_then(|listens| listens.refused.as_ref()),
            controller_refuses: self.does_not_start.filter(|error| error.who == settings::Program::Controller),
            services: &self.publish_services(store),
        };
        let services =
            entrances(context.services, reconciled.gateways.iter().flat_map(|status| &status.services).copied());
        let ours = reconciled.gateways.iter();
        let listeners: Vec<ListenerView> = ours.flat_map(|status| hops::views(context, status)).collect();
        // Of a controller or a Kong that does not start there is nothing to say about Gateways.
        if starts {
            reconciled.report(store, &setup.settings.controller, &mut findings.problems);
            let (gateways, controller) = (&reconciled.gateways, &setup.settings.controller);
            explain::problems::report(context, gateways, store, controller, &mut findings.problems);
            explain::routes::report(context, &reconciled, store, &mut findings.problems);
            explain::offer::report(context, &reconciled, &mut findings.problems);
        }
        let webhook = if starts {
            webhook::ask(store, &reconciled.cache, &settings, setup.webhook(), &mut findings)
        } else {
            Vec::new()
        };
        if let Some(problem) = listens::difference(&replicas).and_then(|difference| difference.explain(&replicas)) {
            findings.problem(problem);
        }
        attach_fixes(&mut findings.problems, &listeners);
        explain::publish_first(&mut findings.problems);
        let mut events = events(&findings.failures, TRANSLATION_FAILED);
        if starts && refused {
            config = self.fall_back(objects, store, &reconciled.cache, &mut findings.problems, &mut events);
        }
        let annotations = annotations(self.setup.settings.kic, objects, &mut findings, config.as_ref());
        let Findings { problems, .. } = findings;
        Outcome { config, status, events, webhook, listeners, annotations, problems, services }
    }

    /// What Kong has after it refused the configuration: that of the objects which do not depend on the refused ones,
    /// if the controller can tell these apart and may fall back, else nothing.
    ///
    /// Source: KIC v3.5.13 internal/dataplane/kong_client.go:maybeTryRecoveringFromGatewaysSyncError.
    fn fall_back(
        self,
        objects: &[Object<'_>],
        store: &Store<'_>,
        cache: &Cache<'_>,
        problems: &mut Vec<Diagnostic>,
        events: &mut Vec<Event>,
    ) -> Option<Tree> {
        // Upstream's golden tests switch the gate on for such objects.
        let gate = self.setup.settings.controller.gates.enabled(Gate::FallbackConfiguration);
        let may_fall_back = gate || self.options.stored == Stored::AsStored;
        let has_uid = |object: &&Object<'_>| object.metadata("uid").is_some_and(|uid| !uid.value.is_empty());
        let refused = objects.iter().filter(|object| is_refused_by_kong(object));
        let known: Vec<_> = refused.clone().filter(has_uid).filter(|_| may_fall_back).map(key).collect();
        problems.extend(refused.map(|object| match (may_fall_back, has_uid(&object)) {
            (false, _) => refusals::gate_off(object),
            (true, false) => refusals::without_uid(object),
            (true, true) => refusals::left_out(object),
        }));
        if known.is_empty() {
            // The controller sends the last configuration that it could read from Kong. In upstream's golden tests that is
            // an empty one; of a Kong in life nothing is known.
            let is_empty = self.options.stored == Stored::AsStored;
            return is_empty.then(|| kong::render(&Configuration::default(), Listing::ByName));
        }
        let gone = fallback::affected(store, known.iter().copied());
        let taken = gone.iter().filter(|vertex| !known.contains(vertex));
        problems.extend(taken.filter_map(|(kind, key)| Some(refusals::taken_along(store.get(*kind, *key)?))));
        let left: Vec<Object<'_>> = objects.iter().filter(|object| !gone.contains(&key(object))).cloned().collect();
        let store = Store::new(&left);
        let cache = match self.options.stored {
            Stored::AsStored => Cache::as_stored(&store),
            Stored::AsPasted => cache.without(&gone),
        };
        let mut findings = Findings::default();
        let settings = self.translate_settings();
        let configuration = translate::translate(&store, &cache, &settings, &mut findings);
        events.extend(self::events(&findings.failures, FALLBACK_FAILED));
        events.order();
        Some(kong::render(&configuration, Listing::ByName))
    }

    /// The publish Services that the controller was told.
    fn publish_services<'s>(self, store: &'s Store<'s>) -> Vec<&'s Service<'s>>
    where
        Self: 's,
    {
        let controller = &self.setup.settings.controller;
        [&controller.publish_service, &controller.publish_service_udp]
            .into_iter()
            .flatten()
            .filter_map(|name| store.service(ObjectKey::new(&name.value.namespace, &name.value.name)))
            .collect()
    }

    /// What the translator goes by. For input "as stored" it is what upstream's golden tests go by, unless the settings
    /// say otherwise: no plugin `redirect`, no name of the Gateway controller.
    fn translate_settings(self) -> TranslateSettings {
        let settings = &self.setup.settings;
        let mut translate = TranslateSettings { now: self.options.now, ..TranslateSettings::new(settings) };
        if self.options.stored == Stored::AsStored {
            let golden = TranslateSettings::golden();
            if self.options.kong.is_none() && settings.kong.version.place.span().is_none() {
                translate.redirect_plugin = golden.redirect_plugin;
            }
            if settings.controller.gateway_api_controller_name.place.span().is_none() {
                translate.gateway_controller_name = golden.gateway_controller_name;
            }
        }
        translate
    }
}

/// The Services that clients connect to: those that the controller was told, then those that Gateways name.
fn entrances<'s>(told: &[&'s Service<'s>], of_gateways: impl Iterator<Item = &'s Service<'s>>) -> Vec<PublishService> {
    let mut services: Vec<PublishService> = Vec::new();
    for service in told.iter().copied().chain(of_gateways) {
        let service = PublishService::of(service);
        if !services.iter().any(|known| known.name == service.name) {
            services.push(service);
        }
    }
    services
}

/// Upstream's tests mark an object that Kong refuses in this way. Of a configuration that was refused, the controller
/// reports no object as configured.
///
/// Source: KIC v3.5.13 test/mocks/admin_api_handler.go; scenario X11.
fn is_refused_by_kong(object: &Object<'_>) -> bool {
    object.annotation("test.konghq.com/broken").is_some_and(|value| value.value == "true")
}

fn key<'a>(object: &'a Object<'a>) -> (Kind, ObjectKey<'a>) {
    (object.kind(), object.key())
}

/// Why an event is recorded.
const TRANSLATION_FAILED: &str = "KongConfigurationTranslationFailed";
/// The same, of the translation after Kong refused the first configuration.
const FALLBACK_FAILED: &str = "FallbackKongConfigurationTranslationFailed";

/// The events of the failures: one on each causing object, sorted, without repetition.
///
/// Source: KIC v3.5.13 internal/dataplane/kong_client.go:recordResourceFailureEvents.
fn events(failures: &[Failure<'_>], reason: &'static str) -> Vec<Event> {
    let mut events: Vec<Event> = failures
        .iter()
        .flat_map(|failure| {
            failure.causes.iter().map(|cause| Event {
                object: cause.title(),
                event_type: "Warning",
                reason,
                message: failure.message.clone(),
            })
        })
        .collect();
    events.order();
    // Kubernetes counts an event that is repeated.
    events.dedup();
    events
}

fn annotations(
    kic: KicVersion,
    objects: &[Object<'_>],
    findings: &mut Findings<'_>,
    config: Option<&Tree>,
) -> Vec<crate::report::AnnotationView> {
    let locator = Locator::new(config);
    let locate = |entity: &Entity, field: &str| locator.field(entity, field);
    let mut problems = Vec::new();
    let views = verdict::views(kic, objects, &findings.effects, &locate, &mut problems);
    // What is wrong with a value, the stage that reads it says more exactly. The webhook only repeats it.
    let is_webhook = |code| matches!(code, Code::WebhookRefuses | Code::WebhookWouldRefuse | Code::WebhookWarns);
    let telling = findings.problems.iter().filter(|problem| !is_webhook(problem.code));
    let told: BTreeSet<(Span, Severity)> = telling.map(|problem| (problem.primary, problem.severity())).collect();
    let is_told = |problem: &Diagnostic| {
        let places = (problem.primary, Severity::Error)..=(problem.primary, problem.severity());
        told.range(places).next().is_some()
    };
    findings.problems.extend(problems.into_iter().filter(|problem| !is_told(problem)));
    views
}

/// Gives the problems of a listener the edits of its chain that mend them.
fn attach_fixes(problems: &mut [Diagnostic], listeners: &[ListenerView]) {
    for listener in listeners.iter().filter(|listener| !listener.ready) {
        let object = format!("Gateway {}", listener.gateway);
        for problem in problems.iter_mut() {
            let inside = problem.primary.file == listener.span.file
                && listener.span.start <= problem.primary.start
                && problem.primary.end <= listener.span.end;
            if !inside || problem.object.as_deref() != Some(object.as_str()) {
                continue;
            }
            for ListenerFix { mends, fix } in &listener.fixes {
                if mends.contains(&problem.code) && !problem.fixes.contains(fix) {
                    problem.fixes.push(fix.clone());
                }
            }
        }
    }
}
