//! A proxy before the server, which does to requests what networks and stores do: it is slow, answers 503 and 429,
//! breaks off in the middle of a body on either side, loses answers, goes away for good, or ends the publisher.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::support::Random;

/// What happens to requests.
#[derive(Debug, Clone, Copy, Default)]
pub struct Weather {
    /// Of a hundred requests, how many something befalls.
    pub bad: usize,
    /// From this request on nothing is answered.
    pub gone_from: Option<u64>,
    /// At this request the publisher is killed.
    pub kill_at: Option<u64>,
    /// At the first request that has this in its first line the publisher is killed.
    pub kill_on: Option<&'static str>,
    /// Before the first request that has this in its first line is passed on, something is done.
    pub before: Option<&'static str>,
    /// This request is answered as if there were nothing.
    pub missing: Option<u64>,
    /// From this request on, those that have this in their first line are forbidden.
    pub forbidden: Option<(u64, &'static str)>,
}

pub struct Proxy {
    address: SocketAddr,
    state: Arc<State>,
}

struct State {
    upstream: SocketAddr,
    weather: Mutex<Weather>,
    random: Mutex<Random>,
    requests: AtomicU64,
    publisher: Mutex<Option<u32>>,
    deed: Mutex<Option<Deed>>,
    ended: AtomicBool,
}

/// What others do meanwhile.
type Deed = Box<dyn FnOnce() + Send>;

/// What befalls one request.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fate {
    Fine,
    Slow,
    Unavailable,
    TooMany,
    /// The connection ends before the request is passed on.
    Refused,
    /// Part of the body is passed on.
    CutOnTheWay,
    /// It is done, and nobody hears of it.
    AnswerLost,
    /// Part of the answer comes back.
    AnswerCut,
}

const FATES: [Fate; 7] = [
    Fate::Slow,
    Fate::Unavailable,
    Fate::TooMany,
    Fate::Refused,
    Fate::CutOnTheWay,
    Fate::AnswerLost,
    Fate::AnswerCut,
];

impl Proxy {
    pub fn before(upstream: SocketAddr) -> Proxy {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let state = Arc::new(State {
            upstream,
            weather: Mutex::default(),
            random: Mutex::new(Random(0)),
            requests: AtomicU64::new(0),
            publisher: Mutex::new(None),
            deed: Mutex::new(None),
            ended: AtomicBool::new(false),
        });
        let shared = state.clone();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                if shared.ended.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), state) = (stream, shared.clone()) else {
                    continue;
                };
                std::thread::spawn(move || {
                    let _ = state.serve(stream);
                });
            }
        });
        Proxy { address, state }
    }

    pub fn endpoint(&self) -> String {
        format!("http://{}", self.address)
    }

    /// From now on the weather is this, drawn from `seed`.
    pub fn set(&self, weather: Weather, seed: u64) {
        *self.state.weather.lock().unwrap() = weather;
        *self.state.random.lock().unwrap() = Random(seed);
        *self.state.publisher.lock().unwrap() = None;
        self.state.requests.store(0, Ordering::SeqCst);
    }

    /// Who is killed, where the weather says so.
    pub fn publisher(&self, process: u32) {
        *self.state.publisher.lock().unwrap() = Some(process);
    }

    /// What is done where the weather says when.
    pub fn then(&self, deed: impl FnOnce() + Send + 'static) {
        *self.state.deed.lock().unwrap() = Some(Box::new(deed));
    }

    pub fn requests(&self) -> u64 {
        self.state.requests.load(Ordering::SeqCst)
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.state.ended.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.address);
    }
}

impl State {
    fn serve(&self, mut client: TcpStream) -> std::io::Result<()> {
        client.set_read_timeout(Some(Duration::from_secs(20)))?;
        let Some((head, mut body)) = read_head(&mut client)? else {
            return Ok(());
        };
        let n = self.requests.fetch_add(1, Ordering::SeqCst);
        let weather = *self.weather.lock().unwrap();
        let line = head.lines().next().unwrap_or_default();
        let kills = weather.kill_on.is_some_and(|text| line.contains(text));
        if weather.kill_at == Some(n) || kills {
            self.kill();
            return Ok(());
        }
        if weather.before.is_some_and(|text| line.contains(text)) {
            let deed = self.deed.lock().unwrap().take();
            deed.into_iter().for_each(|deed| deed());
        }
        if weather.gone_from.is_some_and(|from| n >= from) {
            return Ok(());
        }
        let (fate, chance) = {
            let mut random = self.random.lock().unwrap();
            let fate = match random.below(100) < weather.bad {
                true => *random.one_of(&FATES),
                false => Fate::Fine,
            };
            (fate, random.next())
        };
        if fate == Fate::Refused {
            return Ok(());
        }
        let length = length_of(&head);
        while body.len() < length {
            let mut piece = [0; 16 * 1024];
            match client.read(&mut piece)? {
                0 => return Ok(()),
                n => body.extend(&piece[..n]),
            }
        }
        let forbids = |(from, text)| n >= from && line.contains(text);
        if weather.forbidden.is_some_and(forbids) {
            return answer(&mut client, "403 Forbidden", "AccessDenied");
        }
        if weather.missing == Some(n) {
            return answer(&mut client, "404 Not Found", "NoSuchKey");
        }
        match fate {
            Fate::Unavailable => return answer(&mut client, "503 Slow Down", "SlowDown"),
            Fate::TooMany => {
                return answer(&mut client, "429 Too Many Requests", "TooManyRequests");
            }
            Fate::Slow => std::thread::sleep(Duration::from_millis(5 + chance % 60)),
            _ => {}
        }
        let mut server = TcpStream::connect(self.upstream)?;
        let head = head.replacen("\r\n", "\r\nConnection: close\r\n", 1);
        server.write_all(head.as_bytes())?;
        if fate == Fate::CutOnTheWay {
            let part = chance as usize % (body.len() + 1);
            server.write_all(&body[..part])?;
            server.flush()?;
            server.shutdown(Shutdown::Both)?;
            return Ok(());
        }
        server.write_all(&body)?;
        let mut answered = Vec::new();
        server.read_to_end(&mut answered)?;
        match fate {
            Fate::AnswerLost => Ok(()),
            Fate::AnswerCut => {
                client.write_all(&answered[..chance as usize % (answered.len() + 1)])
            }
            _ => client.write_all(&answered),
        }
    }

    fn kill(&self) {
        loop {
            if let Some(process) = *self.publisher.lock().unwrap() {
                let process = libc::pid_t::try_from(process).unwrap();
                // SAFETY: a signal to a child that is not waited for before.
                unsafe { libc::kill(process, libc::SIGKILL) };
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

fn read_head(client: &mut TcpStream) -> std::io::Result<Option<(String, Vec<u8>)>> {
    let mut read = Vec::new();
    let mut piece = [0; 16 * 1024];
    loop {
        if let Some(end) = read.windows(4).position(|four| four == b"\r\n\r\n") {
            let body = read.split_off(end + 4);
            return Ok(Some((String::from_utf8_lossy(&read).into_owned(), body)));
        }
        match client.read(&mut piece)? {
            0 => return Ok(None),
            n => read.extend(&piece[..n]),
        }
    }
}

fn length_of(head: &str) -> usize {
    let line = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    line.unwrap_or(0)
}

fn answer(client: &mut TcpStream, status: &str, code: &str) -> std::io::Result<()> {
    let body = format!(
        "<?xml version=\"1.0\"?><Error><Code>{code}</Code><Message>{status}</Message></Error>"
    );
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: application/xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    client.write_all(format!("{head}{body}").as_bytes())
}
