//! Where a request comes from: from whoever connected, unless that is a proxy of ours, which says
//! in `X-Forwarded-For` whom it forwards for.
//!
//! That one header is read, and only from proxies that the settings name: anybody may write it.
//! Each proxy adds whom it heard at the right, so the rightmost address that is none of ours is
//! the client; what stands left of it is hearsay.

use std::fmt;
use std::future::{Ready, ready};
use std::net::{IpAddr, Ipv4Addr};
use std::str::FromStr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use actix_web::dev::Payload;
use actix_web::http::header::{FORWARDED, HeaderMap, HeaderName, HeaderValue, VIA};
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use ipnet::IpNet;
use serde::{Deserialize, Serialize};

use crate::error::Error;

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");

/// A network, written `10.0.0.0/8`, or one address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Network(IpNet);

impl Network {
    /// This machine.
    pub fn loopback() -> Vec<Self> {
        ["127.0.0.0/8", "::1/128"].iter().filter_map(|text| text.parse().ok()).collect()
    }

    fn contains(self, address: IpAddr) -> bool {
        self.0.contains(&address)
    }
}

impl FromStr for Network {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let one = || text.parse::<IpAddr>().map(IpNet::from);
        let network = text.parse::<IpNet>().or_else(|_| one());
        network.map(|network| Self(network.trunc())).map_err(|_| {
            format!("{text:?} is no network: write one as 10.0.0.0/8, fd00::/8 or 192.0.2.7")
        })
    }
}

impl TryFrom<String> for Network {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        text.parse()
    }
}

impl From<Network> for String {
    fn from(network: Network) -> Self {
        network.to_string()
    }
}

impl fmt::Display for Network {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Address {
    pub ip: IpAddr,
    /// Whether it was forwarded by somebody whom we do not know: it then comes from anywhere.
    pub hides_another: bool,
}

impl Address {
    /// Whether it surely lies in one of `networks`.
    pub fn is_within(self, networks: &[Network]) -> bool {
        !self.hides_another && networks.iter().any(|network| network.contains(self.ip))
    }
}

impl FromRequest for Address {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let found = request.extensions().get::<Self>().copied();
        ready(found.ok_or_else(|| Error::Bug("a request came past the edge".into())))
    }
}

/// The proxies whose word is taken.
#[derive(Debug, Clone, Default)]
pub struct Proxies {
    networks: Vec<Network>,
    told: Arc<AtomicBool>,
}

impl Proxies {
    pub fn new(networks: &[Network]) -> Self {
        Self { networks: networks.to_vec(), told: Arc::default() }
    }

    fn trusts(&self, address: IpAddr) -> bool {
        self.networks.iter().any(|network| network.contains(address))
    }

    /// Where a request with these `headers` comes from, that `peer` brought.
    pub fn client(&self, peer: Option<IpAddr>, headers: &HeaderMap) -> Address {
        let peer = peer.unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED)).to_canonical();
        if self.trusts(peer) {
            return Address { ip: self.forwarded(peer, headers), hides_another: false };
        }
        let signs = [X_FORWARDED_FOR, FORWARDED, VIA];
        let hides_another = signs.iter().any(|name| headers.contains_key(name));
        if hides_another && peer.is_loopback() && !self.told.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                "a proxy on this machine forwards requests and trusted_proxies does not name it: \
                 everybody behind it shares one allowance"
            );
        }
        Address { ip: peer, hides_another }
    }

    /// The rightmost address that is no proxy of ours; where something unreadable stands first,
    /// the last proxy before it.
    fn forwarded(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr {
        let mut last = peer;
        let lines: Vec<&[u8]> =
            headers.get_all(X_FORWARDED_FOR).map(HeaderValue::as_bytes).collect();
        for hop in lines.iter().rev().flat_map(|line| line.rsplit(|byte| *byte == b',')) {
            let Some(address) = std::str::from_utf8(hop).ok().and_then(hop_address) else {
                return last;
            };
            last = address;
            if !self.trusts(address) {
                return address;
            }
        }
        last
    }
}

