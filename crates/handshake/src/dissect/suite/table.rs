//! The suites that programs of today may offer, out of IANA's registry "TLS Cipher Suites".

use super::Exchange::{self, Dhe, Ecdhe, Extensions, Rsa, Signal};
use super::Hash::{self, Sha256, Sha384};
use super::Seal::{self, Aes128Gcm, Aes256Gcm, Chacha20Poly1305};
use super::Suite;

pub(super) const SUITES: &[Suite] = &[
    suite(0x0005, "TLS_RSA_WITH_RC4_128_SHA", Rsa, None, Sha256),
    suite(0x000a, "TLS_RSA_WITH_3DES_EDE_CBC_SHA", Rsa, None, Sha256),
    suite(0x002f, "TLS_RSA_WITH_AES_128_CBC_SHA", Rsa, None, Sha256),
    suite(0x0033, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA", Dhe, None, Sha256),
    suite(0x0035, "TLS_RSA_WITH_AES_256_CBC_SHA", Rsa, None, Sha256),
    suite(0x0039, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA", Dhe, None, Sha256),
    suite(0x003c, "TLS_RSA_WITH_AES_128_CBC_SHA256", Rsa, None, Sha256),
    suite(0x003d, "TLS_RSA_WITH_AES_256_CBC_SHA256", Rsa, None, Sha256),
    suite(0x0067, "TLS_DHE_RSA_WITH_AES_128_CBC_SHA256", Dhe, None, Sha256),
    suite(0x006b, "TLS_DHE_RSA_WITH_AES_256_CBC_SHA256", Dhe, None, Sha256),
    suite(0x009c, "TLS_RSA_WITH_AES_128_GCM_SHA256", Rsa, Some(Aes128Gcm), Sha256),
    suite(0x009d, "TLS_RSA_WITH_AES_256_GCM_SHA384", Rsa, Some(Aes256Gcm), Sha384),
    suite(0x009e, "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256", Dhe, Some(Aes128Gcm), Sha256),
    suite(0x009f, "TLS_DHE_RSA_WITH_AES_256_GCM_SHA384", Dhe, Some(Aes256Gcm), Sha384),
    suite(0x00ff, "TLS_EMPTY_RENEGOTIATION_INFO_SCSV", Signal, None, Sha256),
    suite(0x1301, "TLS_AES_128_GCM_SHA256", Extensions, Some(Aes128Gcm), Sha256),
    suite(0x1302, "TLS_AES_256_GCM_SHA384", Extensions, Some(Aes256Gcm), Sha384),
    suite(0x1303, "TLS_CHACHA20_POLY1305_SHA256", Extensions, Some(Chacha20Poly1305), Sha256),
    suite(0x1304, "TLS_AES_128_CCM_SHA256", Extensions, None, Sha256),
    suite(0x1305, "TLS_AES_128_CCM_8_SHA256", Extensions, None, Sha256),
    suite(0x5600, "TLS_FALLBACK_SCSV", Signal, None, Sha256),
    suite(0xc007, "TLS_ECDHE_ECDSA_WITH_RC4_128_SHA", Ecdhe, None, Sha256),
    suite(0xc008, "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA", Ecdhe, None, Sha256),
    suite(0xc009, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA", Ecdhe, None, Sha256),
    suite(0xc00a, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA", Ecdhe, None, Sha256),
    suite(0xc011, "TLS_ECDHE_RSA_WITH_RC4_128_SHA", Ecdhe, None, Sha256),
    suite(0xc012, "TLS_ECDHE_RSA_WITH_3DES_EDE_CBC_SHA", Ecdhe, None, Sha256),
    suite(0xc013, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA", Ecdhe, None, Sha256),
    suite(0xc014, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA", Ecdhe, None, Sha256),
    suite(0xc023, "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256", Ecdhe, None, Sha256),
    suite(0xc024, "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384", Ecdhe, None, Sha384),
    suite(0xc027, "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256", Ecdhe, None, Sha256),
    suite(0xc028, "TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384", Ecdhe, None, Sha384),
    suite(0xc02b, "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", Ecdhe, Some(Aes128Gcm), Sha256),
    suite(0xc02c, "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", Ecdhe, Some(Aes256Gcm), Sha384),
    suite(0xc02f, "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", Ecdhe, Some(Aes128Gcm), Sha256),
    suite(0xc030, "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", Ecdhe, Some(Aes256Gcm), Sha384),
    suite(0xc09c, "TLS_RSA_WITH_AES_128_CCM", Rsa, None, Sha256),
    suite(0xc09d, "TLS_RSA_WITH_AES_256_CCM", Rsa, None, Sha256),
    suite(0xc09e, "TLS_DHE_RSA_WITH_AES_128_CCM", Dhe, None, Sha256),
    suite(0xc09f, "TLS_DHE_RSA_WITH_AES_256_CCM", Dhe, None, Sha256),
    suite(0xc0ac, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM", Ecdhe, None, Sha256),
    suite(0xc0ad, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM", Ecdhe, None, Sha256),
    suite(0xc0ae, "TLS_ECDHE_ECDSA_WITH_AES_128_CCM_8", Ecdhe, None, Sha256),
    suite(0xc0af, "TLS_ECDHE_ECDSA_WITH_AES_256_CCM_8", Ecdhe, None, Sha256),
    suite(0xcca8, "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256", Ecdhe, Some(Chacha20Poly1305), Sha256),
    suite(0xcca9, "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", Ecdhe, Some(Chacha20Poly1305), Sha256),
    suite(0xccaa, "TLS_DHE_RSA_WITH_CHACHA20_POLY1305_SHA256", Dhe, Some(Chacha20Poly1305), Sha256),
];

const fn suite(number: u16, name: &'static str, exchange: Exchange, seal: Option<Seal>, hash: Hash) -> Suite {
    Suite { number, name, exchange, seal, hash }
}
