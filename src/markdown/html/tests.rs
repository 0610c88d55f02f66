use super::*;

fn html(body: &str, direction: Direction) -> String {
    let labels = Labels {
        footnotes: "الحواشي".into(),
        back_to_text: "العودة".into(),
        table: "جدول".into(),
        done: "أُنجز".into(),
        not_done: "لم يُنجز".into(),
        alerts: ["ملاحظة", "فائدة", "مهم", "تحذير", "تنبيه"].map(String::from),
    };
    let resolve = |target: &str| match target {
        "../b.md" => Some("/2022/b/".to_owned()),
        "draft.md" => Some(String::new()),
        _ => None,
    };
    let digits = |n: u64| n.to_string();
    render(
        body,
        &Settings {
            direction,
            labels: &labels,
            resolve: &resolve,
            picture: &|_| None,
            digits: &digits,
        },
    )
}

#[track_caller]
fn check(body: &str, expected: &str) {
    assert_eq!(html(body, Direction::Rtl).trim_end(), expected);
}

#[test]
fn blocks_of_the_other_direction_say_so() {
    check("مرحبا", "<p>مرحبا</p>");
    check("Putin يتوعد", "<p>Putin يتوعد</p>");
    check("By the desk.", "<p dir=\"ltr\">By the desk.</p>");
    check(
        "> Quoted in English.",
        "<blockquote dir=\"ltr\">\n<p>Quoted in English.</p>\n</blockquote>",
    );
    check(
        "- One\n- Two",
        "<ul dir=\"ltr\">\n<li>One</li>\n<li>Two</li>\n</ul>",
    );
    check(
        "- One\n- اثنان",
        "<ul>\n<li dir=\"ltr\">One</li>\n<li>اثنان</li>\n</ul>",
    );
    assert_eq!(html("שלום", Direction::Ltr), "<p dir=\"rtl\">שלום</p>\n");
}

#[test]
fn code_and_addresses_read_from_the_left() {
    check(
        "نفّذ `cargo run` الآن",
        "<p>نفّذ <code dir=\"ltr\" translate=\"no\">cargo run</code> الآن</p>",
    );
    check(
        "```sh\nls https://a.org\n```",
        "<pre dir=\"ltr\" translate=\"no\" tabindex=\"0\"><code class=\"language-sh\">ls https://a.org\n</code></pre>",
    );
    check(
        "راسلنا <a@example.org>.",
        "<p>راسلنا <a href=\"mailto:a@example.org\" dir=\"ltr\">a@example.org</a>.</p>",
    );
}

#[test]
fn headings_have_ids_in_their_script_and_start_below_the_title() {
    check(
        "## إقالات",
        "<h2 id=\"إقالات\">إقالات<a class=\"anchor\" aria-hidden=\"true\" tabindex=\"-1\" href=\"#%D8%A5%D9%82%D8%A7%D9%84%D8%A7%D8%AA\"></a></h2>",
    );
    let levels = |body: &str| -> Vec<usize> {
        html(body, Direction::Rtl)
            .split("<h")
            .skip(1)
            .filter_map(|rest| rest[..1].parse().ok())
            .collect()
    };
    assert_eq!(levels("# أ\n\n## ب"), [2, 3]);
    assert_eq!(
        levels("### أ\n\n## ب\n\n#### ج\n\n#### د\n\n## ه"),
        [2, 2, 3, 3, 2]
    );
    assert!(html("## أ {#alif .x}", Direction::Rtl).starts_with("<h2 id=\"alif\" class=\"x\">"));
}

#[test]
fn an_image_with_a_title_is_a_figure() {
    check(
        "![جسر](جسر.png \"الجسر القديم\")",
        "<figure>\n<img src=\"%D8%AC%D8%B3%D8%B1.png\" alt=\"جسر\" loading=\"lazy\" decoding=\"async\">\n<figcaption>الجسر القديم</figcaption>\n</figure>",
    );
    check(
        "![جسر](a.png)",
        "<p><img src=\"a.png\" alt=\"جسر\" loading=\"lazy\" decoding=\"async\"></p>",
    );
}

#[test]
fn table_cells_keep_the_tables_alignment() {
    check(
        "| الفريق | الفارق |\n| :-- | --: |\n| المرفأ | +3 |",
        "<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"جدول\"><table>\n<thead><tr><th scope=\"col\" class=\"align-start\">الفريق</th><th scope=\"col\" class=\"align-end\">الفارق</th></tr></thead><tbody>\n<tr><td class=\"align-start\">المرفأ</td><td class=\"align-end\"><bdi dir=\"ltr\">+3</bdi></td></tr>\n</tbody></table></div>",
    );
}

#[test]
fn notes_are_numbered_as_mentioned_and_none_is_lost() {
    let out = html(
        "أ[^ب] ج[^أ] د[^ب]\n\n[^أ]: ألف\n[^ب]: باء\n[^ت]: تاء",
        Direction::Rtl,
    );
    assert!(
        out.contains("<a id=\"fnref-1-2\" href=\"#fn-1\" role=\"doc-noteref\"><bdi>1</bdi></a>"),
        "{out}"
    );
    assert!(
        out.contains("<li id=\"fn-1\"><p>باء <a class=\"back\" href=\"#fnref-1\""),
        "{out}"
    );
    assert!(out.contains("<li id=\"fn-3\"><p>تاء</p>\n</li>"), "{out}");
}

#[test]
fn links_are_resolved_or_dropped() {
    check("[ب](../b.md)", "<p><a href=\"/2022/b/\">ب</a></p>");
    check("[ب](draft.md)", "<p><a>ب</a></p>");
    check("[ب](/c/)", "<p><a href=\"/c/\">ب</a></p>");
    check("[ب](javascript:alert)", "<p><a>ب</a></p>");
    check(
        "https://example.org/x",
        "<p dir=\"ltr\"><a dir=\"ltr\" href=\"https://example.org/x\">https://example.org/x</a></p>",
    );
}

#[test]
fn alerts_tasks_and_definitions() {
    check(
        "> [!NOTE]\n> نص",
        "<aside class=\"alert alert-note\" role=\"note\">\n<p class=\"alert-title\">ملاحظة</p>\n<p>نص</p>\n</aside>",
    );
    check(
        "- [x] بند",
        "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"أُنجز\"> بند</li>\n</ul>",
    );
    check("مصطلح\n: شرح", "<dl>\n<dt>مصطلح</dt>\n<dd>شرح</dd>\n</dl>");
}

#[test]
fn raw_html_is_cleaned_and_what_we_wrote_stays() {
    let body = "<p onclick=\"x\">أ</p>\n\n<script>alert(1)</script>\n\nنص[^1] `c`\n\n- [ ] x\n\n| a |\n|--:|\n| 1 |\n\n[^1]: ح\n";
    let clean = html(body, Direction::Rtl);
    assert!(
        !clean.contains("script") && !clean.contains("onclick"),
        "{clean}"
    );
    let without: String = html(
        &body
            .replace("<script>alert(1)</script>", "")
            .replace("<p onclick=\"x\">أ</p>", ""),
        Direction::Rtl,
    );
    for part in [
        "role=\"doc-noteref\"",
        "role=\"doc-backlink\"",
        "translate=\"no\"",
        "tabindex=\"0\"",
        "class=\"align-end\"",
        "type=\"checkbox\"",
        "scope=\"col\"",
        "<bdi dir=\"ltr\">",
    ] {
        assert_eq!(
            clean.matches(part).count(),
            without.matches(part).count(),
            "{part}\n{clean}"
        );
    }
}
