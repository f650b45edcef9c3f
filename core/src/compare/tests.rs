use std::collections::BTreeMap;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::wire::compare::{Against, Comparison};
use crate::wire::{Input, Question, ask, run};

const MANIFESTS: &str = include_str!("../../../web/examples/opening/manifests.yaml");
const ENVIRONMENT: &str = include_str!("../../../web/examples/opening/kong.env");

fn opening() -> Input {
    let (manifests, environment) = (MANIFESTS.to_owned(), ENVIRONMENT.to_owned());
    Input { manifests, environment, assume: true, ..Input::default() }
}

fn compared(before: &Input, after: &Input) -> Comparison {
    let against = Some(Against { input: before.clone(), explain: true });
    ask(after, &Question { against, ..Question::default() }).1.comparison.unwrap()
}

fn lines(comparison: &Comparison) -> Vec<String> {
    let line = |it: &Difference| {
        format!("{:?} {} {} {}: {} -> {}", it.hurt, it.effect.word(), it.object, it.path, it.before, it.after)
    };
    comparison.differences.iter().map(line).collect()
}

#[test]
fn a_report_does_not_differ_from_itself() {
    let report = run(&opening());
    assert_eq!(differences(&report, &report), []);
    let comment = Input { manifests: format!("# moved\n{MANIFESTS}"), ..opening() };
    assert_eq!(differences(&report, &run(&comment)), []);
}

#[test]
fn a_listener_that_stops_being_ready_comes_first() {
    let broken = Input { environment: ENVIRONMENT.replace("9901", "9801"), ..opening() };
    let comparison = compared(&opening(), &broken);
    let first = comparison.differences.first().unwrap();
    assert_eq!((first.hurt, first.effect), (Hurt::Listener, Effect::Worse));
    assert_eq!(first.object, "listener default/example proxy-tcp-9901");
    assert_eq!(first.before, json!("ready"));
    assert!(first.after.as_str().unwrap().starts_with("not ready: "), "{}", first.after);
    assert!(!first.places.is_empty() && !first.places_before);
    assert!(comparison.differences.is_sorted_by_key(|it| it.hurt));
    assert!(comparison.rules.is_empty() && !comparison.explained, "only the text is another one");
}

#[test]
fn a_changed_field_is_one_difference_with_its_pointers_and_lines() {
    let edited = Input { manifests: MANIFESTS.replace("'10000'", "'12000'"), ..opening() };
    let comparison = compared(&opening(), &edited);
    assert_eq!(lines(&comparison), ["Changed different service httproute.default.echo.0 read_timeout: 10000 -> 12000"]);
    let it = comparison.differences.first().unwrap();
    assert_eq!(it.pointer_after.as_deref(), Some("/config/services/0/read_timeout"));
    let line = MANIFESTS.lines().position(|line| line.contains("read-timeout")).unwrap() + 1;
    assert_eq!(it.places.first().map(|place| place.line), u32::try_from(line).ok());
}

#[test]
fn a_route_that_is_removed_is_lost_with_its_lines_before() {
    let start = MANIFESTS.find("kind: HTTPRoute").unwrap();
    let end = start + MANIFESTS.get(start..).unwrap().find("---").unwrap();
    let without = format!("{}kind: Nothing\n{}", &MANIFESTS[..start], &MANIFESTS[end..]);
    let comparison = compared(&opening(), &Input { manifests: without, ..opening() });
    let lost = comparison.differences.iter().find(|it| it.object == "route httproute.default.echo.0.0").unwrap();
    assert_eq!((lost.hurt, lost.effect, &lost.after), (Hurt::Lost, Effect::Worse, &Value::Null));
    assert!(lost.places_before && !lost.places.is_empty());
}

#[test]
fn what_is_between_two_flavors_is_named_by_the_flavor() {
    let flavor = |flavor: &str| Input { router_flavor: Some(flavor.to_owned()), ..opening() };
    let comparison = compared(&flavor("traditional"), &flavor("expressions"));
    assert_eq!(comparison.rules.len(), 1);
    assert_eq!(comparison.rules.first().map(|rule| rule.what.as_str()), Some("router flavor"));
    assert!(comparison.differences.iter().all(|it| it.rules == [0]), "{:?}", lines(&comparison));
    assert!(comparison.differences.iter().any(|it| it.after.get("expression").is_some()));
    assert_eq!(comparison.count(Effect::Worse), 0, "routes have other names, none is lost: {:?}", lines(&comparison));
}

