use super::*;
use crate::diagnostics::Severity;

fn parse(text: &str) -> Result<(), (String, u32, u32)> {
    let path = SourcePath::new("a.md");
    Document::parse(&path, text, 0, text.len())
        .map(drop)
        .map_err(|diagnostic| {
            let span = diagnostic.place.and_then(|place| place.span).unwrap();
            (diagnostic.code.to_owned(), span.line, span.column)
        })
}

#[test]
fn syntax_errors_carry_their_place() {
    assert_eq!(
        parse("title: a\ntitle: b\n"),
        Err(("yaml-duplicate-key".into(), 2, 1))
    );
    assert_eq!(parse("title: a: b\n").unwrap_err().0, "yaml-syntax");
    assert_eq!(parse("title: \"خبر\n"), Err(("yaml-syntax".into(), 1, 1)));
    assert_eq!(parse("- a\n- b\n").unwrap_err().0, "yaml-no-mapping");
    assert_eq!(parse(""), Ok(()));
}

#[test]
fn an_alias_bomb_is_refused() {
    let mut bomb = String::from("a: &a [x,x,x,x,x,x,x,x,x]\n");
    for (name, of) in ["b", "c", "d", "e", "f", "g", "h", "i"]
        .iter()
        .zip(["a", "b", "c", "d", "e", "f", "g", "h"])
    {
        bomb.push_str(&format!(
            "{name}: &{name} [{}]\n",
            vec![format!("*{of}"); 9].join(",")
        ));
    }
    assert_eq!(parse(&bomb).unwrap_err().0, "yaml-too-complex");
}

#[test]
fn values_have_places_in_block_and_flow_style() {
    let text = "image:\n  src: [1]\ntags:\n  - a\n  - {b: 1}\nkind: {x: 1}\n";
    let path = SourcePath::new("a.md");
    let document = Document::parse(&path, text, 0, text.len()).unwrap();
    let mut diagnostics = Vec::new();
    let mut fields = document.fields(&mut diagnostics);
    fields.mapping("image", "", |image| image.text("src"));
    fields.texts("tags");
    fields.finish(&["kinds"], Severity::Warning);
    let places: Vec<(u32, u32)> = diagnostics
        .iter()
        .map(|d| {
            d.place
                .as_ref()
                .and_then(|p| p.span.as_ref())
                .map(|s| (s.line, s.column))
                .unwrap()
        })
        .collect();
    assert_eq!(places, [(2, 8), (5, 5), (6, 1)]);
    assert_eq!(
        diagnostics[2].hint.as_deref(),
        Some("Did you mean `kinds`?")
    );
}
