//! `publish:` of `warraq.yaml` -> the targets a site is published to.
//!
//! Where, and how; never with what key: secrets come from the environment or from the usual credential files,
//! and a key that holds one has no place here.

use crate::diagnostics::{Diagnostic, Severity};
use crate::yaml::Fields;

/// A place a site is published to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Target {
    /// Its name on the command line.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// The encodings files are published in, the preferred one first.
    pub compress: Vec<Encoding>,
    /// How many files may be deleted at once; `None` for the default.
    pub max_deletes: Option<usize>,
    /// For how many seconds files stay that the site has no longer.
    pub grace: u64,
    /// How many requests are under way at once.
    pub parallel: usize,
    /// After how many seconds a request that has no answer is tried again.
    pub timeout: u64,
    /// How often a request is tried again.
    pub retries: usize,
    /// For how many seconds readers' programs and caches may keep a page.
    pub page_age: u64,
    /// The same for other files whose names do not tell their content.
    pub asset_age: u64,
    /// A command to be run after the site was published.
    pub after: Option<String>,
}

/// Where a target is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Place {
    /// S3, or a store that speaks it.
    S3(Bucket),
    /// Google Cloud Storage.
    Gcs(Bucket),
    /// Azure Blob Storage.
    Azure(Bucket),
    /// A folder of this machine.
    Dir {
        /// The folder.
        path: String,
    },
    /// A folder of another machine.
    Rsync {
        /// The machine and the folder, as rsync takes them.
        to: String,
        /// How ssh is called, where not plainly.
        ssh: Option<String>,
    },
    /// A branch of a git repository.
    Git {
        /// The repository.
        remote: String,
        /// The branch.
        branch: String,
        /// Whether the branch keeps what was published before.
        keeps_history: bool,
    },
}

/// A store of objects.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct Bucket {
    /// The bucket or container.
    pub bucket: String,
    /// What stands before every name, without `/` at its ends; empty for the whole bucket.
    pub prefix: String,
    /// The region.
    pub region: Option<String>,
    /// The address of the service, where it is not the usual one.
    pub endpoint: Option<String>,
    /// The profile of the credential files.
    pub profile: Option<String>,
    /// The storage account (Azure).
    pub account: Option<String>,
    /// Whether the store puts an object only where none is, if asked to.
    pub is_conditional: bool,
    /// Whether redirects are told to the store, for its own web server.
    pub redirects: bool,
}

/// How a file is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Encoding {
    /// Brotli.
    Brotli,
    /// Gzip.
    Gzip,
}

impl Encoding {
    /// Its name in `Content-Encoding`.
    pub fn name(self) -> &'static str {
        match self {
            Encoding::Brotli => "br",
            Encoding::Gzip => "gzip",
        }
    }

    /// That by which the end of a name stands.
    pub fn of_extension(end: &str) -> Option<Encoding> {
        let mut all = [Encoding::Brotli, Encoding::Gzip].into_iter();
        all.find(|encoding| encoding.extension() == end)
    }

    /// The end of the name of a file that is compressed so.
    pub fn extension(self) -> &'static str {
        match self {
            Encoding::Brotli => ".br",
            Encoding::Gzip => ".gz",
        }
    }
}

const EXAMPLE: &str = "publish: {live: {type: s3, bucket: news, region: eu-central-1}}";

/// The keys every target may have.
const COMMON: [&str; 10] = [
    "type",
    "compress",
    "max_deletes",
    "grace",
    "parallel",
    "timeout",
    "retries",
    "page_age",
    "asset_age",
    "after",
];

/// The kinds of targets, and the keys each has beside the common ones.
const KINDS: [(&str, &[&str]); 6] = [
    (
        "s3",
        &[
            "bucket",
            "prefix",
            "region",
            "endpoint",
            "profile",
            "conditional",
            "redirects",
        ],
    ),
    ("gcs", &["bucket", "prefix", "endpoint"]),
    ("azure", &["account", "container", "prefix", "endpoint"]),
    ("dir", &["path"]),
    ("rsync", &["to", "ssh"]),
    ("git", &["remote", "branch", "history"]),
];