#[test]
fn the_text_and_the_flavor_each_have_their_differences() {
    let edited = Input {
        manifests: MANIFESTS.replace("'10000'", "'12000'"),
        router_flavor: Some("expressions".to_owned()),
        ..opening()
    };
    let comparison = compared(&opening(), &edited);
    let of = |path: &str| comparison.differences.iter().find(|it| it.path == path).unwrap();
    let rule = |it: &Difference| comparison.rules[it.rules[0]].what.clone();
    assert_eq!(rule(of("read_timeout")), "the text");
    assert!(comparison.differences.iter().any(|it| rule(it) == "router flavor"));
}

#[test]
fn what_is_between_two_versions_of_kong_is_named_by_their_predicates() {
    let redirect = "\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: {name: moved}\nspec:\n  \
                    parentRefs: [{name: example}]\n  rules:\n  - filters:\n    - type: RequestRedirect\n      \
                    requestRedirect: {hostname: a.example, statusCode: 301}\n";
    let manifests = format!("{MANIFESTS}{redirect}");
    let kong = |kong: &str| Input { manifests: manifests.clone(), kong: Some(kong.to_owned()), ..opening() };
    for (from, to) in [("3.4.1", "3.11"), ("3.11", "3.4.1"), ("3.8", "3.9.1")] {
        let comparison = compared(&kong(from), &kong(to));
        let plugin = comparison.differences.iter().find(|it| it.path.contains("plugins[redirect]")).unwrap();
        assert_eq!((plugin.hurt, plugin.effect), (Hurt::Changed, Effect::Neutral), "one plugin for another");
        let rules: Vec<&str> = plugin.rules.iter().map(|rule| comparison.rules[*rule].what.as_str()).collect();
        assert_eq!(rules, ["Kong 3.9"], "{from} to {to}");
    }
}

/// A state of four switches of which each pair and each alone makes something else.
fn state(off: &[usize]) -> Report {
    let on = |number: usize| !off.contains(&number);
    let mut config = json!({ "services": [{ "name": "a" }] });
    let fields = config.pointer_mut("/services/0").unwrap().as_object_mut().unwrap();
    fields.insert("alone".to_owned(), json!(on(0)));
    fields.insert("both".to_owned(), json!(on(1) && on(2)));
    fields.insert("either".to_owned(), json!(on(1) || on(3)));
    fields.insert("count".to_owned(), json!(u8::from(on(2)) + u8::from(on(3))));
    Report { config, ..Report::default() }
}

#[test]
fn differences_are_given_to_the_rules_that_make_them() {
    let (before, after) = (state(&[0, 1, 2, 3, 4, 5]), state(&[]));
    let all = differences(&before, &after);
    let made = attribute(&before, &after, 6, &mut |off| state(off));
    let by_path: BTreeMap<&str, Vec<usize>> = all.iter().map(|it| it.path.as_str()).zip(made).collect();
    let expected = [("alone", vec![0]), ("both", vec![1, 2]), ("count", vec![2, 3]), ("either", vec![1, 3])];
    assert_eq!(by_path, BTreeMap::from(expected));
}

