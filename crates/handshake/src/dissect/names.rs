//! Registered numbers of TLS and their names, as IANA's registries have them. Numbers that are not here are shown as numbers.

/// `name (0x0303)`; the number alone when it has no name here.
pub(super) fn told(number: u64, width: usize, name: Option<&str>) -> String {
    let digits = width * 2;
    match name {
        Some(name) => format!("{name} (0x{number:0digits$x})"),
        None if is_grease(number, width) => format!("GREASE (0x{number:0digits$x})"),
        None => format!("0x{number:0digits$x}"),
    }
}

/// Values that browsers offer so that servers go on ignoring what they do not know (RFC 8701 section 2).
pub(super) fn is_grease(number: u64, width: usize) -> bool {
    match width {
        2 => number & 0x0f0f == 0x0a0a && number >> 8 == number & 0xff,
        _ => matches!(number, 0x0b | 0x2a | 0x49 | 0x68 | 0x87 | 0xa6 | 0xc5 | 0xe4),
    }
}

fn find(table: &'static [(u16, &'static str)], number: u64) -> Option<&'static str> {
    table.iter().find(|(known, _)| u64::from(*known) == number).map(|(_, name)| *name)
}

/// A version in words.
pub(super) fn version(number: u64) -> String {
    told(number, 2, find(VERSIONS, number))
}

/// A group in words.
pub(super) fn group(number: u64) -> String {
    told(number, 2, find(GROUPS, number))
}

/// A signature scheme in words.
pub(super) fn scheme(number: u64) -> String {
    told(number, 2, find(SCHEMES, number))
}

/// A signature scheme in words, as TLS 1.2 has it: a hash and a kind of key, and no curve (RFC 5246 section 7.4.1.4.1, RFC 8422 section
/// 5.1.3).
pub(super) fn scheme_of_12(number: u64) -> String {
    let name = match number {
        0x0403 => "ecdsa_sha256",
        0x0503 => "ecdsa_sha384",
        0x0603 => "ecdsa_sha512",
        _ => return scheme(number),
    };
    told(number, 2, Some(name))
}

/// A cipher suite in words.
pub(super) fn suite(number: u64) -> String {
    told(number, 2, super::suite::find(number).map(|suite| suite.name))
}

/// An extension's type in words.
pub(super) fn extension(number: u64) -> String {
    told(number, 2, extension_name(number))
}

/// An extension's name.
pub(super) fn extension_name(number: u64) -> Option<&'static str> {
    find(EXTENSIONS, number)
}

/// A handshake message's type in words.
pub(super) fn handshake_type(number: u64) -> String {
    match find(HANDSHAKE_TYPES, number) {
        Some(name) => format!("{name} ({number})"),
        None => number.to_string(),
    }
}

/// A record's content type in words (RFC 8446 section 5.1).
pub(super) fn content_type(number: u64) -> String {
    match find(CONTENT_TYPES, number) {
        Some(name) => format!("{name} ({number})"),
        None => number.to_string(),
    }
}

/// A kind of certificate that a TLS 1.2 server takes (RFC 5246 section 7.4.4, RFC 8422 section 5.5).
pub(super) fn client_certificate_type(number: u64) -> String {
    let name = match number {
        1 => "rsa_sign",
        2 => "dss_sign",
        3 => "rsa_fixed_dh",
        4 => "dss_fixed_dh",
        64 => "ecdsa_sign",
        65 => "rsa_fixed_ecdh",
        66 => "ecdsa_fixed_ecdh",
        _ => return number.to_string(),
    };
    format!("{name} ({number})")
}

const CONTENT_TYPES: &[(u16, &str)] = &[
    (20, "change_cipher_spec"),
    (21, "alert"),
    (22, "handshake"),
    (23, "application_data"),
    (24, "heartbeat"),
];

const VERSIONS: &[(u16, &str)] = &[
    (0x0300, "SSL 3.0"),
    (0x0301, "TLS 1.0"),
    (0x0302, "TLS 1.1"),
    (0x0303, "TLS 1.2"),
    (0x0304, "TLS 1.3"),
];

const HANDSHAKE_TYPES: &[(u16, &str)] = &[
    (0, "hello_request"),
    (1, "client_hello"),
    (2, "server_hello"),
    (4, "new_session_ticket"),
    (5, "end_of_early_data"),
    (8, "encrypted_extensions"),
    (11, "certificate"),
    (12, "server_key_exchange"),
    (13, "certificate_request"),
    (14, "server_hello_done"),
    (15, "certificate_verify"),
    (16, "client_key_exchange"),
    (20, "finished"),
    (21, "certificate_url"),
    (22, "certificate_status"),
    (24, "key_update"),
    (25, "compressed_certificate"),
    (254, "message_hash"),
];