/// What people call a key that must not be here.
const SECRETS: [&str; 10] = [
    "access_key",
    "access_key_id",
    "secret",
    "secret_key",
    "secret_access_key",
    "session_token",
    "token",
    "password",
    "key",
    "account_key",
];

/// Reads `publish`, in the order written.
pub(super) fn read_publish(fields: &mut Fields) -> Vec<Target> {
    let read = fields.mapping("publish", EXAMPLE, |targets| {
        let names = targets.keys();
        let read = |name: &String| {
            targets
                .mapping(name, EXAMPLE, |fields| target(name, fields))
                .flatten()
        };
        names.iter().filter_map(read).collect()
    });
    read.unwrap_or_default()
}

fn target(name: &str, fields: &mut Fields) -> Option<Target> {
    for key in fields.keys() {
        if SECRETS.contains(&key.as_str()) {
            let span = fields.place(&key);
            fields.ignore(&key);
            // The line is not shown: it holds the secret.
            let span = crate::diagnostics::Span {
                text: format!("{key}: …"),
                column: 1,
                length: 1,
                ..span
            };
            fields.tell_at(
                Diagnostic::error("secret-in-configuration", format!("`{key}` is a secret, and warraq.yaml is no place for one")).hint(
                    "Take it out, and make a new one if the file was shared. It is taken from the environment \
                     (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, …) or from ~/.aws/credentials.",
                ),
                span,
            );
        }
    }
    let kind = fields.text("type").unwrap_or_default();
    let Some((_, own)) = KINDS.iter().find(|(known, _)| *known == kind) else {
        let known: Vec<&str> = KINDS.iter().map(|(known, _)| *known).collect();
        let message = match kind.is_empty() {
            true => format!("`{name}` does not say what kind of target it is"),
            false => format!("`{kind}` is no kind of target"),
        };
        let hint = format!("Write one of: type: {}", known.join(", "));
        fields.error("type", "bad-target", message, hint);
        return None;
    };
    let place = place(&kind, fields);
    let target = Target {
        name: name.to_owned(),
        compress: read_compress(fields),
        max_deletes: fields.count("max_deletes", 1_000_000_000),
        grace: read_seconds(fields, "grace").unwrap_or(0),
        parallel: fields.count("parallel", 256).unwrap_or(16),
        timeout: read_seconds(fields, "timeout").unwrap_or(120).max(1),
        retries: fields.count("retries", 100).unwrap_or(8),
        page_age: read_seconds(fields, "page_age").unwrap_or(60),
        asset_age: read_seconds(fields, "asset_age").unwrap_or(600),
        after: fields.text("after"),
        place: place.clone().unwrap_or(Place::Dir {
            path: String::new(),
        }),
    };
    let known: Vec<&str> = COMMON.iter().chain(*own).copied().collect();
    fields.finish(&known, Severity::Error);
    place.map(|_| target)
}

fn place(kind: &str, fields: &mut Fields) -> Option<Place> {
    Some(match kind {
        "s3" => Place::S3(bucket("bucket", "bucket: news", fields)?),
        "gcs" => Place::Gcs(bucket("bucket", "bucket: news", fields)?),
        "azure" => {
            let account = needed("account", "account: newsroom", fields);
            let bucket = bucket("container", "container: news", fields)?;
            Place::Azure(Bucket {
                account: Some(account?),
                ..bucket
            })
        }
        "dir" => Place::Dir {
            path: needed("path", "path: /srv/www/news", fields)?,
        },
        "rsync" => Place::Rsync {
            to: needed("to", "to: web@example.org:/srv/www/news", fields)?,
            ssh: fields.text("ssh"),
        },
        _ => Place::Git {
            remote: needed("remote", "remote: git@example.org:news/site.git", fields)?,
            branch: fields.text("branch").unwrap_or_else(|| "gh-pages".into()),
            keeps_history: read_history(fields),
        },
    })
}

