use super::*;
use crate::markdown::{FindingKind, Labels, Settings, render, scan};
use crate::text::direction::Direction;

fn html(body: &str) -> String {
    let resolve = |target: &str| match target {
        "b.md" => Some("/2022/b/".to_owned()),
        "draft.md" => Some(String::new()),
        _ => None,
    };
    render(
        body,
        &Settings {
            direction: Direction::Rtl,
            labels: &Labels::default(),
            resolve: &resolve,
            picture: &|_| None,
            digits: &|n| n.to_string(),
        },
    )
}

fn told(body: &str) -> Vec<String> {
    let told = |kind| match kind {
        FindingKind::Removed(what) => format!("-{what}"),
        FindingKind::Linked(what) => format!("@{what}"),
        FindingKind::Unclosed(what) => format!("?{what}"),
        other => format!("{other:?}"),
    };
    let findings = scan(body).findings.into_iter();
    findings.map(|finding| told(finding.kind)).collect()
}

/// Each body with what is written of it and what is told.
#[track_caller]
fn check(cases: &[(&str, &str, &[&str])]) {
    for (body, expected, findings) in cases {
        assert_eq!(html(body).trim_end(), *expected, "{body}");
        assert_eq!(told(body), *findings, "{body}");
    }
}

#[test]
fn what_fits_news_stands() {
    for body in [
        "<figure>\n<img src=\"a.png\" alt=\"جسر\" width=\"640\">\n<figcaption>الجسر</figcaption>\n</figure>",
        "<table>\n<caption>أسعار</caption>\n<thead><tr><th scope=\"col\">أ</th></tr></thead>\n<tbody><tr><td colspan=\"2\">ب</td></tr></tbody>\n</table>",
        "<details>\n<summary>التفاصيل</summary>\n<p lang=\"en\" dir=\"ltr\">text</p>\n</details>",
        "<video controls=\"\" poster=\"a.jpg\" src=\"a.mp4\">
<track kind=\"captions\" src=\"a.vtt\" srclang=\"ar\">نص</video>",
        "<dl><dt>أ</dt><dd>ب</dd></dl>",
        "<blockquote cite=\"https://a.org/\"><p>قال</p></blockquote>",
    ] {
        check(&[(body, body, &[])]);
    }
    let text = "أ<abbr title=\"x\">ب</abbr><ruby>漢<rp>(</rp><rt>kan</rt></ruby>H<sub>2</sub><br><q>ق</q><time datetime=\"2022-01-10\">أمس</time><a href=\"https://a.org/?a=1&amp;b=2\">ر</a>";
    check(&[(text, &format!("<p>{text}</p>"), &[])]);
}

#[test]
fn markdown_stands_inside_raw_html() {
    check(&[
        (
            "<div dir=\"ltr\">\n\n*نص*\n\n</div>",
            "<div dir=\"ltr\">\n<p><em>نص</em></p>\n</div>",
            &[],
        ),
        (
            "<table><tr><td>\n\nنص\n\n</td></tr></table>",
            "<table><tr><td>\n<p>نص</p>\n</td></tr></table>",
            &[],
        ),
        (
            "أ <span lang=\"en\">*x*</span> ب",
            "<p>أ <span lang=\"en\"><em>x</em></span> ب</p>",
            &[],
        ),
    ]);
}

#[test]
fn a_tag_that_may_not_stand_goes_alone() {
    check(&[
        (
            "الفقرة فيها <script> وسم.\n\nالثانية.\n\n- بند",
            "<p>الفقرة فيها  وسم.</p>\n<p>الثانية.</p>\n<ul>\n<li>بند</li>\n</ul>",
            &["-<script>"],
        ),
        ("أ <title> ب", "<p>أ  ب</p>", &["-<title>"]),
        (
            "أ <svg> ب <math> ج",
            "<p>أ  ب  ج</p>",
            &["-<svg>", "-<math>"],
        ),
        (
            "أ</main></body> ب</div>",
            "<p>أ ب</p>",
            &["-</main>", "-</body>", "-</div>"],
        ),
        ("أ <blink>ب</blink>", "<p>أ ب</p>", &["-<blink>"]),
        ("أ <div>ب</div>", "<p>أ ب</p>", &["-<div>"]),
        ("أ <td>ب", "<p>أ ب</p>", &["-<td>"]),
        ("أ <!-- سر --> ب", "<p>أ  ب</p>", &["-a comment"]),
        ("أ <input type=\"password\">", "<p>أ </p>", &["-<input>"]),
        (
            "![أ <b>ب</b>](a.png)",
            "<p><img src=\"a.png\" alt=\"أ ب\" loading=\"lazy\" decoding=\"async\"></p>",
            &["-<b>"],
        ),
    ]);
}

