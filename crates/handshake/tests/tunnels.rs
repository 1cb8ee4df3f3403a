//! Packets in packets, as providers carry them and clouds mirror them: each is read as tshark reads it, and beside it the same with one
//! octet that makes it something else.

mod support;

use handshake::capture::{self, CaptureError, Carrier};
use pki::key::KeyAlgorithm;
use testkit::family::Family;
use testkit::{NOW, TempDir, tool};
use text::Lang;

/// Ethernet.
const ETHERNET: u8 = 1;

/// Octets before each packet that bears so many.
type Wrap = fn(&[u8]) -> Vec<u8>;

/// The packets of a classic pcap, each wrapped.
fn wrapped(bare: &[u8], wrap: Wrap) -> Vec<u8> {
    let (header, mut left) = bare.split_at(24);
    let mut out = header.to_vec();
    out[20] = ETHERNET;
    while let [time @ .., _, _, _, _] = left.get(..16).unwrap_or_default() {
        let length = u32::from_le_bytes(left[8..12].try_into().expect("four octets")) as usize;
        let frame = wrap(&left[16..16 + length]);
        let whole = u32::try_from(frame.len()).expect("short").to_le_bytes();
        out.extend([&time[..8], &whole, &whole, &frame].concat());
        left = &left[16 + length..];
    }
    out
}

fn ethernet(kind: u16, inner: &[u8]) -> Vec<u8> {
    [&[2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2][..], &kind.to_be_bytes(), inner].concat()
}

/// IPv4 that carries this protocol.
fn ip(protocol: u8, inner: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(20 + inner.len()).expect("short").to_be_bytes();
    let header = [0x45, 0, high, low, 0, 0, 0, 0, 64, protocol, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2];
    ethernet(0x0800, &[&header[..], inner].concat())
}

fn udp(port: u16, inner: &[u8]) -> Vec<u8> {
    let length = u16::try_from(8 + inner.len()).expect("short");
    let header = [40000_u16, port, length, 0].map(u16::to_be_bytes).concat();
    ip(17, &[&header[..], inner].concat())
}

fn pppoe(code: u8, inner: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(2 + inner.len()).expect("short").to_be_bytes();
    ethernet(0x8864, &[&[0x11, code, 0, 7, high, low, 0x00, 0x21][..], inner].concat())
}

fn behind(header: &[u8], inner: &[u8]) -> Vec<u8> {
    [header, inner].concat()
}

/// A connection of the lab as a classic pcap of bare IP.
fn bare() -> Vec<u8> {
    let transcript = support::play(&support::good(&Family::new(KeyAlgorithm::EcdsaP256)));
    let folder = TempDir::new();
    let path = folder.write("file.pcapng", capture::write(&transcript, NOW).expose());
    tool("editcap").args(["-F", "pcap"]).arg(&path).arg(folder.join("bare")).succeeds();
    folder.read("bare")
}

const LABEL: [u8; 4] = [0, 1, 0, 64];
const LAST_LABEL: [u8; 4] = [0, 2, 1, 64];

#[test]
fn packets_in_packets_are_read_as_tshark_reads_them() {
    let bare = bare();
    let folder = TempDir::new();
    let flights = capture::read(&bare).expect("it is read").connections.remove(0).flights;
    let lines: [(&str, Wrap, Wrap); 8] = [
        ("pppoes", |it| pppoe(0, it), |it| pppoe(9, it)),
        (
            "mpls",
            |it| ethernet(0x8847, &[&LABEL[..], &LAST_LABEL, it].concat()),
            |it| ethernet(0x8847, &[&LABEL[..], &LABEL, it].concat()),
        ),
        ("gre", |it| ip(47, &behind(&[0, 0, 8, 0], it)), |it| ip(47, &behind(&[0, 0, 8, 6], it))),
        (
            "gre",
            // with a key, and a frame of Ethernet inside
            |it| ip(47, &[&[0x20, 0, 0x65, 0x58, 0, 0, 0, 9][..], &ethernet(0x0800, it)].concat()),
            |it| ip(47, &[&[0x20, 1, 0x65, 0x58, 0, 0, 0, 9][..], &ethernet(0x0800, it)].concat()),
        ),
        (
            "vxlan",
            |it| udp(4789, &[&[8, 0, 0, 0, 0, 0, 5, 0][..], &ethernet(0x0800, it)].concat()),
            |it| udp(4788, &[&[8, 0, 0, 0, 0, 0, 5, 0][..], &ethernet(0x0800, it)].concat()),
        ),
        (
            "geneve",
            |it| {
                udp(6081, &[&[1, 0, 0x65, 0x58, 0, 0, 5, 0, 1, 2, 0, 0][..], &ethernet(0x0800, it)].concat())
            },
            |it| {
                udp(6081, &[&[1, 0, 0x65, 0x59, 0, 0, 5, 0, 1, 2, 0, 0][..], &ethernet(0x0800, it)].concat())
            },
        ),
        (
            "geneve",
            |it| udp(6081, &behind(&[0, 0, 8, 0, 0, 0, 5, 0], it)),
            |it| udp(6081, &behind(&[0, 0, 8, 6, 0, 0, 5, 0], it)),
        ),
        ("ip:ip", |it| ip(4, it), |it| ip(5, it)),
    ];
    for (number, (protocol, wrap, other)) in lines.into_iter().enumerate() {
        let file = wrapped(&bare, wrap);
        let read = capture::read(&file).expect(protocol);
        assert_eq!(
            (&read.connections[0].flights, read.findings.as_slice()),
            (&flights, &[][..]),
            "{protocol}"
        );
        assert_eq!(capture::read(&wrapped(&bare, other)), Err(CaptureError::NothingSaid), "{protocol}");
        let path = folder.write(format!("{number}.pcap"), &file);
        let fields = ["-Y", "tls.handshake.type == 1", "-T", "fields", "-e", "frame.protocols"];
        let said = tool("tshark").arg("-r").arg(&path).args(fields).succeeds().text();
        assert!(
            said.lines().count() == 1 && said.contains(protocol) && said.contains("tcp:tls"),
            "{protocol}: {said}"
        );
    }
}

