//! `warraq publish`.

use std::collections::BTreeSet;
use std::fs;
use std::io::IsTerminal;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::Exit;
use super::arguments::PublishOptions;
use super::report::{count, print, print_all};
use super::terminal::safe_line;
use crate::build::receipt::Reader;
use crate::config::{self, BaseUrl};
use crate::diagnostics::{Diagnostic, any_error};
use crate::disk::{CONFIG, Lock, Output, PUBLIC, Site, at_path};
use crate::paths::{SourcePath, UrlPath};
use crate::publish::{Asked, Job, Meter, Outcome, Plan, STEPS, memory, open, publish};

/// How long a build that is running is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

pub(super) fn run(options: &PublishOptions) -> Exit {
    let started = Instant::now();
    let settings = match settings(&options.root, options.target.as_deref()) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    match prepared(options, &settings, started) {
        Ok(()) => Exit::Done,
        Err(fault) => {
            print(&[*fault]);
            Exit::Errors
        }
    }
}

/// The settings of the target `name`, or of the one there is. What is wrong has been told otherwise.
pub(super) fn settings(root: &Path, name: Option<&str>) -> Result<config::Target, Exit> {
    let told = |diagnostic: Diagnostic| {
        print(&[diagnostic]);
        Exit::WrongUse
    };
    let file = root.join(CONFIG);
    let text = fs::read_to_string(&file).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => told(
            Diagnostic::error("no-site", format!("there is no {}", file.display()))
                .hint("Name the folder that holds it with --root."),
        ),
        _ => told(at_path("read", &file, &error)),
    })?;
    let (config, diagnostics) = config::read(&SourcePath::new(CONFIG), &text, None);
    if any_error(&diagnostics) || config.is_none() {
        let errors: Vec<Diagnostic> = diagnostics
            .into_iter()
            .filter(Diagnostic::is_error)
            .collect();
        print_all(&errors, &Site::new(root));
        return Err(Exit::Errors);
    }
    let targets = config.map(|config| config.targets).unwrap_or_default();
    let names: Vec<&str> = targets.iter().map(|target| target.name.as_str()).collect();
    let (message, hint) = match (name, names.as_slice()) {
        (_, []) => (
            "no place is set to publish to".to_owned(),
            "Add one to warraq.yaml, for example: publish: {live: {type: dir, path: /srv/www/news}}".to_owned(),
        ),
        (None, [_]) => return targets.into_iter().next().ok_or(Exit::WrongUse),
        (None, names) => (
            "there are several targets".to_owned(),
            format!("Name one: warraq publish {}", names.join(" | ")),
        ),
        (Some(name), names) => (
            format!("there is no target `{name}`"),
            format!("Those in warraq.yaml are: {}", names.join(", ")),
        ),
    };
    let wanted = targets
        .into_iter()
        .find(|target| Some(target.name.as_str()) == name);
    wanted.ok_or_else(|| told(Diagnostic::error("no-target", message).hint(hint)))
}

