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

    use kic_core::text::{Pane, SourceFile, Sources};
    use kic_core::wire::{self, Input};
    use kic_core::yaml::{self, Limits};
    use kic_tests::large;

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
