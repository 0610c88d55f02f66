//! `warraq verify`.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::Exit;
use super::arguments::{Form, VerifyOptions};
use super::publish::settings;
use super::report::{count, print};
use super::terminal::safe_line;
use crate::build::receipt::Damage;
use crate::diagnostics::Diagnostic;
use crate::disk::{
    Check, Faults, NoVerdict, Output, PUBLIC, Verdict, at_path, open_receipt, verify,
};
use crate::publish::{self, memory, open};

/// How many paths of a kind are named.
pub(super) const NAMED: usize = 20;

pub(super) fn run(options: &VerifyOptions) -> Exit {
    let folder = match &options.folder {
        Some(folder) => folder.clone(),
        None if options.root == Path::new(".") => PUBLIC.into(),
        None => options.root.join(PUBLIC),
    };
    let receipt = receipt(options, &folder);
    if let Some(name) = &options.target {
        return at_target(options, name, &receipt);
    }
    if !folder.is_dir() {
        let message = format!("there is no folder {}", folder.display());
        print(&[Diagnostic::error("no-mirror", message)
            .hint("Name the folder to be verified: warraq verify DIR")]);
        return Exit::WrongUse;
    }
    let mut reader = match open_receipt(&receipt) {
        Ok(reader) => reader,
        Err(damage) => return refused(&receipt, damage),
    };
    let check = Check {
        quick: options.quick,
        ignored: options.ignore.clone(),
        most: most(options),
        receipt: below(&folder, &receipt),
    };
    match verify(&folder, &mut reader, &check) {
        Ok(verdict) => tell(options, &folder, &verdict),
        Err(NoVerdict::Receipt(damage)) => refused(&receipt, damage),
        Err(NoVerdict::Folder(diagnostic)) => {
            print(&[*diagnostic]);
            Exit::Errors
        }
    }
}

/// Holds what is at a target against the receipt.
fn at_target(options: &VerifyOptions, name: &str, receipt: &Path) -> Exit {
    let settings = match settings(&options.root, Some(name)) {
        Ok(settings) => settings,
        Err(exit) => return exit,
    };
    let bytes = match std::fs::read(receipt) {
        Ok(bytes) => bytes,
        Err(error) => return refused(receipt, Damage::Io(error)),
    };
    let check = Check {
        ignored: options.ignore.clone(),
        most: most(options),
        ..Check::default()
    };
    let work = memory(&options.root, &settings).join("verify");
    let verdict = open(&options.root, &settings)
        .map_err(publish::NoVerdict::Target)
        .and_then(|place| {
            let verdict = publish::verify(place.as_ref(), &bytes, &check, &work)?;
            Ok((place.shown(), verdict))
        });
    match verdict {
        Ok((shown, verdict)) => tell(options, Path::new(&shown), &verdict),
        Err(publish::NoVerdict::Receipt(damage)) => refused(receipt, damage),
        Err(publish::NoVerdict::Target(fault)) => {
            print(&[*fault]);
            Exit::Errors
        }
    }
}

/// How many paths of a kind are told.
fn most(options: &VerifyOptions) -> usize {
    match options.all || options.format == Form::Json {
        true => usize::MAX,
        false => NAMED,
    }
}

/// The receipt to be read: the one of the output folder that is verified if it is one, else that of
/// `public/`.
fn receipt(options: &VerifyOptions, folder: &Path) -> PathBuf {
    if let Some(file) = &options.receipt {
        return file.clone();
    }
    let of = |folder: &Path| {
        let output = Output::new(&options.root, folder).ok()?;
        Some(output.receipt_path())
    };
    let own = of(folder).filter(|path| path.exists());
    own.or_else(|| of(&options.root.join(PUBLIC)))
        .unwrap_or_else(|| options.root.join("receipt.json"))
}

/// Where in `folder` the receipt lies, if it lies there.
fn below(folder: &Path, receipt: &Path) -> Option<PathBuf> {
    let (whole, receipt) = (folder.canonicalize().ok()?, receipt.canonicalize().ok()?);
    receipt
        .strip_prefix(whole)
        .ok()
        .map(|path| folder.join(path))
}