/// `192.0.2.7`, `192.0.2.7:4711`, `2001:db8::7`, `[2001:db8::7]`, `[2001:db8::7]:4711`.
fn hop_address(text: &str) -> Option<IpAddr> {
    let text = text.trim();
    let address = match text.strip_prefix('[') {
        Some(rest) => rest.split_once(']')?.0,
        None => match text.split_once(':') {
            Some((address, port)) if !port.contains(':') => address,
            _ => text,
        },
    };
    address.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(peer: &str, lines: &[&str]) -> String {
        let networks = ["10.0.0.0/8", "fd00::/8", "192.0.2.7"].map(|it| it.parse().unwrap());
        let mut headers = HeaderMap::new();
        for line in lines {
            headers.append(X_FORWARDED_FOR, HeaderValue::from_bytes(line.as_bytes()).unwrap());
        }
        Proxies::new(&networks).client(peer.parse().ok(), &headers).ip.to_string()
    }

    #[test]
    fn who_is_no_proxy_of_ours_is_not_believed() {
        assert_eq!(client("203.0.113.5", &[]), "203.0.113.5");
        assert_eq!(client("203.0.113.5", &["198.51.100.1"]), "203.0.113.5");
        assert_eq!(client("127.0.0.1", &["198.51.100.1"]), "127.0.0.1");
        assert_eq!(client("192.0.2.8", &["198.51.100.1"]), "192.0.2.8");
    }

    #[test]
    fn the_rightmost_that_is_no_proxy_of_ours_counts() {
        assert_eq!(client("10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.2.3.4, 198.51.100.1"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.2.3.4, 198.51.100.1, 10.9.9.9"]), "198.51.100.1");
        assert_eq!(client("10.0.0.1", &["1.2.3.4", "198.51.100.1,10.2.0.1"]), "198.51.100.1");
        assert_eq!(client("fd00::1", &["2001:db8::7, 192.0.2.7"]), "2001:db8::7");
        assert_eq!(client("10.0.0.1", &["10.0.0.3, 10.0.0.2"]), "10.0.0.3");
        assert_eq!(client("10.0.0.1", &[]), "10.0.0.1");
    }

    #[test]
    fn ports_brackets_and_mapped_addresses_are_read() {
        for (hop, address) in [
            ("198.51.100.1:4711", "198.51.100.1"),
            ("[2001:db8::7]:4711", "2001:db8::7"),
            ("[2001:db8::7]", "2001:db8::7"),
            ("::ffff:198.51.100.1", "198.51.100.1"),
        ] {
            assert_eq!(client("10.0.0.1", &[hop]), address, "{hop}");
        }
        assert_eq!(client("::ffff:10.0.0.1", &["198.51.100.1"]), "198.51.100.1");
    }

    #[test]
    fn what_cannot_be_read_ends_the_chain_at_the_proxy_that_wrote_it() {
        for nonsense in ["", ",", "unknown", "_hidden", "1.2.3", "999.1.1.1", "\u{e9}", "[::1", "]"]
        {
            assert_eq!(client("10.0.0.1", &[nonsense]), "10.0.0.1", "{nonsense}");
            let line = format!("198.51.100.1, {nonsense}, 10.0.0.2");
            assert_eq!(client("10.0.0.1", &[&line]), "10.0.0.2", "{nonsense}");
        }
        assert_eq!(client("10.0.0.1", &["1.2.3.4", ""]), "10.0.0.1");
    }

    #[test]
    fn a_network_is_read_with_or_without_its_length() {
        assert_eq!("10.1.2.3/8".parse::<Network>().unwrap().to_string(), "10.0.0.0/8");
        assert_eq!("192.0.2.7".parse::<Network>().unwrap().to_string(), "192.0.2.7/32");
        assert!("10.0.0.0/33".parse::<Network>().is_err());
        assert!("localhost".parse::<Network>().unwrap_err().contains("10.0.0.0/8"));
    }

    #[test]
    fn what_was_forwarded_by_a_stranger_lies_in_no_network() {
        let networks = Network::loopback();
        let here = Proxies::default().client("127.0.0.1".parse().ok(), &HeaderMap::new());
        assert!(here.is_within(&networks));
        let mut headers = HeaderMap::new();
        headers.insert(X_FORWARDED_FOR, HeaderValue::from_static("127.0.0.1"));
        let hidden = Proxies::default().client("127.0.0.1".parse().ok(), &headers);
        assert!(!hidden.is_within(&networks));
    }
}