/// Applies configuration differences, independent of how they are found: by looking for what has the name.
fn apply(config: &Value, differences: &[Difference]) -> Value {
    let mut services: BTreeMap<String, Value> = BTreeMap::new();
    let mut routes: BTreeMap<String, (String, Value)> = BTreeMap::new();
    for service in config["services"].as_array().into_iter().flatten() {
        let name = service["name"].as_str().unwrap().to_owned();
        let mut service = service.clone();
        for route in service.as_object_mut().unwrap().remove("routes").iter().flat_map(|it| it.as_array().unwrap()) {
            routes.insert(route["name"].as_str().unwrap().to_owned(), (name.clone(), route.clone()));
        }
        services.insert(name, service);
    }
    // Of a route that is new only its pointer tells the service; it is put there at the end.
    let mut new = Vec::new();
    for it in differences {
        let (kind, name) = it.object.split_once(' ').unwrap();
        let entity = match kind {
            "service" if it.path.is_empty() && it.after.is_null() => {
                services.remove(name);
                continue;
            }
            "service" if it.path.is_empty() => {
                services.insert(name.to_owned(), it.after.clone());
                continue;
            }
            "route" if it.path.is_empty() && it.after.is_null() => {
                routes.remove(name);
                continue;
            }
            "route" if it.path.is_empty() => {
                new.push(it.clone());
                continue;
            }
            "route" if it.path == "service" => {
                routes.get_mut(name).unwrap().0 = it.after.as_str().unwrap().to_owned();
                continue;
            }
            "service" => services.get_mut(name).unwrap(),
            _ => &mut routes.get_mut(name).unwrap().1,
        };
        set(entity, &it.path, &it.after);
    }
    let mut all: BTreeMap<String, Value> = services;
    for (name, (service, route)) in routes {
        let service = all.get_mut(&service).unwrap().as_object_mut().unwrap();
        service.entry("routes").or_insert(json!({})).as_object_mut().unwrap().insert(name, route);
    }
    for it in new {
        let name = it.object.split_once(' ').unwrap().1.to_owned();
        let service = it.after["of"].as_str().unwrap().to_owned();
        let service = all.get_mut(&service).unwrap().as_object_mut().unwrap();
        service.entry("routes").or_insert(json!({})).as_object_mut().unwrap().insert(name, it.after.clone());
    }
    json!(all)
}

fn set(entity: &mut Value, path: &str, after: &Value) {
    let mut steps = path.split('.').peekable();
    let mut at = entity;
    while let Some(step) = steps.next() {
        let (key, item) = step.split_once('[').map_or((step, None), |(key, item)| (key, item.strip_suffix(']')));
        let fields = at.as_object_mut().unwrap();
        let is_last = steps.peek().is_none();
        let Some(item) = item else {
            if is_last && after.is_null() {
                fields.remove(key);
                return;
            }
            at = fields.entry(key).or_insert(json!({}));
            if is_last {
                *at = after.clone();
            }
            continue;
        };
        fields.entry(key).or_insert(json!([]));
        if is_last && after.is_null() {
            let items = fields[key].as_array_mut().unwrap();
            items.retain(|other| other["name"] != item);
            if items.is_empty() {
                fields.remove(key);
            }
            return;
        }
        let items = fields[key].as_array_mut().unwrap();
        let found = items.iter().position(|other| other["name"] == item);
        match (is_last, found) {
            (true, None) => {
                items.push(after.clone());
                return;
            }
            (_, found) => at = &mut items[found.unwrap()],
        }
    }
}

/// Lists of named things by name, so that their order does not count.
fn by_name(config: &Value) -> Value {
    match config {
        Value::Array(items) if items.iter().any(|item| item.get("name").is_some()) => {
            let named = items.iter().map(|item| (item["name"].as_str().unwrap().to_owned(), by_name(item)));
            json!(named.collect::<BTreeMap<_, _>>())
        }
        Value::Object(fields) => {
            json!(fields.iter().map(|(key, field)| (key, by_name(field))).collect::<BTreeMap<_, _>>())
        }
        other => other.clone(),
    }
}

/// Services, routes and plugins of few names and values; a route says which service it is of.
fn configs() -> impl Strategy<Value = Value> {
    let scalar =
        || prop_oneof![Just(json!(1)), Just(json!(2)), Just(json!("x")), Just(json!(["x", "y"])), Just(json!([]))];
    let plugin = (0..3_u8, scalar(), scalar()).prop_map(|(name, a, b)| {
        (format!("p{name}"), json!({ "name": format!("p{name}"), "config": { "a": a, "deep": { "b": b } } }))
    });
    let plugins = proptest::collection::btree_map(0..3_u8, plugin, 0..3)
        .prop_map(|all| all.into_values().collect::<BTreeMap<_, _>>().into_values().collect::<Vec<_>>());
    let route = (scalar(), proptest::option::of(scalar()), plugins.clone(), 0..3_u8);
    let routes = proptest::collection::btree_map(0..4_u8, route, 0..4);
    let services = proptest::collection::btree_map(0..3_u8, (proptest::option::of(scalar()), plugins), 1..3);
    (services, routes).prop_map(|(services, routes)| {
        let with = |fields: &mut serde_json::Map<String, Value>, plugins: Vec<Value>| {
            if !plugins.is_empty() {
                fields.insert("plugins".to_owned(), json!(plugins));
            }
        };
        let mut all: Vec<Value> = Vec::new();
        for (number, (path, plugins)) in services {
            let mut service = serde_json::Map::from_iter([("name".to_owned(), json!(format!("s{number}")))]);
            service.extend(path.map(|path| ("path".to_owned(), path)));
            with(&mut service, plugins);
            all.push(Value::Object(service));
        }
        for (number, (paths, hosts, plugins, of)) in routes {
            let of = usize::from(of) % all.len();
            let service = all[of].as_object_mut().unwrap();
            let mut route = serde_json::Map::from_iter([
                ("name".to_owned(), json!(format!("r{number}"))),
                ("paths".to_owned(), paths),
                ("of".to_owned(), service["name"].clone()),
            ]);
            route.extend(hosts.map(|hosts| ("hosts".to_owned(), hosts)));
            with(&mut route, plugins);
            service.entry("routes").or_insert(json!([])).as_array_mut().unwrap().push(Value::Object(route));
        }
        json!({ "services": all })
    })
}

