//! Connections -> answers: HTTP/1.1 on one address.
//!
//! Whoever connects may be slow, hostile or gone. Heads have a time and a size, answers that nobody takes are
//! cut, and so many connections are open at once and no more.

use std::convert::Infallible;
use std::io;
use std::net::TcpListener;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::combinators::BoxBody;
use http_body_util::{BodyExt, Empty, Full};
use hyper::body::{Body, Frame, Incoming, SizeHint};
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::sync::{Semaphore, mpsc};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, Sleep, sleep};

use super::answer::{Answer, Conditions, Content, under};
use super::built::Built;
use super::live::since;
use super::preview::Preview;
use super::request::{OWN, is_host_ours, path_of};

/// How long a request's head may take, and a connection lie idle.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long an answer waits for someone to take more of it.
const TAKING_TIME: Duration = Duration::from_secs(20);

/// The largest head of a request, in bytes.
const LARGEST_HEAD: usize = 32 * 1024;

/// Connections that are open at once.
const CONNECTIONS: usize = 256;

/// Threads that make pages and read files.
const MAKERS: usize = 16;

/// How often an idle browser is told that the connection stands.
const HEARTBEAT: Duration = Duration::from_secs(15);

/// How much of a file is read at a time.
const PIECE: usize = 64 * 1024;

/// What is served.
pub(super) enum Site {
    /// The site as it is now.
    Preview(Preview),
    /// The output folder.
    Built(Built),
}

type Sent = BoxBody<Bytes, io::Error>;

/// Serves on `listener` until the program ends. `named` is the name it listens on.
pub(super) fn serve(listener: TcpListener, named: String, site: Site) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .max_blocking_threads(MAKERS)
        .build()?;
    runtime.block_on(accept(listener, Arc::new(Door { named, site })))
}

struct Door {
    named: String,
    site: Site,
}

async fn accept(listener: TcpListener, door: Arc<Door>) -> io::Result<()> {
    listener.set_nonblocking(true)?;
    let listener = tokio::net::TcpListener::from_std(listener)?;
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        // Never closed.
        let Ok(place) = Arc::clone(&room).acquire_owned().await else {
            return Ok(());
        };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // Out of files, or the peer has gone: neither ends the preview.
                sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        let door = Arc::clone(&door);
        tokio::spawn(async move {
            let _ = stream.set_nodelay(true);
            let service = service_fn(|request| {
                let door = Arc::clone(&door);
                async move { Ok::<_, Infallible>(door.answer(request).await) }
            });
            // What goes wrong on a connection is for whoever made it.
            let _ = hyper::server::conn::http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(HEAD_TIME)
                .max_buf_size(LARGEST_HEAD)
                .serve_connection(TokioIo::new(Patient::new(stream)), service)
                .await;
            drop(place);
        });
    }
}

impl Door {
    async fn answer(&self, request: Request<Incoming>) -> Response<Sent> {
        if !matches!(*request.method(), Method::GET | Method::HEAD) {
            return sent(Answer::words(405, "only GET and HEAD").header("allow", "GET, HEAD"));
        }
        let text = |name: HeaderName| -> Option<String> {
            let value = request.headers().get(name)?;
            value.to_str().ok().map(str::to_owned)
        };
        let host = match request.uri().authority() {
            Some(authority) => Some(authority.as_str().to_owned()),
            None => text(header::HOST),
        };
        let is_one = request.headers().get_all(header::HOST).iter().count() <= 1;
        match host.filter(|_| is_one) {
            Some(host) if is_host_ours(&host, &self.named) => {}
            Some(_) => {
                return sent(Answer::words(
                    421,
                    "this preview answers to localhost and to addresses; name another host with --host",
                ));
            }
            None => return sent(Answer::words(400, "the request names no host")),
        }
        let target = std::str::from_utf8(request.uri().path().as_bytes());
        let path = match target.map(path_of) {
            Ok(Ok(path)) => path,
            Ok(Err(refusal)) => return sent(Answer::words(400, refusal.told())),
            Err(_) => return sent(Answer::words(400, "the address is not UTF-8 text")),
        };
        let conditions = Conditions {
            is_head: request.method() == Method::HEAD,
            none_match: text(header::IF_NONE_MATCH),
            range: text(header::RANGE),
            if_range: text(header::IF_RANGE),
        };
        let query = request.uri().query();
        let answer = match &self.site {
            Site::Built(built) => {
                let (built, query) = (built.clone(), query.map(str::to_owned));
                let made = spawn_blocking(move || built.answer(&path, query.as_deref())).await;
                made.unwrap_or_else(|_| Answer::words(500, "the file cannot be read"))
            }
            Site::Preview(preview) => match path.strip_prefix(OWN) {
                Some("live") if !conditions.is_head => return events(preview, query),
                Some(name) => match preview.own(name, query.unwrap_or_default()).await {
                    Some(answer) => answer,
                    None => Answer::words(404, "there is nothing at this address"),
                },
                None => preview.answer(&path, query).await,
            },
        };
        sent(under(answer, &conditions))
    }
}