fn prepared(
    options: &PublishOptions,
    settings: &config::Target,
    started: Instant,
) -> Result<(), Box<Diagnostic>> {
    let folder = options.output.clone();
    let folder = folder.unwrap_or_else(|| options.root.join(PUBLIC));
    let output = Output::new(&options.root, &folder).map_err(|refusal| {
        Box::new(
            Diagnostic::error(
                "output-refused",
                format!("no site was built here: {}", refusal.0),
            )
            .hint("Name the folder the site was built to with --output."),
        )
    })?;
    let _lock = wait_for_builds(&options.root)?;
    let path = output.receipt_path();
    let receipt = fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Box::new(
            Diagnostic::error(
                "no-receipt",
                format!("there is no receipt {}", path.display()),
            )
            .hint("Every build writes one: warraq build"),
        ),
        _ => Box::new(at_path("read", &path, &error)),
    })?;
    let place = open(&options.root, settings)?;
    let bar = Arc::new(bar(options.quiet));
    let moved = bar.clone();
    let meter = Meter::new(move |bytes| moved.inc(bytes));
    let step = |name: &str, files: usize, bytes: u64| {
        if options.quiet {
            return;
        }
        bar.set_length(bar.length().unwrap_or(0) + bytes);
        bar.set_message(name.to_owned());
        if !std::io::stderr().is_terminal() {
            match bytes {
                0 => tell_err!("{name}: {}", count(files, "file")),
                _ => tell_err!("{name}: {}, {}", count(files, "file"), size(bytes)),
            }
        }
    };
    let warn = |diagnostic: Diagnostic| print(&[diagnostic]);
    let job = Job {
        settings,
        place: place.as_ref(),
        output: &output,
        receipt: &receipt,
        memory: memory(&options.root, settings),
        asked: Asked {
            check_remote: options.check_remote,
            dry_run: options.dry_run,
            max_deletes: options.max_deletes,
            overwrite: options.overwrite,
            break_lock: options.break_lock,
        },
        who: who(),
        meter: &meter,
        step: &step,
        warn: &warn,
    };
    let outcome = publish(&job);
    bar.finish_and_clear();
    let outcome = outcome?;
    if options.list {
        list(&outcome.plan);
    }
    if !options.quiet {
        summary(&job, &outcome, started);
    }
    if options.dry_run {
        return Ok(());
    }
    let base_url = base_url(&receipt);
    if let Some(file) = &options.purge_file {
        write_purge(file, &outcome, base_url.as_ref())?;
    }
    match &settings.after {
        Some(command) if !outcome.was_there || !outcome.untold.is_empty() => {
            after(command, options, settings, &outcome)
        }
        _ => Ok(()),
    }
}

/// Takes the site's lock, so that no build changes what is being sent.
fn wait_for_builds(root: &Path) -> Result<Lock, Box<Diagnostic>> {
    let began = Instant::now();
    loop {
        match Lock::take(root) {
            Err(fault) if fault.code == "locked" && began.elapsed() < PATIENCE => {
                if began.elapsed() < Duration::from_millis(200) {
                    tell_err!("a build of this site is running; waiting for it");
                    std::thread::sleep(Duration::from_millis(200));
                }
                std::thread::sleep(Duration::from_millis(100));
            }
            taken => return taken,
        }
    }
}

fn bar(quiet: bool) -> ProgressBar {
    if quiet || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{msg} {wide_bar} {bytes}/{total_bytes} {eta}")
        .unwrap_or_else(|_| ProgressStyle::default_bar());
    let bar = ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr_with_hz(10));
    bar.set_style(style);
    bar
}

/// Who publishes, for others who want to.
fn who() -> String {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let user = set("USER")
        .or_else(|| set("LOGNAME"))
        .or_else(|| set("USERNAME"));
    let host = fs::read_to_string("/etc/hostname").ok();
    let host = host
        .map(|name| name.trim().to_owned())
        .filter(|name| !name.is_empty());
    let host = host
        .or_else(|| set("HOSTNAME"))
        .or_else(|| set("COMPUTERNAME"));
    format!(
        "{}@{} (process {})",
        user.unwrap_or_else(|| "someone".into()),
        host.unwrap_or_else(|| "some machine".into()),
        std::process::id()
    )
}

fn list(plan: &Plan) {
    for (name, puts) in STEPS
        .iter()
        .zip(&plan.steps)
        .filter(|(_, puts)| !puts.is_empty())
    {
        tell!("{name}:");
        for put in puts {
            tell!("  {}", safe_line(&put.entry.path));
        }
    }
    if !plan.delete.is_empty() {
        tell!("deleted:");
        plan.delete
            .iter()
            .for_each(|path| tell!("  {}", safe_line(path)));
    }
}

