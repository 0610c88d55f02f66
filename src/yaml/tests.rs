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
    let told = parse(&format!("title: x\n{bomb}")).unwrap_err();
    assert_eq!((told.0.as_str(), told.1), ("yaml-too-complex", 3));
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

#[test]
fn a_character_that_is_not_allowed_has_its_place() {
    let told = parse("title: x\nslug: a\u{1}b\n").unwrap_err();
    assert_eq!(told, ("yaml-syntax".into(), 2, 8));
}

#[test]
fn texts_are_as_they_are_written() {
    let text = "title: 3.50 # a price\nslug: 0x1F\nsummary: 1e3\nseries: \"3.50\"\nauthors: yes\ntags: [007, 'a, b', 1.10,\n  true, 2e1]\n\
                categories:\n  - 3.50\n  - 010 # old\n  - نص\nimage: {alt: 2.50, src: x}\nsection: True\n";
    let path = SourcePath::new("a.md");
    let document = Document::parse(&path, text, 0, text.len()).unwrap();
    let mut diagnostics = Vec::new();
    let mut fields = document.fields(&mut diagnostics);
    let mut text = |key: &str| fields.text(key).unwrap();
    assert_eq!(
        ["title", "slug", "summary", "series", "authors", "section"].map(&mut text),
        ["3.50", "0x1F", "1e3", "3.50", "yes", "True"]
    );
    assert_eq!(fields.texts("tags"), ["007", "a, b", "1.10", "true", "2e1"]);
    assert_eq!(fields.texts("categories"), ["3.50", "010", "نص"]);
    let alt = fields.mapping("image", "", |image| image.text("alt"));
    assert_eq!(alt.flatten().as_deref(), Some("2.50"));
}

#[test]
fn a_number_of_many_digits_is_a_text() {
    let text =
        "title: 12345678901234567890123\ntags: [a, 98765432109876543210987, 3.50]\nslug: x: y\n";
    let path = SourcePath::new("a.md");
    let whole = &text[..text.find("slug").unwrap()];
    let document = Document::parse(&path, whole, 0, whole.len()).unwrap();
    let mut diagnostics = Vec::new();
    let mut fields = document.fields(&mut diagnostics);
    assert_eq!(
        fields.text("title").as_deref(),
        Some("12345678901234567890123")
    );
    assert_eq!(
        fields.texts("tags"),
        ["a", "98765432109876543210987", "3.50"]
    );
    assert_eq!(parse(text).unwrap_err().1, 3);
}
