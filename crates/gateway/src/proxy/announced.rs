//! The address of a caller as a load balancer announces it: PROXY protocol, version 1 and 2 (HAProxy's `proxy-protocol.txt`). It is
//! believed only of those that are named, and expected of all of them: what comes from anywhere else is TLS from its first octet, so that
//! nobody can say to be somebody else.

use core::fmt;
use core::net::SocketAddr;
use std::io;

use proxy_header::{ParseConfig, Protocol, ProxyHeader};
use tokio::io::{AsyncRead, AsyncReadExt as _};

/// Octets of version 1 at most, its line end among them (section 2.1).
const LINE: usize = 107;
/// Octets of version 2 before its addresses (section 2.2); shorter than any line of version 1 but the shortest.
const HEAD: usize = 16;
/// The shortest line, `PROXY UNKNOWN` and its end.
const SHORTEST: usize = 15;
/// Octets behind the head of version 2 that are read; addresses take 216 at most, the rest are remarks that are not looked at.
const MOST: usize = 4_096;

/// Why no address was read.
#[derive(Debug)]
pub enum Unannounced {
    /// It is no such header.
    Malformed(proxy_header::Error),
    /// It is longer than is read.
    TooLong,
    /// The connection ended.
    Ended(io::Error),
}

impl fmt::Display for Unannounced {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Malformed(error) => error.fmt(out),
            Self::TooLong => out.write_str("the header is too long"),
            Self::Ended(error) => error.fmt(out),
        }
    }
}

/// Reads the header, and not one octet of what follows. `None` when it names no address: the load balancer speaks for itself then,
/// mostly to see whether somebody is there.
///
/// # Errors
/// [`Unannounced`]; the connection is of no use then.
pub async fn read(stream: &mut (impl AsyncRead + Unpin)) -> Result<Option<SocketAddr>, Unannounced> {
    let mut header = vec![0; SHORTEST];
    stream.read_exact(&mut header).await.map_err(Unannounced::Ended)?;
    if header[0] == b'P' {
        while !header.ends_with(b"\n") {
            if header.len() == LINE {
                return Err(Unannounced::TooLong);
            }
            header.push(stream.read_u8().await.map_err(Unannounced::Ended)?);
        }
    } else if header[0] == b'\r' {
        header.push(stream.read_u8().await.map_err(Unannounced::Ended)?);
        let length = usize::from(u16::from_be_bytes([header[14], header[15]]));
        if length > MOST {
            return Err(Unannounced::TooLong);
        }
        header.resize(HEAD + length, 0);
        stream.read_exact(&mut header[HEAD..]).await.map_err(Unannounced::Ended)?;
    }
    let settings = ParseConfig { include_tlvs: false, ..ParseConfig::default() };
    let (read, length) = ProxyHeader::parse(&header, settings).map_err(Unannounced::Malformed)?;
    if length != header.len() {
        return Err(Unannounced::Malformed(proxy_header::Error::Invalid));
    }
    let over_tcp = read.proxied_address().filter(|address| address.protocol == Protocol::Stream);
    Ok(over_tcp.map(|address| address.source))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIGNATURE: &[u8] = b"\r\n\r\n\0\r\nQUIT\n";

    fn two(command: u8, family: u8, rest: &[u8]) -> Vec<u8> {
        let length = u16::try_from(rest.len()).expect("short").to_be_bytes();
        [SIGNATURE, &[command, family], &length, rest].concat()
    }

    #[tokio::test]
    async fn an_address_is_read_and_nothing_behind_it() {
        let four = [192, 0, 2, 1, 198, 51, 100, 1, 0x12, 0x34, 0x01, 0xbb];
        let six: Vec<u8> =
            [&[0x20, 1, 0x0d, 0xb8][..], &[0; 11], &[1], &[0; 16], &[0, 80, 1, 187], &[4, 0, 1, 9]].concat();
        let cases: Vec<(Vec<u8>, Option<&str>)> = vec![
            (b"PROXY TCP4 192.0.2.1 198.51.100.1 4660 443\r\n".to_vec(), Some("192.0.2.1:4660")),
            (b"PROXY TCP6 2001:db8::1 2001:db8::2 80 443\r\n".to_vec(), Some("[2001:db8::1]:80")),
            (b"PROXY UNKNOWN\r\n".to_vec(), None),
            (b"PROXY UNKNOWN what ever stands here\r\n".to_vec(), None),
            (two(0x21, 0x11, &four), Some("192.0.2.1:4660")),
            (two(0x21, 0x21, &six), Some("[2001:db8::1]:80")),
            (two(0x20, 0x00, &[]), None),
            // the load balancer itself, whatever it writes behind
            (two(0x20, 0x11, &four), None),
            // over UDP, which this is not
            (two(0x21, 0x12, &four), None),
        ];
        for (header, expected) in cases {
            let mut stream = &[&header[..], b"\x16\x03\x01"].concat()[..];
            let address = read(&mut stream).await.expect("a header");
            assert_eq!(address.map(|address| address.to_string()).as_deref(), expected, "{header:?}");
            assert_eq!(stream, b"\x16\x03\x01", "{header:?}");
            // cut anywhere it is none
            for length in 0..header.len() {
                assert!(read(&mut &header[..length]).await.is_err(), "{:?}", &header[..length]);
            }
        }
    }

    #[tokio::test]
    async fn what_is_no_header_is_refused() {
        let long = format!("PROXY TCP4 {} 443\r\n", "1".repeat(200));
        let cases: Vec<Vec<u8>> = vec![
            b"GET / HTTP/1.1\r\nHost: a\r\n\r\n".to_vec(),
            b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa".to_vec(),
            b"PROXY TCP4 192.0.2.1 198.51.100.1 4660\r\n".to_vec(),
            b"PROXY TCP4 192.0.2.1 198.51.100.1 99999 443\r\n".to_vec(),
            b"PROXY TCP4 2001:db8::1 198.51.100.1 1 443\r\n".to_vec(),
            b"PROXY TCP4 192.0.2.1 198.51.100.1 1 443\n".to_vec(),
            long.into_bytes(),
            two(0x31, 0x11, &[0; 12]),
            two(0x21, 0x11, &[0; 11]),
            two(0x21, 0x00, &[0; 5_000]),
        ];
        for header in cases {
            let mut stream = &[&header[..], &[b'x'; 300][..]].concat()[..];
            assert!(read(&mut stream).await.is_err(), "{:?}", String::from_utf8_lossy(&header));
        }
    }
}
