use std::time::Instant;

use proptest::prelude::*;

use super::*;

fn page(html: &str) -> String {
    String::from_utf8(isolate(html, Direction::Rtl).page).unwrap()
}

fn printed(text: &str) -> String {
    let mut out = Vec::new();
    escape(text, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

/// Pieces of pages, tidy and not, among them the marks themselves.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "<p>",
            "</p>",
            "<bdi>",
            "</bdi>",
            "<b dir=\"ltr\">",
            "<p dir=rtl title='",
            "<a href=\"",
            "\"",
            "'",
            ">",
            "<",
            "</",
            "<!--",
            "-->",
            "--",
            "<title>",
            "</title>",
            "<script>",
            "</script>",
            "<svg>",
            "<select><option>",
            "=",
            " ",
            "&quot;",
            "&",
            "AP",
            "ماء",
            "٣-٢",
            "7",
            "\u{FDD0}",
            "\u{FDD1}",
            "\u{FDD2}",
            "\u{FDD3}",
            "ﻼ",
            "\u{FDD4}",
            "\u{FDD5}",
            "\u{FDD6}",
            "\u{FDD7}",
            "\n",
        ])
        .prop_map(String::from),
        ".{0,6}",
    ]
}

/// What `isolate` may add: its elements, the `dir` of a `<bdi>` and marks of direction. The rest is
/// what it was given.
fn without_additions(html: &str) -> String {
    let mut html = html.to_owned();
    for added in [
        "<bdi dir=\"ltr\">",
        "<bdi dir=\"rtl\">",
        "</bdi>",
        "<bdi>",
        " dir=\"ltr\"",
        " dir=\"rtl\"",
        "\u{200E}",
        "\u{200F}",
    ] {
        html = html.replace(added, "");
    }
    html
}

proptest! {
    #[test]
    fn no_letter_of_a_page_is_lost_or_moved(pieces in prop::collection::vec(piece(), 0..40)) {
        let html = pieces.concat();
        let found = page(&html);
        prop_assert!(!found.contains(is_mark));
        prop_assert_eq!(without_additions(&found), without_additions(&html.replace(is_mark, "")));
    }

    #[test]
    fn what_is_printed_can_close_nothing(text in ".{0,20}") {
        let html = page(&format!("<p>{}</p>", printed(&text)));
        let inner = html.trim_start_matches("<p>").trim_end_matches("</p>");
        // Isolates are the program's own, one in another where a stretch of the text needs it.
        let inner = inner
            .replace("<bdi dir=\"ltr\">", "")
            .replace("<bdi dir=\"rtl\">", "")
            .replace("</bdi>", "");
        prop_assert!(!inner.contains(['<', '>', '"']), "{}", html);
    }
}

#[test]
fn a_long_page_takes_time_in_proportion_to_its_length() {
    let hostile = [
        "<p dir=ltr><p dir=rtl>",
        "<!-- --",
        "<a title=\"",
        "<b>",
        "<bdi>\u{FDD0}a",
        "\u{FDD0}",
        "\u{FDD4}",
        "<p>\u{FDD4}x",
        "<a alt=x",
        " title=a",
        "</x",
        "<title>",
        "<script>",
        "<",
        "-",
        "<?",
        "<bdi>          \u{FDD0}a\u{FDD1}          ",
        "&a",
        "<ul><li>",
        "ﻼ",
    ];
    for piece in hostile {
        for (before, after) in [("", ""), ("<!--", ""), ("<p ", ">"), ("<svg>", "")] {
            let html = format!("{before}{}{after}", piece.repeat(300_000 / piece.len()));
            let start = Instant::now();
            page(&html);
            assert!(start.elapsed().as_secs() < 10, "{before}{piece:?}");
        }
    }
}

#[test]
fn a_finished_piece_is_taken_over_as_it_is() {
    let card = |text: &str| format!("\n<li>{} – {}</li>\n", printed(text), printed("خبر 3-2"));
    let finished = finished(&card("AP"), Direction::Rtl);
    assert_eq!(
        page(&format!("<ol>{finished}</ol>")),
        page(&format!("<ol>{}</ol>", card("AP").trim()))
    );
    for (around, is_misplaced) in [
        (["<ol>", "</ol>"], false),
        (["<ol dir=ltr>", "</ol>"], true),
        (["<select>", "</select>"], true),
    ] {
        let found = isolate(&around.join(&finished), Direction::Rtl);
        assert_eq!(found.is_misplaced, is_misplaced, "{around:?}");
    }
}

/// A headline is in order in itself too, and its own HTML keeps its escapes.
#[test]
fn a_score_in_a_headline_is_shown_as_written() {
    let headline = page(&format!("<h1>{}</h1>", printed("\"الفجر\" 3-2 المنارة")));
    assert!(
        headline.contains("&quot;الفجر&quot; <bdi dir=\"ltr\">3-2</bdi> المنارة"),
        "{headline}"
    );
    let in_attribute = page(&format!("<a title=\"{}\">x</a>", printed("فوز 3-2")));
    assert_eq!(in_attribute, "<a title=\"فوز 3-2\">x</a>");
}
