//! A bucket of the configuration and the environment -> a store of objects.
//!
//! Keys come from the environment, from a machine's own identity, or from `~/.aws/credentials`, and go nowhere but
//! into the store.

use std::env;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use object_store::aws::{AmazonS3Builder, AwsAuthorizer, AwsCredential, S3ConditionalPut};
use object_store::azure::MicrosoftAzureBuilder;
use object_store::client::{
    HttpClient, HttpConnector, HttpError, HttpErrorKind, HttpRequest, HttpResponse, HttpService,
    ReqwestConnector,
};
use object_store::gcp::GoogleCloudStorageBuilder;
use object_store::{BackoffConfig, ClientOptions, CredentialProvider, ObjectStore, RetryConfig};

use crate::config::{Bucket, Place, Target};
use crate::diagnostics::Diagnostic;

use super::target::Fault;

/// A store, and how many requests were made to it.
pub struct Store {
    pub(super) objects: Arc<dyn ObjectStore>,
    pub(super) requests: Arc<AtomicU64>,
}

/// Opens the store of `target`.
pub fn open(target: &Target) -> Result<Store, Fault> {
    // Whoever came first has chosen; there is one only.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let requests = Arc::new(AtomicU64::new(0));
    let opened: Result<Arc<dyn ObjectStore>, object_store::Error> = match &target.place {
        Place::S3(bucket) => s3(target, bucket, &requests),
        Place::Gcs(bucket) => {
            let builder = GoogleCloudStorageBuilder::from_env()
                .with_bucket_name(&bucket.bucket)
                .with_client_options(options(target))
                .with_retry(retry(target))
                .with_http_connector(Counting::plain(&requests));
            let builder = match &bucket.endpoint {
                Some(endpoint) => builder.with_url(endpoint),
                None => builder,
            };
            builder.build().map(|store| Arc::new(store) as _)
        }
        Place::Azure(bucket) => {
            let mut builder = MicrosoftAzureBuilder::from_env()
                .with_container_name(&bucket.bucket)
                .with_client_options(options(target))
                .with_retry(retry(target))
                .with_http_connector(Counting::plain(&requests));
            if let Some(account) = &bucket.account {
                builder = builder.with_account(account);
            }
            if let Some(endpoint) = &bucket.endpoint {
                builder = builder
                    .with_endpoint(endpoint.clone())
                    .with_allow_http(endpoint.starts_with("http://"));
            }
            builder.build().map(|store| Arc::new(store) as _)
        }
        Place::Dir { .. } | Place::Rsync { .. } | Place::Git { .. } => {
            return Err(Box::new(refused(target, "it is no store of objects")));
        }
    };
    match opened {
        Ok(objects) => Ok(Store { objects, requests }),
        Err(error) => Err(Box::new(refused(target, &error.to_string()))),
    }
}

fn refused(target: &Target, why: &str) -> Diagnostic {
    Diagnostic::error(
        "publish-failed",
        format!("cannot publish to `{}`: {why}", target.name),
    )
    .hint(
        "Keys are taken from the environment (AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, \
         GOOGLE_APPLICATION_CREDENTIALS, AZURE_STORAGE_ACCOUNT_KEY) or from ~/.aws/credentials.",
    )
}

