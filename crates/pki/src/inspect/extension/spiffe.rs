//! URIs among the names; those of SPIFFE say which workload it is (SPIFFE-ID section 2, X509-SVID section 2).

/// What kind of URI it is, and the URI.
pub(super) fn labelled(uri: &str) -> (&'static str, String) {
    let label = if is_one(uri) { "SPIFFE ID" } else { "uniformResourceIdentifier" };
    (label, uri.to_owned())
}

/// Whether it is of the scheme `spiffe`.
pub(in crate::inspect) fn is_one(uri: &str) -> bool {
    uri.get(..9).is_some_and(|scheme| scheme.eq_ignore_ascii_case("spiffe://"))
}
