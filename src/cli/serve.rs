//! `warraq serve`.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::net::{TcpListener, ToSocketAddrs};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

use super::Exit;
use super::arguments::ServeOptions;
use super::begin::output;
use super::lock::Guard;
use super::report::{count, print, print_grouped};
use crate::archive::Admission;
use crate::build::Planned;
use crate::config;
use crate::diagnostics::Diagnostic;
use crate::digest::Digest;
use crate::disk::{CONFIG, Choices, Output, Site, read_site};
use crate::serve::{Asked, Built, Teller, Told, Watching, home, preview};

/// Ports that are tried after the one that was asked for.
const TRIED: u16 = 100;

pub(super) fn run(options: &ServeOptions) -> Exit {
    let output = match output(&options.root, options.output.as_ref()) {
        Ok(output) => output,
        Err(refused) => return wrong_use(*refused),
    };
    if !options.root.join(CONFIG).exists() {
        // The one that a build gives.
        let (_, told) = read_site(
            &Site::new(&options.root).without_memory(),
            &choices(options),
        );
        print(&told);
        return Exit::WrongUse;
    }
    let listener = match listen(options) {
        Ok(listener) => listener,
        Err(refused) => return wrong_use(*refused),
    };
    let port = listener.local_addr().map_or(options.port, |at| at.port());
    if port != options.port && options.port != 0 {
        tell_err!("port {} is taken: it is {port}", options.port);
    }
    let served = match options.built {
        true => match built(options, &output) {
            Ok(built) => {
                announce(options, port, built.home());
                built.serve(listener, options.host.clone())
            }
            Err(refused) => return wrong_use(*refused),
        },
        false => {
            announce(options, port, &base(options));
            let begun = preview(
                asked(options, output),
                options.poll,
                Box::new(Terminal::new(options.quiet, options.poll)),
            );
            begun.serve(listener, options.host.clone())
        }
    };
    match served {
        Ok(()) => Exit::Done,
        Err(error) => wrong_use(cannot_listen(options, &error)),
    }
}

fn wrong_use(told: Diagnostic) -> Exit {
    print(&[told]);
    Exit::WrongUse
}

fn asked(options: &ServeOptions, output: Output) -> Asked {
    Asked {
        site: Site::new(&options.root),
        base_url: options.base_url.clone(),
        now: options.now,
        drafts: options.drafts,
        future: options.future,
        output: Some(output),
    }
}

fn choices(options: &ServeOptions) -> Choices {
    Choices {
        admission: Admission {
            now: 0,
            drafts: options.drafts,
            future: options.future,
        },
        base_url: options.base_url.clone(),
    }
}

/// The raw path the site is published under, as far as its configuration says it now.
fn base(options: &ServeOptions) -> String {
    if let Some(base_url) = &options.base_url {
        return home(base_url);
    }
    let path = crate::paths::SourcePath::new(CONFIG);
    let text = std::fs::read_to_string(options.root.join(CONFIG)).unwrap_or_default();
    let (config, _) = config::read(&path, &text, None);
    config.map_or_else(|| "/".to_owned(), |config| home(&config.base_url))
}

fn built(options: &ServeOptions, output: &Output) -> Result<Built, Box<Diagnostic>> {
    let folder = output.folder();
    let built = Built::new(folder, base(options)).map_err(|_| {
        let message = format!("there is nothing in {}", folder.display());
        Box::new(
            Diagnostic::error("no-output", message)
                .hint("Build the site first: warraq build. Or name its folder with --output."),
        )
    })?;
    for (file, odd) in built.odd_rules() {
        tell_err!("{file}:{}: {}", odd.line, odd.why);
    }
    Ok(built)
}

/// The port that was asked for, or the next that is free.
fn listen(options: &ServeOptions) -> Result<TcpListener, Box<Diagnostic>> {
    let last = match options.port {
        0 => 0,
        port => port.saturating_add(TRIED),
    };
    let mut fault = None;
    for port in options.port..=last {
        let found = (&*options.host, port)
            .to_socket_addrs()
            .and_then(|addresses| TcpListener::bind(&*addresses.collect::<Vec<_>>()));
        match found {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == ErrorKind::AddrInUse => fault = Some(error),
            Err(error) => return Err(Box::new(cannot_listen(options, &error))),
        }
    }
    let error = fault.unwrap_or_else(|| ErrorKind::AddrInUse.into());
    Err(Box::new(cannot_listen(options, &error)))
}

