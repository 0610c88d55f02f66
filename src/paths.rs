//! Paths and addresses, each checked once, by its type.
//!
//! A [`SourcePath`] is below a folder of the site, an [`OutputPath`] below the output folder: neither
//! can leave it. A [`UrlPath`] is the raw, readable path of an address; percent-encoding happens in
//! one place, when it is printed.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use percent_encoding::{percent_decode_str, percent_encode_byte};

use crate::text::normalize::nfc;

/// A file of the site, relative to its root, with `/` between folders: `content/2022/خبر.md`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, bitcode::Encode, bitcode::Decode)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a relative path with `/` separators.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        SourcePath(path.into())
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The path's folder, without a final `/`; empty for a file at the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The file's name.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }

    /// The file's name without its last extension.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }

    /// What `reference`, written in this file, points to: from this file's folder, or from the
    /// folder `root` when it begins with `/`. `None` when it climbs out of `root`.
    pub fn resolve(&self, reference: &str, root: &str) -> Option<SourcePath> {
        let (base, rest) = match reference.strip_prefix('/') {
            Some(rest) => (root, rest),
            None => (self.folder(), reference),
        };
        let mut parts: Vec<&str> = base.split('/').filter(|part| !part.is_empty()).collect();
        let floor = root.split('/').filter(|part| !part.is_empty()).count();
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." if parts.len() > floor => {
                    parts.pop();
                }
                ".." => return None,
                name => parts.push(name),
            }
        }
        Some(SourcePath::new(parts.join("/")))
    }
}

/// A path is found by its text; both have one order and one hash.
impl Borrow<str> for SourcePath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Why a text is not the path of an address or an output file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathError {
    /// `.` or `..` as a component.
    Climbs,
    /// A component of an address that begins with a dot, other than `.well-known`.
    Hidden,
    /// A component that is the folder of version control or of this program.
    Reserved,
    /// A control character or a backslash.
    Character,
    /// A component over 255 bytes, which no common file system can name.
    TooLong,
}

impl fmt::Display for PathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            PathError::Climbs => "would leave the site's folder",
            PathError::Hidden => "has a part that begins with a dot",
            PathError::Reserved => {
                "has a part that is reserved: .git, .hg, .svn and .warraq are never written"
            }
            PathError::Character => "holds a character that cannot stand in an address",
            PathError::TooLong => "has a part of more than 255 bytes, which no file can be named",
        })
    }
}

/// What a part of an address may be, which is narrower than what a file may be called: web servers hide
/// names that begin with a dot, and a repository or a server's settings lie under such names. The one
/// that is for all to see is `.well-known` (RFC 8615).
fn check_address_component(part: &str) -> Result<(), PathError> {
    check_component(part)?;
    match part.starts_with('.') && part != ".well-known" {
        true => Err(PathError::Hidden),
        false => Ok(()),
    }
}

fn check_component(part: &str) -> Result<(), PathError> {
    if part == "." || part == ".." {
        return Err(PathError::Climbs);
    }
    // Two of the common file systems take capitals and small letters for the same.
    let lower = part.to_ascii_lowercase();
    if [".git", ".hg", ".svn"].contains(&lower.as_str()) || lower.starts_with(".warraq") {
        return Err(PathError::Reserved);
    }
    if part.chars().any(|c| c.is_control() || c == '\\') {
        return Err(PathError::Character);
    }
    if part.len() > 255 {
        return Err(PathError::TooLong);
    }
    Ok(())
}

/// A file below the output folder, with `/` between folders, in NFC: `2022/01/خبر/index.html`.
///
/// It is the text of the address it is for, so that a million pages have their paths for nothing.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct OutputPath(
    /// With a `/` before it.
    Arc<str>,
);

impl OutputPath {
    /// Takes a relative path that stays below the output folder.
    pub fn new(path: &str) -> Result<Self, PathError> {
        let path = nfc(path);
        for part in path.split('/') {
            if part.is_empty() {
                return Err(PathError::Climbs);
            }
            check_component(part)?;
        }
        Ok(OutputPath(format!("/{path}").into()))
    }

    /// The path as text.
    pub fn as_str(&self) -> &str {
        self.0.get(1..).unwrap_or_default()
    }
}

