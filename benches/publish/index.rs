//! `s3s-fs`, a real S3 server over a folder, with an index of its objects for lists.
//!
//! As it is, it walks the whole bucket for each page of a list and tells no entity tags there, which other stores do
//! not do to their users: whoever lists a bucket would look slower than they are. Everything but lists is done by it;
//! what was put, copied and deleted is counted here.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use async_trait::async_trait;
use s3s::dto::*;
use s3s::{S3, S3Request, S3Response, S3Result, s3_error};
use s3s_fs::FileSystem;

use crate::lists::{Listed, Objects, Page};

/// What was done to objects. The publisher's own files, whose names begin with `.warraq-`, count apart.
#[derive(Debug, Default)]
pub struct Done {
    pub puts: AtomicU64,
    pub notes: AtomicU64,
    pub copies: AtomicU64,
    pub deletes: AtomicU64,
}

/// The server's objects.
pub struct Indexed {
    files: FileSystem,
    buckets: Mutex<BTreeMap<String, Objects>>,
    /// The bytes of the parts of objects that come in parts, by the upload.
    parts: Mutex<BTreeMap<String, i64>>,
    done: Arc<Done>,
}

impl Indexed {
    pub fn new(files: FileSystem, done: Arc<Done>) -> Indexed {
        Indexed {
            files,
            buckets: Mutex::default(),
            parts: Mutex::default(),
            done,
        }
    }

    fn with<T>(&self, bucket: &str, act: impl FnOnce(&mut Objects) -> T) -> T {
        let mut buckets = self.buckets.lock().unwrap_or_else(PoisonError::into_inner);
        act(buckets.entry(bucket.to_owned()).or_default())
    }