#[test]
fn what_is_no_text_goes_with_its_element() {
    check(&[
        ("<script>alert(1)</script>", "", &["-<script>"]),
        (
            "أ <script>*alert*(1)</script><STYLE>p{}</style> ب",
            "<p>أ  ب</p>",
            &["-<script>", "-<style>"],
        ),
        (
            "<svg><script>1</script></svg>",
            "<p></p>",
            &["-<svg>", "-<script>"],
        ),
        ("أ <script>*ب*", "<p>أ <em>ب</em></p>", &["-<script>"]),
    ]);
    assert_eq!(
        told("<script>a</script><script>b</script><script>c</script>").len(),
        3
    );
}

#[test]
fn attributes_are_read_one_by_one() {
    check(&[
        (
            "<a href=\"javascript:x\" onclick=\"y\">a</a>",
            "<p dir=\"ltr\"><a>a</a></p>",
            &["-`href` of <a>", "-`onclick` of <a>"],
        ),
        (
            "<p style=\"color:red\" dir=\"up\" class=\"x\">أ</p>",
            "<p class=\"x\">أ</p>",
            &["-`style` of <p>", "-`dir` of <p>"],
        ),
        (
            "<img src=\"data:image/png;base64,AA\" alt=\"جسر\">",
            "جسر",
            &["-`src` of <img>", "-<img>"],
        ),
        (
            "<a href=\"https://[\">أ</a>",
            "<p><a>أ</a></p>",
            &["-`href` of <a>"],
        ),
    ]);
}

#[test]
fn ids_are_the_pages_own_once() {
    check(&[(
        "<div id=\"main\">أ</div>\n\n## ب\n\n<div id=\"ب\"></div><div id=\"ج\"></div><div id=\"ج\"></div><div id=\"fn-1\"></div>",
        "<div>أ</div>\n<h2 id=\"ب\">ب<a class=\"anchor\" aria-hidden=\"true\" tabindex=\"-1\" href=\"#%D8%A8\"></a></h2>\n<div></div><div id=\"ج\"></div><div></div><div></div>",
        &[
            "-the id `main` of <div>, which is not free,",
            "-the id `ب` of <div>, which is not free,",
            "-the id `ج` of <div>, which is not free,",
            "-the id `fn-1` of <div>, which is not free,",
        ],
    )]);
}

#[test]
fn links_lead_where_markdown_links_do() {
    check(&[
        (
            "<a href=\"b.md\">ب</a> <a href=\"draft.md\">ج</a>",
            "<p><a href=\"/2022/b/\">ب</a> <a>ج</a></p>",
            &[],
        ),
        (
            "<a href=\"https://a.org/\">https://a.org/</a>",
            "<p dir=\"ltr\"><a href=\"https://a.org/\">https://a.org/</a></p>",
            &[],
        ),
    ]);
    let body =
        "[أ](a.md) <a href=\"b.md\">ب</a>\n\n<img src=\" صورة.png\"><audio src=\"a.mp3\"></audio>";
    let links: Vec<(String, &str)> = scan(body)
        .links
        .into_iter()
        .map(|link| (link.target, &body[link.range]))
        .collect();
    let expected = [
        ("a.md", "[أ](a.md)"),
        ("b.md", "<a href=\"b.md\">"),
        ("صورة.png", "<img src=\" صورة.png\">"),
        ("a.mp3", "<audio src=\"a.mp3\">"),
    ];
    assert_eq!(links, expected.map(|(target, at)| (target.to_owned(), at)));
}

