//! The files that only machines read: the web manifest, the description of the search, `security.txt`.

use serde::Serialize;

use super::xml::{document, element};
use crate::config::{Icon, Security};
use crate::plan::Site;

#[derive(Serialize)]
struct Manifest<'a> {
    name: &'a str,
    short_name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    lang: &'a str,
    dir: &'static str,
    id: String,
    start_url: String,
    scope: String,
    display: &'static str,
    background_color: String,
    theme_color: String,
    icons: Vec<ManifestIcon>,
}

#[derive(Serialize)]
struct ManifestIcon {
    src: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    sizes: Option<String>,
    r#type: &'static str,
}

/// The web manifest of an edition (W3C Web Application Manifest).
pub(super) fn manifest(site: &Site) -> Vec<u8> {
    let home = site.base_url.href(&site.addresses.home());
    let paper = site.machines.paper.to_string();
    let icons = site.machines.icons.iter().map(|icon| ManifestIcon {
        src: site.base_url.href(&icon.url),
        sizes: sizes(icon),
        r#type: media_type(icon),
    });
    let manifest = Manifest {
        name: &site.title,
        short_name: &site.title,
        description: site.description.as_deref(),
        lang: site.language.tag(),
        dir: site.language.direction().as_str(),
        id: home.clone(),
        start_url: home.clone(),
        scope: home,
        // An archive is read in a browser, with its address in sight.
        display: "browser",
        // The masthead stands on the paper, so both are its colour.
        background_color: paper.clone(),
        theme_color: paper,
        icons: icons.collect(),
    };
    // Plain structures of text: writing them to memory cannot fail.
    let mut bytes = serde_json::to_vec_pretty(&manifest).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}

/// The sizes of an icon as manifests and pages say them; a picture of unknown size says none.
pub(super) fn sizes(icon: &Icon) -> Option<String> {
    match icon.size {
        Some(size) => Some(format!("{size}x{size}")),
        None => (media_type(icon) == "image/svg+xml").then(|| "any".to_owned()),
    }
}

/// The media type of an icon, by the end of its name.
pub(super) fn media_type(icon: &Icon) -> &'static str {
    let name = icon.url.as_str().to_ascii_lowercase();
    match name.rsplit('.').next() {
        Some("svg") => "image/svg+xml",
        Some("ico") => "image/x-icon",
        Some("webp") => "image/webp",
        Some("jpg" | "jpeg") => "image/jpeg",
        _ => "image/png",
    }
}

/// The longest `ShortName`, in characters (OpenSearch 1.1).
const SHORT_NAME: usize = 16;

/// The description of a search at `template` (OpenSearch 1.1, draft 6).
pub(super) fn open_search(template: &str, site: &Site) -> Vec<u8> {
    document(|writer| {
        writer
            .create_element("OpenSearchDescription")
            .with_attribute(("xmlns", "http://a9.com/-/spec/opensearch/1.1/"))
            .write_inner_content(|writer| {
                element(writer, "ShortName", &short_name(&site.title))?;
                let description = site.description.as_deref().unwrap_or(&site.title);
                // 1024 characters are allowed.
                let description: String = description.chars().take(1024).collect();
                element(writer, "Description", &description)?;
                element(writer, "Language", site.language.tag())?;
                element(writer, "InputEncoding", "UTF-8")?;
                writer
                    .create_element("Url")
                    .with_attributes([("type", "text/html"), ("template", template)])
                    .write_empty()?;
                Ok(())
            })?;
        Ok(())
    })
}

/// A title that fits, cut between two words where that is possible.
fn short_name(title: &str) -> String {
    if title.chars().count() <= SHORT_NAME {
        return title.to_owned();
    }
    let cut: String = title.chars().take(SHORT_NAME + 1).collect();
    match cut.rsplit_once(' ') {
        Some((words, _)) => words.to_owned(),
        None => cut.chars().take(SHORT_NAME).collect(),
    }
}

/// `security.txt` (RFC 9116).
pub(super) fn security(security: &Security, canonical: &str) -> Vec<u8> {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| text.extend([name, ": ", value, "\n"]);
    for contact in &security.contact {
        line("Contact", contact);
    }
    line("Expires", &security.expires.0);
    if !security.languages.is_empty() {
        line("Preferred-Languages", &security.languages.join(", "));
    }
    line("Canonical", canonical);
    if let Some(policy) = &security.policy {
        line("Policy", policy);
    }
    text.into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_name_is_cut_between_words() {
        assert_eq!(short_name("بريد مرسانة"), "بريد مرسانة");
        assert_eq!(
            short_name("صحيفة المدينة الكبرى على الساحل"),
            "صحيفة المدينة"
        );
        assert_eq!(short_name(&"ا".repeat(40)).chars().count(), SHORT_NAME);
    }
}
