//! A corpus -> the files of a site, written by two threads.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::thread;

use super::{Corpus, Layout, sites};

const THREADS: usize = 2;

impl Corpus {
    /// Writes the whole site into the folder `root`.
    pub fn write(&self, root: &Path, layout: Layout) -> io::Result<()> {
        for (path, bytes) in sites::around(layout) {
            let file = root.join(path);
            fs::create_dir_all(file.parent().unwrap_or(root))?;
            fs::write(file, bytes)?;
        }
        self.write_folders(root, layout)?;
        thread::scope(|scope| {
            let writers: Vec<_> = (0..THREADS)
                .map(|first| {
                    scope.spawn(move || {
                        (first..self.articles())
                            .step_by(THREADS)
                            .try_for_each(|i| self.write_article(root, layout, i))
                    })
                })
                .collect();
            writers.into_iter().try_for_each(|writer| {
                writer
                    .join()
                    .map_err(|_| io::Error::other("a thread that wrote articles panicked"))?
            })
        })
    }

    fn write_article(&self, root: &Path, layout: Layout, i: usize) -> io::Result<()> {
        let article = self.article(i);
        fs::write(root.join(layout.path(&article)), layout.file(&article))
    }

    /// The folders of the months. Hugo makes a list of a folder that has a title.
    fn write_folders(&self, root: &Path, layout: Layout) -> io::Result<()> {
        let moments = (0..self.articles()).map(|i| self.moment(i));
        let months: BTreeSet<(i16, i8)> = moments.map(|m| (m.year(), m.month())).collect();
        for (year, month) in months {
            let of_year = root.join(format!("content/{year}"));
            let of_month = of_year.join(format!("{month:02}"));
            fs::create_dir_all(&of_month)?;
            if layout == Layout::Hugo {
                // A date, so that Hugo puts them in order and names the month in Arabic.
                let list = |layout: &str, title: &str, date: &str| {
                    format!("---\ntitle: \"{title}\"\nlayout: {layout}\ndate: {date}\n---\n")
                };
                let (of_that_year, of_that_month) = (
                    list("year", &format!("{year}"), &format!("{year}-01-01")),
                    list(
                        "month",
                        &format!("{year}-{month:02}"),
                        &format!("{year}-{month:02}-01"),
                    ),
                );
                fs::write(of_year.join("_index.md"), of_that_year)?;
                fs::write(of_month.join("_index.md"), of_that_month)?;
            }
        }
        Ok(())
    }
}
