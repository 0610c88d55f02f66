//! The receipts of all shards -> the one site they are, or why they are not one.
//!
//! Nothing is believed that can be reckoned again: each file must be in the shard that its path says, and all
//! together must come to the plan that every machine says it planned. Whether the files' bytes are those of
//! the receipts is not looked at here.

use std::collections::BTreeMap;

use super::share::of_file;
use super::{Shard, Share, plan_digest};
use crate::build::Outline;
use crate::build::receipt::{self, Listed};
use crate::digest::Digest;
use crate::program::{BUILD, VERSION};

/// The receipt of a shard.
#[derive(Debug, Clone)]
pub struct Part {
    /// What people know the shard by: its folder.
    pub name: String,
    /// The receipt's head.
    pub head: receipt::Head,
    /// Its files, in the order of their paths.
    pub files: Vec<Listed>,
}

/// Why shards are not one site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// A folder holds a whole site, not a shard.
    Whole(String),
    /// A folder's shard was made by another version of the program.
    Version {
        /// The folder.
        name: String,
        /// The version.
        version: String,
    },
    /// A folder's shard was made by a program of this version and of other source.
    Build(String),
    /// Two folders' shards are of different plans, or of different numbers of shards.
    Differ(String, String),
    /// Two folders hold the same shard.
    Twice(Shard, String, String),
    /// No folder holds these shards, of so many.
    Missing(Vec<u32>, u32),
    /// A file is in a shard that its path does not put it in.
    Astray {
        /// The file.
        path: String,
        /// The folder it is in.
        name: String,
        /// The number of the shard in that folder.
        shard: u32,
        /// The number of the file's own shard.
        own: u32,
    },
    /// The plan has so many files, the shards have so many.
    Gap(u64, u64),
    /// The receipts say other things of the files than the plan did.
    NotThePlan,
}

/// The shards of one site, joined.
#[derive(Debug)]
pub struct Joint {
    share: Share,
    base_url: String,
    /// In the order of their paths, each with the place of its part.
    files: Vec<(usize, Listed)>,
}

impl Joint {
    /// What all shards say of the plan.
    pub fn share(&self) -> &Share {
        &self.share
    }

    /// Every file with the place of the part it is in, in the order of their paths.
    pub fn files(&self) -> &[(usize, Listed)] {
        &self.files
    }

    /// The digest of what each file shows.
    pub fn views(&self) -> Vec<Digest> {
        let files = self.files.iter();
        files
            .map(|(_, file)| file.view.unwrap_or_default())
            .collect()
    }
}

impl Outline for Joint {
    fn count(&self) -> usize {
        self.files.len()
    }

    fn path(&self, at: usize) -> &str {
        self.files.get(at).map_or("", |(_, file)| &file.path)
    }

    fn kind(&self, at: usize) -> &str {
        self.files.get(at).map_or("", |(_, file)| &file.kind)
    }

    fn source(&self, at: usize) -> Option<&str> {
        self.files.get(at)?.1.source.as_deref()
    }

    fn base_url(&self) -> String {
        self.base_url.clone()
    }
}

/// Joins shards. Where they are not one site, every reason of the first kind that is met is told.
pub fn join(parts: Vec<Part>) -> Result<Joint, Vec<Fault>> {
    let share = one_plan(&parts)?;
    every_shard_once(&parts, share.shard.of())?;
    every_file_at_home(&parts)?;
    let base_url = parts.first().map(|part| part.head.base_url.clone());
    let parts = parts.into_iter().enumerate();
    let mut files: Vec<(usize, Listed)> = parts
        .flat_map(|(place, part)| part.files.into_iter().map(move |file| (place, file)))
        .collect();
    // No path is there twice: it would be so in one receipt, which its reader refuses.
    files.sort_unstable_by(|(_, a), (_, b)| a.path.cmp(&b.path));
    let joint = Joint {
        share,
        base_url: base_url.unwrap_or_default(),
        files,
    };
    match joint.fault() {
        Some(fault) => Err(vec![fault]),
        None => Ok(joint),
    }
}

/// What all parts say of their plan, if they say the same.
fn one_plan(parts: &[Part]) -> Result<Share, Vec<Fault>> {
    let mut faults = Vec::new();
    for part in parts {
        let version = &part.head.warraq;
        match &part.head.shard {
            None => faults.push(Fault::Whole(part.name.clone())),
            Some(_) if version != VERSION => faults.push(Fault::Version {
                name: part.name.clone(),
                version: version.clone(),
            }),
            Some(share) if share.program != BUILD => faults.push(Fault::Build(part.name.clone())),
            Some(_) => {}
        }
    }
    let mut shares = parts
        .iter()
        .filter_map(|part| Some((part, part.head.shard.as_ref()?)));
    let first = shares.next().filter(|_| faults.is_empty());
    let Some((first, share)) = first else {
        return Err(faults);
    };
    let same = |part: &Part, other: &Share| {
        let shard = Shard::new(share.shard.number(), other.shard.of());
        let other = shard.map(|shard| Share {
            shard,
            ..other.clone()
        });
        other.as_ref() == Some(share) && part.head.base_url == first.head.base_url
    };
    for (part, other) in shares {
        if !same(part, other) {
            faults.push(Fault::Differ(first.name.clone(), part.name.clone()));
        }
    }
    match faults.is_empty() {
        true => Ok(share.clone()),
        false => Err(faults),
    }
}

