//! Extensions of TLS messages: the list, and each known one down to its fields. The same extension means different things in
//! different messages, so each is told where it stands.

mod authentication;
mod negotiation;
mod resumption;

pub(super) use authentication::{authorities, schemes, status_type};

use super::field::{Reader, hex, plain, why};
use super::names;
use super::why::Why;
use crate::transcript::Side;

/// The message that an extension stands in (RFC 8446 section 4.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    ClientHello,
    ServerHello,
    HelloRetryRequest,
    EncryptedExtensions,
    CertificateRequest,
    Certificate,
    NewSessionTicket,
}

/// What later messages depend on.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Seen {
    /// The version that the server chose.
    pub(super) version: Option<u16>,
    pub(super) pre_shared_key: bool,
    /// A half of the key exchange, or the wish for another one.
    pub(super) key_share: bool,
    pub(super) extended_master_secret: bool,
    pub(super) early_data: bool,
    /// By side, of what the server chose: it shows a bare key in the place of a certificate (RFC 7250).
    pub(super) bare_keys: [bool; 2],
}

/// The list with its length.
pub(super) fn list(reader: &mut Reader<'_>, place: Place) -> Seen {
    let mut seen = Seen::default();
    reader.vector("extensions", 2, why("RFC 8446, 4.2", Why::Extensions), |list| {
        while !list.is_empty() {
            one(list, place, &mut seen);
        }
    });
    seen
}

fn one(list: &mut Reader<'_>, place: Place, seen: &mut Seen) {
    let left = list.left();
    let number =
        |at: usize| left.get(at..at + 2).map_or(0, |pair| usize::from(pair[0]) << 8 | usize::from(pair[1]));
    let (kind, length) = (number(0), number(2));
    let count = left.len().min(4 + length);
    let known = u64::try_from(kind).unwrap_or_default();
    let name = match names::extension_name(known) {
        Some(name) => name,
        None if names::is_grease(known, 2) => "GREASE",
        None => "(unknown extension)",
    };
    let (section, reason) = about(kind, place);
    list.group(name, count, why(section, reason), |reader| {
        reader.number("extension_type", 2, plain("RFC 8446, 4.2"), names::extension);
        reader.vector("extension_data", 2, plain("RFC 8446, 4.2"), |data| contents(data, kind, place, seen));
        String::new()
    });
}

fn contents(data: &mut Reader<'_>, kind: usize, place: Place, seen: &mut Seen) {
    match kind {
        0 => negotiation::server_name(data),
        1 => negotiation::max_fragment_length(data),
        5 => authentication::status_request(data, place),
        10 => negotiation::supported_groups(data),
        11 => negotiation::ec_point_formats(data),
        13 => schemes(data, "supported_signature_algorithms", plain("RFC 8446, 4.2.3")),
        16 => negotiation::protocols(data),
        18 => authentication::timestamps(data),
        19 => seen.bare_keys[Side::Client as usize] = authentication::certificate_type(data, place),
        20 => seen.bare_keys[Side::Server as usize] = authentication::certificate_type(data, place),
        21 => {
            data.rest("padding", why("RFC 7685, 3", Why::PaddingOctets), hex);
        }
        23 => seen.extended_master_secret = true,
        27 => authentication::compression(data),
        28 => {
            data.number("RecordSizeLimit", 2, plain("RFC 8449, 4"), |limit| limit.to_string());
        }
        35 => {
            data.rest("ticket", plain("RFC 5077, 3.2"), hex);
        }
        41 => {
            seen.pre_shared_key = true;
            resumption::pre_shared_key(data, place);
        }
        42 => {
            seen.early_data = true;
            resumption::early_data(data, place);
        }
        43 => seen.version = negotiation::versions(data, place),
        44 => negotiation::cookie(data),
        45 => resumption::modes(data),
        47 => authorities(data, plain("RFC 8446, 4.2.4")),
        48 => authentication::oid_filters(data),
        50 => schemes(data, "supported_signature_algorithms", plain("RFC 8446, 4.2.3")),
        51 => {
            seen.key_share = true;
            negotiation::key_share(data, place);
        }
        0xff01 => {
            data.vector("renegotiated_connection", 1, plain("RFC 5746, 3.2"), |inner| {
                inner.rest("verify_data", plain("RFC 5746, 3.2"), hex);
            });
        }
        // a sign without contents, or not read here
        _ => {
            data.rest("data", plain("RFC 8446, 4.2"), hex);
        }
    }
}

