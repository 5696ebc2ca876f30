//! One `POST` over plain HTTP to the one configured address, with bounds on time and bytes. HTTP/1.0, so that answers
//! come in one piece. No redirects, no kept connections, no TLS: for that there is the proxy beside this program.
//! Blocking.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    time::Duration,
};

/// How long connecting, each write and each read may take.
const STEP_MAX: Duration = Duration::from_secs(10);
/// Most bytes of an answer that are read.
const ANSWER_BYTES_MAX: u64 = 64 * 1024;
/// Addresses of a name that are tried.
const ADDRESSES_MAX: usize = 4;

/// Why nothing came back.
#[derive(Debug, thiserror::Error)]
pub(super) enum PostError {
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

/// Posts a text to an `http://` address.
pub(super) fn post(url: &str, body: &str) -> Result<Answer, PostError> {
    let (host, path) = parts(url);
    let failed = |cause| PostError::Io {
        host: host.to_owned(),
        cause,
    };
    let mut stream = connect(host)?;
    stream.set_read_timeout(Some(STEP_MAX)).map_err(failed)?;
    stream.set_write_timeout(Some(STEP_MAX)).map_err(failed)?;
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

/// Host with port as in the address, and the path.
fn parts(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").unwrap_or(url);
    match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, "/"),
    }
}

fn connect(host: &str) -> Result<TcpStream, PostError> {
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
        match TcpStream::connect_timeout(&address, STEP_MAX) {
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
