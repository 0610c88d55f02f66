//! The form of an article's address, in Hugo's tokens.

use crate::paths::{PathError, UrlPath};
use crate::text::nearest::nearest;

/// A pattern such as `/:year/:month/:day/:slug/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Permalink {
    pieces: Vec<Piece>,
    pattern: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Piece {
    Text(String),
    Token(Token),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Token {
    Year,
    Month,
    Day,
    Section,
    Slug,
    Filename,
}

/// `:title` and `:contentbasename` are other names that Hugo and Jekyll have for the same.
const TOKENS: [(&str, Token); 8] = [
    ("year", Token::Year),
    ("month", Token::Month),
    ("day", Token::Day),
    ("section", Token::Section),
    ("slug", Token::Slug),
    ("filename", Token::Filename),
    ("title", Token::Slug),
    ("contentbasename", Token::Filename),
];

/// What the tokens of one article stand for.
#[derive(Debug, Clone, Copy)]
pub struct PermalinkParts<'a> {
    /// Year, month and day in the site's zone.
    pub date: jiff::civil::Date,
    /// The section's slug, if the article has a section.
    pub section: Option<&'a str>,
    /// The article's slug.
    pub slug: &'a str,
    /// The slug of the source file's name.
    pub filename: &'a str,
}

impl Default for Permalink {
    /// `/:year/:month/:day/:slug/`: an article lies below its day's page.
    fn default() -> Self {
        use Token::{Day, Month, Slug, Year};
        let slash = || Piece::Text("/".into());
        let tokens = [Year, Month, Day, Slug];
        let pieces = tokens
            .into_iter()
            .flat_map(|token| [slash(), Piece::Token(token)]);
        Permalink {
            pieces: pieces.chain([slash()]).collect(),
            pattern: "/:year/:month/:day/:slug/".into(),
        }
    }
}

impl Permalink {
    /// Reads a pattern; the error says what is wrong and what to do.
    pub fn new(pattern: &str) -> Result<Self, String> {
        if !pattern.starts_with('/') {
            return Err("begin it with `/`".into());
        }
        let mut pieces = Vec::new();
        let mut rest = pattern;
        while let Some(colon) = rest.find(':') {
            if colon > 0 {
                pieces.push(Piece::Text(rest[..colon].to_owned()));
            }
            let after = &rest[colon + 1..];
            let end = after
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(after.len());
            let name = &after[..end];
            let token = TOKENS
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, token)| *token);
            pieces.push(Piece::Token(token.ok_or_else(|| unknown_token(name))?));
            rest = &after[end..];
        }
        if !rest.is_empty() {
            pieces.push(Piece::Text(rest.to_owned()));
        }
        let names_article =
            |piece: &Piece| matches!(piece, Piece::Token(Token::Slug | Token::Filename));
        if !pieces.iter().any(names_article) {
            return Err(
                "it needs `:slug` or `:filename`, or all articles of a day have one address".into(),
            );
        }
        let permalink = Permalink {
            pieces,
            pattern: pattern.to_owned(),
        };
        let sample = PermalinkParts {
            date: jiff::civil::date(2022, 1, 10),
            section: Some("s"),
            slug: "s",
            filename: "s",
        };
        permalink
            .url(&sample)
            .map_err(|error| format!("it {error}"))?;
        Ok(permalink)
    }

    /// Whether the file's name, and not the title, tells articles apart.
    pub fn is_by_file(&self) -> bool {
        !self.pieces.contains(&Piece::Token(Token::Slug))
    }

    /// The address of an article, below its edition's home.
    pub fn url(&self, parts: &PermalinkParts) -> Result<UrlPath, PathError> {
        UrlPath::new(&self.path(parts))
    }

    /// The same as text.
    pub fn path(&self, parts: &PermalinkParts) -> String {
        let mut path = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => path.push_str(text),
                Piece::Token(Token::Year) => path.push_str(&format!("{:04}", parts.date.year())),
                Piece::Token(Token::Month) => path.push_str(&format!("{:02}", parts.date.month())),
                Piece::Token(Token::Day) => path.push_str(&format!("{:02}", parts.date.day())),
                Piece::Token(Token::Section) => path.push_str(parts.section.unwrap_or_default()),
                Piece::Token(Token::Slug) => path.push_str(parts.slug),
                Piece::Token(Token::Filename) => path.push_str(parts.filename),
            }
        }
        path
    }

    /// The pattern as it was written.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }
}

fn unknown_token(name: &str) -> String {
    let known: Vec<&str> = TOKENS.iter().map(|(known, _)| *known).collect();
    match nearest(name, &known) {
        Some(near) => format!("`:{name}` is unknown; did you mean `:{near}`?"),
        None => format!("`:{name}` is unknown; the tokens are :{}", known.join(" :")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn url(pattern: &str) -> String {
        let parts = PermalinkParts {
            date: jiff::civil::date(2022, 1, 10),
            section: None,
            slug: "خبر-اليوم",
            filename: "a",
        };
        Permalink::new(pattern)
            .unwrap()
            .url(&parts)
            .unwrap()
            .to_string()
    }

    #[test]
    fn tokens_are_filled_in() {
        assert_eq!(url("/:year/:month/:day/:slug/"), "/2022/01/10/خبر-اليوم/");
        assert_eq!(url("/:section/:slug"), "/خبر-اليوم/");
        assert_eq!(url("/:year/:filename.html"), "/2022/a.html");
        assert_eq!(
            Permalink::new("/:year/:month/:day/:slug/").unwrap(),
            Permalink::default()
        );
    }

    #[test]
    fn faults_say_what_to_do() {
        assert!(
            Permalink::new("/:yaer/:slug/")
                .unwrap_err()
                .contains("did you mean `:year`")
        );
        assert!(Permalink::new("/:year/").unwrap_err().contains(":slug"));
        assert!(Permalink::new(":slug").unwrap_err().contains('/'));
        assert!(Permalink::new("/../:slug/").unwrap_err().contains("leave"));
    }
}