#[test]
fn nothing_is_loaded_from_another_host_and_nothing_is_lost() {
    check(&[
        (
            "أ <img src=\"https://a.org/x.png\" alt=\"جسر\"> ب",
            "<p>أ <a href=\"https://a.org/x.png\">جسر</a> ب</p>",
            &["@<img> from https://a.org/x.png"],
        ),
        (
            "أ <img src=\"\\\\a.org/x.png\">",
            "<p>أ <a href=\"//a.org/x.png\">//a.org/x.png</a></p>",
            &["@<img> from //a.org/x.png"],
        ),
        (
            "<a href=\"b.md\"><img src=\"//a.org/x.png\" alt=\"جسر\"></a>",
            "<p><a href=\"/2022/b/\">جسر</a></p>",
            &["@<img> from //a.org/x.png"],
        ),
        (
            "<video controls>\n<source src=\"https://a.org/x.mp4\">\nنص\n</video>",
            "\n<a href=\"https://a.org/x.mp4\">https://a.org/x.mp4</a>\nنص",
            &["@<source> from https://a.org/x.mp4"],
        ),
        (
            "<iframe src=\"https://a.org/v\" title=\"مقطع\"></iframe>",
            "<a href=\"https://a.org/v\">مقطع</a>",
            &["@<iframe> of https://a.org/v"],
        ),
        ("أ <video></video>", "<p>أ </p>", &["-<video>"]),
    ]);
}

#[test]
fn raw_html_stays_in_its_block_and_is_closed_there() {
    check(&[
        (
            "- أ <b>ب\n- ج</b>",
            "<ul>\n<li>أ <b>ب</b></li>\n<li>ج</li>\n</ul>",
            &["?<b>", "-</b>"],
        ),
        (
            "*أ <b>ب* ج</b>",
            "<p><em>أ <b>ب</b></em> ج</p>",
            &["?<b>", "-</b>"],
        ),
        (
            "<b><i>أ</b></i>",
            "<p><b><i>أ</i></b></p>",
            &["?<i>", "-</i>"],
        ),
        (
            "> <div>\n\nأ",
            "<blockquote>\n<div>\n</div></blockquote>\n<p>أ</p>",
            &["?<div>"],
        ),
        ("<p>أ\n<p>ب\n\nج", "<p>أ\n</p><p>ب\n</p><p>ج</p>", &[]),
        (
            "أ <a href=\"b.md\">ب [ج](b.md)</a>",
            "<p>أ ب <a href=\"/2022/b/\">ج</a></p>",
            &["-<a> around another link"],
        ),
    ]);
}

#[test]
fn text_beside_cells_and_items_gets_one() {
    check(&[
        (
            "<table>أ<tr>ب<td>ج</table>",
            "<table><tr><td>أ</td></tr><tr><td>ب</td><td>ج</td></tr></table>",
            &[],
        ),
        ("<ul>أ<li>ب</ul>", "<ul><li>أ</li><li>ب</li></ul>", &[]),
    ]);
}

#[test]
fn depth_has_an_end() {
    let body = format!("{}أ", "<div>".repeat(200));
    let out = html(&body);
    assert_eq!(out.matches("<div>").count(), 100);
    assert_eq!(out.matches("</div>").count(), 100);
    let scan = scan(&body);
    assert_eq!((scan.found, scan.removed), (200, 100));
}

#[test]
fn the_first_of_very_many_are_told_and_all_are_counted() {
    let scan = scan(&"<x>".repeat(5000));
    assert_eq!(
        (scan.findings.len(), scan.found, scan.removed),
        (KEPT, 5000, 5000)
    );
}

#[test]
fn a_place_is_the_tag_even_where_lines_stand_apart() {
    let body = "> <div>\n> أ <x\n> y>ب\n> </div>\n";
    let findings = scan(body).findings;
    assert_eq!(findings.len(), 1);
    assert_eq!(&body[findings[0].range.clone()], "<x");
}
