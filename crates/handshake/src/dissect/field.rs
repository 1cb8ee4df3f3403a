//! A message's fields with the octets that each is made of, and the reader that makes them: whatever it takes becomes a field,
//! and whatever is left becomes one too, so that no octet stays unexplained.

use core::ops::Range;
use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::finding::Finding;
use super::why::Why;

/// One field, or a group of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its name, as the RFC has it.
    pub name: Cow<'static, str>,
    /// The octets of the message, or of the record, that it stands in.
    pub range: Range<usize>,
    /// What it says, in a form that is the same in every language: numbers with their registered names, texts, hexadecimal.
    pub value: String,
    /// Where it is defined: `RFC 8446, 4.1.2`.
    pub section: Cow<'static, str>,
    /// The sentence that says why it is there, if there is more to say than its name does.
    pub why: Option<Why>,
    /// Its parts, which cover it without a gap; none when it is a leaf.
    pub children: Vec<Field>,
}

impl Field {
    /// The innermost fields below this one, in order; itself when it has none.
    pub fn leaves<'a>(&'a self, out: &mut Vec<&'a Field>) {
        if self.children.is_empty() {
            out.push(self);
        }
        for child in &self.children {
            child.leaves(out);
        }
    }

    /// The first field of this name at or below this one.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&Field> {
        if self.name == name {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(name))
    }

    /// All fields of this name at or below this one, in order.
    pub fn find_all<'a>(&'a self, name: &str, out: &mut Vec<&'a Field>) {
        if self.name == name {
            out.push(self);
        }
        for child in &self.children {
            child.find_all(name, out);
        }
    }
}

/// How deep groups may lie in each other. No message of TLS goes deeper than 8.
const MOST_DEPTH: usize = 12;
/// How many fields one group may have; what is behind them becomes one field.
const MOST_FIELDS: usize = 4096;

/// Where a field is defined and why it is there.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    section: &'static str,
    why: Option<Why>,
}

/// With a sentence.
pub(super) const fn why(section: &'static str, why: Why) -> About {
    About { section, why: Some(why) }
}

/// Without one: the name says it.
pub(super) const fn plain(section: &'static str) -> About {
    About { section, why: None }
}

