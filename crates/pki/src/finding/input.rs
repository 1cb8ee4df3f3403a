//! Faults of files: what is in them is nothing that can be read, or only in part.

use serde::{Deserialize, Serialize};
use text::Lang;
use text::finding as say;

use super::{Rank, Told, told};

/// What is wrong with a file or a part of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the fields are the values that the sentences name")]
pub enum InputFault {
    /// No octet at all.
    Empty,
    /// Nothing that is known.
    Unknown,
    /// Things within things within things.
    TooDeep,
    /// DER that breaks off, in octets.
    Truncated { expected: usize, present: usize },
    /// A value of indefinite length without its end.
    Endless,
    /// A ZIP archive.
    Archive,
    /// Gzip and its like: by which format, and what unpacks it.
    Compressed { format: String, command: String },
    /// A Java key store that is no PKCS#12.
    JavaKeyStore,
    /// HTML or XML.
    WebPage,
    /// A key of SSH or PGP.
    OtherKey { label: String },
    /// What a certificate looks like when printed, without it.
    PrintedOnly,
    /// A number in hexadecimal, as OpenSSL keeps its counter of serial numbers.
    SerialCounter,
    /// A block of a kind that is not looked at here.
    OtherBlock { label: String },
    /// A block whose end is missing.
    PemWithoutEnd { label: String },
    /// A block that is not base64; the decoder's words.
    PemBroken { label: String, words: String },
    /// A block with something else than DER.
    NotDer { label: String },
    /// A label that promises something else than is there.
    LabelContradicts { label: String },
    /// A value of a Kubernetes secret that is not base64.
    NotBase64 { name: String },
    /// YAML that breaks off.
    YamlBroken,
    /// Something known that its reader refuses; the reader's words.
    Unreadable { what: String, words: String },
    /// BER where DER is demanded.
    IndefiniteLength,
}

impl InputFault {
    /// Its words.
    #[must_use]
    pub fn told(&self, lang: Lang) -> Told {
        use InputFault as F;
        use Rank::{Doubt, Note, Refused};
        match self {
            F::Empty => told(
                "input-empty",
                Refused,
                "RFC 7468 section 2",
                say::input_empty(lang),
                say::input_empty_why(lang),
            ),
            F::Unknown => told(
                "input-unknown",
                Refused,
                "RFC 7468 section 2",
                say::input_unknown(lang),
                say::input_unknown_why(lang),
            ),
            F::TooDeep => told(
                "input-too-deep",
                Note,
                "Handfast looks four levels deep",
                say::input_too_deep(lang),
                say::input_too_deep_why(lang),
            ),
            F::Truncated { expected, present } => told(
                "input-truncated",
                Refused,
                "X.690 section 8.1.3",
                say::input_truncated(lang, *expected, *present),
                say::input_truncated_why(lang),
            ),
            F::Endless => told(
                "input-endless",
                Refused,
                "X.690 section 8.1.5",
                say::input_endless(lang),
                say::input_endless_why(lang),
            ),
            F::Archive => told(
                "input-archive",
                Note,
                "APPNOTE.TXT, PKWARE",
                say::input_archive(lang),
                say::input_archive_why(lang),
            ),
            F::Compressed { format, command } => told(
                "input-compressed",
                Refused,
                "RFC 1952",
                say::input_compressed(lang, format, command),
                say::input_compressed_why(lang),
            ),
            F::JavaKeyStore => told(
                "input-java-key-store",
                Refused,
                "JDK, KeyStore types JKS and JCEKS",
                say::input_java_key_store(lang),
                say::input_java_key_store_why(lang),
            ),
            F::WebPage => told(
                "input-web-page",
                Refused,
                "RFC 7468 section 2",
                say::input_web_page(lang),
                say::input_web_page_why(lang),
            ),
            F::OtherKey { label } => told(
                "input-other-key",
                Refused,
                "RFC 4716, RFC 9580",
                say::input_other_key(lang, label),
                say::input_other_key_why(lang),
            ),
            F::PrintedOnly => told(
                "input-printed-only",
                Refused,
                "RFC 7468 section 5.2",
                say::input_printed_only(lang),
                say::input_printed_only_why(lang),
            ),
            F::SerialCounter => told(
                "input-serial-counter",
                Note,
                "OpenSSL, openssl-x509(1), -CAserial",
                say::input_serial_counter(lang),
                say::input_serial_counter_why(lang),
            ),
            F::OtherBlock { label } => told(
                "pem-other-block",
                Note,
                "RFC 7468 section 2",
                say::pem_other_block(lang, label),
                say::pem_other_block_why(lang),
            ),
            F::PemWithoutEnd { label } => told(
                "pem-without-end",
                Refused,
                "RFC 7468 section 3",
                say::pem_without_end(lang, label),
                say::pem_without_end_why(lang),
            ),
            F::PemBroken { label, words } => told(
                "pem-broken",
                Refused,
                "RFC 7468 section 3",
                say::pem_broken(lang, label, words),
                say::pem_broken_why(lang),
            ),
            F::NotDer { label } => told(
                "not-der",
                Refused,
                "RFC 7468 section 2",
                say::not_der(lang, label),
                say::not_der_why(lang),
            ),
            F::LabelContradicts { label } => told(
                "label-contradicts",
                Refused,
                "RFC 7468 section 2",
                say::label_contradicts(lang, label),
                say::label_contradicts_why(lang),
            ),
            F::NotBase64 { name } => told(
                "not-base64",
                Refused,
                "Kubernetes API, Secret v1",
                say::not_base64(lang, name),
                say::not_base64_why(lang),
            ),
            F::YamlBroken => {
                told("yaml-broken", Refused, "YAML 1.2", say::yaml_broken(lang), say::yaml_broken_why(lang))
            }
            F::Unreadable { what, words } => told(
                "unreadable",
                Refused,
                "X.690; RFC 5280 section 4.1",
                say::unreadable(lang, what, words),
                say::unreadable_why(lang),
            ),
            F::IndefiniteLength => told(
                "indefinite-length",
                Doubt,
                "X.690 section 10.1",
                say::indefinite_length(lang),
                say::indefinite_length_why(lang),
            ),
        }
    }
}
