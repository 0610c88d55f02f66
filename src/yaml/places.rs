//! Where keys and values stand in a YAML text. The parser does not keep places, so they are found
//! again in the lines: exact for the block style that people write, the key's line otherwise.

use memchr::memchr;

use crate::diagnostics::Span;

/// The lines of a YAML text inside its file.
pub(super) struct Places<'a> {
    file: &'a str,
    start: usize,
    end: usize,
}

/// A line of the YAML: its byte offset in the file and its text.
#[derive(Clone, Copy)]
struct Line<'a> {
    at: usize,
    text: &'a str,
}

impl Line<'_> {
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// The offset in the line just after `key:` if this line gives `key`.
    fn after_key(&self, key: &str) -> Option<usize> {
        let mut rest = self.text.trim_start_matches(' ');
        rest = rest.strip_prefix("- ").unwrap_or(rest).trim_start();
        for quote in ["", "\"", "'"] {
            let found = rest
                .strip_prefix(quote)
                .and_then(|rest| rest.strip_prefix(key))
                .and_then(|rest| rest.strip_prefix(quote))
                .and_then(|rest| rest.trim_start().strip_prefix(':'));
            if let Some(after) = found
                && (after.is_empty() || after.starts_with([' ', '\t', '\r']))
            {
                return Some(self.text.len() - after.len());
            }
        }
        None
    }
}

impl<'a> Places<'a> {
    pub(super) fn new(file: &'a str, start: usize, end: usize) -> Self {
        Places { file, start, end }
    }

    fn lines(&self) -> impl Iterator<Item = Line<'a>> + use<'a> {
        self.lines_from(self.start)
    }

