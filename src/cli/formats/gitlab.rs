//! GitLab's Code Quality report: an array of objects, which a merge request compares with that of its target
//! by their fingerprints.

use serde::Serialize;

use super::fingerprint::fingerprints;
use super::{Repository, plain_json};
use crate::diagnostics::{Diagnostic, Severity};

#[derive(Serialize)]
struct Finding<'a> {
    description: String,
    check_name: &'a str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
}

pub(super) fn written(diagnostics: &[Diagnostic], repository: &Repository) -> String {
    let finding = |(diagnostic, fingerprint): (&Diagnostic, String)| {
        let finding = Finding {
            description: match &diagnostic.hint {
                Some(hint) => format!("{}. {hint}", diagnostic.message),
                None => diagnostic.message.clone(),
            },
            check_name: diagnostic.code,
            fingerprint,
            severity: match diagnostic.severity {
                Severity::Error => "critical",
                Severity::Warning => "minor",
            },
            location: Location {
                path: repository.path_or_site(diagnostic),
                lines: Lines {
                    begin: diagnostic
                        .place
                        .as_ref()
                        .and_then(|place| place.span.as_ref())
                        .map_or(1, |span| span.line),
                },
            },
        };
        plain_json(&finding)
    };
    let fingerprints = fingerprints(diagnostics, repository);
    let findings: Vec<String> = diagnostics.iter().zip(fingerprints).map(finding).collect();
    match findings.is_empty() {
        true => "[]\n".into(),
        false => format!("[\n{}\n]\n", findings.join(",\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_finding_has_a_place_and_a_fingerprint_of_its_own() {
        let told = written(&samples::diagnostics(), &Repository::default());
        let findings: serde_json::Value = serde_json::from_str(&told).unwrap();
        let first = &findings[0];
        assert_eq!(
            first["description"],
            "`2022-02-30` is 100% wrong: no such day\nin 2022. Write it as 2022-01-10"
        );
        assert_eq!(first["check_name"], "bad-date");
        assert_eq!(first["severity"], "critical");
        assert_eq!(first["location"]["path"], "content/محلي/a, b.md");
        assert_eq!(first["location"]["lines"]["begin"], 2);
        assert_eq!(findings[2]["location"]["path"], "warraq.yaml");
        assert_ne!(findings[2]["fingerprint"], findings[3]["fingerprint"]);
        assert_eq!(written(&[], &Repository::default()), "[]\n");
    }
}