const GROUPS: &[(u16, &str)] = &[
    (19, "secp192r1"),
    (21, "secp224r1"),
    (22, "secp256k1"),
    (23, "secp256r1"),
    (24, "secp384r1"),
    (25, "secp521r1"),
    (26, "brainpoolP256r1"),
    (27, "brainpoolP384r1"),
    (28, "brainpoolP512r1"),
    (29, "x25519"),
    (30, "x448"),
    (31, "brainpoolP256r1tls13"),
    (32, "brainpoolP384r1tls13"),
    (33, "brainpoolP512r1tls13"),
    (256, "ffdhe2048"),
    (257, "ffdhe3072"),
    (258, "ffdhe4096"),
    (259, "ffdhe6144"),
    (260, "ffdhe8192"),
    (512, "MLKEM512"),
    (513, "MLKEM768"),
    (514, "MLKEM1024"),
    (4587, "SecP256r1MLKEM768"),
    (4588, "X25519MLKEM768"),
    (4589, "SecP384r1MLKEM1024"),
    (0x6399, "X25519Kyber768Draft00"),
];

const SCHEMES: &[(u16, &str)] = &[
    (0x0201, "rsa_pkcs1_sha1"),
    (0x0202, "dsa_sha1"),
    (0x0203, "ecdsa_sha1"),
    (0x0301, "rsa_pkcs1_sha224"),
    (0x0302, "dsa_sha224"),
    (0x0303, "ecdsa_sha224"),
    (0x0401, "rsa_pkcs1_sha256"),
    (0x0402, "dsa_sha256"),
    (0x0403, "ecdsa_secp256r1_sha256"),
    (0x0501, "rsa_pkcs1_sha384"),
    (0x0502, "dsa_sha384"),
    (0x0503, "ecdsa_secp384r1_sha384"),
    (0x0601, "rsa_pkcs1_sha512"),
    (0x0602, "dsa_sha512"),
    (0x0603, "ecdsa_secp521r1_sha512"),
    (0x0804, "rsa_pss_rsae_sha256"),
    (0x0805, "rsa_pss_rsae_sha384"),
    (0x0806, "rsa_pss_rsae_sha512"),
    (0x0807, "ed25519"),
    (0x0808, "ed448"),
    (0x0809, "rsa_pss_pss_sha256"),
    (0x080a, "rsa_pss_pss_sha384"),
    (0x080b, "rsa_pss_pss_sha512"),
    (0x081a, "ecdsa_brainpoolP256r1tls13_sha256"),
    (0x081b, "ecdsa_brainpoolP384r1tls13_sha384"),
    (0x081c, "ecdsa_brainpoolP512r1tls13_sha512"),
    (0x0904, "mldsa44"),
    (0x0905, "mldsa65"),
    (0x0906, "mldsa87"),
];

const EXTENSIONS: &[(u16, &str)] = &[
    (0, "server_name"),
    (1, "max_fragment_length"),
    (5, "status_request"),
    (10, "supported_groups"),
    (11, "ec_point_formats"),
    (13, "signature_algorithms"),
    (14, "use_srtp"),
    (15, "heartbeat"),
    (16, "application_layer_protocol_negotiation"),
    (17, "status_request_v2"),
    (18, "signed_certificate_timestamp"),
    (19, "client_certificate_type"),
    (20, "server_certificate_type"),
    (21, "padding"),
    (22, "encrypt_then_mac"),
    (23, "extended_master_secret"),
    (27, "compress_certificate"),
    (28, "record_size_limit"),
    (34, "delegated_credential"),
    (35, "session_ticket"),
    (41, "pre_shared_key"),
    (42, "early_data"),
    (43, "supported_versions"),
    (44, "cookie"),
    (45, "psk_key_exchange_modes"),
    (47, "certificate_authorities"),
    (48, "oid_filters"),
    (49, "post_handshake_auth"),
    (50, "signature_algorithms_cert"),
    (51, "key_share"),
    (57, "quic_transport_parameters"),
    (13172, "next_protocol_negotiation"),
    (17513, "application_settings_old"),
    (17613, "application_settings"),
    (0xfe0d, "encrypted_client_hello"),
    (0xff01, "renegotiation_info"),
];

#[cfg(test)]
mod tests {
    use super::{EXTENSIONS, GROUPS, HANDSHAKE_TYPES, SCHEMES, suite, version};

    #[test]
    fn numbers_stand_once_and_in_order() {
        for table in [EXTENSIONS, GROUPS, HANDSHAKE_TYPES, SCHEMES] {
            assert!(table.windows(2).all(|pair| pair[0].0 < pair[1].0), "{}", table[0].1);
        }
        assert_eq!(version(0x0303), "TLS 1.2 (0x0303)");
        assert_eq!(version(0x0a0a), "GREASE (0x0a0a)");
        assert_eq!(version(0x0a1a), "0x0a1a");
        assert_eq!(suite(0x1301), "TLS_AES_128_GCM_SHA256 (0x1301)");
    }
}
