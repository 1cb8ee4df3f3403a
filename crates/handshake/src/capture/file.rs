//! Blocks of pcapng (draft-ietf-opsawg-pcapng) and frames of pcap, by `pcap-parser`: packets with their kind of link, and secrets.

use pcap_parser::pcapng::{Block, SecretsType, parse_block_be, parse_block_le};
use pcap_parser::traits::PcapNGPacketBlock as _;
use pcap_parser::{parse_pcap_frame, parse_pcap_frame_be, parse_pcap_frame_modified, parse_pcap_header};

use super::{CaptureFinding, note};
use crate::key_log::KeyLog;

/// The type of a Section Header Block, the same in both orders of octets.
const SECTION_HEADER: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];

/// The blocks that are read (section 4): Section Header, Interface Description, Simple Packet, Enhanced Packet, Decryption Secrets.
const READ: [u32; 5] = [0x0a0d_0d0a, 1, 3, 6, 10];

pub(super) struct File<'a> {
    pub(super) packets: Vec<Packet<'a>>,
    pub(super) keys: KeyLog,
    pub(super) findings: Vec<CaptureFinding>,
}

pub(super) struct Packet<'a> {
    /// Its number in the registry of link types.
    pub(super) link: i32,
    pub(super) octets: &'a [u8],
    /// It was longer than what was recorded of it.
    pub(super) is_short: bool,
}

pub(super) fn read(bytes: &[u8]) -> Option<File<'_>> {
    let mut file = File { packets: Vec::new(), keys: KeyLog::default(), findings: Vec::new() };
    if bytes.starts_with(&SECTION_HEADER) {
        file.pcapng(bytes);
        return Some(file);
    }
    let (frames, header) = parse_pcap_header(bytes).ok()?;
    let parse = if header.is_modified_format() {
        parse_pcap_frame_modified
    } else if header.is_bigendian() {
        parse_pcap_frame_be
    } else {
        parse_pcap_frame
    };
    let mut left = frames;
    while !left.is_empty() {
        let Ok((rest, frame)) = parse(left) else {
            note(&mut file.findings, CaptureFinding::Damaged);
            break;
        };
        let is_short = frame.caplen < frame.origlen;
        file.packet(Packet { link: header.network.0, octets: frame.data, is_short });
        left = rest;
    }
    Some(file)
}

impl<'a> File<'a> {
    fn packet(&mut self, packet: Packet<'a>) {
        if packet.is_short {
            note(&mut self.findings, CaptureFinding::Shortened);
        }
        self.packets.push(packet);
    }

    fn pcapng(&mut self, bytes: &'a [u8]) {
        let mut left = bytes;
        let mut is_big = false;
        let mut links: Vec<i32> = Vec::new();
        while !left.is_empty() {
            if left.starts_with(&SECTION_HEADER) {
                // the order of octets stands behind the length (section 4.1)
                is_big = left.get(8..12) == Some(&[0x1a, 0x2b, 0x3c, 0x4d]);
                links.clear();
            }
            let Some((kind, rest)) = block(left, is_big) else {
                note(&mut self.findings, CaptureFinding::Damaged);
                break;
            };
            let this = left;
            left = rest;
            // the parser sees nothing else: 0.17.0 computes with the lengths of some other kinds before it looks at them
            if !READ.contains(&kind) {
                continue;
            }
            let parsed = if is_big { parse_block_be(this) } else { parse_block_le(this) };
            let Ok((_, block)) = parsed else {
                note(&mut self.findings, CaptureFinding::Damaged);
                continue;
            };
            match block {
                Block::InterfaceDescription(interface) => links.push(interface.linktype.0),
                Block::EnhancedPacket(packet) => {
                    let Some(link) = usize::try_from(packet.if_id).ok().and_then(|number| links.get(number))
                    else {
                        note(&mut self.findings, CaptureFinding::Damaged);
                        continue;
                    };
                    let is_short = packet.caplen < packet.origlen;
                    let count = usize::try_from(packet.caplen).unwrap_or(usize::MAX).min(packet.data.len());
                    self.packet(Packet { link: *link, octets: &packet.data[..count], is_short });
                }
                Block::SimplePacket(packet) => {
                    if let Some(link) = links.first() {
                        let count = packet.packet_data().len();
                        let is_short = usize::try_from(packet.origlen).is_ok_and(|whole| count < whole);
                        self.packet(Packet { link: *link, octets: &packet.data[..count], is_short });
                    }
                }
                Block::DecryptionSecrets(secrets) if secrets.secrets_type == SecretsType::TlsKeyLog => {
                    let count = usize::try_from(secrets.secrets_len).unwrap_or(usize::MAX);
                    let text = &secrets.data[..count.min(secrets.data.len())];
                    let mut keys = KeyLog::parse_octets(text);
                    self.keys.entries.append(&mut keys.entries);
                }
                _ => {}
            }
        }
    }
}

/// The type of a block and what comes behind it, if its length can be believed (section 3.1).
fn block(left: &[u8], is_big: bool) -> Option<(u32, &[u8])> {
    let number = |at: usize| {
        let octets: [u8; 4] = left.get(at..at + 4)?.try_into().ok()?;
        Some(if is_big { u32::from_be_bytes(octets) } else { u32::from_le_bytes(octets) })
    };
    let (kind, length) = (number(0)?, usize::try_from(number(4)?).ok()?);
    // 12 is the least that a block has: type and twice its length
    if length < 12 || length % 4 != 0 {
        return None;
    }
    Some((kind, left.get(length..)?))
}
