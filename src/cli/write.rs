//! From a plan to the site: what is stale is made, staged, and put in place with its receipt.

use super::failure::{Failure, SiteState};
use super::progress::Shown;
use super::summary::Outcome;
use crate::build::receipt::Receipt;
use crate::build::{Head, Manifest, Outline, Present, Share, Stale, Written, left, render, stale};
use crate::diagnostics::{Diagnostic, any_error};
use crate::digest::FileDigest;
use crate::disk::{Committed, Output, Site, Staging, Taken, keep_receipt, recover, stage_receipt};
use crate::plan::Plan;
use crate::render::Renderer;

/// Renders what is stale and puts it in place.
pub(super) fn write(
    (output, present): (&Output, &Present),
    site: &Site,
    (plan, renderer): (&Plan, &Renderer),
    share: Option<&Share>,
    shown: &Shown,
) -> Result<Outcome, Failure> {
    let manifest = present.manifest();
    let found = stale(plan, renderer.templates(), present);
    let unwanted = found.unwanted(manifest);
    if found.stale.is_empty() && unwanted.is_empty() {
        let written = Written::new(plan, left(present, &found));
        let receipt = Receipt::of_unchanged(manifest, &written).of_shard(share);
        keep_receipt(output, &receipt).map_err(|fault| Failure::untouched(*fault))?;
        return Ok(Outcome {
            written: Vec::new(),
            committed: Committed::default(),
            unchanged: plan.pages.len(),
            told: Vec::new(),
        });
    }
    let staging =
        Staging::new(output, site, present, &found).map_err(|fault| Failure::untouched(*fault))?;
    let told = render(plan, renderer, &found.stale, site, &staging, shown);
    let head = |root| Head::of(plan, renderer.templates(), root);
    let place = Place {
        output,
        outline: plan,
        share,
        old: manifest,
        unwanted: &unwanted,
    };
    let (committed, is_new, told) = place.put(staging.finish(), told, head)?;
    let is_new = |stale: &Stale| is_new.get(stale.page) == Some(&true);
    let written: Vec<Stale> = found.stale.into_iter().filter(is_new).collect();
    Ok(Outcome {
        unchanged: plan.pages.len() - written.len(),
        written,
        committed,
        told,
    })
}

/// Where files that are staged are to be, and what was there before.
pub(super) struct Place<'a> {
    pub(super) output: &'a Output,
    pub(super) outline: &'a dyn Outline,
    pub(super) share: Option<&'a Share>,
    pub(super) old: &'a Manifest,
    pub(super) unwanted: &'a [usize],
}

impl Place<'_> {
    /// Puts what is staged in place with its receipt and its manifest, unless there were errors among what
    /// is `told`; what was done, which files have other bytes than before, and what there is to tell.
    pub(super) fn put(
        &self,
        taken: Taken,
        told: Vec<Diagnostic>,
        head: impl FnOnce(FileDigest) -> Head,
    ) -> Result<(Committed, Vec<bool>, Vec<Diagnostic>), Failure> {
        let output = self.output;
        let undone = |mut errors: Vec<Diagnostic>| {
            // Throws the staged pages away; what is there stays.
            errors.extend(recover(output).err().map(|fault| *fault.diagnostic));
            Failure {
                errors,
                state: SiteState::Untouched,
            }
        };
        if any_error(&told) {
            return Err(undone(told));
        }
        let Taken {
            records, is_new, ..
        } = taken;
        let written = Written::new(self.outline, records);
        let receipt = Receipt::new(self.old, &written).of_shard(self.share);
        if let Err(fault) = stage_receipt(output, &receipt) {
            return Err(undone(vec![*fault]));
        }
        let head = head(receipt.total().root);
        let committed = Committed::commit(output, self.old, self.unwanted, |out| {
            written.write(out, &head)
        })?;
        Ok((committed, is_new, told))
    }
}