fn refused(receipt: &Path, damage: Damage) -> Exit {
    let (diagnostic, exit) = told_of(receipt, damage);
    print(&[diagnostic]);
    exit
}

/// What is wrong with a receipt, and how the command ends.
pub(super) fn told_of(receipt: &Path, damage: Damage) -> (Diagnostic, Exit) {
    let shown = receipt.display();
    match damage {
        Damage::Io(error) if error.kind() == ErrorKind::NotFound => (
            Diagnostic::error("no-receipt", format!("there is no receipt {shown}"))
                .hint("Every build writes one: warraq build. Name another with --receipt."),
            Exit::WrongUse,
        ),
        Damage::Io(error) => (at_path("read", receipt, &error), Exit::Errors),
        damage @ Damage::Line(..) => (
            Diagnostic::error("bad-receipt", format!("{shown} proves nothing: {damage}")).hint(
                "It was damaged or forged. Take it from where the site was built, or delete it and build again.",
            ),
            Exit::Errors,
        ),
    }
}

/// The verdict for other programs.
#[derive(Serialize)]
struct Told<'a> {
    root: &'a str,
    files: usize,
    right: bool,
    missing: Vec<&'a str>,
    altered: Vec<&'a str>,
    extra: Vec<&'a str>,
}

fn tell(options: &VerifyOptions, folder: &Path, verdict: &Verdict) -> Exit {
    let right = verdict.is_right();
    match options.format {
        Form::Json => {
            let told = Told {
                root: &verdict.root,
                files: verdict.files,
                right,
                missing: paths(&verdict.missing),
                altered: paths(&verdict.altered),
                extra: paths(&verdict.extra),
            };
            // A structure of texts and numbers is always JSON.
            tell!(
                "{}",
                ascii(&serde_json::to_string(&told).unwrap_or_default())
            );
        }
        Form::Text if right && options.quiet => {}
        Form::Text => {
            tell!("{} in {}", count(verdict.files, "file"), folder.display());
            tell!("  root      {}", verdict.root);
            name("missing", &verdict.missing);
            name("altered", &verdict.altered);
            name("extra", &verdict.extra);
            if right && options.quick {
                tell!("  nothing is missing or extra, and every size is right");
            } else if right {
                tell!("  nothing is missing, altered or extra");
            }
        }
    }
    if right {
        return Exit::Done;
    }
    let (missing, altered, extra) = (
        verdict.missing.count,
        verdict.altered.count,
        verdict.extra.count,
    );
    let message = format!(
        "{} is not the site of the receipt: {} missing, {altered} altered, {extra} extra",
        folder.display(),
        count(missing, "file")
    );
    let hint = match missing + altered {
        0 => "Files of others that belong there are named with --ignore PATH.",
        _ => "Copy the missing and altered files again from where the site was built.",
    };
    print(&[Diagnostic::error("mirror-differs", message).hint(hint)]);
    Exit::Errors
}

fn paths(faults: &Faults) -> Vec<&str> {
    let named = faults.first.iter();
    named.map(|named| named.path.as_str()).collect()
}

/// The same JSON with everything but ASCII escaped: a name can then neither steer a terminal nor be
/// changed on its way to one.
fn ascii(json: &str) -> String {
    let mut text = String::with_capacity(json.len());
    for c in json.chars() {
        match c.is_ascii() && !c.is_control() {
            true => text.push(c),
            false => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    text.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    text
}

/// Names files, and how many more there are.
pub(super) fn name(what: &str, faults: &Faults) {
    if faults.count == 0 {
        return;
    }
    tell!("  {what:<9} {}", count(faults.count, "file"));
    for named in &faults.first {
        match &named.source {
            Some(source) => tell!("    {} ({})", safe_line(&named.path), safe_line(source)),
            None => tell!("    {}", safe_line(&named.path)),
        }
    }
    let more = faults.count - faults.first.len();
    if more > 0 {
        tell!("    and {more} more");
    }
}