impl fmt::Display for OutputPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The ASCII characters that are encoded in an address's path; letters of all scripts are encoded as
/// well, since they are not ASCII (RFC 3986, section 3.3).
const ENCODED: [bool; 128] = {
    let signs = b"\"#%<>?[\\]^`{|} \x7F";
    let mut encoded = [false; 128];
    let mut control = 0;
    while control < 0x20 {
        encoded[control] = true;
        control += 1;
    }
    let mut at = 0;
    while at < signs.len() {
        encoded[signs[at] as usize] = true;
        at += 1;
    }
    encoded
};

/// Appends `text` percent-encoded. A card of a list has half a dozen addresses, so that this is done more
/// often than almost anything else.
fn push_encoded(out: &mut String, text: &str) {
    let is_encoded = |byte: u8| ENCODED.get(usize::from(byte)).copied().unwrap_or(true);
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if is_encoded(byte) {
            // Empty inside a letter, where there is nothing to take.
            out.push_str(text.get(plain..at).unwrap_or_default());
            out.push_str(percent_encode_byte(byte));
            plain = at + 1;
        }
    }
    out.push_str(text.get(plain..).unwrap_or_default());
}

/// The path of an address on the site, raw and in NFC: `/2022/01/10/خبر/`. Begins with `/`.
#[derive(Clone, bitcode::Encode, bitcode::Decode)]
pub struct UrlPath {
    /// `/` and the file a web server sends for the address.
    file: Arc<str>,
    /// How much of `file` is the address, in bytes: all but the `index.html` of a folder.
    shown: u32,
}

/// The file a web server sends for a folder.
const INDEX: &str = "index.html";

impl UrlPath {
    /// The address whose clean path is `path`.
    fn clean(mut path: String) -> Self {
        if path.is_empty() {
            path.push('/');
        }
        // A path of four gigabytes cannot be: each of its parts was checked, and came from a file.
        let shown = u32::try_from(path.len()).unwrap_or(u32::MAX);
        if path.ends_with('/') {
            path.push_str(INDEX);
        }
        UrlPath {
            file: path.into(),
            shown,
        }
    }

    /// Takes a path that begins with `/`, raw or percent-encoded, and makes it raw NFC. A path whose
    /// last part has no dot gets a final `/`: it is the address of a folder's `index.html`.
    pub fn new(path: &str) -> Result<Self, PathError> {
        let decoded = percent_decode_str(path).decode_utf8_lossy();
        let mut clean = String::with_capacity(decoded.len() + 2);
        for part in nfc(&decoded).split('/').filter(|part| !part.is_empty()) {
            check_address_component(part)?;
            clean.push('/');
            clean.push_str(part);
        }
        let is_file = !decoded.ends_with('/')
            && clean
                .rsplit_once('/')
                .is_some_and(|(_, last)| last.contains('.'));
        if !is_file {
            clean.push('/');
        }
        Ok(UrlPath::clean(clean))
    }

    /// Takes the raw path of a file, in which `%` is a percent sign and a missing dot means nothing. This
    /// is the way in for files of the owner's that a server reads, such as `.htaccess` and `.nojekyll`.
    pub fn file(path: &str) -> Result<Self, PathError> {
        let mut clean = String::with_capacity(path.len() + 1);
        for part in nfc(path).split('/').filter(|part| !part.is_empty()) {
            check_component(part)?;
            clean.push('/');
            clean.push_str(part);
        }
        Ok(UrlPath::clean(clean))
    }

    /// The site's home, `/`.
    pub fn home() -> Self {
        UrlPath::clean(String::new())
    }

    /// The raw path.
    pub fn as_str(&self) -> &str {
        self.file.get(..self.shown as usize).unwrap_or_default()
    }

    /// The address of `child` below this folder's address.
    pub fn join(&self, child: &str) -> Result<Self, PathError> {
        let mut path = self.encoded();
        path.push('/');
        push_encoded(&mut path, child);
        UrlPath::new(&path)
    }

    /// What the program itself puts below this folder's address, by a name of ASCII letters, digits, `-`, `.`
    /// and `/`: `2022/01/`, `atom.xml`. Such a name needs no looking at, and there are millions of them.
    pub(crate) fn below(&self, name: &str) -> Self {
        debug_assert!(
            name.bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-./".contains(&byte)),
            "{name:?}"
        );
        let home = self.as_str().trim_end_matches('/');
        UrlPath::clean(format!("{home}/{name}"))
    }

    /// The path percent-encoded, as it is printed in `href`, feeds, sitemaps and canonical links.
    pub fn encoded(&self) -> String {
        let mut encoded = String::new();
        self.encode_into(&mut encoded);
        encoded
    }

