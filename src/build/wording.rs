//! The site's files of messages -> its wording, with every fault of every file.

use super::MessageSource;
use crate::diagnostics::{Diagnostic, Span};
use crate::locale::{Language, MessageOverrides, Wording};
use crate::text::controls::{Control, control};

fn is_override(c: char) -> bool {
    control(c) == Some(Control::Override)
}

/// Reads the site's own wording of the theme's messages.
pub(super) fn read(sources: &[MessageSource]) -> (Wording, Vec<Diagnostic>) {
    let mut wording = Wording::default();
    let mut diagnostics = Vec::new();
    for source in sources {
        let tag = source.path.stem();
        let language = match Language::new(tag) {
            Ok(language) => language,
            Err(fault) => {
                diagnostics.push(
                    Diagnostic::error("bad-language", format!("`{tag}` {fault}"))
                        .in_file(&source.path)
                        .hint("Messages are in a file named by their language: templates/messages/ar.ftl"),
                );
                continue;
            }
        };
        if let Some((at, c)) = source.text.char_indices().find(|(_, c)| is_override(*c)) {
            let span = Span::of_bytes(&source.text, at, at + c.len_utf8());
            diagnostics.push(
                Diagnostic::error(
                    "bidi-override",
                    format!(
                        "the invisible character U+{:04X} forces a direction on what follows it",
                        u32::from(c)
                    ),
                )
                .at(&source.path, span)
                .hint("Delete it: direction is decided by the letters."),
            );
        }
        let (overrides, faults) = MessageOverrides::read(&language, &source.text);
        for fault in faults {
            let span = Span::of_bytes(&source.text, fault.start, fault.end);
            let told = Diagnostic::error(fault.kind.code(), fault.message).at(&source.path, span);
            diagnostics.push(match fault.hint {
                Some(hint) => told.hint(hint),
                None => told,
            });
        }
        wording.insert(&language, overrides);
    }
    (wording, diagnostics)
}