/// An answer as it goes out. A value that no header can have is left out.
fn sent(answer: Answer) -> Response<Sent> {
    let mut headers = HeaderMap::new();
    let mut set = |name: &str, value: &str| {
        let name = HeaderName::from_bytes(name.as_bytes());
        if let (Ok(name), Ok(value)) = (name, HeaderValue::from_str(value)) {
            headers.insert(name, value);
        }
    };
    // A preview is never old, and no other site may show what is in it.
    set("cache-control", "no-cache");
    set("cross-origin-resource-policy", "same-origin");
    set("x-content-type-options", "nosniff");
    for (name, value) in &answer.headers {
        // Said by the content itself; a rule of the owner's that said otherwise would break the connection.
        if !matches!(
            &**name,
            "content-length" | "transfer-encoding" | "connection"
        ) {
            set(name, value);
        }
    }
    if let Some(tag) = &answer.tag {
        set("etag", tag);
    }
    if answer.status != 304 {
        set("content-length", &answer.length.to_string());
    }
    let body = match answer.content {
        Content::Bytes(bytes) if bytes.is_empty() => {
            Empty::new().map_err(|never| match never {}).boxed()
        }
        Content::Bytes(bytes) => Full::new(Bytes::from(bytes))
            .map_err(|never| match never {})
            .boxed(),
        Content::File {
            mut file,
            start,
            length,
        } => {
            // A place beyond the end of a file that was cut meanwhile is found when it is read.
            let _ = io::Seek::seek(&mut file, io::SeekFrom::Start(start));
            FileBody {
                file: tokio::fs::File::from_std(file),
                left: length,
                piece: vec![0; PIECE].into(),
            }
            .boxed()
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() =
        StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    *response.headers_mut() = headers;
    response
}

/// The states of a preview, told as they come for as long as someone listens.
fn events(preview: &Preview, query: Option<&str>) -> Response<Sent> {
    let (told, heard) = mpsc::channel(4);
    let (mut live, run) = (preview.live.clone(), preview.run);
    let mut known = since(run, query.unwrap_or_default());
    tokio::spawn(async move {
        let mut next = Some(Bytes::from_static(b"retry: 500\n\n"));
        loop {
            if let Some(event) = next.take()
                && told.send(event).await.is_err()
            {
                return;
            }
            // No state is held while the next one is waited for.
            let now = live.borrow_and_update().version;
            if now > 0 && known != Some(now) {
                let state = live.borrow().told(run, known);
                known = Some(now);
                next = Some(Bytes::from(format!("data: {state}\n\n")));
                continue;
            }
            tokio::select! {
                changed = live.changed() => if changed.is_err() { return },
                () = sleep(HEARTBEAT) => next = Some(Bytes::from_static(b":\n\n")),
                () = told.closed() => return,
            }
        }
    });
    let mut response = Response::new(Events { heard }.boxed());
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/event-stream"),
    );
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Events as they come.
struct Events {
    heard: mpsc::Receiver<Bytes>,
}

impl Body for Events {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let event = ready!(self.heard.poll_recv(context));
        Poll::Ready(event.map(|event| Ok(Frame::data(event))))
    }
}

/// A file, piece by piece.
struct FileBody {
    file: tokio::fs::File,
    left: u64,
    piece: Box<[u8]>,
}

impl Body for FileBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if self.left == 0 {
            return Poll::Ready(None);
        }
        let FileBody { file, left, piece } = &mut *self;
        let wanted = usize::try_from(*left).unwrap_or(PIECE).min(PIECE);
        let mut into = ReadBuf::new(piece.get_mut(..wanted).unwrap_or_default());
        if let Err(error) = ready!(Pin::new(file).poll_read(context, &mut into)) {
            return Poll::Ready(Some(Err(error)));
        }
        let read = Bytes::copy_from_slice(into.filled());
        *left = left.saturating_sub(read.len() as u64);
        Poll::Ready(Some(match read.is_empty() {
            // It was cut: the connection ends, so that nobody takes it for whole.
            true => Err(io::ErrorKind::UnexpectedEof.into()),
            false => Ok(Frame::data(read)),
        }))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}

/// A connection that is cut when the peer takes nothing for a while.
struct Patient {
    stream: TcpStream,
    /// When patience ends, while something waits to be taken.
    deadline: Option<Pin<Box<Sleep>>>,
}

impl Patient {
    fn new(stream: TcpStream) -> Self {
        Patient {
            stream,
            deadline: None,
        }
    }

    /// The outcome of writing, or the end of patience.
    fn held<T>(
        &mut self,
        outcome: Poll<io::Result<T>>,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<T>> {
        if outcome.is_ready() {
            self.deadline = None;
            return outcome;
        }
        let deadline = self.deadline.get_or_insert_with(|| {
            Box::pin(tokio::time::sleep_until(Instant::now() + TAKING_TIME))
        });
        match deadline.as_mut().poll(context) {
            Poll::Ready(()) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            Poll::Pending => Poll::Pending,
        }
    }
}

impl AsyncRead for Patient {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        into: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Patient {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write(context, bytes);
        self.held(outcome, context)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let outcome = Pin::new(&mut self.stream).poll_write_vectored(context, slices);
        self.held(outcome, context)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
