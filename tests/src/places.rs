//! Are the places that a report names in the texts?

use std::collections::BTreeMap;

use kic_core::wire::{Input, Origin, Report, Span};

/// What is wrong with the places of a report; empty when all are right.
///
/// A place is right when its pane exists, its offsets lie in the text of the pane and on character boundaries, and
/// its lines and columns are those of the offsets.
pub fn wrong(input: &Input, report: &Report) -> Vec<String> {
    let texts = texts(input);
    let mut wrong = Vec::new();
    each(report, &mut |what, span| {
        let text = texts.get(span.pane.as_str()).map(Vec::as_slice).unwrap_or_default();
        if !text.iter().any(|text| text.has(span)) {
            wrong.push(format!("{what}: {span:?}"));
        }
    });
    wrong
}

fn each(report: &Report, see: &mut dyn FnMut(String, &Span)) {
    for problem in &report.problems {
        see(format!("problem {}", problem.code), &problem.span);
        for label in &problem.labels {
            see(format!("label of {}", problem.code), &label.span);
        }
    }
    for fix in &report.fixes {
        for edit in &fix.edits {
            see(format!("edit of {}", fix.id), &edit.span);
        }
    }
    for listener in &report.listeners {
        see(format!("listener {}", listener.name), &listener.span);
        for origin in listener.hops.iter().flat_map(|hop| &hop.origins) {
            see_origin(&format!("hop of {}", listener.name), origin, see);
        }
    }
    for annotation in &report.annotations {
        see(format!("annotation {}", annotation.key), &annotation.span);
    }
    for object in &report.objects {
        see(format!("object {}", object.object), &object.span);
        for field in &object.fields {
            see(format!("field {} of {}", field.path, object.object), &field.span);
        }
    }
    for variable in &report.variables {
        see(format!("variable {}", variable.name), &variable.span);
    }
    for (pointer, origins) in &report.origins {
        for origin in origins {
            see_origin(&format!("origin of {pointer}"), origin, see);
        }
    }
}

fn see_origin(what: &str, origin: &Origin, see: &mut dyn FnMut(String, &Span)) {
    if let Origin::At(span) = origin {
        see(what.to_owned(), span);
    }
}

/// A text and the place of each boundary between characters: offset in UTF-16 units to line and column.
struct Text {
    positions: BTreeMap<u32, (u32, u32)>,
}

impl Text {
    fn new(text: &str) -> Self {
        let mut positions = BTreeMap::new();
        let (mut units, mut line, mut column) = (0, 1, 1);
        for c in text.chars() {
            positions.insert(units, (line, column));
            let width = u32::from(c.len_utf16() == 2) + 1;
            units += width;
            (line, column) = if c == '\n' { (line + 1, 1) } else { (line, column + width) };
        }
        positions.insert(units, (line, column));
        Self { positions }
    }

    fn has(&self, span: &Span) -> bool {
        span.from <= span.to
            && self.positions.get(&span.from) == Some(&(span.line, span.column))
            && self.positions.get(&span.to) == Some(&(span.end_line, span.end_column))
    }
}

fn texts(input: &Input) -> BTreeMap<&'static str, Vec<Text>> {
    let replicas = input.replica_environments.iter().map(|text| Text::new(text)).collect();
    BTreeMap::from([
        ("manifests", vec![Text::new(&input.manifests)]),
        ("environment", vec![Text::new(&input.environment)]),
        ("helm-values", vec![Text::new(&input.helm)]),
        ("replica-environment", replicas),
    ])
}
