//! A name for each diagnostic that it keeps from build to build.
//!
//! What an editor writes above a line does not make its warning a new one: the line's number is not in it.
//! Of diagnostics that say the same of the same file, the second is told from the first by its place among
//! them.

use std::collections::BTreeMap;

use super::Repository;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;

/// The fingerprints of `diagnostics`, in their order; no two are the same.
pub(super) fn fingerprints(diagnostics: &[Diagnostic], repository: &Repository) -> Vec<String> {
    let mut seen: BTreeMap<Digest, u32> = BTreeMap::new();
    let one = |diagnostic: &Diagnostic| {
        let path = repository.path_or_site(diagnostic);
        let key = Digest::of(&(diagnostic.code, path, &diagnostic.message));
        let before = seen.entry(key).or_default();
        let fingerprint = Digest::of(&(key, *before)).to_string();
        *before += 1;
        fingerprint
    };
    diagnostics.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::super::samples::diagnostics;
    use super::*;

    #[test]
    fn a_line_that_moves_keeps_its_fingerprint_and_no_two_share_one() {
        let repository = Repository::default();
        let mut told = diagnostics();
        let before = fingerprints(&told, &repository);
        for diagnostic in &mut told {
            if let Some(span) = diagnostic.span_mut() {
                span.line += 3;
            }
        }
        assert_eq!(fingerprints(&told, &repository), before);
        let distinct: std::collections::BTreeSet<&String> = before.iter().collect();
        assert_eq!(distinct.len(), told.len());
        // What others keep by it must not change with a version of the program.
        assert_eq!(before[2], "589df3de15da92723865651461e7ec75");
    }
}
