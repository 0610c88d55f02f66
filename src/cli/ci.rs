//! Workflows that build a site when its content changes, for services that run them.
//!
//! Which service, and where the site lies in its repository, come in; the file's place and its text go out.
//! Nothing of the site is read.

use super::arguments::Ci;

/// What GitHub and Forgejo run; the words between `@` are filled in.
const ACTIONS: &str = include_str!("ci/actions.yml");

const GITLAB: &str = include_str!("ci/gitlab.yml");

/// A workflow, and where it belongs in its repository.
pub(super) struct Workflow {
    pub(super) path: &'static str,
    pub(super) text: String,
}

/// The workflow of `ci` for a site in `folder` of its repository: empty, or without a `/` at its ends.
pub(super) fn workflow(ci: Ci, folder: &str) -> Workflow {
    let (path, name, runner, format, text) = match ci {
        Ci::Github => (
            ".github/workflows/archive.yml",
            "github",
            "ubuntu-latest",
            "github",
            ACTIONS,
        ),
        // Its log has no annotations.
        Ci::Forgejo => (
            ".forgejo/workflows/archive.yml",
            "forgejo",
            "docker",
            "human",
            ACTIONS,
        ),
        Ci::Gitlab => (".gitlab-ci.yml", "gitlab", "", "gitlab", GITLAB),
    };
    // In a text between single quotes only these need to be written otherwise.
    let folder = folder.replace('\'', "''");
    let (root, folder) = match folder.as_str() {
        "" => (".".to_owned(), String::new()),
        _ => (folder.clone(), format!("{folder}/")),
    };
    let text = text
        .replace("@name@", name)
        .replace("@file@", path)
        .replace("@runner@", runner)
        .replace("@format@", format)
        .replace("@root@", &root)
        .replace("@folder@", &folder);
    Workflow { path, text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_to_be_filled_in() {
        for ci in [Ci::Github, Ci::Gitlab, Ci::Forgejo] {
            for folder in ["", "sites/أخبار", "it's"] {
                let text = workflow(ci, folder).text;
                let left = text.split_whitespace().find(|word| {
                    let marks = word.matches('@').count();
                    marks > 1 || word.starts_with('@')
                });
                assert_eq!(left, None);
            }
        }
        let text = workflow(Ci::Github, "sites/news").text;
        assert!(text.contains("- 'sites/news/content/**'"));
        assert!(text.contains("SITE: 'sites/news'\n"));
    }
}
