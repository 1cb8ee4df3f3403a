//! Why a message, a field or a secret is there: one sentence each, in `handshake-why.ftl`. Which stands where is decided by the
//! files that read them.

use serde::{Deserialize, Serialize};
use text::{Lang, handshake_why as say};

macro_rules! whys {
    ($($variant:ident => $sentence:ident,)*) => {
        /// The sentences, by name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        #[allow(missing_docs, reason = "the names are those of the sentences")]
        pub enum Why {
            $($variant,)*
        }

        impl Why {
            /// All of them.
            pub const ALL: &[Why] = &[$(Why::$variant,)*];

            /// The sentence.
            #[must_use]
            pub fn sentence(self, lang: Lang) -> &'static str {
                match self {
                    $(Why::$variant => say::$sentence(lang),)*
                }
            }
        }
    };
}

whys! {
    HelloRequest => hello_request,
    ClientHello => client_hello,
    ServerHello => server_hello,
    HelloRetryRequest => hello_retry_request,
    EncryptedExtensions => encrypted_extensions,
    CertificateRequest => certificate_request,
    ServerCertificate => server_certificate,
    ClientCertificate => client_certificate,
    ServerCertificateVerify => server_certificate_verify,
    ClientCertificateVerify => client_certificate_verify,
    ServerFinished => server_finished,
    ClientFinished => client_finished,
    NewSessionTicket => new_session_ticket,
    KeyUpdate => key_update,
    EndOfEarlyData => end_of_early_data,
    ServerKeyExchange => server_key_exchange,
    ServerHelloDone => server_hello_done,
    ClientKeyExchange => client_key_exchange,
    CertificateStatus => certificate_status,
    UnknownHandshake => unknown_handshake,
    ChangeCipherSpec => change_cipher_spec,
    Alert => alert,
    ApplicationData => application_data,
    UnknownRecord => unknown_record,
    Sealed => sealed,
    NotTls => not_tls,
    RecordType => record_type,
    RecordVersion => record_version,
    RecordLength => record_length,
    Ciphertext => ciphertext,
    Tag => tag,
    ExplicitNonce => explicit_nonce,
    InnerType => inner_type,
    RecordPadding => record_padding,
    Fragment => fragment,
    MessageType => message_type,
    MessageLength => message_length,
    LegacyVersion => legacy_version,
    ClientRandom => client_random,
    ServerRandom => server_random,
    RetryRandom => retry_random,
    LegacySessionId => legacy_session_id,
    SessionIdEcho => session_id_echo,
    CipherSuites => cipher_suites,
    CipherSuite => cipher_suite,
    Compression => compression,
    Extensions => extensions,
    ServerName => server_name,
    ServerNameTaken => server_name_taken,
    HostInClear => host_in_clear,
    MaxFragmentLength => max_fragment_length,
    StatusRequest => status_request,
    SupportedGroups => supported_groups,
    PointFormats => point_formats,
    SignatureAlgorithms => signature_algorithms,
    RequestedSignatures => requested_signatures,
    CertificateSignatures => certificate_signatures,
    Protocols => protocols,
    ProtocolChosen => protocol_chosen,
    Timestamps => timestamps,
    CertificateType => certificate_type,
    Padding => padding,
    PaddingOctets => padding_octets,
    EncryptThenMac => encrypt_then_mac,
    ExtendedMasterSecret => extended_master_secret,
    CertificateCompression => certificate_compression,
    RecordSizeLimit => record_size_limit,
    SessionTicket => session_ticket,
    PreSharedKey => pre_shared_key,
    PreSharedKeyTaken => pre_shared_key_taken,
    PskIdentity => psk_identity,
    TicketAge => ticket_age,
    Binders => binders,
    PskModes => psk_modes,
    EarlyData => early_data,
    Versions => versions,
    VersionChosen => version_chosen,
    Cookie => cookie,
    CertificateAuthorities => certificate_authorities,
    AuthorityName => authority_name,
    OidFilters => oid_filters,
    PostHandshake => post_handshake,
    KeyShare => key_share,
    GroupWanted => group_wanted,
    ShareOctets => share_octets,
    MlKemShare => ml_kem_share,
    EncryptedHello => encrypted_hello,
    Renegotiation => renegotiation,
    Grease => grease,
    UnusedHere => unused_here,
    UnknownExtension => unknown_extension,
    RequestContext => request_context,
    CertificateTypes => certificate_types,
    ClientCertificateList => client_certificate_list,
    ServerCertificateList => server_certificate_list,
    Leaf => leaf,
    Issuer => issuer,
    CertificateDer => certificate_der,
    SignatureScheme => signature_scheme,
    Signature => signature,
    OcspResponse => ocsp_response,
    NamedCurve => named_curve,
    ServerPublic => server_public,
    ClientPublic => client_public,
    EncryptedPremaster => encrypted_premaster,
    VerifyData => verify_data,
    TicketLifetime => ticket_lifetime,
    TicketAgeAdd => ticket_age_add,
    TicketNonce => ticket_nonce,
    Ticket => ticket,
    RequestUpdate => request_update,
    AlertLevel => alert_level,
    AlertDescription => alert_description,
    CloseNotify => close_notify,
    CompatibilitySpec => compatibility_spec,
    ApplicationOctets => application_octets,
    RequestLine => request_line,
    StatusLine => status_line,
    EmptyLine => empty_line,
    Body => body,
    Unread => unread,
    CutShort => cut_short,
    SharedSecret => shared_secret,
    EarlySecret => early_secret,
    Derived => derived,
    HandshakeSecret => handshake_secret,
    MasterSecret => master_secret,
    HandshakeTraffic => handshake_traffic,
    ApplicationTraffic => application_traffic,
    ExporterSecret => exporter_secret,
    ResumptionSecret => resumption_secret,
    WriteKey => write_key,
    WriteIv => write_iv,
    FinishedKey => finished_key,
    KeyBlock => key_block,
}
