//! The site's Content-Security-Policy: one list of rules, for the `<meta>` of every page and for
//! `_headers`.
//!
//! What the site uses comes in, the rules go out. What the theme gains (a script, frames) is added here and
//! nowhere else.

/// What pages of the site load beside style sheets, pictures, sound and type of their own host.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Policy {
    /// Scripts in files of the site; never such as stand in a page.
    pub scripts: bool,
}

impl Policy {
    /// The rules a page may say of itself in a `<meta>`.
    pub fn of_page(self) -> String {
        let scripts = match self.scripts {
            true => " script-src 'self';",
            false => "",
        };
        format!(
            "default-src 'none';{scripts} style-src 'self'; img-src 'self'; media-src 'self'; font-src 'self'; \
             connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'"
        )
    }

    /// The same, and what only a server may say: no page of another host shows one of ours as its own.
    pub fn of_server(self) -> String {
        format!("{}; frame-ancestors 'self'", self.of_page())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_says_all_that_a_page_says() {
        for policy in [Policy::default(), Policy { scripts: true }] {
            assert!(policy.of_server().starts_with(&policy.of_page()));
            assert_eq!(policy.of_page().contains("script-src"), policy.scripts);
        }
    }
}