/// Takes octets from the front and makes fields of them. When fewer are there than a field wants, it takes what there is, notes a
/// finding and is spent.
#[derive(Debug)]
pub(super) struct Reader<'a> {
    octets: &'a [u8],
    at: usize,
    end: usize,
    depth: usize,
    fields: Vec<Field>,
    findings: Vec<Finding>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(octets: &'a [u8]) -> Reader<'a> {
        Reader { octets, at: 0, end: octets.len(), depth: 0, fields: Vec::new(), findings: Vec::new() }
    }

    /// The fields, with whatever was not taken as the last one, and what was found.
    pub(super) fn finish(mut self) -> (Vec<Field>, Vec<Finding>) {
        self.rest_is_unread();
        (self.fields, self.findings)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.at >= self.end
    }

    /// What is left.
    pub(super) fn left(&self) -> &'a [u8] {
        &self.octets[self.at..self.end]
    }

    /// Whether all that was read so far is as it should be.
    pub(super) fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    pub(super) fn finds(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// A number of `width` octets whose value `words` puts into words.
    pub(super) fn number(
        &mut self,
        name: &'static str,
        width: usize,
        about: About,
        words: impl FnOnce(u64) -> String,
    ) -> u64 {
        let octets = self.take(name, width);
        let number = octets.iter().fold(0, |number, octet| number << 8 | u64::from(*octet));
        if octets.len() == width {
            self.add(name, width, words(number), about);
        }
        number
    }

    /// So many octets, whose value `words` puts into words.
    pub(super) fn octets(
        &mut self,
        name: &'static str,
        count: usize,
        about: About,
        words: impl FnOnce(&[u8]) -> String,
    ) -> &'a [u8] {
        let octets = self.take(name, count);
        if octets.len() == count && count > 0 {
            self.add(name, count, words(octets), about);
        }
        octets
    }

    /// All that is left, as one field.
    pub(super) fn rest(
        &mut self,
        name: &'static str,
        about: About,
        words: impl FnOnce(&[u8]) -> String,
    ) -> &'a [u8] {
        let count = self.left().len();
        self.octets(name, count, about, words)
    }

    /// A vector: its length in `width` octets, then as many octets, read by `inside` (RFC 8446 section 3.4).
    pub(super) fn vector(
        &mut self,
        name: &'static str,
        width: usize,
        about: About,
        inside: impl FnOnce(&mut Reader<'a>),
    ) {
        self.vector_told(name, width, about, |reader| {
            inside(reader);
            String::new()
        });
    }

    /// As [`Reader::vector`], with a value for the whole.
    pub(super) fn vector_told(
        &mut self,
        name: &'static str,
        width: usize,
        about: About,
        inside: impl FnOnce(&mut Reader<'a>) -> String,
    ) {
        let left = self.left();
        if left.len() < width {
            // which length it would be, nobody can tell
            self.take(name, width);
            return;
        }
        let length = left.iter().take(width).fold(0_usize, |length, octet| length << 8 | usize::from(*octet));
        let available = left.len() - width;
        self.group(name, width + length.min(available), about, |reader| {
            reader.number("length", width, plain("RFC 8446, 3.4"), |length| length.to_string());
            if length > available {
                reader.finds(Finding::LengthLies { field: name.into(), told: length, there: available });
            }
            inside(reader)
        });
    }

    /// So many octets that are read by `inside` as fields of their own.
    pub(super) fn group(
        &mut self,
        name: impl Into<Cow<'static, str>>,
        count: usize,
        about: About,
        inside: impl FnOnce(&mut Reader<'a>) -> String,
    ) {
        let end = self.end.min(self.at + count);
        if self.depth >= MOST_DEPTH || self.fields.len() >= MOST_FIELDS {
            return self.rest_is_unread();
        }
        let mut inner = Reader {
            octets: self.octets,
            at: self.at,
            end,
            depth: self.depth + 1,
            fields: Vec::new(),
            findings: Vec::new(),
        };
        let value = inside(&mut inner);
        inner.rest_is_unread();
        self.fields.push(Field {
            name: name.into(),
            range: self.at..end,
            value,
            section: about.section.into(),
            why: about.why,
            children: inner.fields,
        });
        self.findings.append(&mut inner.findings);
        self.at = end;
    }

    /// What was not taken becomes a field that says so.
    fn rest_is_unread(&mut self) {
        let count = self.left().len();
        if count > 0 {
            self.findings.push(Finding::Unread { octets: count });
            let about = why("RFC 8446, 3", Why::Unread);
            self.add("(unread)", count, hex(self.left()), about);
        }
    }

    /// The next octets: fewer when there are fewer, which is a finding.
    fn take(&mut self, name: &'static str, count: usize) -> &'a [u8] {
        let left = self.left();
        if self.fields.len() >= MOST_FIELDS {
            self.rest_is_unread();
            return &[];
        }
        if count <= left.len() {
            return &left[..count];
        }
        if !left.is_empty() || count > 0 {
            self.findings.push(Finding::CutShort { field: name.into(), wanted: count, there: left.len() });
        }
        if !left.is_empty() {
            self.add(name, left.len(), hex(left), why("RFC 8446, 3", Why::CutShort));
        }
        left
    }

    fn add(&mut self, name: &'static str, count: usize, value: String, about: About) {
        self.fields.push(Field {
            name: name.into(),
            range: self.at..self.at + count,
            value,
            section: about.section.into(),
            why: about.why,
            children: Vec::new(),
        });
        self.at += count;
    }
}

/// Octets in hexadecimal, shortened in the middle where they are many: the octets themselves stand beside.
pub(super) fn hex(octets: &[u8]) -> String {
    use data_encoding::HEXLOWER;
    const MOST: usize = 64;
    if octets.len() <= MOST {
        return HEXLOWER.encode(octets);
    }
    let (first, last) = (&octets[..MOST / 2], &octets[octets.len() - 8..]);
    format!("{}…{}", HEXLOWER.encode(first), HEXLOWER.encode(last))
}

/// Text as it is, shortened where it is long, with what would hide or turn other text by its number; hexadecimal where it is no
/// UTF-8.
pub(super) fn text(octets: &[u8]) -> String {
    const MOST: usize = 2048;
    let Ok(text) = core::str::from_utf8(octets) else {
        return hex(octets);
    };
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text),
    }
}

/// Whatever hides or turns the text around it is shown by its number.
pub(super) fn visible(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\r' | '\n' | '\t' => out.extend(character.escape_default()),
            _ if character.is_control() || is_invisible(character) => {
                out.push_str(&format!("\\u{{{:x}}}", u32::from(character)));
            }
            _ => out.push(character),
        }
    }
    out
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::{Reader, hex, plain};
    use crate::dissect::finding::Finding;

    #[test]
    fn lengths_that_lie_and_octets_that_are_left_are_found_and_covered() {
        for (octets, findings) in [
            (&[2, 7, 8][..], vec![]),
            (&[3, 7, 8], vec![Finding::LengthLies { field: "v".into(), told: 3, there: 2 }]),
            (&[1, 7, 8], vec![Finding::Unread { octets: 1 }]),
            (&[], vec![Finding::CutShort { field: "v".into(), wanted: 1, there: 0 }]),
        ] {
            let mut reader = Reader::new(octets);
            reader.vector("v", 1, plain("-"), |inner| {
                inner.rest("rest", plain("-"), hex);
            });
            let (fields, found) = reader.finish();
            assert_eq!(found, findings, "{octets:?}");
            let mut leaves = Vec::new();
            fields.iter().for_each(|field| field.leaves(&mut leaves));
            let mut at = 0;
            for leaf in leaves.iter().filter(|leaf| !leaf.range.is_empty()) {
                assert_eq!(leaf.range.start, at);
                at = leaf.range.end;
            }
            assert_eq!(at, octets.len());
        }
    }
}