    /// Appends the path percent-encoded.
    pub(crate) fn encode_into(&self, out: &mut String) {
        // Letters of two bytes, each of which takes three: most of them.
        let path = self.as_str();
        out.reserve(path.len() * 3);
        push_encoded(out, path);
    }

    /// The file a web server sends for this address.
    pub fn output_path(&self) -> OutputPath {
        OutputPath(Arc::clone(&self.file))
    }
}

impl PartialEq for UrlPath {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for UrlPath {}

impl PartialOrd for UrlPath {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for UrlPath {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl Hash for UrlPath {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.as_str().hash(state);
    }
}

impl fmt::Debug for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "UrlPath({:?})", self.as_str())
    }
}

impl fmt::Display for UrlPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// `fragment` as it is printed after `#`.
pub fn encode_fragment(fragment: &str) -> String {
    let mut encoded = String::with_capacity(fragment.len() * 3);
    push_encoded(&mut encoded, fragment);
    encoded
}

/// Percent-encoded text made raw, in NFC: the form in which paths are compared.
pub fn decode(text: &str) -> String {
    nfc(&percent_decode_str(text).decode_utf8_lossy()).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn raw_encoded_and_decomposed_forms_are_one_address() {
        let raw = UrlPath::new("/2022/إقالات/").unwrap();
        assert_eq!(
            UrlPath::new("/2022/%D8%A5%D9%82%D8%A7%D9%84%D8%A7%D8%AA").unwrap(),
            raw
        );
        assert_eq!(UrlPath::new("/2022/ا\u{655}قالات/").unwrap(), raw);
        assert_eq!(raw.encoded(), "/2022/%D8%A5%D9%82%D8%A7%D9%84%D8%A7%D8%AA/");
        assert_eq!(raw.output_path().as_str(), "2022/إقالات/index.html");
        assert_eq!(UrlPath::home().output_path().as_str(), "index.html");
        assert_eq!(
            UrlPath::new("/feed.xml").unwrap().output_path().as_str(),
            "feed.xml"
        );
        assert_eq!(
            raw.join("50%").unwrap().encoded(),
            format!("{}50%25/", raw.encoded())
        );
    }

    #[test]
    fn what_the_program_names_is_below_a_folder() {
        let home = UrlPath::new("/رأي/").unwrap();
        for name in ["2022/01/", "page/2/", "atom.xml"] {
            let joined = format!("{}{name}", home.encoded());
            assert_eq!(home.below(name), UrlPath::new(&joined).unwrap());
            assert_eq!(
                UrlPath::home().below(name),
                UrlPath::new(&format!("/{name}")).unwrap()
            );
        }
        assert_eq!(
            home.below("atom.xml").output_path().as_str(),
            "رأي/atom.xml"
        );
    }

    #[test]
    fn nothing_leaves_the_folder() {
        for path in [
            "/../x/",
            "/a/./b/",
            "/a/%2e%2e/b/",
            "/a\\b/",
            "/a\u{0}/",
            "/.warraq-staging/x",
            "/.git/config/",
            "/.GIT/",
            "/a/%2egit/",
            "/a/.htaccess",
            "/...",
        ] {
            assert!(UrlPath::new(path).is_err(), "{path:?}");
        }
        for path in ["/.well-known/security.txt", "/a.b/", "/a/x.y"] {
            assert!(UrlPath::new(path).is_ok(), "{path:?}");
        }
        for path in [
            "/.htaccess",
            "/.nojekyll",
            "/a/.well-known/x",
            "/.gitignore",
        ] {
            assert!(UrlPath::file(path).is_ok(), "{path:?}");
        }
        for path in [
            "/.git/config",
            "/a/.Hg/x",
            "/.svn",
            "/.warraq/x",
            "/.Warraq-staging",
        ] {
            assert!(UrlPath::file(path).is_err(), "{path:?}");
            assert!(
                OutputPath::new(path.trim_start_matches('/')).is_err(),
                "{path:?}"
            );
        }
        for path in ["../x", "a/../x", "/etc/passwd", "a//b", "", "a/.."] {
            assert!(OutputPath::new(path).is_err(), "{path:?}");
        }
        let article = SourcePath::new("content/local/a.md");
        assert_eq!(
            article
                .resolve("../economy/b.md", "content")
                .unwrap()
                .as_str(),
            "content/economy/b.md"
        );
        assert_eq!(
            article
                .resolve("/economy/b.md", "content")
                .unwrap()
                .as_str(),
            "content/economy/b.md"
        );
        assert_eq!(article.resolve("../../Cargo.toml", "content"), None);
    }
}
