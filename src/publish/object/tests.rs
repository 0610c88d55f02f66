use std::fmt;
use std::sync::Arc;

use futures_util::stream::BoxStream;
use object_store::memory::InMemory;
use object_store::{
    CopyOptions, GetResult, ListResult, MultipartUpload, ObjectStore, PutResult, Result,
};

use super::*;
use crate::publish::notes::Holder;

/// A store that knows no conditions.
#[derive(Debug)]
struct Plain(InMemory);

impl fmt::Display for Plain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain")
    }
}

#[async_trait::async_trait]
impl ObjectStore for Plain {
    async fn put_opts(&self, at: &Path, bytes: PutPayload, how: PutOptions) -> Result<PutResult> {
        match how.mode {
            PutMode::Overwrite => self.0.put_opts(at, bytes, how).await,
            _ => Err(Error::NotImplemented {
                operation: "a condition".into(),
                implementer: self.to_string(),
            }),
        }
    }

    async fn put_multipart_opts(
        &self,
        at: &Path,
        how: PutMultipartOptions,
    ) -> Result<Box<dyn MultipartUpload>> {
        self.0.put_multipart_opts(at, how).await
    }

    async fn get_opts(&self, at: &Path, how: GetOptions) -> Result<GetResult> {
        self.0.get_opts(at, how).await
    }

    fn delete_stream(
        &self,
        all: BoxStream<'static, Result<Path>>,
    ) -> BoxStream<'static, Result<Path>> {
        self.0.delete_stream(all)
    }

    fn list(&self, below: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.0.list(below)
    }

    async fn list_with_delimiter(&self, below: Option<&Path>) -> Result<ListResult> {
        self.0.list_with_delimiter(below).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, how: CopyOptions) -> Result<()> {
        self.0.copy_opts(from, to, how).await
    }
}

/// A store of this process.
fn over(objects: Arc<dyn ObjectStore>) -> Objects {
    Objects {
        store: Store {
            objects,
            requests: Arc::default(),
        },
        runtime: Runtime::new().unwrap(),
        shown: "a store".into(),
        prefix: String::new(),
        parallel: 1,
        held: Mutex::new(None),
    }
}

fn holder(token: &str, until: i64) -> Holder {
    Holder {
        who: token.into(),
        since: "now".into(),
        until,
        token: token.into(),
    }
}

#[test]
fn a_lock_is_held_for_longer_as_long_as_nobody_else_has_taken_it() {
    let stores: [Arc<dyn ObjectStore>; 2] =
        [Arc::new(InMemory::new()), Arc::new(Plain(InMemory::new()))];
    for store in stores {
        let what = store.to_string();
        let place = over(store);
        let until = || {
            let bytes = place.read(Note::Lock).unwrap();
            bytes.map(|bytes| Holder::read(&bytes).until)
        };
        let other = holder("other", 9);
        assert_eq!(place.lock(&holder("mine", 1), &|_| false).unwrap(), Ok(()));
        for renewed in [2, 3] {
            assert!(place.renew(&holder("mine", renewed)).unwrap(), "{what}");
            assert_eq!(until(), Some(renewed), "{what}");
        }
        place.write(Note::Lock, &other.bytes()).unwrap();
        assert!(!place.renew(&holder("mine", 4)).unwrap(), "{what}");
        assert_eq!(until(), Some(9), "{what}");
        assert_eq!(
            place.lock(&holder("mine", 5), &|_| false).unwrap(),
            Err(other)
        );
        // Another took it, was done and gave it back.
        place.remove(Note::Lock).unwrap();
        assert!(!place.renew(&holder("mine", 6)).unwrap(), "{what}");
        assert_eq!(until(), None, "{what}");
    }
}
