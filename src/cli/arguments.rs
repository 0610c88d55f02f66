//! What can be written on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use jiff::Timestamp;

use crate::build::Shard;
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
    Serve(ServeOptions),
    Merge(MergeOptions),
    Verify(VerifyOptions),
    Publish(PublishOptions),
    Init(InitOptions),
    New(NewOptions),
    Lock(LockOptions),
    Import(ImportOptions),
    Theme(ThemeOptions),
    Completions(CompletionsOptions),
    Man(ManOptions),
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
    /// Make only the I-th of N slices of the site, for `warraq merge` [default folder: shards/I-of-N]
    #[arg(long, value_name = "I/N", value_parser = shard)]
    pub(super) shard: Option<Shard>,
    #[command(flatten)]
    pub(super) tell: TellOptions,
    /// Say nothing but errors and warnings
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// How what is found is told.
#[derive(Debug, Args)]
pub(super) struct TellOptions {
    /// How to tell errors and warnings; formats for machines go to standard output (docs/diagnostics.md)
    #[arg(long, value_enum, value_name = "FORMAT", default_value_t = Format::Human)]
    pub(super) format: Format,
    /// Write that format to this file, and tell people as always
    #[arg(long, value_name = "FILE")]
    pub(super) format_file: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// With the line and what to do, on standard error
    Human,
    /// A JSON object a line
    Json,
    /// Workflow commands, which become annotations, beside the text for people
    Github,
    /// A Code Quality report
    Gitlab,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

/// Join the shards that several machines built to one site.
///
/// Each machine makes a slice of the same site with `warraq build --shard I/N`. All slices together are
/// proved to be the whole site, with no file missing, twice or altered; then the site is written as one
/// machine would have written it. If anything is wrong, nothing is written. How to build on several machines
/// is told in docs/continuous-builds.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq build --shard 1/3                      on the first machine, and so on
  warraq merge shards/*                         on one machine, once all shards are there")]
pub(super) struct MergeOptions {
    /// The folders of all shards, in any order
    #[arg(value_name = "DIR", required = true)]
    pub(super) folders: Vec<PathBuf>,
    /// The site's folder, in whose .warraq/ is remembered what was written
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Where to write the site [default: public/ in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Write the receipt to this file as well; it is always kept in .warraq/
    #[arg(long, value_name = "FILE")]
    pub(super) receipt: Option<PathBuf>,
    /// Say nothing but errors and warnings
    #[arg(long, short)]
    pub(super) quiet: bool,
}

/// Look at the site while it is written.
///
/// The site is planned as a build plans it, and a page is made when the browser asks for it. An edit shows at
/// once, with what is wrong with it if anything is. Nothing is written into public/. Only this machine can
/// connect, unless --host says otherwise. More is told in docs/previewing.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq serve --open                 look at the site in the browser
  warraq serve --drafts --future      with everything that is withheld
  warraq serve --built                what the last build left, as a host would serve it
  warraq serve --host 0.0.0.0         for other devices on this network as well")]
pub(super) struct ServeOptions {
    /// The site's folder, which holds warraq.yaml
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
    /// Show drafts
    #[arg(long)]
    pub(super) drafts: bool,
    /// Show articles dated in the future
    #[arg(long)]
    pub(super) future: bool,
    /// The present, for what is in the future and what has expired [default: the clock]
    #[arg(long, value_name = "RFC3339", value_parser = moment)]
    pub(super) now: Option<Timestamp>,
    /// Where the site will be published, instead of base_url in warraq.yaml
    #[arg(long, value_name = "URL", value_parser = base_url)]
    pub(super) base_url: Option<BaseUrl>,
    /// The address or name to listen on
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    pub(super) host: String,
    /// The port; the next free one where it is taken, any free one for 0
    #[arg(long, short, value_name = "PORT", default_value_t = 8000)]
    pub(super) port: u16,
    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Look for changes again and again: for disks whose system does not tell of them
    #[arg(long)]
    pub(super) poll: bool,
    /// Serve what the last build left, with the rules of its _headers and _redirects
    #[arg(long, conflicts_with_all = ["drafts", "future", "now", "poll"])]
    pub(super) built: bool,
    /// Where builds write the site [default: public/ in the site's folder]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
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
/// The folder gets a configuration, a first article and a page about the site, and builds at once. With --ci
/// it gets a workflow as well that builds and publishes it when its content changes; a site that is there
/// already gets the workflow and nothing else. Nothing is ever overwritten.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq init أرشيف --title \"صحيفة المدينة\" --time-zone Asia/Damascus
  warraq init --ci github                       add a workflow to the site in this folder")]
pub(super) struct InitOptions {
    /// The new site's folder; it must not exist or be empty [with --ci: this folder]
    #[arg(value_name = "DIR", required_unless_present = "ci")]
    pub(super) folder: Option<PathBuf>,
    /// Write a workflow for this service
    #[arg(long, value_enum, value_name = "SERVICE")]
    pub(super) ci: Option<Ci>,
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

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Ci {
    /// .github/workflows/archive.yml
    Github,
    /// .gitlab-ci.yml
    Gitlab,
    /// .forgejo/workflows/archive.yml
    Forgejo,
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
    #[command(flatten)]
    pub(super) tell: TellOptions,
}

/// Change how the site looks.
#[derive(Debug, Args)]
pub(super) struct ThemeOptions {
    #[command(subcommand)]
    pub(super) command: ThemeCommand,
}

#[derive(Debug, Subcommand)]
pub(super) enum ThemeCommand {
    Eject(EjectOptions),
}

/// Copy files of the theme into the site, to be changed there.
///
/// A file of the site takes the place of the theme's of the same path, so that one is enough to change one
/// thing. Nothing that is there already is overwritten. Colours, fonts, logo and navigation need no files:
/// they are set in warraq.yaml. See docs/theming.md.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq theme eject --list                 name the theme's files
  warraq theme eject piece-footer.html      the foot of every page
  warraq theme eject article.html style.css
  warraq theme eject                        all of them")]
pub(super) struct EjectOptions {
    /// Files of the theme, by path or name [default: all of them]
    #[arg(value_name = "FILE")]
    pub(super) files: Vec<String>,
    /// Only name the theme's files
    #[arg(long)]
    pub(super) list: bool,
    /// The site's folder, which holds warraq.yaml
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(super) root: PathBuf,
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

/// Print what a shell completes after `warraq`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  warraq completions bash > ~/.local/share/bash-completion/completions/warraq
  warraq completions zsh > \"${fpath[1]}/_warraq\"
  warraq completions fish > ~/.config/fish/completions/warraq.fish")]
pub(super) struct CompletionsOptions {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

/// Write the manual: warraq.1, and a page for each command.
#[derive(Debug, Args)]
#[command(after_help = "Example:
  warraq man ~/.local/share/man/man1            and then: man warraq-build")]
pub(super) struct ManOptions {
    /// The folder the pages are written to
    #[arg(value_name = "DIR")]
    pub(super) folder: PathBuf,
}

fn base_url(text: &str) -> Result<BaseUrl, String> {
    BaseUrl::new(text)
        .map_err(|fault| format!("it {fault}; write it as https://example.org/archive/"))
}

fn shard(text: &str) -> Result<Shard, String> {
    Shard::read(text).ok_or_else(|| {
        "write it as 2/7 for the second of seven shards; there may be 10000".to_owned()
    })
}

fn moment(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| "write it as 2022-01-10T17:11:00+03:00 or 2022-01-10T14:11:00Z".to_owned())
}
