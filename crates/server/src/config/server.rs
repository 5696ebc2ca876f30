//! The listener and how the world sees it.

use std::net::{IpAddr, SocketAddr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

use super::ConfigError;

/// The listener and how the world sees it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Server {
    /// Address and port to listen on.
    pub bind: SocketAddr,
    /// What people and QR codes call us, without a slash at the end: `https://pomona.example`.
    pub public_url: String,
    /// Threads that serve requests; 0 for one per core.
    pub workers: usize,
    /// Proxies whose `X-Forwarded-For` is believed: addresses or networks such as `10.0.0.0/8`.
    pub trusted_proxies: Vec<TrustedProxy>,
    /// Whether cookies are for HTTPS only. Must be on wherever people outside sign in.
    pub secure_cookies: bool,
    /// How long requests that are running may take to finish when the program ends, in seconds.
    pub shutdown_seconds: u64,
}

impl Default for Server {
    fn default() -> Self {
        Self {
            bind: SocketAddr::from(([127, 0, 0, 1], 8080)),
            public_url: "http://127.0.0.1:8080".to_owned(),
            workers: 0,
            trusted_proxies: Vec::new(),
            secure_cookies: false,
            shutdown_seconds: 20,
        }
    }
}

impl Server {
    pub(super) fn check(&self) -> Result<(), ConfigError> {
        let invalid = |why| {
            Err(ConfigError::Invalid {
                setting: "server.public_url",
                why,
            })
        };
        let url = &self.public_url;
        let secure = url.starts_with("https://");
        if !secure && !url.starts_with("http://") {
            return invalid("it starts with https:// or http://");
        }
        if url.ends_with('/') || url.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return invalid("it has no slash at the end and no spaces");
        }
        if self.secure_cookies && !secure {
            return invalid("with server.secure_cookies it starts with https://");
        }
        Ok(())
    }
}

/// A proxy, or a network of them, that may say who the client is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TrustedProxy {
    network: IpAddr,
    prefix_bits: u32,
}

impl TrustedProxy {
    /// Whether an address belongs to it.
    #[must_use]
    pub fn covers(&self, address: IpAddr) -> bool {
        match (self.network, address.to_canonical()) {
            (IpAddr::V4(network), IpAddr::V4(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.prefix_bits
            }
            (IpAddr::V6(network), IpAddr::V6(address)) => {
                let differing = network.to_bits() ^ address.to_bits();
                differing.leading_zeros() >= self.prefix_bits
            }
            (IpAddr::V4(_), IpAddr::V6(_)) | (IpAddr::V6(_), IpAddr::V4(_)) => false,
        }
    }

    fn parse(text: &str) -> Option<Self> {
        let (network, prefix) = match text.split_once('/') {
            Some((network, prefix)) => (network, Some(prefix.parse().ok()?)),
            None => (text, None),
        };
        let network: IpAddr = network.trim().parse().ok()?;
        let whole = if network.is_ipv4() { 32 } else { 128 };
        let prefix_bits = prefix.unwrap_or(whole);
        (prefix_bits <= whole).then_some(Self {
            network,
            prefix_bits,
        })
    }
}

impl Serialize for TrustedProxy {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&format_args!("{}/{}", self.network, self.prefix_bits))
    }
}

impl<'de> Deserialize<'de> for TrustedProxy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text)
            .ok_or_else(|| de::Error::custom("a trusted proxy is an address or network"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_covers_its_addresses_and_no_others() {
        let network = TrustedProxy::parse("10.1.0.0/16").unwrap();
        assert!(network.covers("10.1.255.3".parse().unwrap()));
        assert!(
            network.covers("::ffff:10.1.0.1".parse().unwrap()),
            "mapped into IPv6"
        );
        assert!(!network.covers("10.2.0.1".parse().unwrap()));
        assert!(!network.covers("::1".parse().unwrap()));
        let one = TrustedProxy::parse("::1").unwrap();
        assert!(one.covers("::1".parse().unwrap()));
        assert!(!one.covers("::2".parse().unwrap()));
        assert!(
            TrustedProxy::parse("0.0.0.0/0")
                .unwrap()
                .covers("9.9.9.9".parse().unwrap())
        );
    }

    #[test]
    fn what_is_no_network_is_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "proxy", "10.0.0.1/x"] {
            assert_eq!(TrustedProxy::parse(text), None, "{text}");
        }
    }
}