    fn parts<T>(&self, act: impl FnOnce(&mut BTreeMap<String, i64>) -> T) -> T {
        act(&mut self.parts.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts an object into the lists.
    fn put(&self, bucket: &str, key: String, size: i64, tag: Option<ETag>) {
        match key.contains(".warraq-") {
            true => self.done.notes.fetch_add(1, Ordering::Relaxed),
            false => self.done.puts.fetch_add(1, Ordering::Relaxed),
        };
        let listed = Listed {
            size,
            tag,
            modified: SystemTime::now(),
        };
        self.with(bucket, |objects| objects.insert(key, listed));
    }

    fn page(&self, input: &ListObjectsV2Input) -> Page {
        let after = input.continuation_token.as_ref();
        let after = after.or(input.start_after.as_ref());
        let most = usize::try_from(input.max_keys.unwrap_or(1000)).unwrap_or(1000);
        self.with(&input.bucket, |objects| {
            Page::of(
                objects,
                input.prefix.as_deref().unwrap_or_default(),
                input.delimiter.as_deref().filter(|text| !text.is_empty()),
                after.map(String::as_str),
                most.min(1000),
            )
        })
    }

    fn forget(&self, bucket: &str, keys: &[String]) {
        self.with(bucket, |objects| {
            for key in keys {
                objects.remove(key);
                if !key.contains(".warraq-") {
                    self.done.deletes.fetch_add(1, Ordering::Relaxed);
                }
            }
        });
    }
}

#[async_trait]
impl S3 for Indexed {
    async fn put_object(
        &self,
        request: S3Request<PutObjectInput>,
    ) -> S3Result<S3Response<PutObjectOutput>> {
        let input = &request.input;
        let (bucket, key, size) = (
            input.bucket.clone(),
            input.key.clone(),
            input.content_length,
        );
        let put = self.files.put_object(request).await?;
        let Some(size) = size else {
            return Err(s3_error!(MissingContentLength));
        };
        self.put(&bucket, key, size, put.output.e_tag.clone());
        Ok(put)
    }

    async fn create_multipart_upload(
        &self,
        request: S3Request<CreateMultipartUploadInput>,
    ) -> S3Result<S3Response<CreateMultipartUploadOutput>> {
        self.files.create_multipart_upload(request).await
    }

    async fn upload_part(
        &self,
        request: S3Request<UploadPartInput>,
    ) -> S3Result<S3Response<UploadPartOutput>> {
        let (upload, size) = (
            request.input.upload_id.clone(),
            request.input.content_length,
        );
        let put = self.files.upload_part(request).await?;
        let Some(size) = size else {
            return Err(s3_error!(MissingContentLength));
        };
        self.parts(|parts| *parts.entry(upload).or_default() += size);
        Ok(put)
    }

    async fn complete_multipart_upload(
        &self,
        request: S3Request<CompleteMultipartUploadInput>,
    ) -> S3Result<S3Response<CompleteMultipartUploadOutput>> {
        let input = &request.input;
        let (bucket, key) = (input.bucket.clone(), input.key.clone());
        let size = self.parts(|parts| parts.remove(&input.upload_id));
        let put = self.files.complete_multipart_upload(request).await?;
        self.put(
            &bucket,
            key,
            size.unwrap_or_default(),
            put.output.e_tag.clone(),
        );
        Ok(put)
    }

    async fn abort_multipart_upload(
        &self,
        request: S3Request<AbortMultipartUploadInput>,
    ) -> S3Result<S3Response<AbortMultipartUploadOutput>> {
        self.parts(|parts| parts.remove(&request.input.upload_id));
        self.files.abort_multipart_upload(request).await
    }

    async fn copy_object(
        &self,
        request: S3Request<CopyObjectInput>,
    ) -> S3Result<S3Response<CopyObjectOutput>> {
        let (to, key) = (request.input.bucket.clone(), request.input.key.clone());
        let from = match &request.input.copy_source {
            CopySource::Bucket { bucket, key, .. } => (bucket.to_string(), key.to_string()),
            _ => return Err(s3_error!(NotImplemented)),
        };
        let copied = self.files.copy_object(request).await?;
        self.done.copies.fetch_add(1, Ordering::Relaxed);
        let there = self.with(&from.0, |objects| objects.get(&from.1).cloned());
        if let Some(mut listed) = there {
            listed.modified = SystemTime::now();
            self.with(&to, |objects| objects.insert(key, listed));
        }
        Ok(copied)
    }

    async fn delete_object(
        &self,
        request: S3Request<DeleteObjectInput>,
    ) -> S3Result<S3Response<DeleteObjectOutput>> {
        let (bucket, key) = (request.input.bucket.clone(), request.input.key.clone());
        let deleted = self.files.delete_object(request).await?;
        self.forget(&bucket, &[key]);
        Ok(deleted)
    }

    async fn delete_objects(
        &self,
        request: S3Request<DeleteObjectsInput>,
    ) -> S3Result<S3Response<DeleteObjectsOutput>> {
        let bucket = request.input.bucket.clone();
        let keys = request.input.delete.objects.iter();
        let keys: Vec<String> = keys.map(|object| object.key.clone()).collect();
        let deleted = self.files.delete_objects(request).await?;
        self.forget(&bucket, &keys);
        Ok(deleted)
    }

    async fn list_objects(
        &self,
        request: S3Request<ListObjectsInput>,
    ) -> S3Result<S3Response<ListObjectsOutput>> {
        let input = ListObjectsV2Input::from(request.input);
        let page = self.page(&input);
        Ok(S3Response::new(ListObjectsOutput {
            name: Some(input.bucket),
            prefix: input.prefix,
            delimiter: input.delimiter,
            marker: input.start_after,
            max_keys: Some(input.max_keys.unwrap_or(1000)),
            is_truncated: Some(page.next.is_some()),
            next_marker: page.next,
            contents: Some(page.contents),
            common_prefixes: Some(page.prefixes),
            ..ListObjectsOutput::default()
        }))
    }

    async fn list_objects_v2(
        &self,
        request: S3Request<ListObjectsV2Input>,
    ) -> S3Result<S3Response<ListObjectsV2Output>> {
        let input = request.input;
        let page = self.page(&input);
        let n = page.contents.len() + page.prefixes.len();
        Ok(S3Response::new(ListObjectsV2Output {
            name: Some(input.bucket),
            prefix: input.prefix,
            delimiter: input.delimiter,
            max_keys: Some(input.max_keys.unwrap_or(1000)),
            key_count: i32::try_from(n).ok(),
            continuation_token: input.continuation_token,
            is_truncated: Some(page.next.is_some()),
            next_continuation_token: page.next,
            contents: Some(page.contents),
            common_prefixes: Some(page.prefixes),
            ..ListObjectsV2Output::default()
        }))
    }

    async fn get_object(
        &self,
        request: S3Request<GetObjectInput>,
    ) -> S3Result<S3Response<GetObjectOutput>> {
        self.files.get_object(request).await
    }

    async fn head_object(
        &self,
        request: S3Request<HeadObjectInput>,
    ) -> S3Result<S3Response<HeadObjectOutput>> {
        self.files.head_object(request).await
    }

    async fn head_bucket(
        &self,
        request: S3Request<HeadBucketInput>,
    ) -> S3Result<S3Response<HeadBucketOutput>> {
        self.files.head_bucket(request).await
    }

    async fn create_bucket(
        &self,
        request: S3Request<CreateBucketInput>,
    ) -> S3Result<S3Response<CreateBucketOutput>> {
        self.files.create_bucket(request).await
    }

    async fn get_bucket_location(
        &self,
        request: S3Request<GetBucketLocationInput>,
    ) -> S3Result<S3Response<GetBucketLocationOutput>> {
        self.files.get_bucket_location(request).await
    }
}
