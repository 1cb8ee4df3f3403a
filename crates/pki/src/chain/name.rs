//! Names as chains are built by them: brought to one form, in which those are equal that OpenSSL takes for equal. What people
//! read is `certificate`'s text.

use x509_parser::x509::X509Name;

use crate::certificate::attributes;

/// A distinguished name in canonical form: letters of ASCII in lower case, white space at the edges dropped and inside counted
/// once (RFC 5280 section 7.1, as far as OpenSSL's `X509_NAME_cmp` follows it). One entry for each relative name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Name(Vec<Vec<u8>>);

impl Name {
    pub(crate) fn of(name: &X509Name<'_>) -> Name {
        let mut parts: Vec<(usize, Vec<u8>)> = Vec::new();
        for attribute in attributes(name) {
            let mut octets = attribute.oid.into_bytes();
            octets.push(0);
            // a NumericString is compared as it stands
            match attribute.value.filter(|_| attribute.raw.first() != Some(&18)) {
                Some(text) => octets.extend(canonical(&text)),
                None => octets.extend(attribute.raw),
            }
            parts.push((attribute.rdn, octets));
        }
        // within one relative name the attributes are a set
        parts.sort();
        let mut names: Vec<Vec<u8>> = Vec::new();
        let mut last = None;
        for (rdn, octets) in parts {
            if last == Some(rdn) {
                let open = names.last_mut().expect("the relative name was begun");
                open.push(1);
                open.extend(octets);
            } else {
                names.push(octets);
            }
            last = Some(rdn);
        }
        Name(names)
    }

    /// Whether it has no part.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the other begins with all of this one: how a directory name lies within a subtree (RFC 5280 section 4.2.1.10).
    pub(crate) fn is_above(&self, other: &Name) -> bool {
        other.0.starts_with(&self.0)
    }
}

fn canonical(text: &str) -> Vec<u8> {
    let space = |character: char| matches!(character, ' ' | '\t'..='\r');
    let words: Vec<String> =
        text.split(space).filter(|word| !word.is_empty()).map(str::to_ascii_lowercase).collect();
    words.join(" ").into_bytes()
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn texts_are_brought_to_one_form() {
        for (one, other, same) in [
            ("Example  CA ", "example ca", true),
            ("Example CA", "ExampleCA", false),
            // letters beyond ASCII keep their case for OpenSSL
            ("Ångström", "ångström", false),
            ("한글", "한글", true),
        ] {
            assert_eq!(canonical(one) == canonical(other), same, "{one} {other}");
        }
    }
}