fn bucket(key: &str, example: &str, fields: &mut Fields) -> Option<Bucket> {
    let prefix = fields.text("prefix").unwrap_or_default();
    let prefix = prefix.trim_matches('/');
    let is_bad = |part: &str| matches!(part, "" | "." | "..");
    if !prefix.is_empty() && prefix.split('/').any(is_bad) {
        let message = format!("`{prefix}` is no folder of a bucket");
        fields.error(
            "prefix",
            "bad-target",
            message,
            "For example: prefix: archive",
        );
    }
    let bucket = needed(key, example, fields);
    let read = Bucket {
        bucket: bucket.clone().unwrap_or_default(),
        prefix: prefix.to_owned(),
        region: fields.text("region"),
        endpoint: fields.text("endpoint"),
        profile: fields.text("profile"),
        account: None,
        is_conditional: fields.flag("conditional").unwrap_or(true),
        redirects: fields.flag("redirects").unwrap_or(false),
    };
    bucket.map(|_| read)
}

fn needed(key: &str, example: &str, fields: &mut Fields) -> Option<String> {
    let value = fields.text(key);
    if value.is_none() {
        let message = format!("the target has no `{key}`");
        fields.error(
            "type",
            "bad-target",
            message,
            format!("Add, for example: {example}"),
        );
    }
    value
}

fn read_history(fields: &mut Fields) -> bool {
    match fields.text("history").as_deref() {
        None | Some("keep") => true,
        Some("squash") => false,
        Some(other) => {
            let message = format!("`{other}` is neither keep nor squash");
            fields.error(
                "history",
                "bad-target",
                message,
                "keep adds a commit each time; squash leaves one commit only.",
            );
            true
        }
    }
}

fn read_compress(fields: &mut Fields) -> Vec<Encoding> {
    let mut encodings = Vec::new();
    for (n, word) in fields.texts("compress").iter().enumerate() {
        match word.as_str() {
            "br" | "brotli" => encodings.push(Encoding::Brotli),
            "gzip" | "gz" => encodings.push(Encoding::Gzip),
            other => {
                let span = fields.item_place("compress", n);
                fields.tell_at(
                    Diagnostic::error("bad-target", format!("`{other}` is no encoding known here"))
                        .hint("For example: compress: [br, gzip]"),
                    span,
                );
            }
        }
    }
    encodings.dedup();
    encodings
}

/// `90`, `90s`, `10m`, `2h` or `7d`.
fn read_seconds(fields: &mut Fields, key: &str) -> Option<u64> {
    let written = fields.text(key)?;
    let seconds = seconds(&written);
    if seconds.is_none() {
        let message = format!("`{written}` is no length of time");
        let hint = format!("Write seconds, minutes, hours or days: {key}: 90s, 10m, 2h or 7d");
        fields.error(key, "bad-target", message, hint);
    }
    seconds
}

fn seconds(text: &str) -> Option<u64> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let unit = match text[digits.len()..].trim() {
        "" | "s" => 1,
        "m" => 60,
        "h" => 3600,
        "d" => 86_400,
        _ => return None,
    };
    let seconds = digits.parse::<u64>().ok()?.checked_mul(unit)?;
    (seconds <= 10 * 366 * 86_400).then_some(seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read() {
        let read = [
            "90",
            "90s",
            "10m",
            "2 h",
            "7d",
            "",
            "m",
            "1w",
            "-3s",
            "99999999999d",
        ];
        assert_eq!(
            read.map(seconds),
            [
                Some(90),
                Some(90),
                Some(600),
                Some(7200),
                Some(604_800),
                None,
                None,
                None,
                None,
                None
            ]
        );
    }
}
