//! SARIF 2.1.0, which code scanning services and editors read.

use std::collections::BTreeSet;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use super::fingerprint::fingerprints;
use super::{Repository, plain_json};
use crate::diagnostics::{Diagnostic, Severity};
use crate::program::VERSION;

/// Where the schema of the format is published.
const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// What a path may hold as it is in an address.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'/')
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

pub(super) fn written(diagnostics: &[Diagnostic], repository: &Repository) -> String {
    let codes: BTreeSet<&str> = diagnostics.iter().map(|told| told.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let rules: Vec<Value> = codes.iter().map(|code| json!({"id": code})).collect();
    let result = |(diagnostic, fingerprint): (&Diagnostic, String)| {
        json!({
            "ruleId": diagnostic.code,
            "ruleIndex": codes.binary_search(&diagnostic.code).unwrap_or_default(),
            "level": match diagnostic.severity {
                Severity::Error => "error",
                Severity::Warning => "warning",
            },
            "message": {"text": text(diagnostic)},
            "locations": [{"physicalLocation": place(diagnostic, repository)}],
            "partialFingerprints": {"warraq/v1": fingerprint},
        })
    };
    let fingerprints = fingerprints(diagnostics, repository);
    let results: Vec<Value> = diagnostics.iter().zip(fingerprints).map(result).collect();
    let report = json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Warraq",
                "version": VERSION,
                "rules": rules,
            }},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    format!("{}\n", plain_json(&report))
}

fn text(diagnostic: &Diagnostic) -> String {
    match &diagnostic.hint {
        Some(hint) => format!("{}. {hint}", diagnostic.message),
        None => diagnostic.message.clone(),
    }
}

fn place(diagnostic: &Diagnostic, repository: &Repository) -> Value {
    let path = repository.path_or_site(diagnostic);
    let uri = utf8_percent_encode(&path, KEPT).to_string();
    let file = json!({"uri": uri, "uriBaseId": "%SRCROOT%"});
    let span = diagnostic
        .place
        .as_ref()
        .and_then(|place| place.span.as_ref());
    match span {
        None => json!({"artifactLocation": file}),
        Some(span) => json!({
            "artifactLocation": file,
            "region": {
                "startLine": span.line,
                "startColumn": span.column,
                "endColumn": span.column.saturating_add(span.length),
            },
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples;
    use super::*;

    #[test]
    fn every_result_has_its_rule_and_its_place() {
        let told = written(&samples::diagnostics(), &Repository::default());
        let report: Value = serde_json::from_str(&told).unwrap();
        let run = &report["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        assert_eq!(rules.len(), 3);
        for result in run["results"].as_array().unwrap() {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let place = &run["results"][0]["locations"][0]["physicalLocation"];
        assert_eq!(
            place["artifactLocation"]["uri"],
            "content/%D9%85%D8%AD%D9%84%D9%8A/a%2C%20b.md"
        );
        assert_eq!(
            place["region"],
            json!({"startLine": 2, "startColumn": 7, "endColumn": 17})
        );
        assert_eq!(run["results"][2]["level"], "warning");
    }
}
