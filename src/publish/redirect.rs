//! A redirect's page -> where it leads, for stores that can be told.

/// Where the page leads at once: the address of its `<meta http-equiv="refresh">`.
pub fn leads_to(page: &[u8]) -> Option<String> {
    let page = std::str::from_utf8(page).ok()?;
    let tag = page
        .split('<')
        .find(|tag| tag.starts_with("meta ") && tag.contains("http-equiv=\"refresh\""))?;
    let (_, after) = tag.split_once("url=")?;
    let address = after.split(['"', '>']).next()?.trim().replace("&amp;", "&");
    let is_plain = address.bytes().all(|byte| byte.is_ascii_graphic());
    let leads = address.starts_with('/')
        || address.starts_with("https://")
        || address.starts_with("http://");
    (is_plain && leads && !address.starts_with("//")).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_redirect_says_where_it_leads() {
        let page = "<html><meta charset=utf-8><meta http-equiv=\"refresh\" content=\"0; url=/a/%D8%AE/?x=1&amp;y\">";
        assert_eq!(
            leads_to(page.as_bytes()).as_deref(),
            Some("/a/%D8%AE/?x=1&y")
        );
        for bad in [
            "<p>url=/a/",
            "<meta http-equiv=\"refresh\" content=\"0; url=javascript:x\">",
            "<meta http-equiv=\"refresh\" content=\"0; url=/a b\">",
        ] {
            assert_eq!(leads_to(bad.as_bytes()), None, "{bad}");
        }
    }
}
