//! The architecture as a test: which module may import which, and what only the edges may do.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of the crate, lowest first. A module imports only from those before it.
const LAYERS: [&str; 23] = [
    "program",
    "text",
    "locale",
    "digest",
    "lookup",
    "seal",
    "paths",
    "media_types",
    "diagnostics",
    "yaml",
    "config",
    "images",
    "markdown",
    "content",
    "archive",
    "plan",
    "render",
    "build",
    "disk",
    "import",
    "serve",
    "publish",
    "cli",
];

/// The first layer that may touch files, clock, environment or terminal.
const FIRST_EDGE: &str = "disk";

/// What only an edge may do, as it is written in code.
const OUTSIDE: [&str; 12] = [
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::io::stdin",
    "SystemTime",
    "Instant::",
    "Timestamp::now",
    "println!",
    "eprintln!",
    "print!(",
    "walkdir",
];

/// Where a dependency lives: nobody else names it.
const HOMES: [(&str, &[&str]); 30] = [
    ("tera::", &["render"]),
    ("pulldown_cmark", &["markdown"]),
    ("ammonia", &["markdown"]),
    ("html5ever", &["markdown"]),
    ("serde_yaml", &["yaml"]),
    ("walkdir", &["disk", "import", "serve"]),
    ("quick_xml", &["render", "images"]),
    ("fluent_bundle", &["locale"]),
    ("fluent_syntax", &["locale"]),
    ("writeable", &["locale"]),
    ("object_store", &["publish"]),
    ("tokio", &["serve", "publish"]),
    ("flate2", &["publish"]),
    ("brotli::", &["publish"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["cli"]),
    ("unicode_bidi", &["text"]),
    ("zune_jpeg", &["images"]),
    ("image_webp", &["images"]),
    ("jpeg_encoder", &["images"]),
    ("fast_image_resize", &["images"]),
    ("crc32fast", &["images"]),
    ("png::", &["images"]),
    ("harfrust", &["images"]),
    ("ahash::", &["lookup"]),
    ("zeno::", &["images"]),
    ("wuff::", &["images"]),
    ("miniz_oxide", &["images"]),
    ("hyper", &["serve"]),
    ("notify::", &["serve"]),
];

struct Module {
    path: PathBuf,
    layer: String,
    text: String,
    /// The text without tests and comments.
    code: String,
}

fn modules() -> Vec<Module> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut modules = Vec::new();
    for entry in walkdir::WalkDir::new(&src).sort_by_file_name() {
        let entry = entry.unwrap();
        let path = entry.path().strip_prefix(&src).unwrap().to_owned();
        let is_code = path.extension().is_some_and(|extension| extension == "rs");
        // What cargo runs beforehand is no part of the program.
        if !is_code || path.ends_with("tests.rs") || path.ends_with("build_script.rs") {
            continue;
        }
        let first = path
            .components()
            .next()
            .unwrap()
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let layer = first.trim_end_matches(".rs").to_owned();
        if layer == "lib" || layer == "main" {
            continue;
        }
        let text = fs::read_to_string(entry.path()).unwrap();
        let shipped = text.split("#[cfg(test)]").next().unwrap();
        let code = shipped
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect::<Vec<_>>()
            .join("\n");
        modules.push(Module {
            path,
            layer,
            text,
            code,
        });
    }
    modules
}

fn place(layer: &str) -> usize {
    LAYERS
        .iter()
        .position(|known| *known == layer)
        .unwrap_or_else(|| panic!("`{layer}` has no place among the layers"))
}

#[test]
fn the_layers_are_the_modules_of_the_crate_in_order() {
    let lib = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let declared: Vec<&str> = lib
        .lines()
        .filter_map(|line| line.strip_prefix("pub mod ")?.strip_suffix(';'))
        .collect();
    assert_eq!(declared, LAYERS);
}

#[test]
fn a_module_imports_only_from_layers_before_it() {
    let mut faults = Vec::new();
    for module in modules() {
        for piece in module.code.split("crate::").skip(1) {
            let named = piece
                .split(|c: char| !c.is_alphanumeric() && c != '_')
                .next()
                .unwrap();
            if LAYERS.contains(&named)
                && named != module.layer
                && place(named) > place(&module.layer)
            {
                faults.push(format!(
                    "{} imports crate::{named}, which comes after it",
                    module.path.display()
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn only_the_edges_touch_the_outside() {
    let mut faults = Vec::new();
    for module in modules()
        .iter()
        .filter(|module| place(&module.layer) < place(FIRST_EDGE))
    {
        for outside in OUTSIDE
            .iter()
            .filter(|outside| module.code.contains(**outside))
        {
            faults.push(format!("{} uses {outside}", module.path.display()));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn a_dependency_is_named_only_at_home() {
    let mut faults = Vec::new();
    for module in modules() {
        for (name, homes) in HOMES {
            let named = module.code.lines().any(|line| {
                line.match_indices(name)
                    .any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            });
            if named && !homes.contains(&module.layer.as_str()) {
                faults.push(format!("{} names {name}", module.path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_module_says_what_it_is_and_stays_small() {
    let mut faults = Vec::new();
    for module in modules() {
        if !module.text.starts_with("//! ") {
            faults.push(format!("{} does not open with //!", module.path.display()));
        }
        let lines = module.text.lines().count();
        if lines > 600 {
            faults.push(format!("{} has {lines} lines", module.path.display()));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn nothing_can_panic_without_a_reason() {
    let allowed: BTreeMap<&str, usize> = BTreeMap::from([("config/read_edition.rs", 1)]);
    let mut faults = Vec::new();
    for module in modules() {
        let count = [
            ".unwrap()",
            ".expect(",
            "panic!(",
            "unreachable!(",
            "todo!(",
            "unimplemented!(",
        ]
        .iter()
        .map(|word| module.code.matches(word).count())
        .sum::<usize>();
        let path = module.path.to_string_lossy().replace('\\', "/");
        if count > allowed.get(path.as_str()).copied().unwrap_or(0) {
            faults.push(format!("{path}: {count}"));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_theme_has_no_left_and_no_right() {
    let css =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("static/theme/style.css"))
            .unwrap();
    for (n, line) in css.lines().enumerate() {
        // Joined letters must not be spaced apart, whatever a site's own style says (C2).
        let rule = line.split("/*").next().unwrap();
        let rule = rule.replace("letter-spacing: 0 !important", "");
        let physical = [
            "-left",
            "-right",
            " left",
            " right",
            "letter-spacing",
            "direction:",
            "unicode-bidi",
        ];
        let found = physical.iter().find(|word| rule.contains(**word));
        assert!(found.is_none(), "style.css:{}: {found:?} in {line}", n + 1);
        // Four values are top, right, bottom, left: unequal sides would not turn with the page (C1).
        for (property, values) in rule
            .split([';', '{'])
            .filter_map(|part| part.split_once(':'))
        {
            let values: Vec<&str> = values.trim_end_matches('}').split_whitespace().collect();
            let sides = matches!(
                property.trim(),
                "margin" | "padding" | "inset" | "border-width"
            );
            assert!(
                !(sides && values.len() == 4 && values[1] != values[3]),
                "style.css:{}: unequal sides in {line}",
                n + 1
            );
        }
    }
}