fn s3(
    target: &Target,
    bucket: &Bucket,
    requests: &Arc<AtomicU64>,
) -> Result<Arc<dyn ObjectStore>, object_store::Error> {
    let mut builder = AmazonS3Builder::from_env()
        .with_bucket_name(&bucket.bucket)
        .with_client_options(options(target))
        .with_retry(retry(target))
        .with_conditional_put(match bucket.is_conditional {
            true => S3ConditionalPut::ETagMatch,
            false => S3ConditionalPut::Disabled,
        });
    if let Some(region) = &bucket.region {
        builder = builder.with_region(region);
    }
    if let Some(endpoint) = &bucket.endpoint {
        builder = builder
            .with_endpoint(endpoint)
            .with_allow_http(endpoint.starts_with("http://"));
    }
    if let Some(keys) = Keys::of_files(bucket.profile.as_deref()) {
        builder = builder
            .with_access_key_id(keys.id)
            .with_secret_access_key(keys.secret);
        if let Some(token) = keys.token {
            builder = builder.with_token(token);
        }
    }
    let signer = Arc::new(std::sync::OnceLock::new());
    let store = builder
        .with_http_connector(Counting {
            requests: requests.clone(),
            signer: signer.clone(),
        })
        .build()?;
    let region = bucket
        .region
        .clone()
        .or_else(|| env::var("AWS_REGION").ok());
    let region = region
        .or_else(|| env::var("AWS_DEFAULT_REGION").ok())
        .unwrap_or_else(|| "us-east-1".into());
    // What is set once is not set again.
    let _ = signer.set(Signer {
        keys: store.credentials().clone(),
        region,
    });
    Ok(Arc::new(store))
}

fn options(target: &Target) -> ClientOptions {
    ClientOptions::new()
        .with_timeout(Duration::from_secs(target.timeout))
        .with_connect_timeout(Duration::from_secs(target.timeout.min(10)))
        .with_user_agent(http_user_agent())
}

fn http_user_agent() -> http::HeaderValue {
    http::HeaderValue::from_static(concat!("warraq/", env!("CARGO_PKG_VERSION")))
}

/// 5xx, 429, time-outs and connections that break are tried again by the store, each time after a longer while,
/// by chance a little more or less, so that many requests do not come back at once.
fn retry(target: &Target) -> RetryConfig {
    RetryConfig {
        backoff: BackoffConfig {
            init_backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(10),
            base: 2.,
        },
        max_retries: target.retries,
        retry_timeout: Duration::from_secs(180),
    }
}

/// Keys of the credential files.
struct Keys {
    id: String,
    secret: String,
    token: Option<String>,
}

impl Keys {
    /// Those of `profile`, or of `AWS_PROFILE`, or of the default one; not where the environment has keys and no
    /// profile is named.
    fn of_files(profile: Option<&str>) -> Option<Keys> {
        let set = |name: &str| env::var(name).ok().filter(|value| !value.is_empty());
        if profile.is_none() && set("AWS_ACCESS_KEY_ID").is_some() {
            return None;
        }
        let profile = profile.map(str::to_owned).or_else(|| set("AWS_PROFILE"));
        let file = set("AWS_SHARED_CREDENTIALS_FILE").map(PathBuf::from);
        let file = file.or_else(|| Some(PathBuf::from(set("HOME")?).join(".aws/credentials")))?;
        let text = fs::read_to_string(file).ok()?;
        Keys::read(&text, profile.as_deref().unwrap_or("default"))
    }

    fn read(text: &str, profile: &str) -> Option<Keys> {
        let mut section = String::new();
        let (mut id, mut secret, mut token) = (None, None, None);
        for line in text.lines().map(str::trim) {
            if let Some(name) = line
                .strip_prefix('[')
                .and_then(|rest| rest.strip_suffix(']'))
            {
                section = name.trim().to_owned();
            } else if section == profile
                && let Some((key, value)) = line.split_once('=')
            {
                let value = Some(value.trim().to_owned());
                match key.trim() {
                    "aws_access_key_id" => id = value,
                    "aws_secret_access_key" => secret = value,
                    "aws_session_token" => token = value,
                    _ => {}
                }
            }
        }
        Some(Keys {
            id: id?,
            secret: secret?,
            token,
        })
    }
}

/// Where the page of a redirect leads, for a store that answers with a redirect itself.
#[derive(Debug, Clone)]
pub(super) struct LeadsTo(pub(super) String);

/// Makes clients that count their requests.
#[derive(Debug)]
struct Counting {
    requests: Arc<AtomicU64>,
    signer: Arc<std::sync::OnceLock<Signer>>,
}