/// Where an extension is defined, and what it is for.
fn about(kind: usize, place: Place) -> (&'static str, Why) {
    match kind {
        0 => {
            ("RFC 6066, 3", if place == Place::ClientHello { Why::ServerName } else { Why::ServerNameTaken })
        }
        1 => ("RFC 6066, 4", Why::MaxFragmentLength),
        5 if place == Place::Certificate => ("RFC 8446, 4.4.2.1", Why::OcspResponse),
        5 => ("RFC 6066, 8", Why::StatusRequest),
        10 if place == Place::ClientHello => ("RFC 8446, 4.2.7", Why::SupportedGroups),
        10 => ("RFC 8446, 4.2.7", Why::ServerGroups),
        11 => ("RFC 8422, 5.1.2", Why::PointFormats),
        13 if place == Place::CertificateRequest => ("RFC 8446, 4.2.3", Why::RequestedSignatures),
        13 => ("RFC 8446, 4.2.3", Why::SignatureAlgorithms),
        14 => ("RFC 5764, 4.1", Why::UnusedHere),
        15 => ("RFC 6520, 2", Why::UnusedHere),
        16 if place == Place::ClientHello => ("RFC 7301, 3.1", Why::Protocols),
        16 => ("RFC 7301, 3.1", Why::ProtocolChosen),
        18 => ("RFC 6962, 3.3", Why::Timestamps),
        19 | 20 => ("RFC 7250, 3", Why::CertificateType),
        21 => ("RFC 7685, 3", Why::Padding),
        22 => ("RFC 7366, 2", Why::EncryptThenMac),
        23 => ("RFC 7627, 5.1", Why::ExtendedMasterSecret),
        27 => ("RFC 8879, 3", Why::CertificateCompression),
        28 => ("RFC 8449, 4", Why::RecordSizeLimit),
        34 => ("RFC 9345, 4.1.1", Why::UnusedHere),
        35 if place == Place::ClientHello => ("RFC 5077, 3.2", Why::SessionTicket),
        35 => ("RFC 5077, 3.2", Why::SessionTicketPromised),
        41 if place == Place::ClientHello => ("RFC 8446, 4.2.11", Why::PreSharedKey),
        41 => ("RFC 8446, 4.2.11", Why::PreSharedKeyTaken),
        42 => ("RFC 8446, 4.2.10", Why::EarlyData),
        43 if place == Place::ClientHello => ("RFC 8446, 4.2.1", Why::Versions),
        43 => ("RFC 8446, 4.2.1", Why::VersionChosen),
        44 => ("RFC 8446, 4.2.2", Why::Cookie),
        45 => ("RFC 8446, 4.2.9", Why::PskModes),
        47 => ("RFC 8446, 4.2.4", Why::CertificateAuthorities),
        48 => ("RFC 8446, 4.2.5", Why::OidFilters),
        49 => ("RFC 8446, 4.2.6", Why::PostHandshake),
        50 => ("RFC 8446, 4.2.3", Why::CertificateSignatures),
        51 if place == Place::HelloRetryRequest => ("RFC 8446, 4.2.8", Why::GroupWanted),
        51 => ("RFC 8446, 4.2.8", Why::KeyShare),
        57 => ("RFC 9001, 8.2", Why::UnusedHere),
        0xfe0d => ("RFC 9849, 5", Why::EncryptedHello),
        0xff01 => ("RFC 5746, 3.2", Why::Renegotiation),
        other if names::is_grease(u64::try_from(other).unwrap_or_default(), 2) => {
            ("RFC 8701, 3", Why::Grease)
        }
        _ => ("RFC 8446, 4.2", Why::UnknownExtension),
    }
}