    /// The lines from the one on that begins at `at`.
    fn lines_from(&self, mut at: usize) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let yaml = &self.file[..self.end];
        std::iter::from_fn(move || {
            let rest = yaml.get(at..).filter(|rest| !rest.is_empty())?;
            let length = memchr(b'\n', rest.as_bytes()).map_or(rest.len(), |end| end + 1);
            let line = Line {
                at,
                text: rest[..length].trim_end_matches(['\n', '\r']),
            };
            at += length;
            Some(line)
        })
    }

    /// The first line that is not blank.
    pub(super) fn first_line(&self) -> Span {
        match self.lines().find(|line| !line.text.trim().is_empty()) {
            Some(line) => self.span(line.at, line.at + line.text.len()),
            None => self.span(self.start, self.start),
        }
    }

    /// A place the parser names by byte index and line, both counted in the YAML alone.
    pub(super) fn at_index(&self, index: usize, line: usize) -> Span {
        let at = (self.start + index).min(self.end);
        let named = self.lines().nth(line.saturating_sub(1));
        match named {
            // At the end of the text the parser points past the last line, which shows nothing.
            Some(line)
                if line.at <= at
                    && at <= line.at + line.text.len()
                    && !line.text.trim().is_empty() =>
            {
                self.span(at, line.at + line.text.len())
            }
            Some(line) if !line.text.trim().is_empty() => {
                self.span(line.at, line.at + line.text.len())
            }
            _ => match self
                .lines()
                .filter(|line| !line.text.trim().is_empty())
                .last()
            {
                Some(line) => self.span(line.at, line.at + line.text.len()),
                None => self.first_line(),
            },
        }
    }

    /// The second line that gives `key`.
    pub(super) fn repeated_key(&self, key: &str) -> Span {
        let line = self
            .lines()
            .filter(|line| line.after_key(key).is_some())
            .nth(1);
        line.map_or_else(|| self.first_line(), |line| self.key_span(line))
    }

    /// The key at `path`, such as `["image", "src"]`.
    pub(super) fn key(&self, path: &[&str]) -> Span {
        match self.find(path) {
            Some((line, exact)) if exact => self.key_span(line),
            Some((line, _)) => {
                self.value_span(line, line.text.find(':').map_or(0, |colon| colon + 1))
            }
            None => self.first_line(),
        }
    }

    /// The value at `path`; the item `item` of it where it is a list in block style.
    pub(super) fn value(&self, path: &[&str], item: Option<usize>) -> Span {
        let Some((line, exact)) = self.find(path) else {
            return self.first_line();
        };
        if let Some(n) = item
            && let Some(found) = self.item(line, n)
        {
            let dash = found.text.find('-').map_or(0, |dash| dash + 1);
            return self.value_span(found, dash);
        }
        let key = path.last().copied().unwrap_or_default();
        let after = match exact {
            true => line.after_key(key).unwrap_or(0),
            false => line.text.find(':').map_or(0, |colon| colon + 1),
        };
        self.value_span(line, after)
    }

    /// The text of the value at `path`, where it is on one line; perhaps that of something else where the
    /// YAML is written in an uncommon way.
    pub(super) fn source(&self, path: &[&str]) -> Option<&'a str> {
        let (line, exact) = self.find(path)?;
        let key = path.last()?;
        if exact {
            return Some(without_comment(&line.text[line.after_key(key)?..]));
        }
        let colon = line.text.find(':')?;
        let whole = &self.file[line.at + colon + 1..self.end];
        flow_parts(whole).into_iter().find_map(|part| {
            let rest = part.trim().trim_start_matches(['"', '\'']);
            let rest = rest.strip_prefix(*key)?.trim_start_matches(['"', '\'']);
            rest.trim_start().strip_prefix(':')
        })
    }

    /// The texts of the items of the list at `path`, in block style or in flow style.
    pub(super) fn items_source(&self, path: &[&str]) -> Vec<&'a str> {
        let after = self.find(path).and_then(|(line, exact)| {
            let after = line.after_key(path.last()?).filter(|_| exact)?;
            Some((line, after))
        });
        let Some((line, after)) = after else {
            return Vec::new();
        };
        let whole = &self.file[line.at + after..self.end];
        if whole.trim_start().starts_with('[') {
            return flow_parts(whole);
        }
        let dashed = |line: &Line| line.text.trim_start().starts_with("- ");
        let indent = self.below(line).find(dashed).map(|item| item.indent());
        self.below(line)
            .filter(|item| dashed(item) && Some(item.indent()) == indent)
            .map(|item| without_comment(item.text.trim_start().trim_start_matches('-')))
            .collect()
    }

    /// The line on which most is unfolded or nested.
    pub(super) fn densest_line(&self) -> Span {
        let mut densest = None;
        let mut most = 0;
        for line in self.lines() {
            let n = line.text.matches(['*', '[', '{']).count();
            if n > most {
                (most, densest) = (n, Some(line));
            }
        }
        densest.map_or_else(
            || self.first_line(),
            |line| self.span(line.at + line.indent(), line.at + line.text.len()),
        )
    }

    /// A byte of the YAML.
    pub(super) fn at_byte(&self, index: usize) -> Span {
        let at = (self.start + index).min(self.end);
        self.span(at, at + 1)
    }

    /// The line of the key at `path`, and whether it is that key's own line (or, in flow style, its
    /// parent's).
    fn find(&self, path: &[&str]) -> Option<(Line<'a>, bool)> {
        let (first, rest) = path.split_first()?;
        let mut line = self
            .lines()
            .find(|line| !line.text.starts_with(' ') && line.after_key(first).is_some())?;
        for key in rest {
            match self
                .below(line)
                .find(|below| below.after_key(key).is_some())
            {
                Some(found) => line = found,
                None => return Some((line, false)),
            }
        }
        Some((line, true))
    }

    /// The lines that belong to the value of `parent`.
    fn below(&self, parent: Line<'a>) -> impl Iterator<Item = Line<'a>> + use<'a> {
        let indent = parent.indent();
        self.lines_from(parent.at).skip(1).take_while(move |line| {
            line.text.trim().is_empty()
                || line.indent() > indent
                || line.indent() == indent && line.text.trim_start().starts_with("- ")
        })
    }

    fn item(&self, parent: Line<'a>, n: usize) -> Option<Line<'a>> {
        let dashed = |line: &Line| line.text.trim_start().starts_with("- ");
        let indent = self.below(parent).find(dashed)?.indent();
        self.below(parent)
            .filter(|line| dashed(line) && line.indent() == indent)
            .nth(n)
    }

    fn key_span(&self, line: Line) -> Span {
        let start = line.indent();
        let end = line.text.find(':').unwrap_or(line.text.len());
        self.span(line.at + start, line.at + end)
    }

    /// What stands on `line` after the byte `after`, without spaces and comment; the whole line
    /// where that is nothing.
    fn value_span(&self, line: Line, after: usize) -> Span {
        let value = &line.text[after..];
        let start = after + (value.len() - value.trim_start().len());
        let value = line.text[start..].trim_end();
        let value = match value.find(" #") {
            Some(comment) if !value.starts_with(['"', '\'']) => value[..comment].trim_end(),
            _ => value,
        };
        match value.is_empty() {
            true => self.span(line.at + line.indent(), line.at + line.text.len()),
            false => self.span(line.at + start, line.at + start + value.len()),
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::of_bytes(self.file, start, end)
    }
}

fn without_comment(value: &str) -> &str {
    let value = value.trim();
    match value.find(" #") {
        Some(comment) => value[..comment].trim_end(),
        None => value,
    }
}

/// What stands between the commas of a list or mapping in flow style, which `text` begins with.
fn flow_parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    let mut quote = None;
    let mut is_escaped = false;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            _ if is_escaped => is_escaped = false,
            (Some('"'), '\\') => is_escaped = true,
            (Some(open), c) if open == c => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') if text[start..at].trim().is_empty() => quote = Some(c),
            (None, '[' | '{') => {
                depth += 1;
                if depth == 1 {
                    start = at + 1;
                }
            }
            (None, ',') if depth == 1 => {
                parts.push(text[start..at].trim());
                start = at + 1;
            }
            (None, ']' | '}') => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    parts.push(text[start..at].trim());
                    break;
                }
            }
            (None, c) if depth == 0 && !c.is_whitespace() => break,
            (None, _) => {}
        }
    }
    parts
}
