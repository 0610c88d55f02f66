//! The edge to browsers: a site is looked at before it is published.
//!
//! A [`preview`] plans the site as a build does and makes a page when it is asked for; [`built`] serves what a
//! build left, as a host would. Requests come in from anyone who can reach the address; answers go out. Nothing
//! is written into the output folder, and nothing outside the site is ever sent.

mod answer;
mod built;
mod fault_page;
mod injection;
mod live;
mod memory;
mod planner;
mod preview;
mod request;
mod rules;
mod server;
mod shown;
mod watch;

pub use built::Built;
pub use planner::{Asked, Teller, Told};
pub use request::{Refusal, Route, is_host_ours, path_of, route};
pub use rules::{HeaderRules, Led, Odd, Redirects};
pub use watch::Watching;

use std::io;
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::config::BaseUrl;
use crate::paths::UrlPath;

use live::Live;
use planner::Planner;
use preview::Preview;
use server::Site;

/// A preview that has begun to plan its site.
pub struct Begun {
    preview: Preview,
}

/// Begins to plan the site, and then to watch it. With `poll`, it is looked through again and again.
pub fn preview(asked: Asked, poll: bool, teller: Box<dyn Teller>) -> Begun {
    let (changed, changes) = mpsc::channel();
    let (sender, live) = tokio::sync::watch::channel(Live::default());
    let site = asked.site.clone();
    let root = asked.site.root().to_owned();
    thread::spawn(move || {
        // One end is kept, so that waiting for a change is not over where nothing can be watched.
        let watch = || watch::watch(&root, poll, changed.clone());
        Planner::new(asked, teller, sender).run(&changes, watch);
    });
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let run = since.map_or(0, |since| since.as_millis());
    Begun {
        preview: Preview {
            site,
            live,
            run: u64::try_from(run).unwrap_or(0),
        },
    }
}

impl Begun {
    /// Serves it on `listener` until the program ends. `named` is the name it listens on.
    pub fn serve(self, listener: TcpListener, named: String) -> io::Result<()> {
        server::serve(listener, named, Site::Preview(self.preview))
    }
}

impl Built {
    /// Serves it on `listener` until the program ends. `named` is the name it listens on.
    pub fn serve(self, listener: TcpListener, named: String) -> io::Result<()> {
        server::serve(listener, named, Site::Built(self))
    }
}

/// The raw path that a site is published under.
pub fn home(base_url: &BaseUrl) -> String {
    crate::paths::decode(&base_url.href(&UrlPath::home()))
}