fn every_shard_once(parts: &[Part], of: u32) -> Result<(), Vec<Fault>> {
    let mut faults = Vec::new();
    let mut there: BTreeMap<u32, &str> = BTreeMap::new();
    for part in parts {
        let Some(share) = &part.head.shard else {
            continue;
        };
        if let Some(first) = there.insert(share.shard.number(), &part.name) {
            let (first, second) = (first.to_owned(), part.name.clone());
            faults.push(Fault::Twice(share.shard, first, second));
        }
    }
    let missing: Vec<u32> = (1..=of)
        .filter(|number| !there.contains_key(number))
        .collect();
    if !missing.is_empty() {
        faults.push(Fault::Missing(missing, of));
    }
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults),
    }
}

/// How many files astray are told.
const TOLD: usize = 5;

/// A file that is in two shards is in one that is not its own.
fn every_file_at_home(parts: &[Part]) -> Result<(), Vec<Fault>> {
    let astray = |part: &Part| {
        let shard = part.head.shard.as_ref().map(|share| share.shard);
        let astray = part.files.iter().filter_map(|file| {
            let shard = shard.filter(|shard| !shard.holds(&file.path))?;
            Some(Fault::Astray {
                path: file.path.clone(),
                name: part.name.clone(),
                shard: shard.number(),
                own: Shard::holding(&file.path, shard.of()),
            })
        });
        astray.take(TOLD).collect::<Vec<Fault>>()
    };
    let faults: Vec<Fault> = parts.iter().flat_map(astray).take(TOLD).collect();
    match faults.is_empty() {
        true => Ok(()),
        false => Err(faults),
    }
}

impl Joint {
    /// Why the files are not those of the plan, if they are not.
    fn fault(&self) -> Option<Fault> {
        let count = self.files.len() as u64;
        if count != self.share.files {
            return Some(Fault::Gap(self.share.files, count));
        }
        let files = self.files.iter().map(|(_, file)| {
            let view = file.view.unwrap_or_default();
            of_file(&file.path, view, &file.kind, file.source.as_deref())
        });
        let head = self.share.head(Default::default());
        (plan_digest(&head, &self.base_url, files) != self.share.plan).then_some(Fault::NotThePlan)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::build::receipt::Reader;
    use crate::digest::FileDigest;

    fn listed(path: &str) -> Listed {
        Listed {
            path: path.into(),
            digest: FileDigest::of_bytes(path.as_bytes()),
            size: 1,
            kind: "article".into(),
            source: None,
            view: Some(Digest::of_bytes(path.as_bytes())),
        }
    }

    const PATHS: [&str; 6] = ["a", "b", "c", "d", "e/f", "خبر"];

    fn plan() -> FileDigest {
        let head = head(Shard::new(1, 1).unwrap(), FileDigest::default());
        let files = PATHS.iter().map(|path| {
            let file = listed(path);
            of_file(path, file.view.unwrap(), &file.kind, None)
        });
        let share = head.shard.unwrap();
        plan_digest(
            &share.head(FileDigest::default()),
            "https://example.org/",
            files,
        )
    }

    fn head(shard: Shard, plan: FileDigest) -> receipt::Head {
        let share = Share {
            shard,
            program: BUILD.to_owned(),
            plan,
            files: PATHS.len() as u64,
            sites: vec![("".into(), Digest::of_bytes(b"s"))],
            templates: Vec::new(),
        };
        // A head is only ever read.
        let line = format!(
            "{{\"receipt\": 1, \"warraq\": \"{}\", \"base_url\": \"https://example.org/\", \"root\": \"\", \"previous_root\": null, \
             \"count\": 0, \"bytes\": 0, \"shard\": {},\n\"changes\": {{\n\"added\": [\n",
            VERSION,
            serde_json::to_string(&share).unwrap()
        );
        Reader::open(line.as_bytes()).unwrap().head().clone()
    }

    fn parts(of: u32) -> Vec<Part> {
        let part = |number| {
            let shard = Shard::new(number, of).unwrap();
            let paths = PATHS.into_iter().filter(|path| shard.holds(path));
            Part {
                name: format!("shard {number}"),
                head: head(shard, plan()),
                files: paths.map(listed).collect(),
            }
        };
        (1..=of).map(part).collect()
    }

    #[test]
    fn all_shards_in_any_order_are_the_plan() {
        for of in [1, 2, 3, 20] {
            let mut parts = parts(of);
            parts.reverse();
            let joint = join(parts).unwrap();
            let paths: Vec<&str> = (0..joint.count()).map(|at| joint.path(at)).collect();
            assert_eq!(paths, PATHS);
            for (place, file) in joint.files() {
                assert_eq!(*place as u32, of - Shard::holding(&file.path, of));
            }
        }
    }

    #[test]
    fn a_file_that_is_gone_moved_or_changed_is_a_fault() {
        let of = 3;
        let fault = |change: &dyn Fn(&mut Vec<Part>)| {
            let mut parts = parts(of);
            change(&mut parts);
            join(parts).unwrap_err()
        };
        let full = (Shard::holding("a", of) - 1) as usize;
        assert_eq!(
            fault(&|parts| drop(parts[full].files.remove(0))),
            [Fault::Gap(6, 5)]
        );
        assert_eq!(
            fault(&|parts| parts[full].files[0].view = Some(Digest::default())),
            [Fault::NotThePlan]
        );
        assert_eq!(
            fault(&|parts| parts[full].files[0].source = Some("content/x.md".into())),
            [Fault::NotThePlan]
        );
        let other = (full + 1) % 3;
        let name = format!("shard {}", other + 1);
        let astray = Fault::Astray {
            path: "a".into(),
            name,
            shard: other as u32 + 1,
            own: full as u32 + 1,
        };
        assert_eq!(
            fault(&|parts| parts[other].files.push(listed("a"))),
            [astray]
        );
        assert_eq!(
            fault(&|parts| drop(parts.remove(1))),
            [Fault::Missing(vec![2], 3)]
        );
    }
}
