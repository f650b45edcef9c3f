//! Times of the engine on large inputs, beside parsing the same text: `cargo bench -p kic-tests`.
//!
//! The ratio at the end is what can be compared between machines.

#[cfg(target_arch = "wasm32")]
fn main() {}

#[cfg(not(target_arch = "wasm32"))]
fn main() {
    host::main();
}

#[cfg(not(target_arch = "wasm32"))]
mod host {
    use std::hint::black_box;
    use std::time::{Duration, Instant};

    use kic_core::request::{Client, Losers, Proxy};
    use kic_core::router::{Flavor, Outcome, Request, Route, Router, Subsystem};
    use kic_core::text::{Pane, SourceFile, Sources};
    use kic_core::wire::{self, Input};
    use kic_core::yaml::{self, Limits};
    use kic_tests::large;

    /// Reaches a route of the large input that is neither the first nor the last.
    const HOST: &str = "app-250.team-10.example.com";

    /// HTTPRoutes of an input.
    const SIZES: [usize; 2] = [100, 1000];

    pub(crate) fn main() {
        divan::main();
        // Without `--bench` this is `cargo test`, which only wants to see that it runs.
        if std::env::args().any(|argument| argument == "--bench") {
            for size in SIZES {
                let input = large::input(size);
                let (parse, all) = (median(|| parse(&input)), median(|| run(&input)));
                let ratio = all.as_secs_f64() / parse.as_secs_f64();
                eprintln!("{size} HTTPRoutes: parse {parse:.1?}, input to report {all:.1?}, ratio {ratio:.2}");
            }
        }
    }

    #[divan::bench(args = SIZES)]
    fn parse_manifests(bencher: divan::Bencher<'_, '_>, routes: usize) {
        let input = large::input(routes);
        bencher.bench_local(|| parse(black_box(&input)));
    }

    #[divan::bench(args = SIZES)]
    fn input_to_core_report(bencher: divan::Bencher<'_, '_>, routes: usize) {
        let input = large::input(routes);
        bencher.bench_local(|| {
            let sources = wire::sources(black_box(&input));
            kic_core::translate(&kic_core::Input { sources, options: kic_core::Options::default() })
        });
    }

    #[divan::bench(args = SIZES)]
    fn input_to_wire_report(bencher: divan::Bencher<'_, '_>, routes: usize) {
        let input = large::input(routes);
        bencher.bench_local(|| run(black_box(&input)));
    }

    /// One request on the routes of the large input, in each flavor; the route that wins is in the middle.
    #[divan::bench(args = ["traditional", "traditional_compatible", "expressions"])]
    fn request_on_1000_routes(bencher: divan::Bencher<'_, '_>, flavor: &str) {
        let input = Input { router_flavor: Some(flavor.to_owned()), ..large::input(500) };
        let configuration = wire::run(&input).config;
        let routes = Route::all_from_json(&configuration, Subsystem::Http);
        assert!(routes.len() >= 1000, "{} routes", routes.len());
        let flavor = Flavor::parse(flavor).expect("a flavor");
        let built = Router::new(flavor, Subsystem::Http, routes).expect("a router");
        let request = request();
        assert!(matches!(built.find(&request), Outcome::Matched(_)), "the request reaches a route");
        bencher.bench_local(|| built.find(black_box(&request)));
    }

    /// One request on its whole way, with 1,000 routes: from the listen to the upstream, and with the routes that lost.
    #[divan::bench(args = ["traditional", "traditional_compatible", "expressions"])]
    fn whole_way_of_a_request_on_1000_routes(bencher: divan::Bencher<'_, '_>, flavor: &str) {
        whole_way(bencher, flavor, Losers::LeftOut);
    }

    #[divan::bench(args = ["traditional", "traditional_compatible", "expressions"])]
    fn whole_way_with_losers_on_1000_routes(bencher: divan::Bencher<'_, '_>, flavor: &str) {
        whole_way(bencher, flavor, Losers::Named);
    }

    fn whole_way(bencher: divan::Bencher<'_, '_>, flavor: &str, losers: Losers) {
        let input = Input { router_flavor: Some(flavor.to_owned()), ..large::input(500) };
        let sources = wire::sources(&input);
        let options = kic_core::Options { router_flavor: Some(flavor), ..kic_core::Options::default() };
        let report = kic_core::translate(&kic_core::Input { sources, options });
        let config = report.config.as_ref().map(wire::value).expect("a configuration");
        let proxy = Proxy::new(&config, report.entrance.as_ref().expect("an entrance"));
        let client = Client::parse(&format!("GET http://{HOST}/healthz")).expect("a request");
        assert_ne!(proxy.send(&client, losers).route, None, "the request reaches a route");
        bencher.bench_local(|| proxy.send(black_box(&client), losers));
    }

    /// Building the router and asking once, as for a request that somebody types.
    #[divan::bench(args = ["traditional", "traditional_compatible", "expressions"])]
    fn router_of_1000_routes(bencher: divan::Bencher<'_, '_>, flavor: &str) {
        let input = Input { router_flavor: Some(flavor.to_owned()), ..large::input(500) };
        let configuration = wire::run(&input).config;
        let flavor = Flavor::parse(flavor).expect("a flavor");
        bencher.bench_local(|| {
            let routes = Route::all_from_json(black_box(&configuration), Subsystem::Http);
            Router::new(flavor, Subsystem::Http, routes).map(|router| router.find(&request()))
        });
    }

    fn request() -> Request<'static> {
        Request { method: "GET", scheme: "http", host: Some(HOST), target: "/healthz", ..Request::default() }
    }

    fn parse(input: &Input) -> usize {
        let manifests = SourceFile { name: "manifests", pane: Pane::Manifests, text: &input.manifests };
        let sources = Sources::new([manifests]);
        let mut problems = Vec::new();
        let parse = |(file, source): (_, SourceFile<'_>)| {
            yaml::parse(file, source.text, &Limits::default(), &mut problems).len()
        };
        sources.of(Pane::Manifests).map(parse).sum()
    }

    fn run(input: &Input) -> usize {
        wire::run(input).problems.len()
    }

    fn median(mut work: impl FnMut() -> usize) -> Duration {
        let mut times: Vec<Duration> = (0..7)
            .map(|_| {
                let start = Instant::now();
                black_box(work());
                start.elapsed()
            })
            .collect();
        times.sort();
        times[times.len() / 2]
    }
}
