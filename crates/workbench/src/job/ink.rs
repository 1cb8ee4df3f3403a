//! Colours for a file that is shown. They are the worker's, so that the page need not read any syntax.

use crate::document::{Ink, Part};

/// The text's colours.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let mut inks: Vec<(Ink, usize)> = Vec::new();
    for line in text.split_inclusive('\n') {
        let ink = if line.trim_start().starts_with('#') { Ink::Remark } else { Ink::Plain };
        match inks.last_mut() {
            Some((last, length)) if *last == ink => *length += line.len(),
            _ => inks.push((ink, line.len())),
        }
    }
    vec![Part { inks, ..Part::default() }]
}

#[cfg(test)]
mod tests {
    use super::parts;
    use crate::document::Ink;

    #[test]
    fn remarks_have_their_own_colour() {
        let parts = parts("#!/bin/sh\n# two\n\n  # three\necho '#'\n");
        assert_eq!(parts[0].inks, [(Ink::Remark, 16), (Ink::Plain, 1), (Ink::Remark, 10), (Ink::Plain, 9)]);
    }
}
