//! The one way to standard output and standard error.
//!
//! Lines come in and are printed as far as anyone listens: a reader that has gone (`warraq build | head`)
//! or a full device ends the printing, never the build, whose exit code says what became of the site.
//! What comes from files and file names cannot steer the terminal: control characters are shown, not sent.

use std::borrow::Cow;
use std::fmt;
use std::io::Write;
use std::sync::atomic::{AtomicBool, Ordering};

static OUT_IS_GONE: AtomicBool = AtomicBool::new(false);
static ERR_IS_GONE: AtomicBool = AtomicBool::new(false);

/// Prints a line to standard output.
pub(super) fn out(line: fmt::Arguments) {
    print(&mut std::io::stdout().lock(), &OUT_IS_GONE, &plain(line));
}

/// Prints a whole text for other programs to standard output. Nothing in it may steer a terminal.
pub(super) fn out_whole(text: &str) {
    if let Some(text) = text.strip_suffix('\n') {
        print(&mut std::io::stdout().lock(), &OUT_IS_GONE, text);
    }
}

/// Prints a line to standard error.
pub(super) fn err(line: fmt::Arguments) {
    print(&mut std::io::stderr().lock(), &ERR_IS_GONE, &plain(line));
}

/// Prints to standard error what holds colours and has been made safe piece by piece.
pub(super) fn err_styled(text: &str) {
    print(&mut std::io::stderr().lock(), &ERR_IS_GONE, text);
}

fn print(to: &mut dyn Write, is_gone: &AtomicBool, text: &str) {
    if is_gone.load(Ordering::Relaxed) {
        return;
    }
    // One write a line, so that lines of several threads do not mix.
    let line = format!("{text}\n");
    if to
        .write_all(line.as_bytes())
        .and_then(|()| to.flush())
        .is_err()
    {
        is_gone.store(true, Ordering::Relaxed);
    }
}

fn plain(line: fmt::Arguments) -> String {
    safe(&line.to_string()).into_owned()
}

/// `text` with its control characters written out, but for line ends and tabs.
pub(super) fn safe(text: &str) -> Cow<'_, str> {
    escaped(text, |c| steers(c) && c != '\n' && c != '\t')
}

/// The same for what is one line, such as a path.
pub(super) fn safe_line(text: &str) -> Cow<'_, str> {
    escaped(text, steers)
}

/// Control characters, and those that turn the order of what follows them on the line. The marks and
/// isolates that Arabic text needs do no harm.
pub(super) fn steers(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202A}'..='\u{202E}')
}

fn escaped(text: &str, bad: impl Fn(char) -> bool) -> Cow<'_, str> {
    if !text.chars().any(&bad) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match bad(c) {
            true => clean.extend(c.escape_unicode()),
            false => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_steers_the_terminal() {
        assert_eq!(safe("خبر\n\tx"), "خبر\n\tx");
        assert_eq!(
            safe("\u{1b}[31m\u{9b}\u{202e}"),
            "\\u{1b}[31m\\u{9b}\\u{202e}"
        );
        assert_eq!(safe_line("a\nb"), "a\\u{a}b");
        assert_eq!(safe("\u{200f}خ\u{2067}"), "\u{200f}خ\u{2067}");
    }

    /// A device that is full, or a pipe nobody reads.
    struct Gone(usize);

    impl Write for Gone {
        fn write(&mut self, _: &[u8]) -> std::io::Result<usize> {
            self.0 += 1;
            Err(std::io::ErrorKind::BrokenPipe.into())
        }

        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }

    #[test]
    fn a_reader_that_has_gone_is_written_to_once() {
        let is_gone = AtomicBool::new(false);
        let mut to = Gone(0);
        for _ in 0..3 {
            print(&mut to, &is_gone, "x");
        }
        assert_eq!(to.0, 1);
    }
}
