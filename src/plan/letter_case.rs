//! Output files whose names differ only in letter case: two files on one system, one on another.
//!
//! The pages of a plan come in, warnings go out. Arabic has no letter case, so that almost no path is
//! looked at twice.

use std::collections::BTreeMap;

use super::Page;
use crate::diagnostics::Diagnostic;

/// Tells files that would be one on Windows and macOS. `pages` are in the order of their paths.
pub(super) fn collisions(pages: &[Page], diagnostics: &mut Vec<Diagnostic>) {
    // Of two paths that differ in case alone, one has a capital.
    let mut by_small: BTreeMap<String, &Page> = BTreeMap::new();
    for page in pages.iter().filter(|page| has_capital(page.path.as_str())) {
        let small = page.path.as_str().to_lowercase();
        let plain = pages
            .binary_search_by(|other| other.path.as_str().cmp(&small))
            .ok()
            .and_then(|at| pages.get(at));
        let first = plain.or_else(|| by_small.get(&small).copied());
        if let Some(first) = first.filter(|first| first.path != page.path) {
            diagnostics.push(one_on_some_systems(first, page));
        }
        by_small.entry(small).or_insert(page);
    }
}

fn has_capital(path: &str) -> bool {
    match path.is_ascii() {
        true => path.bytes().any(|byte| byte.is_ascii_uppercase()),
        false => path.chars().any(char::is_uppercase),
    }
}

fn one_on_some_systems(one: &Page, other: &Page) -> Diagnostic {
    let diagnostic = Diagnostic::warning(
        "case-collision",
        format!(
            "{} and {} differ only in letter case: on Windows and macOS they are one file",
            one.path, other.path
        ),
    )
    .hint("Give one of them another `slug:` or name.");
    match other.view.source().or(one.view.source()) {
        Some(source) => diagnostic.in_file(source),
        None => diagnostic,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::EditionId;
    use crate::paths::OutputPath;
    use crate::plan::View;

    #[test]
    fn only_paths_that_differ_in_case_alone_collide() {
        let mut pages: Vec<Page> = [
            "a/x.png", "a/X.png", "b/É.png", "b/é.png", "c/Q.png", "C/q.png", "d/Z.png", "خ.png",
        ]
        .iter()
        .map(|path| Page {
            path: OutputPath::new(path).unwrap(),
            edition: EditionId::MAIN,
            view: View::NotFound,
        })
        .collect();
        pages.sort_by(|a, b| a.path.cmp(&b.path));
        let mut told = Vec::new();
        collisions(&pages, &mut told);
        let messages: Vec<String> = told
            .iter()
            .filter_map(|diagnostic| diagnostic.message.split(" differ").next())
            .map(String::from)
            .collect();
        assert_eq!(
            messages,
            [
                "a/x.png and a/X.png",
                "b/é.png and b/É.png",
                "C/q.png and c/Q.png"
            ]
        );
    }
}
