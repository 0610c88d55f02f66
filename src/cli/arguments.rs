//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::config::BaseUrl;

/// Warraq builds a browsable archive of news from a folder of articles.
///
/// Articles are Markdown files with YAML front matter below content/. `warraq build` writes the site to
/// public/: a page for each article, section, tag, author, year, month and day, with feeds and sitemaps.
#[derive(Debug, Parser)]
#[command(name = "warraq", version, about, long_about, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Build(BuildOptions),
    Verify(VerifyOptions),
    Publish(PublishOptions),
    Init(InitOptions),
    New(NewOptions),
    Lock(LockOptions),
    Import(ImportOptions),
}

/// Build the site.
///
/// Only what changed since the last build is made again; files that are still right are not touched,
/// and files that others put into the output folder stay. If anything is wrong in an article, a template
/// or the configuration, everything wrong is told and the last good site stays as it is.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq build                                  build the site in this folder
  warraq build --base-url https://example.org/  as it will be published there
  warraq build --drafts --future                with everything that is withheld
  warraq build --explain                        say for each written file why
  warraq build --verify                         and prove that a clean build would be the same")]
pub(super) struct BuildOptions {
    /// The site's folder, which holds warraq.yaml
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Where to write the site [default: public/ in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Where the site will be published, instead of base_url in warraq.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<BaseUrl>,
    /// Publish drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// Publish articles dated in the future
    #[arg(long)]
    pub(super) future: bool,
    /// The present, for what is in the future and what has expired [default: the clock]
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub(super) now: Option<Timestamp>,
    /// How many threads to use [default: one a processor]
    #[arg(long, short, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    pub(super) jobs: Option<u16>,
    /// Say for each written file why, and for each withheld article
    #[arg(long)]
    pub(super) explain: bool,
    /// Take every warning for an error: nothing is written where there is any
    #[arg(long)]
    pub(super) strict: bool,
    /// Then build again from nothing in a temporary folder, and compare every byte
    #[arg(long)]
    pub(super) verify: bool,
    /// Write the receipt to this file as well; it is always kept in .warraq/
    #[arg(long, value_name = "FILE")]
    pub(super) receipt: Option<PathBuf>,
    /// Say nothing but errors and warnings
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Prove that a copy of the site is complete and unaltered.
///
/// Every file is held against the receipt of the build, by its size and its hash. What is missing, altered
/// or extra is named, and the exit code is then 1. Nothing is written. The receipt is described in
/// docs/receipt.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq verify                                 is public/ what the last build made?
  warraq verify /srv/www --receipt receipt.json
  warraq verify mirror --ignore .git --ignore CNAME
  warraq verify --target live                   is what readers get what was built?")]
pub(super) struct VerifyOptions {
    /// The copy [default: public/ in the site's folder]
    #[arg(value_name = "DIR")]
    pub(super) folder: Option<PathBuf>,
    /// Hold what is at this target of warraq.yaml against the receipt
    #[arg(long, value_name = "NAME", conflicts_with_all = ["folder", "quick"])]
    pub(super) target: Option<String>,
    /// The receipt [default: the one in the site's .warraq/]
    #[arg(long, value_name = "FILE")]
    pub(super) receipt: Option<PathBuf>,
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// A file or folder in DIR that is not the site's, and is not told as extra
    #[arg(long, value_name = "PATH")]
    pub(super) ignore: Vec<String>,
    /// Compare sizes only: finds what is missing or cut off, not what was altered on purpose
    #[arg(long)]
    pub(super) quick: bool,
    /// Name every file that is missing, altered or extra, not only the first 20 of each
    #[arg(long)]
    pub(super) all: bool,
    /// How to tell what is found
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Text)]
    pub(super) format: Form,
    /// Say nothing where all is right
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Publish the site: send what changed since it was published last.
///
/// Targets are set by name below `publish:` in warraq.yaml; docs/publishing.md has each kind of them. What was
/// published last is known by the receipt kept at the target, never by the times of files. New pictures and styles
/// are sent first, then new pages, changed pages, the home page and feeds, and last of all is deleted what the site
/// has no longer. Stopped anywhere, every page there works; run again, it goes on. Only what a receipt of this site
/// put there is ever deleted.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq publish                     to the one target there is
  warraq publish live --dry-run      what would be sent and deleted
  warraq publish live --purge-file purge.txt")]
pub(super) struct PublishOptions {
    /// The target's name in warraq.yaml [default: the one there is]
    #[arg(value_name = "TARGET")]
    pub(super) target: Option<String>,
    /// The site's folder, which holds warraq.yaml
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// The folder the site was built to [default: public/ in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Send and delete nothing; tell what would be
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Name every file that is sent or deleted
    #[arg(long)]
    pub(super) list: bool,
    /// Compare with what is there, file by file, instead of believing the receipt kept there
    #[arg(long)]
    pub(super) check_remote: bool,
    /// How many files may be deleted [default: max_deletes of the target, else the greater of 50 and 2 %]
    #[arg(long, value_name = "N")]
    pub(super) max_deletes: Option<usize>,
    /// Replace files of others that are in the place of the site's
    #[arg(long)]
    pub(super) overwrite: bool,
    /// Take the lock of another publish, which does not run any more
    #[arg(long)]
    pub(super) break_lock: bool,
    /// Write the addresses that caches must forget to this file, one a line
    #[arg(long, value_name = "FILE")]
    pub(super) purge_file: Option<PathBuf>,
    /// Say nothing but errors and warnings
    #[arg(long, short)]
    pub(super) quiet: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// Lines for people
    Text,
    /// One JSON object with every path
    Json,
}

/// Make a new site.
///
/// The folder gets a configuration, a first article and a page about the site, and builds at once.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  warraq init أرشيف --title \"صحيفة المدينة\" --time-zone Asia/Damascus")]
pub(super) struct InitOptions {
    /// The new site's folder; it must not exist or be empty
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
    /// The site's name
    #[arg(long, default_value = "أرشيف جديد")]
    pub(super) title: String,
    /// The site's language, as a BCP 47 tag
    #[arg(long, default_value = "ar")]
    pub(super) language: String,
    /// The newsroom's time zone
    #[arg(long, value_name = "ZONE", default_value = "Asia/Riyadh")]
    pub(super) time_zone: String,
}

/// Make a new article, with its front matter filled in.
///
/// It is a draft until its line `draft: true` is taken out.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  warraq new \"افتتاح المكتبة العامة\" --section culture --tags كتب,مكتبات")]
pub(super) struct NewOptions {
    /// The headline
    #[arg(value_name = "TITLE")]
    pub(super) title: String,
    /// The section, which is also the folder below content/
    #[arg(long)]
    pub(super) section: Option<String>,
    /// Tags, with commas between them
    #[arg(long, value_delimiter = ',')]
    pub(super) tags: Vec<String>,
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// When it is dated [default: the clock]
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub(super) now: Option<Timestamp>,
}

/// Keep every published address for good.
///
/// Writes warraq.lock: every address of the site, and what is there. Where it lies beside warraq.yaml, a
/// build fails that would lose one of them or lead it elsewhere, and adds the new ones. How to move, remove
/// or give up what was published is told in docs/permanence.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq lock                              begin to keep addresses, or add new ones
  warraq lock --drop /tags/قديم/           give up an address the site no longer has
  warraq lock --drop '/hijri/*'            give up all such addresses that begin so")]
pub(super) struct LockOptions {
    /// The site's folder, which holds warraq.yaml
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Give up an address the site no longer has; may be given several times
    #[arg(long, value_name = "URL")]
    pub(super) drop: Vec<String>,
    /// The present, for what is in the future and what has expired [default: the clock]
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub(super) now: Option<Timestamp>,
}

/// Make articles of what other systems export.
#[derive(Debug, Args)]
pub(super) struct ImportOptions {
    #[command(subcommand)]
    pub(super) format: ImportFormat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportFormat {
    Text(ImportTextOptions),
}

/// Raw text: headline, desk and date, caption, paragraphs, one article in each file.
///
/// Each file becomes a Markdown file with front matter. Nothing is overwritten and nothing is lost: the
/// report has a line for each thing that was guessed, changed or left out. Running it again changes
/// nothing. The rules are in docs/importing.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq import text exports/ --into content
  warraq import text exports/ --verify --report import.txt")]
pub(super) struct ImportTextOptions {
    /// Exports, or folders of .txt files
    #[arg(value_name = "FILE", required = true)]
    pub(super) inputs: Vec<PathBuf>,
    /// The folder of the site the articles go to
    #[arg(long, value_name = "DIR", default_value = "content")]
    pub(super) into: String,
    /// The site's folder
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Put articles below a folder for their desk
    #[arg(long)]
    pub(super) by_section: bool,
    /// What becomes of straight quotation marks: in a block where they pair, « and » may take their place
    #[arg(long, value_enum, value_name = "HOW", default_value_t = QuotationMarks::Keep)]
    pub(super) quotes: QuotationMarks,
    /// Read every article again and compare its text with the export
    #[arg(long)]
    pub(super) verify: bool,
    /// Write the whole report to a file
    #[arg(long, value_name = "FILE")]
    pub(super) report: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
pub(super) enum QuotationMarks {
    /// As they are
    Keep,
    /// « and »
    Guillemets,
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::new(text)
        .map_err(|fault| format!("it {fault}; write it as https://example.org/archive/"))
}

fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| "write it as 2022-01-10T17:11:00+03:00 or 2022-01-10T14:11:00Z".to_owned())
}
