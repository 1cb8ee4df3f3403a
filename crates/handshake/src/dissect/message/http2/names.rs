//! What HTTP/2 calls its numbers (RFC 9113 sections 6 and 7), and where frames are defined.

use super::{ACK, CONTINUATION, DATA, END_HEADERS, HEADERS, PADDED, PRIORITY, PUSH_PROMISE, SETTINGS};

pub(super) fn identifier(number: u64) -> String {
    // the highest bit is reserved
    (number & 0x7fff_ffff).to_string()
}

pub(super) fn told(number: u64, name: Option<&str>) -> String {
    name.map_or_else(|| format!("0x{number:02x}"), |name| format!("{name} (0x{number:02x})"))
}

pub(super) fn name(kind: u8) -> Option<&'static str> {
    const NAMES: [&str; 10] = [
        "DATA",
        "HEADERS",
        "PRIORITY",
        "RST_STREAM",
        "SETTINGS",
        "PUSH_PROMISE",
        "PING",
        "GOAWAY",
        "WINDOW_UPDATE",
        "CONTINUATION",
    ];
    NAMES.get(usize::from(kind)).copied()
}

pub(super) fn section(kind: u8) -> &'static str {
    const SECTIONS: [&str; 10] = [
        "RFC 9113, 6.1",
        "RFC 9113, 6.2",
        "RFC 9113, 6.3",
        "RFC 9113, 6.4",
        "RFC 9113, 6.5",
        "RFC 9113, 6.6",
        "RFC 9113, 6.7",
        "RFC 9113, 6.8",
        "RFC 9113, 6.9",
        "RFC 9113, 6.10",
    ];
    SECTIONS.get(usize::from(kind)).copied().unwrap_or("RFC 9113, 4.1")
}

pub(super) fn flags_told(kind: u8, flags: u8) -> String {
    let names: &[(u8, &str)] = match kind {
        DATA => &[(ACK, "END_STREAM"), (PADDED, "PADDED")],
        HEADERS => {
            &[(ACK, "END_STREAM"), (END_HEADERS, "END_HEADERS"), (PADDED, "PADDED"), (PRIORITY, "PRIORITY")]
        }
        PUSH_PROMISE => &[(END_HEADERS, "END_HEADERS"), (PADDED, "PADDED")],
        CONTINUATION => &[(END_HEADERS, "END_HEADERS")],
        SETTINGS | 6 => &[(ACK, "ACK")],
        _ => &[],
    };
    let set = names.iter().filter(|(flag, _)| flags & flag != 0).map(|(_, name)| *name);
    let set = set.collect::<Vec<_>>().join(", ");
    if set.is_empty() { format!("0x{flags:02x}") } else { format!("{set} (0x{flags:02x})") }
}

/// RFC 9113 section 6.5.2, RFC 8441 section 3 and RFC 9218 section 2.1.
pub(super) fn setting(number: u64) -> Option<&'static str> {
    Some(match number {
        1 => "SETTINGS_HEADER_TABLE_SIZE",
        2 => "SETTINGS_ENABLE_PUSH",
        3 => "SETTINGS_MAX_CONCURRENT_STREAMS",
        4 => "SETTINGS_INITIAL_WINDOW_SIZE",
        5 => "SETTINGS_MAX_FRAME_SIZE",
        6 => "SETTINGS_MAX_HEADER_LIST_SIZE",
        8 => "SETTINGS_ENABLE_CONNECT_PROTOCOL",
        9 => "SETTINGS_NO_RFC7540_PRIORITIES",
        _ => return None,
    })
}

/// RFC 9113 section 7.
pub(super) fn error(number: u64) -> String {
    const NAMES: [&str; 14] = [
        "NO_ERROR",
        "PROTOCOL_ERROR",
        "INTERNAL_ERROR",
        "FLOW_CONTROL_ERROR",
        "SETTINGS_TIMEOUT",
        "STREAM_CLOSED",
        "FRAME_SIZE_ERROR",
        "REFUSED_STREAM",
        "CANCEL",
        "COMPRESSION_ERROR",
        "CONNECT_ERROR",
        "ENHANCE_YOUR_CALM",
        "INADEQUATE_SECURITY",
        "HTTP_1_1_REQUIRED",
    ];
    told(number, usize::try_from(number).ok().and_then(|at| NAMES.get(at)).copied())
}
