//! OpenSSL's error numbers with their names and words (`x509_vfy.h` and X509_STORE_CTX_get_error(3) of version 3.0).

use serde::{Deserialize, Serialize};

/// One of OpenSSL's numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Code(pub u16);

macro_rules! codes {
    ($($number:literal $constant:ident $name:literal $text:literal;)*) => {
        #[allow(missing_docs, reason = "the words stand beside each number")]
        impl Code {
            $(pub const $constant: Code = Code($number);)*

            /// All that are known here.
            pub const ALL: &[Code] = &[$(Code($number)),*];

            /// Its name in C.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self.0 {
                    $($number => $name,)*
                    _ => "X509_V_ERR",
                }
            }

            /// Its words, as nginx logs and curl prints them.
            #[must_use]
            pub const fn text(self) -> &'static str {
                match self.0 {
                    $($number => $text,)*
                    _ => "unknown certificate verification error",
                }
            }
        }
    };
}

codes! {
    0 OK "X509_V_OK" "ok";
    1 UNSPECIFIED "X509_V_ERR_UNSPECIFIED" "unspecified certificate verification error";
    2 ISSUER_UNKNOWN "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT" "unable to get issuer certificate";
    3 NO_LIST "X509_V_ERR_UNABLE_TO_GET_CRL" "unable to get certificate CRL";
    7 SIGNATURE "X509_V_ERR_CERT_SIGNATURE_FAILURE" "certificate signature failure";
    8 LIST_SIGNATURE "X509_V_ERR_CRL_SIGNATURE_FAILURE" "CRL signature failure";
    9 NOT_YET_VALID "X509_V_ERR_CERT_NOT_YET_VALID" "certificate is not yet valid";
    10 EXPIRED "X509_V_ERR_CERT_HAS_EXPIRED" "certificate has expired";
    11 LIST_NOT_YET_VALID "X509_V_ERR_CRL_NOT_YET_VALID" "CRL is not yet valid";
    12 LIST_EXPIRED "X509_V_ERR_CRL_HAS_EXPIRED" "CRL has expired";
    18 SELF_SIGNED_LEAF "X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT" "self-signed certificate";
    19 SELF_SIGNED_IN_CHAIN "X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN" "self-signed certificate in certificate chain";
    20 ISSUER_UNKNOWN_HERE "X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY" "unable to get local issuer certificate";
    21 LEAF_UNVERIFIED "X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE" "unable to verify the first certificate";
    22 CHAIN_TOO_LONG "X509_V_ERR_CERT_CHAIN_TOO_LONG" "certificate chain too long";
    23 REVOKED "X509_V_ERR_CERT_REVOKED" "certificate revoked";
    25 PATH_LENGTH "X509_V_ERR_PATH_LENGTH_EXCEEDED" "path length constraint exceeded";
    26 PURPOSE "X509_V_ERR_INVALID_PURPOSE" "unsuitable certificate purpose";
    30 IDENTIFIERS_DIFFER "X509_V_ERR_AKID_SKID_MISMATCH" "authority and subject key identifier mismatch";
    31 ISSUER_SERIAL_DIFFERS "X509_V_ERR_AKID_ISSUER_SERIAL_MISMATCH" "authority and issuer serial number mismatch";
    32 NO_CERTIFICATE_SIGNING "X509_V_ERR_KEYUSAGE_NO_CERTSIGN" "key usage does not include certificate signing";
    34 UNHANDLED_CRITICAL "X509_V_ERR_UNHANDLED_CRITICAL_EXTENSION" "unhandled critical extension";
    35 NO_LIST_SIGNING "X509_V_ERR_KEYUSAGE_NO_CRL_SIGN" "key usage does not include CRL signing";
    36 UNHANDLED_CRITICAL_IN_LIST "X509_V_ERR_UNHANDLED_CRITICAL_CRL_EXTENSION" "unhandled critical CRL extension";
    44 LIST_SCOPE "X509_V_ERR_DIFFERENT_CRL_SCOPE" "different CRL scope";
    47 NOT_PERMITTED "X509_V_ERR_PERMITTED_VIOLATION" "permitted subtree violation";
    48 EXCLUDED "X509_V_ERR_EXCLUDED_VIOLATION" "excluded subtree violation";
    51 CONSTRAINT_TYPE "X509_V_ERR_UNSUPPORTED_CONSTRAINT_TYPE" "unsupported name constraint type";
    52 CONSTRAINT_SYNTAX "X509_V_ERR_UNSUPPORTED_CONSTRAINT_SYNTAX" "unsupported or invalid name constraint syntax";
    53 NAME_SYNTAX "X509_V_ERR_UNSUPPORTED_NAME_SYNTAX" "unsupported or invalid name syntax";
    62 HOSTNAME_MISMATCH "X509_V_ERR_HOSTNAME_MISMATCH" "hostname mismatch";
    64 ADDRESS_MISMATCH "X509_V_ERR_IP_ADDRESS_MISMATCH" "IP address mismatch";
    66 LEAF_KEY_TOO_SMALL "X509_V_ERR_EE_KEY_TOO_SMALL" "EE certificate key too weak";
    67 AUTHORITY_KEY_TOO_SMALL "X509_V_ERR_CA_KEY_TOO_SMALL" "CA certificate key too weak";
    68 DIGEST_TOO_WEAK "X509_V_ERR_CA_MD_TOO_WEAK" "CA signature digest algorithm too weak";
    76 ALGORITHM_UNKNOWN "X509_V_ERR_UNSUPPORTED_SIGNATURE_ALGORITHM" "cannot find certificate signature algorithm";
    77 ALGORITHM_MISMATCH "X509_V_ERR_SIGNATURE_ALGORITHM_MISMATCH" "subject signature algorithm and issuer public key algorithm mismatch";
    79 INVALID_AUTHORITY "X509_V_ERR_INVALID_CA" "invalid CA certificate";
}

impl Code {
    /// Whether the verify command goes on after it, as its source and its manual's list of passed-over errors have it.
    pub(super) fn is_passed_over_by_verify(self) -> bool {
        [
            Code::EXPIRED,
            Code::SELF_SIGNED_LEAF,
            Code::INVALID_AUTHORITY,
            Code::PATH_LENGTH,
            Code::PURPOSE,
            Code::LIST_EXPIRED,
            Code::LIST_NOT_YET_VALID,
            Code::UNHANDLED_CRITICAL,
        ]
        .contains(&self)
    }
}

/// As nginx logs it: `10:certificate has expired`.
impl core::fmt::Display for Code {
    fn fmt(&self, out: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(out, "{}:{}", self.0, self.text())
    }
}
