//! Internationalized names (RFC 5890): the conversion that needs Unicode's tables comes in as an argument, since every
//! browser has them; what Punycode alone can tell (RFC 3492) is told here.

use idna::punycode;

use super::character::first_forbidden;

/// Whoever has Unicode's tables for names.
pub trait Idna {
    /// A DNS name as its ASCII form by UTS #46, non-transitional: capitals folded, full-width forms and full stops mapped,
    /// labels beyond ASCII as A-labels, A-labels that are there checked. `None` when there is no such form.
    ///
    /// The name is never empty and holds no ASCII character but letters, digits, `-`, `.` and `_`.
    fn to_ascii(&self, name: &str) -> Option<String>;
}

/// Without tables: A-labels are taken when they are Punycode, and nothing beyond ASCII is.
pub(super) struct AsciiAlone;

impl Idna for AsciiAlone {
    fn to_ascii(&self, name: &str) -> Option<String> {
        let name = name.to_ascii_lowercase();
        let fine = |label: &str| label.strip_prefix(PREFIX).is_none_or(|code| decoded(code).is_some());
        (name.is_ascii() && name.split('.').all(fine)).then_some(name)
    }
}

/// Whether a name has to be converted or checked by tables.
pub(super) fn is_internationalized(name: &str) -> bool {
    let is_a_label =
        |label: &str| label.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX));
    !name.is_ascii() || name.split('.').any(is_a_label)
}

/// A label as people read it: an A-label as Unicode, unless it holds what no name may hold.
pub(super) fn to_unicode(label: &str) -> String {
    let readable = label.strip_prefix(PREFIX).and_then(decoded);
    readable.filter(|text| first_forbidden(text).is_none()).unwrap_or_else(|| label.to_owned())
}

/// What an A-label stands for, if its Punycode is the one that the text encodes to.
fn decoded(code: &str) -> Option<String> {
    let text = punycode::decode_to_string(code).filter(|text| !text.is_ascii())?;
    (punycode::encode_str(&text)? == code).then_some(text)
}

/// What every A-label begins with.
const PREFIX: &str = "xn--";
