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

/// Whether a name has to be converted or checked by tables.
pub(super) fn is_internationalized(name: &str) -> bool {
    !name.is_ascii() || a_labels(name).next().is_some()
}

/// The ASCII form. A-labels that stand in it already are read and converted again, since browsers pass them unread.
/// Without tables nothing beyond ASCII is taken, and A-labels are when they are Punycode.
pub(super) fn convert(name: &str, idna: Option<&dyn Idna>) -> Option<String> {
    let Some(idna) = idna else {
        let fine = |label: String| decoded(&label[PREFIX.len()..]).is_some();
        return (name.is_ascii() && a_labels(name).all(fine)).then(|| name.to_ascii_lowercase());
    };
    let read = |label: &str| match a_labels(label).next() {
        Some(label) => decoded(&label[PREFIX.len()..]),
        None => Some(label.to_owned()),
    };
    let readable: Option<Vec<String>> = name.split('.').map(read).collect();
    let ascii = idna.to_ascii(&readable?.join("."))?;
    a_labels(name).all(|given| ascii.split('.').any(|label| label == given)).then_some(ascii)
}

/// The A-labels among a name's labels, in small letters.
fn a_labels(name: &str) -> impl Iterator<Item = String> {
    name.split('.').map(str::to_ascii_lowercase).filter(|label| label.starts_with(PREFIX))
}

/// A label as people read it: an A-label as Unicode, unless it holds what no name may hold.
pub(super) fn to_unicode(label: &str) -> String {
    label.strip_prefix(PREFIX).and_then(decoded).unwrap_or_else(|| label.to_owned())
}

/// What the Punycode of an A-label stands for, if a label may hold it and would be encoded so.
fn decoded(code: &str) -> Option<String> {
    let text = punycode::decode_to_string(code)?;
    let fine = !text.is_ascii() && first_forbidden(&text).is_none();
    (fine && punycode::encode_str(&text)? == code).then_some(text)
}

/// What every A-label begins with.
const PREFIX: &str = "xn--";
