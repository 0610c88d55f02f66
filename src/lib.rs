//! Warraq (ورّاق) is a static site generator for news archives, Arabic first.
//!
//! This page is the architecture; `ARCHITECTURE.md` leads here.
//!
//! # One pipeline
//!
//! ```text
//! content/*.md ─read─▶ bytes ─parse─▶ Article ─assemble─▶ Archive ─lay_out─▶ Plan ─stale─▶ [Page] ─render─▶ bytes ─stage, commit─▶ public/
//!              disk           content          archive            plan             build          render           disk
//! ```
//!
//! - [`disk::read_site`] lists everything a site depends on as a [`build::Snapshot`], the clock included.
//! - [`build::look`] holds each article's file against what is known of it, by its stamp, else by its bytes. If
//!   nothing has changed of all a site depends on, nothing below is done: the build says what the last one said.
//!   What was read of articles is kept in `.warraq/` on [`build::Shelves`], a part of the archive on each, so that
//!   only files that may be others are read again.
//! - [`content::parse`] reads one file at a time, in parallel, into an [`content::Article`]: typed front
//!   matter, its address, and what its text says (opening, links, words). The text itself is dropped.
//! - [`archive::assemble`] puts all articles together, once, immutable: each language's
//!   [`archive::Edition`] by time, section, tag, author; addresses settled, translations joined, links
//!   resolved. Here an article's [`archive::Card`] is born, complete.
//! - [`plan::lay_out`] lists every file the output will have. A page's [`plan::View`] owns all that its
//!   template may see.
//! - [`build::stale`] compares the digest of each view, of its template's closure and of what every page
//!   shows with the last build's [`build::Manifest`], in one pass over both: which pages must be made again, and
//!   why, in words.
//! - [`render::Renderer::render`] makes one page's bytes. It sees the view, and nothing else.
//! - A picture's smaller forms are pages like any other ([`plan::PictureView`]): what its head says ([`images::probe`])
//!   is kept with its digest, so that only stale forms are ever decoded for, those of one picture together
//!   ([`images::make`]).
//! - A share image is drawn of its view alone ([`images::share`]), in which each word is as a page shows it.
//! - [`disk::Staging`] writes what is new beside the site; [`disk::Committed::commit`] moves it into place, and
//!   with it the [`build::receipt`], which says what is there and what changed.
//!
//! - [`publish`] makes what is at a target the same as the output, by the difference between two receipts, in an
//!   order in which no reader meets a page before what it shows.
//!
//! Commands drive this pipeline and add no second one. [`serve`] plans and renders a page when it is asked for;
//! where an edit has changed the text or the headline of one article, [`build::touched`] proves which pages are
//! others, and what they are. Several machines share it: each cuts its [`build::Shard`] from the plan, and a merge
//! stages the files of all shards as if it had rendered them
//! ([`build::shard`]).
//!
//! # Languages and direction
//!
//! A site has one [`config::Edition`] for each of its languages. [`locale::Locale`] is all that a language
//! knows: dates, calendars, digits, plurals, alphabet, wording. Direction is decided by letters, never by
//! the first one, in [`text::direction`]; what UAX #9 would show in another order is found by
//! [`text::bidi`] and isolated in HTML alone. Markdown does it block by block; whatever a template prints
//! is isolated by the step that escapes it, so that no theme can forget it.
//!
//! # Laws
//!
//! Each is a test in `tests/`.
//!
//! 1. **Determinism.** The output is a function of content, templates, static files, configuration, the
//!    program's version and `--now`; not of threads, time zone, locale, mtimes or directory order.
//! 2. **Incremental equals clean.** What a template can read is what was hashed: views are hashed whole by
//!    `derive(Hash)` into a BLAKE3 digest, so a new field cannot be forgotten. A card stands for itself by
//!    its own digest; a neighbouring article shows a [`archive::Headline`], of which only the headline's
//!    digest counts.
//! 3. **Small change, small diff.** Pages of a list are numbered from the oldest
//!    ([`archive::Pagination`]); sitemaps are cut by month; nothing that every page shows changes with an
//!    article ([`plan::Site`]).
//! 4. **Nothing lost.** Only files whose bytes the manifest proves are removed or replaced; anything else in
//!    the way of a page is put into `warraq-kept/` beside the
//!    configuration, from which nothing is ever deleted.
//! 5. **All or nothing.** Any error found before the commit leaves the site as it was. The commit has a
//!    journal: a killed build is finished or undone by the next.
//! 6. **No content disappears silently.** Every stage returns its value *and* all its
//!    [`diagnostics::Diagnostic`]s.
//! 7. **Memory is bounded by metadata.** Texts are read again, one at a time, through [`render::Bodies`]; pictures are
//!    decoded as far as [`images::Permits`] go.
//! 8. **Addresses last.** Where a site keeps a lock, no build loses an address that was published, or leads it
//!    elsewhere, without a word of its owner ([`build::permanence`]).
//! 9. **Published whole.** A publish that is stopped anywhere leaves pages that work, deletes nothing that no receipt
//!    of this site put there, and is finished by the next ([`publish`]).
//!
//! # Layers
//!
//! The modules below are in the order of their layers: each imports only from those before it. Up to
//! [`build`], nothing touches files, clock, environment or terminal. `tests/layers.rs` holds both.
//! `markdown` comes before `content` because reading an article includes scanning its text; it knows
//! nothing of articles.

pub mod program;

pub mod text;

pub mod locale;

pub mod digest;

pub mod lookup;

pub mod seal;

pub mod paths;

pub mod media_types;

pub mod diagnostics;

pub mod yaml;

pub mod config;

pub mod images;

pub mod markdown;

pub mod content;

pub mod archive;

pub mod plan;

pub mod render;

pub mod build;

pub mod disk;

pub mod import;

pub mod serve;

pub mod publish;

pub mod cli;