#[test]
fn what_is_carried_by_something_closed_is_told_by_its_name() {
    let bare = bare();
    let folder = TempDir::new();
    let lines: [(&str, Carrier, Wrap, Wrap); 8] = [
        (
            "quic",
            Carrier::Quic,
            |it| udp(443, &behind(&[0xc0, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0x41], it)),
            |it| udp(443, &behind(&[0x40, 0, 0, 0, 1, 8, 1, 2, 3, 4, 5, 6, 7, 8, 0, 0, 0x41], it)),
        ),
        ("esp", Carrier::Ipsec, |it| ip(50, &behind(&[0, 0, 1, 0, 0, 0, 0, 1], it)), |it| ip(59, it)),
        (
            "udpencap",
            Carrier::Ipsec,
            |it| udp(4500, &behind(&[0, 0, 1, 0, 0, 0, 0, 1], it)),
            |it| udp(4500, &behind(&[0; 4], it)),
        ),
        (
            "wg",
            Carrier::WireGuard,
            |it| udp(51820, &behind(&[4, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0], it)),
            |it| udp(51820, &behind(&[5, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 0, 0, 0, 0, 0], it)),
        ),
        (
            "l2tp",
            Carrier::L2tp,
            |it| udp(1701, &behind(&[0, 2, 0, 7, 0, 9, 0, 0x21], it)),
            |it| udp(1702, &behind(&[0, 2, 0, 7, 0, 9, 0, 0x21], it)),
        ),
        (
            "l2tp",
            Carrier::L2tp,
            |it| ip(115, &behind(&[0, 0, 0, 7], it)),
            |it| ip(114, &behind(&[0, 0, 0, 7], it)),
        ),
        (
            "erspan",
            Carrier::Erspan,
            |it| {
                ip(
                    47,
                    &[
                        &[0x10, 0, 0x88, 0xbe, 0, 0, 0, 1, 0x10, 0, 0, 0, 0, 0, 0, 0][..],
                        &ethernet(0x0800, it),
                    ]
                    .concat(),
                )
            },
            |it| {
                ip(
                    47,
                    &[
                        &[0x10, 0, 0x88, 0xbf, 0, 0, 0, 1, 0x10, 0, 0, 0, 0, 0, 0, 0][..],
                        &ethernet(0x0800, it),
                    ]
                    .concat(),
                )
            },
        ),
        (
            "gre:ppp",
            Carrier::Pptp,
            |it| ip(47, &behind(&[0x30, 1, 0x88, 0x0b, 0, 99, 0, 7, 0, 0, 0, 1, 0, 0x21], it)),
            |it| ip(47, &behind(&[0x30, 2, 0x88, 0x0b, 0, 99, 0, 7, 0, 0, 0, 1, 0, 0x21], it)),
        ),
    ];
    for (number, (protocol, carrier, wrap, other)) in lines.into_iter().enumerate() {
        let file = wrapped(&bare, wrap);
        let error = capture::read(&file).expect_err(protocol);
        assert_eq!(error, CaptureError::Carried { carrier });
        for lang in Lang::ALL {
            let said = error.message(lang);
            assert!(said.problem.contains(carrier.label()) && said.remedy.ends_with('.'), "{said}");
        }
        assert_eq!(capture::read(&wrapped(&bare, other)), Err(CaptureError::NothingSaid), "{protocol}");
        let path = folder.write(format!("{number}.pcap"), &file);
        let fields = ["-c", "1", "-T", "fields", "-e", "frame.protocols"];
        let said = tool("tshark").arg("-r").arg(&path).args(fields).succeeds().text();
        assert!(said.contains(protocol), "{protocol}: {said}");
    }
}

#[test]
fn what_lies_too_deep_or_is_cut_off_is_nothing() {
    let bare = bare();
    fn three(it: &[u8]) -> Vec<u8> {
        ethernet(0x0800, &(0..3).fold(it.to_vec(), |it, _| ip(4, &it)[14..].to_vec()))
    }
    fn four(it: &[u8]) -> Vec<u8> {
        ethernet(0x0800, &(0..4).fold(it.to_vec(), |it, _| ip(4, &it)[14..].to_vec()))
    }
    assert!(capture::read(&wrapped(&bare, three)).is_ok());
    assert_eq!(capture::read(&wrapped(&bare, four)), Err(CaptureError::NothingSaid));
    for cut in [
        pppoe(0, &[]),
        ethernet(0x8847, &LABEL),
        ip(47, &[0x20, 0, 8, 0]),
        udp(4789, &[8; 8]),
        udp(6081, &[1, 0, 8, 0]),
    ] {
        let mut file = bare[..24].to_vec();
        file[20] = ETHERNET;
        let length = u32::try_from(cut.len()).expect("short").to_le_bytes();
        file.extend([&[0; 8][..], &length, &length, &cut].concat());
        assert_eq!(capture::read(&file), Err(CaptureError::NothingSaid));
    }
}