fn summary(job: &Job, outcome: &Outcome, started: Instant) {
    let plan = &outcome.plan;
    let shown = job.place.shown();
    let dry = job.asked.dry_run;
    let head = match (outcome.was_there, dry) {
        (true, _) => format!("{shown} has all of the site already"),
        (_, true) => format!("{shown} would get"),
        (_, false) => format!("published to {shown}"),
    };
    tell!("{}", safe_line(&head));
    if outcome.went_on && !dry {
        tell!("  finished  a publish that was cut short");
    }
    tell!(
        "  files     {} sent, {}; {} unchanged",
        plan.files(),
        size(match dry {
            true => plan.bytes(),
            false => job.meter.bytes(),
        }),
        plan.unchanged
    );
    for (name, puts) in STEPS
        .iter()
        .zip(&plan.steps)
        .filter(|(_, puts)| dry && !puts.is_empty())
    {
        tell!("            {:>8} {name}", puts.len());
    }
    let later = match plan.retired.len() {
        0 => String::new(),
        n => format!("; {n} later, after the grace period"),
    };
    tell!("  deleted   {}{later}", plan.delete.len());
    if dry && plan.gone > plan.most_gone {
        tell!(
            "            the site has {} files less, and at most {} may be deleted: it would stop",
            plan.gone,
            plan.most_gone
        );
    }
    match dry {
        true if !outcome.was_there && job.place.has_headers() => {
            tell!("  requests  about {}", outcome.requests);
        }
        false if job.place.requests() > 0 => tell!("  requests  {}", job.place.requests()),
        _ => {}
    }
    tell!("  root      {}", outcome.root);
    tell!("  time      {:.1} s", started.elapsed().as_secs_f64());
}

fn size(bytes: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "it is rounded for people")]
    let bytes = bytes as f64;
    match bytes {
        ..1e3 => format!("{bytes} B"),
        ..1e6 => format!("{:.1} kB", bytes / 1e3),
        ..1e9 => format!("{:.1} MB", bytes / 1e6),
        _ => format!("{:.2} GB", bytes / 1e9),
    }
}

fn base_url(receipt: &[u8]) -> Option<BaseUrl> {
    let reader = Reader::open(receipt).ok()?;
    BaseUrl::new(&reader.head().base_url).ok()
}

/// The addresses of what was sent or deleted, now or by a publish that was cut before it could tell: a cache may remember as well that what is new was not there.
fn addresses(outcome: &Outcome, base_url: Option<&BaseUrl>) -> BTreeSet<String> {
    let unset = BaseUrl::unset();
    let base_url = base_url.unwrap_or(&unset);
    let plan = &outcome.plan;
    let sent = plan.steps.iter().flatten().map(|put| &put.entry.path);
    let address = |path: &String| {
        let url = base_url.absolute(&UrlPath::file(path).ok()?);
        // The address of a folder is that of its page.
        let folder = url
            .strip_suffix("/index.html")
            .map(|folder| format!("{folder}/"));
        Some(folder.unwrap_or(url))
    };
    let all = sent.chain(&plan.delete).chain(&outcome.untold);
    all.filter_map(address).collect()
}

fn write_purge(
    file: &Path,
    outcome: &Outcome,
    base_url: Option<&BaseUrl>,
) -> Result<(), Box<Diagnostic>> {
    let mut text = String::new();
    for address in addresses(outcome, base_url) {
        text.push_str(&address);
        text.push('\n');
    }
    fs::write(file, text).map_err(|error| Box::new(at_path("write", file, &error)))
}

/// Runs the owner's command.
fn after(
    command: &str,
    options: &PublishOptions,
    settings: &config::Target,
    outcome: &Outcome,
) -> Result<(), Box<Diagnostic>> {
    let (shell, flag) = match cfg!(windows) {
        true => ("cmd", "/C"),
        false => ("sh", "-c"),
    };
    let mut process = Command::new(shell);
    process
        .args([flag, command])
        .current_dir(&options.root)
        .env("WARRAQ_TARGET", &settings.name)
        .env("WARRAQ_ROOT_HASH", &outcome.root)
        .env("WARRAQ_FILES", outcome.plan.files().to_string())
        .env("WARRAQ_DELETED", outcome.plan.delete.len().to_string());
    if let Some(file) = options
        .purge_file
        .as_ref()
        .and_then(|file| file.canonicalize().ok())
    {
        process.env("WARRAQ_PURGE_FILE", file);
    }
    let why = match process.status() {
        Ok(status) if status.success() => return Ok(()),
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    };
    let message = format!("the site is published, but the command after it failed ({why})");
    Err(Box::new(
        Diagnostic::error("after-failed", message)
            .hint("It is `after` of the target in warraq.yaml. Run it by hand: the next publish may have nothing to send, and does not run it then."),
    ))
}
