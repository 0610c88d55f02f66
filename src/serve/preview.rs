//! What the preview answers to a request.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch::Receiver;
use tokio::task::spawn_blocking;
use tokio::time::timeout;

use super::answer::{Answer, Content};
use super::fault_page::fault_page;
use super::live::{Live, SCRIPT, STYLE, faults};
use super::request::{Route, encoded};
use super::shown::{Shown, Unmade};
use crate::build::Lines;
use crate::diagnostics::Diagnostic;
use crate::disk::Site;

/// How long the next plan is waited for where a file is not what was planned with.
const PATIENCE: Duration = Duration::from_secs(10);

/// A site that is planned again whenever it changes.
pub(super) struct Preview {
    pub(super) site: Site,
    pub(super) live: Receiver<Live>,
    /// Tells this run of the program from others.
    pub(super) run: u64,
}

impl Preview {
    /// The answer to what is asked for below the server's own folder; nothing for what is not there.
    pub(super) async fn own(&self, name: &str, query: &str) -> Option<Answer> {
        let text =
            |media, text: &str| Answer::new(200, media, Content::Bytes(text.as_bytes().to_vec()));
        match name {
            "live.js" => Some(text("text/javascript; charset=utf-8", SCRIPT)),
            "live.css" => Some(text("text/css; charset=utf-8", STYLE)),
            "faults" => {
                let page = query.strip_prefix("page=").unwrap_or_default();
                // The page's address was encoded once more to stand in a query.
                let page = percent_encoding::percent_decode_str(page).decode_utf8_lossy();
                let found = match super::request::path_of(&page) {
                    Ok(path) => self.made(&path).await.err(),
                    Err(_) => None,
                };
                let found = found.unwrap_or_default();
                Some(text("application/json", &faults(&found).to_string()))
            }
            _ => None,
        }
    }

    /// The answer to `path`.
    pub(super) async fn answer(&self, path: &str, query: Option<&str>) -> Answer {
        match self.made(path).await {
            Ok(Made::Page(answer)) => answer,
            Ok(Made::Moved(to)) => moved(&to, query),
            Err(faults) => fault_page(500, "This page cannot be made", &faults),
        }
    }

    /// What is at `path`, or what is wrong.
    async fn made(&self, path: &str) -> Result<Made, Vec<Diagnostic>> {
        let mut live = self.live.clone();
        loop {
            // The sender lives as long as the program; else there is nothing to wait for.
            let is_ready = |live: &Live| live.shown.is_some() || !live.faults.is_empty();
            let state = match live.wait_for(is_ready).await {
                Ok(live) => live.clone(),
                Err(_) => return Err(Vec::new()),
            };
            let Some(shown) = state.shown.clone() else {
                return Err(state.faults.to_vec());
            };
            let (site, path) = (self.site.clone(), path.to_owned());
            let made = spawn_blocking(move || at(&shown, &site, &path)).await;
            let fault = match made {
                Ok(Ok(made)) => return Ok(made),
                Ok(Err(Unmade::Fault(fault))) => return Err(vec![*fault]),
                Ok(Err(Unmade::Changed(fault))) => fault,
                Err(_) => return Err(Vec::new()),
            };
            if !state.faults.is_empty() {
                return Err(state.faults.to_vec());
            }
            let is_next = |live: &Live| live.version > state.version;
            match timeout(PATIENCE, live.wait_for(is_next)).await {
                Ok(Ok(_)) => {}
                _ => return Err(vec![*fault]),
            }
        }
    }
}

enum Made {
    Page(Answer),
    /// It is at this raw path.
    Moved(String),
}

fn at(shown: &Arc<Shown>, site: &Site, path: &str) -> Result<Made, Unmade> {
    let answer = match shown.route(path) {
        Route::File(file) => shown.answer(site, &file, 200),
        Route::Moved(to) => return Ok(Made::Moved(to)),
        Route::Missing(pages) => match pages.iter().find(|page| shown.has(page)) {
            Some(page) => shown.answer(site, page, 404),
            None => Ok(Answer::words(404, "there is nothing at this address")),
        },
    };
    match answer {
        Ok(answer) => Ok(Made::Page(answer)),
        // The line is read now: it may be another a moment later.
        Err(Unmade::Fault(fault)) => Err(Unmade::Fault(Box::new(Lines::of(site).shown(&fault)))),
        Err(unmade) => Err(unmade),
    }
}

/// That what was asked for is at the raw path `to`.
pub(super) fn moved(to: &str, query: Option<&str>) -> Answer {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let to = format!("{}{query}", encoded(to));
    Answer::words(302, "it is at another address").header("location", to)
}
