//! Publishing: what each kind of target ends up with, what happens on the way there, and what is left alone.
//!
//! The parts are real ones: an S3 server, sshd with rsync, a bare git repository. Where the system has not got one,
//! the test says so; `tests/run` counts it as not run.
#![cfg(target_os = "linux")]

mod support;

#[path = "publish/beside.rs"]
mod beside;
#[path = "publish/crawl.rs"]
mod crawl;
#[path = "publish/cut.rs"]
mod cut;
#[path = "publish/editions.rs"]
mod editions;
#[path = "publish/faults.rs"]
mod faults;
#[path = "publish/folder.rs"]
mod folder;
#[path = "publish/git.rs"]
mod git;
#[path = "publish/large.rs"]
mod large;
#[path = "publish/proxy.rs"]
mod proxy;
#[path = "publish/rsync.rs"]
mod rsync;
#[path = "publish/s3.rs"]
mod s3;
#[path = "publish/server.rs"]
mod server;
