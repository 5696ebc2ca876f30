//! Requests, replies and callbacks as plain bytes. It must not know sockets: `send` does.

use std::{fmt, net::IpAddr, str::FromStr};

use crate::Error;

/// Most bytes of a reply or callback that is read as JSON or a form.
pub(crate) const MESSAGE_BYTES_MAX: usize = 256 * 1024;
/// Longest header value that is read.
const HEADER_BYTES_MAX: usize = 4096;

/// What a request does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Asks.
    Get,
    /// Orders.
    Post,
}

impl Method {
    /// The word in the request line.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
        }
    }
}

/// A request, ready to be sent. Headers and body may hold secrets and persons: its `Debug` shows neither.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// What it does.
    pub method: Method,
    /// Where to.
    pub url: String,
    /// Names in lower case, each once.
    pub headers: Vec<(&'static str, String)>,
    /// What is said.
    pub body: Vec<u8>,
}

impl fmt::Debug for HttpRequest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = self.url.split('?').next().unwrap_or_default();
        let length = self.body.len();
        write!(f, "{} {place} ({length} bytes)", self.method.as_str())
    }
}

/// A reply as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HttpReply {
    /// The status.
    pub status: u16,
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// What was said.
    pub body: Vec<u8>,
}

impl HttpReply {
    pub(crate) fn header(&self, name: &'static str) -> Result<&str, Error> {
        header(&self.headers, name)
    }

    pub(crate) fn is_good(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// A callback as it arrived: raw bytes, since signatures are over those.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivery {
    /// Names in any case.
    pub headers: Vec<(String, String)>,
    /// The body as it came.
    pub body: Vec<u8>,
}

impl Delivery {
    pub(crate) fn header(&self, name: &'static str) -> Result<&str, Error> {
        header(&self.headers, name)
    }
}

/// The one value of a header; a header twice there proves nothing.
fn header<'a>(headers: &'a [(String, String)], name: &'static str) -> Result<&'a str, Error> {
    let mut values = headers
        .iter()
        .filter(|(other, _)| other.eq_ignore_ascii_case(name))
        .map(|(_, value)| value.as_str());
    match (values.next(), values.next()) {
        (Some(value), None) if value.len() <= HEADER_BYTES_MAX => Ok(value),
        _ => Err(Error::Header { name }),
    }
}

/// The bytes as text, if they are few enough and UTF-8.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Error> {
    if bytes.len() > MESSAGE_BYTES_MAX {
        let limit_bytes = MESSAGE_BYTES_MAX;
        return Err(Error::TooLarge { limit_bytes });
    }
    std::str::from_utf8(bytes).map_err(|_| Error::Form { field: "body" })
}

/// Why a text is not the address of a channel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "an address is https://host/path, or http:// on this machine, without user, query or fragment"
)]
pub struct UrlError;

/// Where a channel lives, without a slash at the end. Plain HTTP is for this machine alone: tests and the demo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BaseUrl(String);

impl BaseUrl {
    /// The text, without a slash at the end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a full address is below this one's scheme and host.
    pub(crate) fn has_host_of(&self, url: &str) -> bool {
        let origin = |text: &str| {
            let uri = text.parse::<::http::Uri>().ok()?;
            let scheme = uri.scheme_str()?.to_owned();
            Some((scheme, uri.authority()?.as_str().to_ascii_lowercase()))
        };
        origin(url).is_some() && origin(url) == origin(&self.0)
    }
}

impl FromStr for BaseUrl {
    type Err = UrlError;
    fn from_str(text: &str) -> Result<Self, UrlError> {
        let uri: ::http::Uri = text.parse().map_err(|_| UrlError)?;
        let authority = uri.authority().ok_or(UrlError)?;
        let secure = match uri.scheme_str() {
            Some("https") => true,
            Some("http") => is_this_machine(authority.host()),
            _ => false,
        };
        if !secure || authority.as_str().contains('@') || text.contains(['?', '#']) {
            return Err(UrlError);
        }
        Ok(Self(text.trim_end_matches('/').to_owned()))
    }
}

fn is_this_machine(host: &str) -> bool {
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost" || plain.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_channel_lives_behind_tls_or_on_this_machine() {
        for good in [
            "https://api.stripe.com",
            "http://127.0.0.1:80/x/",
            "http://[::1]:9",
        ] {
            let url: BaseUrl = good.parse().unwrap();
            assert_eq!(url.as_str(), good.trim_end_matches('/'));
        }
        for bad in [
            "http://api.stripe.com",
            "https://me@host",
            "https://host?x",
            "https://host#x",
            "ftp://h",
            "/path",
            "",
        ] {
            assert_eq!(bad.parse::<BaseUrl>(), Err(UrlError), "{bad}");
        }
    }

    #[test]
    fn a_download_stays_with_its_channel() {
        let base: BaseUrl = "https://api.mch.weixin.qq.com".parse().unwrap();
        assert!(base.has_host_of("https://API.mch.weixin.qq.com/v3/billdownload/file?token=x"));
        for elsewhere in [
            "https://evil.example/x",
            "http://api.mch.weixin.qq.com/x",
            "x",
            "https://api.mch.weixin.qq.com@evil.example/",
        ] {
            assert!(!base.has_host_of(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn a_header_twice_proves_nothing() {
        let of = |pairs: &[(&str, &str)]| Delivery {
            headers: pairs
                .iter()
                .map(|(n, v)| ((*n).into(), (*v).into()))
                .collect(),
            body: vec![],
        };
        assert_eq!(of(&[("Sig", "a")]).header("sig"), Ok("a"));
        let refused = Err(Error::Header { name: "sig" });
        assert_eq!(of(&[("sig", "a"), ("SIG", "a")]).header("sig"), refused);
        assert_eq!(of(&[]).header("sig"), refused);
        assert_eq!(of(&[("sig", &"x".repeat(5000))]).header("sig"), refused);
    }

    #[test]
    fn a_request_shows_neither_key_nor_person() {
        let request = HttpRequest {
            method: Method::Post,
            url: "https://h/p?openid=o1".into(),
            headers: vec![("authorization", "Bearer sk_live".into())],
            body: b"secret".to_vec(),
        };
        assert_eq!(format!("{request:?}"), "POST https://h/p (6 bytes)");
    }
}
