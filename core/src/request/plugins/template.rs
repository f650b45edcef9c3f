//! The templates of `request-transformer`, as far as the controller writes them.

/// Fills in a template. `$(…)` is a Lua expression; known are those that the controller writes: `uri_captures[1]`,
/// `uri_captures["name"]`, `"text"`, `a .. b`, and `uri_captures[1] == nil and a or b`.
///
/// `None` where it has another expression.
///
/// Source: spec/gateway-routes.md 8.6; Kong 3.9.3 kong/plugins/request-transformer/access.lua:param_value
pub(super) fn render(template: &str, capture: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let mut out = String::new();
    let mut rest = template;
    while let Some((before, behind)) = rest.split_once("$(") {
        out.push_str(before);
        let end = closing(behind)?;
        out.push_str(&value(behind.get(..end)?.trim(), capture)?);
        rest = behind.get(end + 1..)?;
    }
    out.push_str(rest);
    Some(out)
}

/// The place of the bracket that closes an expression.
fn closing(text: &str) -> Option<usize> {
    let (mut depth, mut quote) = (0usize, None);
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'(') => depth += 1,
            (None, b')') if depth == 0 => return Some(at),
            (None, b')') => depth -= 1,
            _ => {}
        }
    }
    None
}

/// The text of an expression; an absent capture is the empty text.
fn value(expression: &str, capture: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    if let Some((condition, then)) = expression.split_once(" == nil and ") {
        let (absent, present) = then.split_once(" or ")?;
        let is_absent = capture(captured(condition.trim())?).is_none();
        return value(if is_absent { absent } else { present }.trim(), capture);
    }
    let mut out = String::new();
    for part in expression.split(" .. ") {
        let part = part.trim();
        match part.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')) {
            Some(text) if !text.contains(['"', '\\']) => out.push_str(text),
            Some(_) => return None,
            None => out.push_str(&capture(captured(part)?).unwrap_or_default()),
        }
    }
    Some(out)
}

/// The name in `uri_captures[1]`, `uri_captures["name"]` or `uri_captures.name`.
fn captured(expression: &str) -> Option<&str> {
    let rest = expression.strip_prefix("uri_captures")?;
    let name = if let Some(name) = rest.strip_prefix('.') {
        name
    } else {
        let inner = rest.strip_prefix('[')?.strip_suffix(']')?.trim();
        let quoted = |quote: char| inner.strip_prefix(quote).and_then(|inner| inner.strip_suffix(quote));
        quoted('"').or_else(|| quoted('\'')).unwrap_or(inner)
    };
    let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    is_name.then_some(name)
}

#[cfg(test)]
mod tests {
    use super::render;

    #[test]
    fn expressions_of_the_controller_are_evaluated() {
        let of = |template: &str, group: Option<&str>| {
            render(template, &|name| group.filter(|_| name == "1").map(str::to_owned))
        };
        assert_eq!(of("/new$(uri_captures[1])", Some("/x")).as_deref(), Some("/new/x"));
        assert_eq!(of("/new$(uri_captures[1])", None).as_deref(), Some("/new"));
        let root = r#"$(uri_captures[1] == nil and "/" or "/" .. uri_captures[1])"#;
        assert_eq!(of(root, None).as_deref(), Some("/"));
        assert_eq!(of(root, Some("a/b")).as_deref(), Some("/a/b"));
        assert_eq!(of("/v1/$(uri_captures[\"1\"])", Some("x")).as_deref(), Some("/v1/x"));
        assert_eq!(of("$(headers.host)", None), None);
        assert_eq!(of("$(uri_captures[1]", None), None);
    }
}
