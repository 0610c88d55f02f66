//! The stale forms of pictures -> their bytes: those of one picture together, so that it is read and decoded once.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::Stale;
use super::pipeline::{Progress, Sink};
use crate::diagnostics::Diagnostic;
use crate::paths::SourcePath;
use crate::plan::{Page, PictureView, Plan, View};
use crate::render::{Bodies, Rendered, Renderer};

/// All that making them takes.
pub(super) struct Pictures<'a> {
    pub(super) plan: &'a Plan,
    pub(super) renderer: &'a Renderer,
    pub(super) bodies: &'a dyn Bodies,
    pub(super) sink: &'a dyn Sink,
    pub(super) progress: &'a dyn Progress,
}

/// A stale form of a picture.
type Wanted<'a> = (Stale, &'a Page, &'a PictureView);

impl<'a> Pictures<'a> {
    /// Makes all that are stale, several pictures at a time; what there is to say of them.
    pub(super) fn make(&self, stale: &[&Stale]) -> Vec<Diagnostic> {
        let mut by_source: BTreeMap<&SourcePath, Vec<Wanted<'a>>> = BTreeMap::new();
        for stale in stale {
            if let Some(page) = self.plan.pages.get(stale.page)
                && let View::Picture(view) = &page.view
            {
                let wanted = by_source.entry(&view.source).or_default();
                wanted.push((**stale, page, view));
            }
        }
        let all: Vec<Vec<Wanted<'a>>> = by_source.into_values().collect();
        all.into_par_iter()
            .flat_map_iter(|wanted| self.one(&wanted))
            .collect()
    }

    fn one(&self, wanted: &[Wanted<'a>]) -> Vec<Diagnostic> {
        let views: Vec<&PictureView> = wanted.iter().map(|(_, _, view)| *view).collect();
        let (files, told) = match self.renderer.pictures(&views, self.bodies) {
            Ok(made) => made,
            Err(fault) => return vec![*fault],
        };
        let put = wanted
            .iter()
            .zip(files)
            .filter_map(|((stale, page, _), bytes)| {
                let put = self.sink.put(*stale, page, Rendered::Bytes(bytes));
                self.progress.step();
                put.err().map(|fault| *fault)
            });
        put.chain(told).collect()
    }
}