fn cannot_listen(options: &ServeOptions, error: &std::io::Error) -> Diagnostic {
    let message = format!(
        "cannot listen on {}, port {}: {error}",
        options.host, options.port
    );
    Diagnostic::error("cannot-listen", message).hint(
        "--host is a name or an address of this machine: 127.0.0.1 for this machine alone, 0.0.0.0 for all that can \
         reach it. --port 0 takes any free port.",
    )
}

/// Says where the site is, and opens it there.
fn announce(options: &ServeOptions, port: u16, home: &str) {
    let host = match &*options.host {
        "0.0.0.0" | "::" => "localhost".to_owned(),
        host if host.contains(':') => format!("[{host}]"),
        host => host.to_owned(),
    };
    let url = match crate::paths::UrlPath::new(home) {
        Ok(home) => format!("http://{host}:{port}{}", home.encoded()),
        Err(_) => format!("http://{host}:{port}/"),
    };
    tell!("{url}");
    if options.open && open(&url).is_err() {
        tell_err!("no browser could be opened: open the address yourself");
    }
}

/// Asks the system to open an address, which is of this program's making.
fn open(url: &str) -> std::io::Result<()> {
    let (program, arguments): (&str, &[&str]) = if cfg!(target_os = "macos") {
        ("open", &[])
    } else if cfg!(windows) {
        ("cmd", &["/C", "start", ""])
    } else {
        ("xdg-open", &[])
    };
    let mut command = Command::new(program);
    command.args(arguments).arg(url);
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.spawn().map(drop)
}

/// What a preview says on the terminal.
struct Terminal {
    quiet: bool,
    /// Changes are to be looked for, whatever the system can tell.
    polls: bool,
    /// The warnings of the last plan, which are not told again with each edit.
    told: Mutex<BTreeSet<Digest>>,
}

impl Terminal {
    fn new(quiet: bool, polls: bool) -> Self {
        Terminal {
            quiet,
            polls,
            told: Mutex::default(),
        }
    }

    /// The errors, and the warnings that the last plan did not give.
    fn news(&self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let all: BTreeSet<Digest> = diagnostics.iter().map(Digest::of).collect();
        // A panic in between would leave the set as it was.
        let mut told = self.told.lock().unwrap_or_else(PoisonError::into_inner);
        let earlier = std::mem::replace(&mut *told, all);
        let is_new = |one: &&Diagnostic| one.is_error() || !earlier.contains(&Digest::of(*one));
        diagnostics.iter().filter(is_new).cloned().collect()
    }
}

impl Teller for Terminal {
    fn watching(&self, watching: &Watching) {
        if let (Watching::Polled(why), false) = (watching, self.polls) {
            tell_err!(
                "the system does not tell of changes ({why}): they are looked for again and again"
            );
        }
    }

    fn planned(&self, told: &Told) {
        print_grouped(&self.news(told.diagnostics), told.files);
        let took = told.took.as_secs_f64();
        let errors = told
            .diagnostics
            .iter()
            .filter(|told| told.is_error())
            .count();
        match (told.counts, errors) {
            (Some((articles, files)), 0) if !self.quiet => {
                tell!(
                    "{}, {}, planned in {took:.2} s",
                    count(articles, "article"),
                    count(files, "file")
                );
            }
            (_, 0) => {}
            (Some(_), errors) => tell_err!("{}; a build would end here", count(errors, "error")),
            (None, errors) if told.is_shown => {
                tell_err!("{}; the last good site is shown", count(errors, "error"));
            }
            (None, errors) => tell_err!("{}; every page tells of it", count(errors, "error")),
        }
    }

    fn check(&self, site: &Site, planned: &Planned, diagnostics: &mut Vec<Diagnostic>) {
        // What a build would add to the lock is for a build.
        let _ = Guard::check(site, planned, diagnostics);
    }
}
