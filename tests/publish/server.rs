//! A real S3 server in a folder: `s3s-fs`, started by the test, with keys and signatures checked.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

/// The keys the server knows.
pub const KEY: &str = "AKIDEXAMPLEKEY";
pub const SECRET: &str = "wJalrXUtnFEMIsecretEXAMPLE";

/// A server, until it is dropped.
pub struct Server {
    folder: tempfile::TempDir,
    address: SocketAddr,
    _runtime: tokio::runtime::Runtime,
}

impl Server {
    pub fn start() -> Server {
        let folder = tempfile::tempdir().unwrap();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .unwrap();
        let service = {
            let mut builder = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
            builder.set_auth(SimpleAuth::from_single(KEY, SECRET));
            builder.build()
        };
        let listener = runtime.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
        let address = listener.local_addr().unwrap();
        runtime.spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = Builder::new(TokioExecutor::new());
                    let connection = server.serve_connection(TokioIo::new(socket), service);
                    let _ = connection.await;
                });
            }
        });
        Server {
            folder,
            address,
            _runtime: runtime,
        }
    }

    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Makes a bucket; the folder it lies in.
    pub fn bucket(&self, name: &str) -> PathBuf {
        let folder = self.folder.path().join(name);
        std::fs::create_dir_all(&folder).unwrap();
        folder
    }

    /// What the server keeps of an object beside its bytes: its headers, as JSON.
    pub fn headers(&self, bucket: &str, key: &str) -> String {
        let wanted = encoded(key);
        let entries = std::fs::read_dir(self.folder.path()).unwrap();
        let found = entries.filter_map(|entry| {
            let entry = entry.unwrap();
            let name = entry.file_name().to_string_lossy().into_owned();
            let is_it =
                name.contains(&encoded(bucket)) && name.contains(&wanted) && name.ends_with("json");
            is_it.then(|| std::fs::read_to_string(entry.path()).unwrap())
        });
        found.collect()
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn encoded(text: &str) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut out = String::new();
    for chunk in text.as_bytes().chunks(3) {
        let mut n = 0_u32;
        for at in 0..3 {
            n = n << 8 | u32::from(chunk.get(at).copied().unwrap_or(0));
        }
        for at in 0..=chunk.len() {
            out.push(DIGITS[(n >> (18 - 6 * at) & 63) as usize] as char);
        }
    }
    out
}
