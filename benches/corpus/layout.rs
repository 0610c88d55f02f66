//! An article as a file: where it lies, and the same fields under the names each generator gives them.

use super::article::Article;
use super::sites::PHOTO;

/// For whom a site is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A site of Warraq.
    Warraq,
    /// The equal site of Hugo.
    Hugo,
}

impl Layout {
    /// Where the article lies below the site's folder.
    pub fn path(self, article: &Article) -> String {
        format!("content/{}/{}.md", article.moment.folder(), article.slug)
    }

    /// The article's file.
    pub fn file(self, article: &Article) -> String {
        let Article {
            slug,
            moment,
            section,
            title,
            tags,
            author,
            description,
            caption,
            body,
        } = article;
        let tags: Vec<String> = tags.iter().map(|tag| quoted(tag)).collect();
        let (title, description) = (quoted(title), quoted(description));
        let (author, caption, tags) = (quoted(author), quoted(caption), tags.join(", "));
        let own = match self {
            Layout::Warraq => format!(
                "slug: {slug}\nsection: {section}\ntags: [{tags}]\nauthors: [{author}]\n\
                 image: {{src: {PHOTO}, alt: {title}, caption: {caption}}}\n"
            ),
            Layout::Hugo => format!(
                "url: /{}/{slug}/\nsections: [{section}]\ntags: [{tags}]\nauthors: [{author}]\n\
                 days: [\"{}\"]\nanniversaries: [\"{}\"]\nimage: {PHOTO}\ncaption: {caption}\n",
                moment.folder(),
                moment.day(),
                &moment.day()[5..]
            ),
        };
        format!(
            "---\ntitle: {title}\ndate: {moment}\ndescription: {description}\n{own}---\n\n{body}\n"
        )
    }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
