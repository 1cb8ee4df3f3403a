//! Distinguished names as read from certificates: their text, and when two of them mean the same.
//! Names as they are typed are `name::subject`'s.

use crate::name::escape;

/// One attribute of a distinguished name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    /// The type as dotted OID.
    pub(crate) oid: String,
    /// The value, decoded; `None` when it is not a string of a known kind.
    pub(crate) value: Option<String>,
    /// The DER of the value.
    pub(crate) raw: Vec<u8>,
    /// Which relative distinguished name it stands in, from 0.
    pub(crate) rdn: usize,
}

/// Short names of RFC 4514 section 3 and the two further ones that OpenSSL writes.
const SHORT_NAMES: [(&str, &str); 11] = [
    ("2.5.4.3", "CN"),
    ("2.5.4.5", "serialNumber"),
    ("2.5.4.6", "C"),
    ("2.5.4.7", "L"),
    ("2.5.4.8", "ST"),
    ("2.5.4.9", "STREET"),
    ("2.5.4.10", "O"),
    ("2.5.4.11", "OU"),
    ("0.9.2342.19200300.100.1.1", "UID"),
    ("0.9.2342.19200300.100.1.25", "DC"),
    ("1.2.840.113549.1.9.1", "emailAddress"),
];

/// Short names and values, in the order of the certificate; what has no short name is left out.
pub(crate) fn short(attributes: &[Attribute]) -> Vec<(String, String)> {
    let named = |attribute: &Attribute| {
        let name = SHORT_NAMES.iter().find(|(oid, _)| *oid == attribute.oid)?.1;
        Some((name.to_owned(), attribute.value.clone()?))
    };
    attributes.iter().filter_map(named).collect()
}

/// RFC 4514 text, most specific part first.
pub(crate) fn text(attributes: &[Attribute]) -> String {
    let mut out = String::new();
    let mut previous = None;
    // Within one relative name the attributes are a set; RFC 4514 leaves their order open.
    for attribute in attributes.iter().rev() {
        match previous {
            None => {}
            Some(rdn) if rdn == attribute.rdn => out.push('+'),
            Some(_) => out.push(','),
        }
        previous = Some(attribute.rdn);
        let short = SHORT_NAMES.iter().find(|(oid, _)| *oid == attribute.oid).map(|(_, name)| *name);
        out.push_str(short.unwrap_or(&attribute.oid));
        out.push('=');
        match &attribute.value {
            Some(value) if short.is_some() => out.push_str(&escape(value)),
            _ => {
                out.push('#');
                out.extend(attribute.raw.iter().map(|octet| format!("{octet:02X}")));
            }
        }
    }
    out
}

/// How people call whom this RFC 4514 text names: by the common name, where it is nothing else.
pub(crate) fn called(text: &str) -> &str {
    common_name(text).filter(|name| name.len() + "CN=".len() == text.len()).unwrap_or(text)
}

/// The common name of an RFC 4514 text that begins with one, as it is written there; none where it cannot be told from the rest.
pub(crate) fn common_name(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("CN=")?;
    let name = rest.split([',', '+']).next().unwrap_or(rest);
    (!name.is_empty() && !name.contains(['=', '\\', '#'])).then_some(name)
}

/// Whether two names are the same as verifiers compare them (RFC 5280 section 7.1): attribute by attribute, letters in
/// either case, white space at the edges dropped and inside counted once. Compatible forms, full-width letters for
/// instance, are different names here as they are for OpenSSL, which goes no further into RFC 4518 either.
pub(crate) fn means_the_same(one: &[Attribute], other: &[Attribute]) -> bool {
    one.len() == other.len()
        && one.iter().zip(other).all(|(a, b)| {
            a.oid == b.oid
                && a.rdn == b.rdn
                && match (&a.value, &b.value) {
                    (Some(a), Some(b)) => prepared(a) == prepared(b),
                    _ => a.raw == b.raw,
                }
        })
}

fn prepared(value: &str) -> Vec<String> {
    value.split_whitespace().map(str::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::{Attribute, means_the_same, text};

    fn name(parts: &[(&str, &str)]) -> Vec<Attribute> {
        let attribute = |(rdn, (oid, value)): (usize, &(&str, &str))| Attribute {
            oid: (*oid).to_owned(),
            value: Some((*value).to_owned()),
            raw: value.as_bytes().to_vec(),
            rdn,
        };
        parts.iter().enumerate().map(attribute).collect()
    }

    #[test]
    fn names_are_compared_as_verifiers_do() {
        let cases = [
            ("Example CA", "example ca", true),
            ("Example CA", "  Example   CA ", true),
            ("Example CA", "ExampleCA", false),
            ("Ｅｘａｍｐｌｅ", "Example", false),
            ("Ångström", "ÅNGSTRÖM", true),
            ("Straße", "STRASSE", false),
            ("한글", "\u{1112}\u{1161}\u{11ab}\u{1100}\u{1173}\u{11af}", false),
            ("한글", "한굴", false),
            ("a\u{1}", "a\u{2}", false),
        ];
        for (one, other, same) in cases {
            assert_eq!(
                means_the_same(&name(&[("2.5.4.3", one)]), &name(&[("2.5.4.3", other)])),
                same,
                "{one} {other}"
            );
        }
        assert!(!means_the_same(&name(&[("2.5.4.3", "a")]), &name(&[("2.5.4.10", "a")])));
        assert!(!means_the_same(&name(&[("2.5.4.3", "a")]), &name(&[("2.5.4.3", "a"), ("2.5.4.3", "a")])));
    }

    #[test]
    fn whoever_has_a_common_name_is_called_by_it() {
        for (text, called, short) in [
            ("CN=Example CA", "Example CA", Some("Example CA")),
            ("CN=Example CA,O=Example", "CN=Example CA,O=Example", Some("Example CA")),
            ("CN=a+OU=b", "CN=a+OU=b", Some("a")),
            // an escaped comma or an equals sign would be read as another name's part
            (r"CN=Example\, Inc.", r"CN=Example\, Inc.", None),
            ("CN=O=Example", "CN=O=Example", None),
            ("O=Example", "O=Example", None),
            ("CN=", "CN=", None),
            ("", "", None),
        ] {
            assert_eq!((super::called(text), super::common_name(text)), (called, short), "{text}");
        }
    }

    #[test]
    fn text_is_rfc_4514_most_specific_first() {
        let plain = name(&[("2.5.4.6", "KR"), ("2.5.4.10", "Example, Inc."), ("2.5.4.3", "#1 가 ")]);
        assert_eq!(text(&plain), r"CN=\#1 가\ ,O=Example\, Inc.,C=KR");
        assert_eq!(text(&name(&[("1.2.3", "a")])), "1.2.3=#61");
        let mut two = name(&[("2.5.4.11", "unit"), ("2.5.4.3", "a")]);
        two[1].rdn = 0;
        assert_eq!(text(&two), "CN=a+OU=unit");
    }
}
