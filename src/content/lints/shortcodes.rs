//! Tags of another generator's templates, left in a text that was moved here: Hugo's `{{< figure >}}`
//! and `{{% note %}}`, Zola's and Jekyll's `{{ name() }}` and `{% include %}`.

use std::ops::Range;

/// The tags that open in `text`, each to its end or to that of the text. Two braces alone are none:
/// `{{x}}` may be mathematics.
pub(super) fn tags(text: &str) -> Vec<Range<usize>> {
    let mut tags: Vec<Range<usize>> = Vec::new();
    for start in memchr::memchr_iter(b'{', text.as_bytes()) {
        // What stands inside a tag is its own, and a text is searched once.
        if tags.last().is_some_and(|tag| start < tag.end) {
            continue;
        }
        let rest = &text[start..];
        let end = match rest.as_bytes() {
            [_, b'{', b'<', ..] => ">}}",
            [_, b'{', b'%', ..] => "%}}",
            [_, b'{', b' ', ..] => " }}",
            [_, b'%', b' ' | b'-', ..] => "%}",
            _ => continue,
        };
        let length = rest.find(end).map_or(rest.len(), |at| at + end.len());
        tags.push(start..start + length);
    }
    tags
}
