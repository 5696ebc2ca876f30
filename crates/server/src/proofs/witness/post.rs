//! One `POST` over plain HTTP to the one configured address, with bounds on time and bytes. HTTP/1.0, so that answers
//! come in one piece. No redirects, no kept connections, no TLS: for that there is the proxy beside this program.
//! Blocking.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::{Duration, Instant},
};

/// How long connecting to one address may take.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// Most bytes of an answer that are read.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;
/// Addresses of a name that are tried.
const ADDRESSES_MAX: usize = 4;

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub(in crate::proofs) enum PostError {
    #[error("{host} has no address: {cause}")]
    Unknown { host: String, cause: io::Error },
    #[error("{host} does not answer: {cause}")]
    Io { host: String, cause: io::Error },
    #[error("what {host} answers is no HTTP")]
    NoHttp { host: String },
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Status 2xx.
    Taken,
    /// Status 409 with the number of events the witness has.
    OtherSize(u64),
    /// Any other status.
    Refused(u16),
}

/// Posts a text to an `http://` address; all of it is over at `until`.
pub(super) fn post(url: &str, body: &str, until: Instant) -> Result<Answer, PostError> {
    let (host, path) = parts(url);
    let failed = |cause| PostError::Io {
        host: host.to_owned(),
        cause,
    };
    let stream = connect(host, until)?;
    let mut stream = Bounded { stream, until };
    let head = format!(
        "POST {path} HTTP/1.0\r\nHost: {host}\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {}\r\nUser-Agent: pomona\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).map_err(failed)?;
    stream.write_all(body.as_bytes()).map_err(failed)?;
    let mut answer = Vec::new();
    stream
        .take(ANSWER_BYTES_MAX)
        .read_to_end(&mut answer)
        .map_err(failed)?;
    read(&String::from_utf8_lossy(&answer)).ok_or_else(|| PostError::NoHttp {
        host: host.to_owned(),
    })
}

/// A connection that is over at a moment, however little comes at a time.
struct Bounded {
    stream: TcpStream,
    until: Instant,
}

impl Read for Bounded {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        self.stream.set_read_timeout(Some(left(self.until)?))?;
        self.stream.read(bytes)
    }
}

impl Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.stream.set_write_timeout(Some(left(self.until)?))?;
        self.stream.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.stream.flush()
    }
}

/// The time that is left; never zero, which would be no bound.
fn left(until: Instant) -> io::Result<Duration> {
    let left = until.saturating_duration_since(Instant::now());
    if left.is_zero() {
        return Err(io::ErrorKind::TimedOut.into());
    }
    Ok(left)
}

/// Host with port as in the address, and the path.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, "/"),
    }
}

fn connect(host: &str, until: Instant) -> Result<TcpStream, PostError> {
    let has_port = host
        .rsplit(':')
        .next()
        .is_some_and(|port| port.parse::<u16>().is_ok());
    let named = if has_port {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let addresses = named
        .to_socket_addrs()
        .map_err(|cause| PostError::Unknown {
            host: host.to_owned(),
            cause,
        })?;
    let mut failure = io::Error::from(io::ErrorKind::AddrNotAvailable);
    for address in addresses.take(ADDRESSES_MAX) {
        let connected = left(until)
            .and_then(|left| TcpStream::connect_timeout(&address, left.min(CONNECT_MAX)));
        match connected {
            Ok(stream) => return Ok(stream),
            Err(cause) => failure = cause,
        }
    }
    Err(PostError::Io {
        host: host.to_owned(),
        cause: failure,
    })
}

/// The status line, and for 409 the number in the body.
fn read(answer: &str) -> Option<Answer> {
    let (head, body) = answer.split_once("\r\n\r\n")?;
    let mut line = head.lines().next()?.split(' ');
    let http = line.next()?.starts_with("HTTP/1.");
    let status: u16 = line.next().filter(|_| http)?.parse().ok()?;
    Some(match status {
        200..=299 => Answer::Taken,
        409 => body
            .trim()
            .parse()
            .map_or(Answer::Refused(409), Answer::OtherSize),
        other => Answer::Refused(other),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_host_and_path() {
        assert_eq!(
            parts("http://w.example:81/log/add?x=1"),
            ("w.example:81", "/log/add?x=1")
        );
        assert_eq!(parts("http://w.example"), ("w.example", "/"));
        assert_eq!(parts("http://[::1]:9/a"), ("[::1]:9", "/a"));
    }

    #[test]
    fn a_witness_that_drips_is_left_at_the_deadline() {
        let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let dripping = std::thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            // Never silent, never done: ends when the other side has gone.
            while stream.write_all(b"H").is_ok() {
                std::thread::yield_now();
                if stream
                    .set_read_timeout(Some(Duration::from_millis(20)))
                    .is_err()
                {
                    break;
                }
                if let Ok(0) = stream.read(&mut [0; 1024]) {
                    break;
                }
            }
        });
        let begun = Instant::now();
        let answer = post(&url, "x", begun + Duration::from_millis(200));
        assert!(matches!(answer, Err(PostError::Io { .. })), "{answer:?}");
        assert!(begun.elapsed() < Duration::from_secs(10));
        let over = post(&url, "x", Instant::now());
        assert!(matches!(over, Err(PostError::Io { .. })), "{over:?}");
        dripping.join().unwrap();
    }

    #[test]
    fn an_answer_is_its_status_and_the_size_of_a_witness_that_has_another() {
        let read = |head: &str, body: &str| read(&format!("{head}\r\nX: y\r\n\r\n{body}"));
        assert_eq!(read("HTTP/1.1 200 OK", "x"), Some(Answer::Taken));
        assert_eq!(read("HTTP/1.1 204 No Content", ""), Some(Answer::Taken));
        assert_eq!(
            read("HTTP/1.1 409 Conflict", "17\n"),
            Some(Answer::OtherSize(17))
        );
        assert_eq!(
            read("HTTP/1.1 409 Conflict", "no"),
            Some(Answer::Refused(409))
        );
        assert_eq!(read("HTTP/1.0 302 Found", ""), Some(Answer::Refused(302)));
        assert_eq!(read("SSH-2.0", ""), None);
        assert_eq!(super::read("HTTP/1.1 200 OK"), None, "cut off");
    }
}
