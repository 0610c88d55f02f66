//! Short addresses that stay: `/a/8kq2m4n7/`, made from an article's id, which is that of its file.
//!
//! An id of eight signs stands for forty bits. Where the ids of two articles begin alike, the older article
//! keeps the short one and the newer one's is longer by one sign, or as many as it takes: an article that
//! is published later changes no address that is there.

use crate::archive::Archive;
use crate::content::Moment;
use crate::digest::Digest;
use crate::lookup::{Known, Lookup};
use crate::paths::UrlPath;

/// The signs of Crockford's Base32, in small letters: none that is taken for another.
const SIGNS: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// How many signs an id has if no older article's is the same.
const LENGTH: usize = 8;

/// All of a digest's bits, five to a sign.
const MOST: usize = 16 * 8 / 5;

/// The short addresses of a site's articles, by their ids.
pub(super) struct ShortLinks(Lookup<Digest, UrlPath>);

impl ShortLinks {
    /// None.
    pub(super) fn none() -> Self {
        ShortLinks(Lookup::default())
    }

    /// Those of all articles of `archive`, and of those that were removed.
    pub(super) fn of(archive: &Archive) -> Self {
        let mut ids: Vec<(Option<i64>, Digest)> = Vec::new();
        for edition in &archive.editions {
            let cards = edition.articles.iter().map(|entry| &entry.card);
            ids.extend(cards.map(|card| (card.date.map(Moment::seconds), card.id)));
            let removed = edition.removed.iter();
            ids.extend(
                removed.filter_map(|stone| Some((Some(stone.published?.seconds()), stone.id))),
            );
        }
        ids.sort_unstable_by_key(|(published, id)| (*published, *id.as_bytes()));
        let mut taken = Known::default();
        let mut links = Lookup::default();
        for (_, id) in ids {
            let signs = signs(&id);
            let free = (LENGTH..=MOST)
                .map(|length| &signs[..length])
                .find(|id| !taken.contains(*id));
            let name = free.unwrap_or(&signs);
            if let Ok(url) = UrlPath::new(&format!("/a/{name}/")) {
                taken.insert(name.to_owned());
                links.insert(id, url);
            }
        }
        ShortLinks(links)
    }

    /// The short address of the article with this id.
    pub(super) fn get(&self, id: &Digest) -> Option<UrlPath> {
        self.0.get(id).cloned()
    }
}

/// A digest in signs.
fn signs(digest: &Digest) -> String {
    let number = u128::from_be_bytes(*digest.as_bytes());
    let sign = |at: usize| SIGNS[(number >> (123 - 5 * at)) as usize & 31];
    (0..MOST).map(|at| char::from(sign(at))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_the_digests_first_bits() {
        let digest = Digest::from_bytes([0xFF, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
        let signs = signs(&digest);
        assert_eq!(&signs[..LENGTH], "zw000000");
        assert_eq!(signs.len(), MOST);
    }
}
