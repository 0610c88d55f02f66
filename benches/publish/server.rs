//! The S3 server all tools publish to, on this machine, and what it sees of them: requests by their methods, and all
//! bytes that pass its sockets.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use crate::Outcome;
use crate::index::{Done, Indexed};
use crate::work::clear;

/// The keys the server knows.
pub const KEY: &str = "AKIDEXAMPLEKEY";
pub const SECRET: &str = "wJalrXUtnFEMIsecretEXAMPLE";

/// What the server has seen.
#[derive(Debug, Clone, Default)]
pub struct Seen {
    /// Requests by their methods.
    pub requests: BTreeMap<String, u64>,
    /// Bytes that came in, with the heads of requests.
    pub up: u64,
    /// Bytes that went out.
    pub down: u64,
    /// Files that were put, the publisher's own apart.
    pub puts: u64,
    /// The publisher's own.
    pub notes: u64,
    /// Objects that were copied in their place: they get another time.
    pub copies: u64,
    /// Objects that were deleted.
    pub deletes: u64,
}

#[derive(Default)]
struct Counts {
    requests: Mutex<BTreeMap<String, u64>>,
    up: AtomicU64,
    down: AtomicU64,
}

/// The server, until it is dropped.
pub struct Server {
    folder: PathBuf,
    address: SocketAddr,
    counts: Arc<Counts>,
    done: Arc<Done>,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    /// Starts one over the new folder `folder`.
    pub fn start(folder: PathBuf, latency: u64) -> Outcome<Server> {
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        let fault = |error: std::io::Error| format!("the S3 server: {error}");
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .map_err(fault)?;
        let (counts, done) = (Arc::<Counts>::default(), Arc::<Done>::default());
        let files =
            FileSystem::new(&folder).map_err(|error| format!("the S3 server: {error:?}"))?;
        let service = {
            let mut builder = S3ServiceBuilder::new(Indexed::new(files, done.clone()));
            builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
            builder.build()
        };
        let listener = runtime
            .block_on(TcpListener::bind("127.0.0.1:0"))
            .map_err(fault)?;
        let address = listener.local_addr().map_err(fault)?;
        let shared = counts.clone();
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let (service, counts) = (service.clone(), shared.clone());
                // Answers are written in two pieces.
                let _ = socket.set_nodelay(true);
                let socket = Counted(socket, counts.clone());
                tokio::spawn(async move {
                    let answer = service_fn(move |request: hyper::Request<Incoming>| {
                        counts.request(request.method().as_str());
                        let service = service.clone();
                        async move {
                            tokio::time::sleep(Duration::from_millis(latency)).await;
                            hyper::service::Service::call(&service, request).await
                        }
                    });
                    let server = Builder::new(TokioExecutor::new());
                    let _ = server.serve_connection(TokioIo::new(socket), answer).await;
                });
            }
        });
        Ok(Server {
            folder,
            address,
            counts,
            done,
            _runtime: runtime,
        })
    }

    /// Its address.
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Makes an empty bucket; the folder it lies in.
    pub fn bucket(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.folder.join(name);
        std::fs::create_dir_all(&folder)
            .map_err(|error| format!("{}: {error}", folder.display()))?;
        Ok(folder)
    }

    /// Deletes all that lies in the server's folder, to make room. Its buckets are not used again.
    pub fn empty(&self) -> Outcome<()> {
        clear(&self.folder)?;
        std::fs::create_dir_all(&self.folder)
            .map_err(|error| format!("{}: {error}", self.folder.display()))
    }

    /// What it has seen since it was asked last.
    pub fn seen(&self) -> Seen {
        let take = |count: &AtomicU64| count.swap(0, Ordering::Relaxed);
        let mut requests = self
            .counts
            .requests
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        Seen {
            requests: std::mem::take(&mut *requests),
            up: take(&self.counts.up),
            down: take(&self.counts.down),
            puts: take(&self.done.puts),
            notes: take(&self.done.notes),
            copies: take(&self.done.copies),
            deletes: take(&self.done.deletes),
        }
    }
}

impl Counts {
    fn request(&self, method: &str) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        *requests.entry(method.to_owned()).or_default() += 1;
    }
}

/// Whether a file of a bucket's folder is an object that a tool put there for readers.
pub fn is_for_readers(path: &str) -> bool {
    !path.contains(".warraq-")
}

/// A socket whose bytes are counted.
struct Counted(TcpStream, Arc<Counts>);

impl AsyncRead for Counted {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<std::io::Result<()>> {
        let before = buffer.filled().len();
        let polled = Pin::new(&mut self.0).poll_read(context, buffer);
        let n = buffer.filled().len() - before;
        self.1.up.fetch_add(n as u64, Ordering::Relaxed);
        polled
    }
}

impl AsyncWrite for Counted {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<std::io::Result<usize>> {
        let polled = Pin::new(&mut self.0).poll_write(context, bytes);
        if let Poll::Ready(Ok(n)) = polled {
            self.1.down.fetch_add(n as u64, Ordering::Relaxed);
        }
        polled
    }

    fn poll_flush(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(context)
    }

    fn poll_shutdown(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<std::io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(context)
    }
}
