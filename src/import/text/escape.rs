//! Plain text -> Markdown that reads as that text.
//!
//! Lines come in, trimmed and not blank; Markdown goes out. A sign gets its backslash only where
//! CommonMark or one of the extensions in use would take it for markup: an article is edited by
//! people, and `-ولا يزال-`, `#وسم` and `5 * 3` are text as they stand.

/// Appends a paragraph with its line breaks as they are.
pub(super) fn push_paragraph(out: &mut String, lines: &[String]) {
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            out.push('\n');
        }
        let start = out.len();
        push_line(out, line, block_marker(line));
        hide_attributes(out, start);
    }
}

/// Appends a subheading of the second level.
pub(super) fn push_subheading(out: &mut String, text: &str) {
    let mut line = String::new();
    push_line(&mut line, text, None);
    // Signs at the end close a heading, braces there are its attributes.
    let body = line.trim_end_matches('#');
    if body.len() < line.len() && (body.is_empty() || body.ends_with([' ', '\t'])) {
        line.insert(body.len(), '\\');
    }
    hide_attributes(&mut line, 0);
    out.push_str("## ");
    out.push_str(&line);
}

/// A brace that is a letter of the text.
const BRACE: &str = "&#123;";

/// Braces at the end of a line are attributes of its block; a backslash does not hide them.
fn hide_attributes(out: &mut String, start: usize) {
    if out.ends_with('}') && out[start..].contains('{') {
        let hidden = out[start..].replace('{', BRACE);
        out.truncate(start);
        out.push_str(&hidden);
    }
}

/// Where in `line` the sign stands that would make it another block than a paragraph.
fn block_marker(line: &str) -> Option<usize> {
    // Rules, underlines of headings, and the second line of a table.
    let signs_only = line
        .chars()
        .all(|c| matches!(c, '-' | '_' | '*' | '=' | '+' | ':' | '|' | ' ' | '\t'));
    let first = line.chars().next()?;
    let after = |at: usize| line[at..].chars().next();
    let ends = |c: Option<char>| c.is_none_or(|c| matches!(c, ' ' | '\t'));
    match first {
        _ if signs_only => Some(0),
        '>' | ':' => Some(0),
        '-' | '+' | '*' if ends(after(1)) => Some(0),
        '#' => {
            let count = line.bytes().take_while(|byte| *byte == b'#').count();
            (count <= 6 && ends(after(count))).then_some(0)
        }
        '0'..='9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let is_item =
                digits <= 9 && matches!(after(digits), Some('.' | ')')) && ends(after(digits + 1));
            is_item.then_some(digits)
        }
        _ => None,
    }
}

/// Appends `line` with a backslash before the sign at `marker` and before those that mean something
/// inside a line.
fn push_line(out: &mut String, line: &str, marker: Option<usize>) {
    let mut before = None;
    for (at, c) in line.char_indices() {
        let after = line[at + c.len_utf8()..].chars().next();
        if marker == Some(at) || is_markup(c, before, after, &line[at..]) {
            out.push('\\');
        }
        match (before, c) {
            // Braces behind a bracket are attributes of what it closes; no backslash hides them.
            (Some(']'), '{') => out.push_str(BRACE),
            _ => out.push(c),
        }
        before = Some(c);
    }
}

fn is_markup(c: char, before: Option<char>, after: Option<char>, from_here: &str) -> bool {
    let apart = before == Some(' ') && after == Some(' ');
    let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    match c {
        '`' | '[' => true,
        '*' | '~' => !apart,
        // Inside a word an underscore is a letter.
        '_' => !(apart || is_word(before) && is_word(after)),
        '\\' => after.is_none_or(|next| next.is_ascii_punctuation()),
        '<' => {
            after.is_some_and(|next| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
        }
        '&' => is_entity(from_here),
        _ => false,
    }
}

/// Whether `text` begins with something like `&amp;`.
fn is_entity(text: &str) -> bool {
    let name = text.strip_prefix('&').unwrap_or(text);
    let name = name.strip_prefix('#').unwrap_or(name);
    let end = name
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(name.len());
    end > 0 && name[end..].starts_with(';')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(text: &str) -> String {
        let mut out = String::new();
        let lines: Vec<String> = text.split('\n').map(String::from).collect();
        push_paragraph(&mut out, &lines);
        out
    }

    #[test]
    fn only_what_would_be_markup_is_escaped() {
        for (text, expected) in [
            ("2022. كان عامًا", "2022\\. كان عامًا"),
            ("1) أولاً", "1\\) أولاً"),
            ("- ولا يزال -", "\\- ولا يزال -"),
            ("> قال", "\\> قال"),
            ("# عنوان", "\\# عنوان"),
            ("2022\n----", "2022\n\\----"),
            ("أ | ب\n---|---", "أ | ب\n\\---|---"),
            ("مصطلح\n: شرح", "مصطلح\n\\: شرح"),
            (
                "*مهم* _هام_ و~~ملغى~~",
                "\\*مهم\\* \\_هام\\_ و\\~\\~ملغى\\~\\~",
            ),
            (
                "[نص](أ) <b> AT&amp;T `x`",
                "\\[نص](أ) \\<b> AT\\&amp;T \\`x\\`",
            ),
            ("قيمة {dir=ltr}", "قيمة &#123;dir=ltr}"),
            ("C:\\*.txt \\", "C:\\\\\\*.txt \\\\"),
            ("[كلمة]{lang=en} بعد", "\\[كلمة]&#123;lang=en} بعد"),
            ("\\[\n]{dir=ltr}#", "\\\\\\[\n]&#123;dir=ltr}#"),
        ] {
            assert_eq!(paragraph(text), expected, "{text}");
        }
        for text in [
            "-ولا يزال-",
            "#وسم",
            "١. أولاً",
            "5 * 3 * 2",
            "snake_case",
            "2,2 و5.3%",
            "أ & ب < ج",
            "قال \"كذا\".",
            "2022.5",
            "C:\\x",
        ] {
            assert_eq!(paragraph(text), text);
        }
    }
}