proptest! {
    #[test]
    fn applying_the_differences_gives_the_other_configuration(a in configs(), b in configs()) {
        let report = |config: &Value| Report { config: config.clone(), ..Report::default() };
        let all = differences(&report(&a), &report(&b));
        let expected = by_name(&b)["services"].clone();
        prop_assert_eq!(by_name(&apply(&a, &all)), expected, "{:?}", all);
        prop_assert_eq!(all.is_empty(), by_name(&a) == by_name(&b));
    }

    #[test]
    fn the_way_back_swaps_before_and_after(a in configs(), b in configs()) {
        let report = |config: &Value| Report { config: config.clone(), ..Report::default() };
        let values = |all: Vec<Difference>| {
            let values = |it: Difference| ((it.object, it.path), (it.before, it.after, it.pointer_before, it.pointer_after));
            all.into_iter().map(values).collect::<BTreeMap<_, _>>()
        };
        let there = differences(&report(&a), &report(&b));
        let back: Vec<Difference> = differences(&report(&b), &report(&a)).iter().map(Difference::reversed).collect();
        prop_assert_eq!(values(there), values(back));
    }
}

#[test]
fn equal_texts_have_places_in_both() {
    let flavor = |flavor: &str| Input { router_flavor: Some(flavor.to_owned()), ..opening() };
    let comparison = compared(&flavor("expressions"), &flavor("traditional"));
    assert!(comparison.same_texts && comparison.differences.iter().all(|it| !it.places_before));
}

#[test]
fn what_is_between_two_releases_is_named_by_their_behaviours() {
    let folder = |file: &str| {
        let text = match file {
            "manifests" => include_str!("../../../web/examples/doc-page-corrected/manifests.yaml"),
            "kong.env" => include_str!("../../../web/examples/doc-page-corrected/kong.env"),
            _ => include_str!("../../../web/examples/doc-page-corrected/values.yaml"),
        };
        text.to_owned()
    };
    let seed = |kic: &str| Input {
        manifests: folder("manifests"),
        environment: folder("kong.env"),
        helm: folder("values"),
        assume: true,
        kic: Some(kic.to_owned()),
        ..Input::default()
    };
    for (from, to) in [("3.2", "3.5"), ("3.5", "3.2"), ("3.2", "3.3"), ("3.3", "3.4"), ("3.4", "3.5")] {
        let comparison = compared(&seed(from), &seed(to));
        assert!(comparison.differences.iter().all(|it| !it.rules.is_empty()), "{from} to {to}: {comparison:#?}");
        assert!(comparison.differences.iter().all(|it| !it.places.is_empty()), "{from} to {to}: {comparison:#?}");
        assert!(comparison.rules.iter().all(|rule| !rule.source.is_empty()));
    }
    let comparison = compared(&seed("3.2"), &seed("3.5"));
    let tags =
        comparison.differences.iter().find(|it| it.object.starts_with("certificate") && it.path == "tags").unwrap();
    let rules: Vec<&str> = tags.rules.iter().map(|rule| comparison.rules[*rule].text.as_str()).collect();
    assert_eq!(rules, ["Certificates have the tags of their Secrets"]);
    let worse: Vec<&Difference> = comparison.differences.iter().filter(|it| it.effect == Effect::Worse).collect();
    assert!(worse.is_empty(), "an upgrade of the documentation's own Gateway hurts nobody: {worse:#?}");
}
