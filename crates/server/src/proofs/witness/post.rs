//! One `POST` to the one configured address, over plain HTTP or TLS, with bounds on time and bytes. HTTP/1.0, so that
//! answers come in one piece. No redirects, no kept connections. Servers are judged by this machine's certificates.
//! Blocking.

use std::{
    io::{self, Read, Write},
    net::{TcpStream, ToSocketAddrs},
    sync::Arc,
    time::{Duration, Instant},
};

use rustls::{
    ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto::ring, pki_types::ServerName,
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
    #[error("{host} cannot be spoken to over TLS: {cause}")]
    Tls { host: String, cause: rustls::Error },
    #[error("{host} is no name that a certificate could bear")]
    NoServerName { host: String },
    #[error("this machine has no certificates to judge servers by (package ca-certificates)")]
    NoCertificates,
}

/// What came back.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Answer {
    /// Status 2xx, with what the witness says: its signature lines.
    Taken(String),
    /// Status 409 with the number of events the witness has.
    OtherSize(u64),
    /// Any other status.
    Refused(u16),
}

/// An address taken apart.
#[derive(Debug, PartialEq, Eq)]
struct Place<'a> {
    tls: bool,
    /// With the port, as in the address.
    host: &'a str,
    path: &'a str,
}

/// Posts a text to an `http://` or `https://` address; all of it is over at `until`.
pub(super) fn post(url: &str, body: &str, until: Instant) -> Result<Answer, PostError> {
    post_judging(url, body, until, machine_roots)
}

/// The same with other certificates to judge the server by.
fn post_judging(
    url: &str,
    body: &str,
    until: Instant,
    roots: impl FnOnce() -> Result<RootCertStore, PostError>,
) -> Result<Answer, PostError> {
    let place = parts(url);
    if !place.tls {
        let stream = connect(place.host, 80, until)?;
        return ask(Bounded { stream, until }, &place, body);
    }
    let host = || place.host.to_owned();
    let tls = |cause| PostError::Tls {
        host: host(),
        cause,
    };
    // The provider is named: nothing global decides which cryptography this program uses.
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .map_err(tls)?
        .with_root_certificates(roots()?)
        .with_no_client_auth();
    let name = ServerName::try_from(bare(place.host).to_owned())
        .map_err(|_| PostError::NoServerName { host: host() })?;
    let session = ClientConnection::new(Arc::new(config), name).map_err(tls)?;
    let stream = connect(place.host, 443, until)?;
    let stream = Bounded { stream, until };
    ask(StreamOwned::new(session, stream), &place, body)
}

fn machine_roots() -> Result<RootCertStore, PostError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() {
        return Err(PostError::NoCertificates);
    }
    Ok(roots)
}

fn ask(mut stream: impl Read + Write, place: &Place<'_>, body: &str) -> Result<Answer, PostError> {
    let failed = |cause| PostError::Io {
        host: place.host.to_owned(),
        cause,
    };
    let head = format!(
        "POST {} HTTP/1.0\r\nHost: {}\r\nContent-Type: text/plain; charset=utf-8\r\n\
         Content-Length: {}\r\nUser-Agent: pomona\r\n\r\n",
        place.path,
        place.host,
        body.len()
    );
    stream.write_all(head.as_bytes()).map_err(failed)?;
    stream.write_all(body.as_bytes()).map_err(failed)?;
    stream.flush().map_err(failed)?;
    let mut answer = Vec::new();
    match stream.take(ANSWER_BYTES_MAX).read_to_end(&mut answer) {
        // Many servers end a connection without saying so in TLS: then its own length says whether it is whole.
        Err(cause) if cause.kind() == io::ErrorKind::UnexpectedEof && is_whole(&answer) => {}
        read => drop(read.map_err(failed)?),
    }
    read(&String::from_utf8_lossy(&answer)).ok_or_else(|| PostError::NoHttp {
        host: place.host.to_owned(),
    })
}

/// Whether an answer is as long as it says it is.
fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, _)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    let body = answer.len() - answer.len().min(head.len() + 4);
    let stated = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length")
            .then(|| value.trim().parse().ok())?
    });
    stated == Some(body)
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
fn parts(url: &str) -> Place<'_> {
    let (tls, rest) = match url.strip_prefix("https://") {
        Some(rest) => (true, rest),
        None => (false, url.strip_prefix("http://").unwrap_or(url)),
    };
    let (host, path) = match rest.find('/') {
        Some(slash) => rest.split_at(slash),
        None => (rest, "/"),
    };
    Place { tls, host, path }
}

/// A host without its port, and without the brackets of an IPv6 address.
fn bare(host: &str) -> &str {
    if let Some((address, _)) = host.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return address;
    }
    match host.rsplit_once(':') {
        Some((name, port)) if port.parse::<u16>().is_ok() => name,
        Some(_) | None => host,
    }
}

fn connect(host: &str, usual_port: u16, until: Instant) -> Result<TcpStream, PostError> {
    let has_port = host
        .rsplit(':')
        .next()
        .is_some_and(|port| port.parse::<u16>().is_ok());
    let named = if has_port {
        host.to_owned()
    } else {
        format!("{host}:{usual_port}")
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
        200..=299 => Answer::Taken(body.to_owned()),
        409 => body
            .trim()
            .parse()
            .map_or(Answer::Refused(409), Answer::OtherSize),
        other => Answer::Refused(other),
    })
}

#[cfg(test)]
mod tests;