impl Counting {
    fn plain(requests: &Arc<AtomicU64>) -> Counting {
        Counting {
            requests: requests.clone(),
            signer: Arc::default(),
        }
    }
}

impl HttpConnector for Counting {
    fn connect(&self, options: &ClientOptions) -> object_store::Result<HttpClient> {
        Ok(HttpClient::new(Counted {
            client: ReqwestConnector::default().connect(options)?,
            requests: self.requests.clone(),
            signer: self.signer.clone(),
        }))
    }
}

#[derive(Debug)]
struct Counted {
    client: HttpClient,
    requests: Arc<AtomicU64>,
    signer: Arc<std::sync::OnceLock<Signer>>,
}

#[async_trait::async_trait]
impl HttpService for Counted {
    async fn call(&self, mut request: HttpRequest) -> Result<HttpResponse, HttpError> {
        self.requests.fetch_add(1, Ordering::Relaxed);
        if let (Some(LeadsTo(address)), Some(signer)) = (
            request.extensions().get::<LeadsTo>().cloned(),
            self.signer.get(),
        ) {
            signer.lead(&mut request, &address).await?;
        }
        self.client.execute(request).await
    }
}

/// Signs a request again to which a header was added: the store's client knows none for redirects.
#[derive(Debug)]
struct Signer {
    keys: Arc<dyn CredentialProvider<Credential = AwsCredential>>,
    region: String,
}

impl Signer {
    async fn lead(&self, request: &mut HttpRequest, address: &str) -> Result<(), HttpError> {
        let fault = |error: object_store::Error| HttpError::new(HttpErrorKind::Unknown, error);
        let Ok(value) = http::HeaderValue::from_str(address) else {
            return Ok(());
        };
        let headers = request.headers_mut();
        headers.insert("x-amz-website-redirect-location", value);
        headers.remove(http::header::AUTHORIZATION);
        let keys = self.keys.get_credential().await.map_err(fault)?;
        // The digest of the body was signed the first time.
        let digest = request.headers().get("x-amz-content-sha256");
        let digest = digest
            .and_then(|value| value.to_str().ok())
            .and_then(from_hex);
        let signer = AwsAuthorizer::new(&keys, "s3", &self.region);
        let signer = signer.with_sign_payload(digest.is_some());
        signer
            .try_authorize(request, digest.as_deref())
            .map_err(fault)
    }
}

/// The bytes that pairs of hexadecimal digits stand for.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
    pairs.map(byte).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// There is no server of theirs to try against: that their stores are made of the settings is all that is shown.
    #[test]
    fn stores_that_cannot_be_tried_here_are_at_least_made() {
        let bucket = Bucket {
            bucket: "news".into(),
            account: Some("newsroom".into()),
            ..Bucket::default()
        };
        for place in [Place::Gcs(bucket.clone()), Place::Azure(bucket)] {
            let target = Target {
                name: "live".into(),
                place,
                compress: Vec::new(),
                max_deletes: None,
                grace: 0,
                parallel: 1,
                timeout: 1,
                retries: 1,
                page_age: 1,
                asset_age: 1,
                after: None,
            };
            let store = open(&target);
            assert!(store.is_ok(), "{:?}", store.err());
        }
    }

    #[test]
    fn keys_are_read_from_the_usual_file() {
        let text = "[default]\naws_access_key_id = A\naws_secret_access_key=B\n\n[news]\n\
                    aws_access_key_id=C\naws_secret_access_key = D=\naws_session_token = E\n[half]\naws_access_key_id=x";
        let read =
            |profile| Keys::read(text, profile).map(|keys| (keys.id, keys.secret, keys.token));
        assert_eq!(read("default"), Some(("A".into(), "B".into(), None)));
        assert_eq!(
            read("news"),
            Some(("C".into(), "D=".into(), Some("E".into())))
        );
        assert_eq!(read("half"), None);
        assert_eq!(read("none"), None);
    }
}
