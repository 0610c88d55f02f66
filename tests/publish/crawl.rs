//! A reader that begins at the home page and follows everything: each page it reaches must be whole, and all a page
//! leads to or shows must be there.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

const BASE: &str = "https://example.org/";

/// What is wrong with the site in `folder`, as a reader finds it: nothing where there is no home page yet.
pub fn faults(folder: &Path) -> Vec<String> {
    let mut faults = Vec::new();
    let mut waiting = vec![("index.html".to_owned(), "the reader".to_owned())];
    let mut seen = BTreeSet::new();
    if !folder.join("index.html").exists() {
        return faults;
    }
    while let Some((path, from)) = waiting.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let Ok(bytes) = fs::read(folder.join(&path)) else {
            faults.push(format!("{path}, to which {from} leads, is not there"));
            continue;
        };
        if !path.ends_with(".html") {
            continue;
        }
        let page = String::from_utf8_lossy(&bytes);
        if !page.trim_end().ends_with("</html>") {
            faults.push(format!("{path} is not whole"));
        }
        for address in addresses(&page) {
            if let Some(next) = resolve(&path, &address) {
                waiting.push((next, path.clone()));
            }
        }
    }
    faults
}

/// How many pages a reader reaches.
pub fn reached(files: &BTreeMap<String, Vec<u8>>) -> usize {
    files.keys().filter(|path| path.ends_with(".html")).count()
}

fn addresses(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    for attribute in ["href=\"", "src=\""] {
        for piece in page.split(attribute).skip(1) {
            let value = piece.split('"').next().unwrap_or_default();
            found.push(
                value
                    .replace("&amp;", "&")
                    .replace("&#x2F;", "/")
                    .replace("&#x27;", "'"),
            );
        }
    }
    found
}

fn resolve(page: &str, address: &str) -> Option<String> {
    let base = url::Url::parse(BASE).ok()?;
    let here = base.join(page).ok()?;
    let url = here.join(address).ok()?;
    if url.origin() != base.origin() {
        return None;
    }
    let path = percent_encoding::percent_decode_str(url.path())
        .decode_utf8()
        .ok()?;
    let path = path.trim_start_matches('/');
    Some(match path.is_empty() || path.ends_with('/') {
        true => format!("{path}index.html"),
        false => path.to_owned(),
    })
}
