//! The programs that bring a folder to a bucket, by their command lines.

use std::path::Path;
use std::process::Command;

use crate::options::Options;
use crate::server::{KEY, SECRET, Server};

/// A program, one way to call it.
pub struct Tool {
    /// What the table calls it.
    pub name: &'static str,
    /// Its name and version, as it tells them.
    pub version: String,
    program: String,
    arguments: &'static [&'static str],
}

/// The tools that are there, and what there is to say of those that are not.
pub struct Tools {
    pub found: Vec<Tool>,
    pub absent: Vec<&'static str>,
}

/// rclone as it is, as its manual advises for a bucket where times mean nothing, and Amazon's.
const WAYS: [(&str, &[&str]); 3] = [
    ("`rclone sync`", &["sync"]),
    (
        "`rclone sync --checksum --fast-list`",
        &["sync", "--checksum", "--fast-list"],
    ),
    (
        "`aws s3 sync --delete`",
        &["s3", "sync", "--delete", "--only-show-errors"],
    ),
];

/// Looks for the tools.
pub fn found(options: &Options) -> Tools {
    let mut tools = Tools {
        found: Vec::new(),
        absent: Vec::new(),
    };
    for (name, arguments) in WAYS {
        let is_aws = arguments.first() == Some(&"s3");
        let program = match is_aws {
            true => &options.aws,
            false => &options.rclone,
        };
        let asked = if is_aws { "--version" } else { "version" };
        match version(program, asked) {
            Some(version) => tools.found.push(Tool {
                name,
                version,
                program: program.clone(),
                arguments,
            }),
            None => tools.absent.push(name),
        }
    }
    tools
}

fn version(program: &str, asked: &str) -> Option<String> {
    if program == "none" {
        return None;
    }
    let output = Command::new(program).arg(asked).output().ok()?;
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let line = told.lines().next().filter(|_| output.status.success())?;
    // `aws-cli/1.45.11 Python/3.11.7 …`
    let line = match line.starts_with("aws-cli") {
        true => line.split(' ').next().unwrap_or(line),
        false => line,
    };
    Some(line.replace('/', " "))
}

impl Tool {
    /// The command that makes `bucket` the same as `folder`.
    pub fn sync(&self, server: &Server, folder: &Path, bucket: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.args(self.arguments).arg(folder);
        match self.arguments.first() {
            Some(&"s3") => {
                command.arg(format!("s3://{bucket}"));
                command.args(["--endpoint-url", &server.endpoint()]);
            }
            _ => {
                command.arg(format!("bench:{bucket}"));
                command.args(["--config", ""]);
                for (name, value) in [
                    ("TYPE", "s3"),
                    ("PROVIDER", "Other"),
                    ("ENV_AUTH", "true"),
                    ("REGION", "us-east-1"),
                    ("ENDPOINT", &server.endpoint()),
                ] {
                    command.env(format!("RCLONE_CONFIG_BENCH_{name}"), value);
                }
            }
        }
        keys(&mut command);
        command
    }
}

/// Gives `command` the server's keys.
pub fn keys(command: &mut Command) {
    // rclone and a bundle of certificates do not go together, and none is needed here.
    command.env_remove("AWS_CA_BUNDLE");
    command
        .env("AWS_ACCESS_KEY_ID", KEY)
        .env("AWS_SECRET_ACCESS_KEY", SECRET)
        .env("AWS_DEFAULT_REGION", "us-east-1")
        .env("AWS_EC2_METADATA_DISABLED", "true");
}
