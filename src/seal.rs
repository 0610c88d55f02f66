//! Bytes that are kept from build to build, under a seal: what they are, and a checksum that proves them whole.
//!
//! What is damaged, cut short, of another version or foreign has no seal, and is as if it were not there.

/// `content` behind `name`, which says what it is and of which version, and its checksum.
pub fn sealed(name: &[u8], content: &[u8]) -> Vec<u8> {
    let sum = blake3::hash(content);
    [name, sum.as_bytes(), content].concat()
}

/// The content of bytes that are sealed under `name`, whole.
pub fn unsealed<'a>(name: &[u8], bytes: &'a [u8]) -> Option<&'a [u8]> {
    let (sum, content) = parts(name, bytes)?;
    (blake3::hash(content).as_bytes() == sum).then_some(content)
}

/// The content of bytes that are sealed under `name`, and are known to be whole by other means.
pub fn content<'a>(name: &[u8], bytes: &'a [u8]) -> Option<&'a [u8]> {
    parts(name, bytes).map(|(_, content)| content)
}

fn parts<'a>(name: &[u8], bytes: &'a [u8]) -> Option<(&'a [u8], &'a [u8])> {
    bytes.strip_prefix(name)?.split_at_checked(blake3::OUT_LEN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_whole_and_of_this_name_is_read() {
        let bytes = sealed(b"name 1\n", b"content");
        assert_eq!(unsealed(b"name 1\n", &bytes), Some(&b"content"[..]));
        assert_eq!(content(b"name 1\n", &bytes), Some(&b"content"[..]));
        assert_eq!(unsealed(b"name 2\n", &bytes), None);
        for at in 0..bytes.len() {
            let mut damaged = bytes.clone();
            damaged[at] ^= 1;
            assert_eq!(unsealed(b"name 1\n", &damaged), None);
            assert_eq!(unsealed(b"name 1\n", &bytes[..at]), None);
        }
    }
}
