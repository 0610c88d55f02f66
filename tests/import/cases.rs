//! Every export against what is to become of it.

use std::fs;

use warraq::import::text::{Quotes, Settings, convert};
use warraq::import::verify;
use warraq::paths::SourcePath;

use super::{export, folders};

/// The article's text, if there is one, and the report.
fn converted(bytes: &[u8], settings: &Settings) -> (Option<String>, String) {
    match convert(&SourcePath::new("export.txt"), bytes, settings) {
        Ok(converted) => {
            let mut report = format!("{}\n", converted.path("content", 1));
            for note in &converted.notes {
                report.push_str(&format!("{note}\n"));
            }
            (Some(converted.markdown(1)), report)
        }
        Err(fault) => {
            let line = fault
                .place
                .and_then(|place| place.span)
                .map_or(String::new(), |span| format!("line {}: ", span.line));
            let hint = fault.hint.unwrap_or_default();
            let report = format!("{line}error: {}: {}\n{hint}\n", fault.code, fault.message);
            (None, report)
        }
    }
}

/// The beginning of a text that no one would read to its end.
fn cut(text: String) -> String {
    match text.char_indices().nth(4000) {
        Some((end, _)) => format!("{}\n[{} bytes in all]\n", &text[..end], text.len()),
        None => text,
    }
}

#[test]
fn every_export_becomes_what_is_expected() {
    let bless = std::env::var_os("WARRAQ_BLESS").is_some();
    let mut wrong = String::new();
    let (mut good, mut broken) = (0, 0);
    for folder in folders() {
        let name = folder.file_name().unwrap().to_string_lossy().into_owned();
        match name.starts_with("broken-") {
            true => broken += 1,
            false => good += 1,
        }
        let mut settings = Settings::default();
        if name.ends_with("-guillemets") {
            settings.quotes = Quotes::Guillemets;
        }
        let (article, report) = converted(&export(&folder), &settings);
        let article = article.map(cut);
        for (name, found) in [("expected.md", article), ("report.txt", Some(report))] {
            let path = folder.join(name);
            match (bless, found) {
                (true, Some(found)) => fs::write(&path, found).unwrap(),
                (true, None) => drop(fs::remove_file(&path)),
                (false, found) => {
                    let expected = fs::read_to_string(&path).ok();
                    if expected != found {
                        let (expected, found) =
                            (expected.unwrap_or_default(), found.unwrap_or_default());
                        let diff = similar::TextDiff::from_lines(&expected, &found);
                        wrong.push_str(&format!("{}\n{}\n", path.display(), diff.unified_diff()));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
    assert!(good >= 30 && broken >= 20, "{good} good, {broken} broken");
}

/// The article is read from its first byte, its Markdown rendered, and compared line by line.
#[test]
fn every_page_shows_every_line_of_its_export() {
    for folder in folders() {
        let (bytes, path) = (export(&folder), SourcePath::new("export.txt"));
        let settings = [Quotes::Keep, Quotes::Guillemets];
        // A long text says nothing more the second time.
        let settings = match bytes.len() > 1 << 20 {
            true => &settings[..1],
            false => &settings[..],
        };
        for quotes in settings.iter().copied() {
            let settings = Settings {
                quotes,
                ..Settings::default()
            };
            if let Ok(converted) = convert(&path, &bytes, &settings) {
                let article = converted.markdown(1);
                let found = verify(&path, &bytes, article.as_bytes());
                assert_eq!(found, Ok(()), "{}", folder.display());
            }
        }
    }
}

/// A fault nobody has seen is a fault nobody can mend.
#[test]
fn every_fault_of_an_import_has_an_export() {
    let here = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let texts = |folder: &str, extension: &str| -> String {
        walkdir::WalkDir::new(here.join(folder))
            .sort_by_file_name()
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| {
                entry
                    .path()
                    .extension()
                    .is_some_and(|found| found == extension)
            })
            .map(|entry| fs::read_to_string(entry.path()).unwrap())
            .collect()
    };
    let seen = texts("tests/import", "txt") + &texts("tests/import", "rs");
    let source = texts("src/import", "rs");
    let codes: Vec<&str> = source
        .split("Diagnostic::error(")
        .skip(1)
        .filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next())
        .collect();
    assert!(codes.len() > 9, "{codes:?}");
    for code in codes {
        assert!(seen.contains(code), "no export is refused as `{code}`");
    }
}
