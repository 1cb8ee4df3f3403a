//! What is said inside, as far as it tells where a request or an answer begins and where it has come to its end.

mod frames;
mod lines;

use crate::dissect::field::Field;
use crate::transcript::Side;
use frames::Frames;
use lines::Lines;

/// What the contents of a record bring of requests or answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// A whole one, or the end of one.
    Whole,
    /// The beginning of one.
    Begun,
    /// An interim answer, which stands before the answer (RFC 9110 section 15.2).
    Interim,
    /// Something else.
    Other,
}

impl Said {
    /// Of two things in one record the one that says more.
    fn or(self, other: Said) -> Said {
        match (self, other) {
            (Said::Whole, _) | (_, Said::Whole) => Said::Whole,
            (Said::Begun, _) | (_, Said::Begun) => Said::Begun,
            (Said::Interim, _) | (_, Said::Interim) => Said::Interim,
            (Said::Other, Said::Other) => Said::Other,
        }
    }
}

/// What both sides have said so far, as far as what follows is read by it.
#[derive(Debug, Default)]
pub(super) struct Talk {
    lines: Lines,
    frames: [Frames; 2],
}

impl Talk {
    /// The contents of a record that one side sent, with their fields.
    pub(super) fn hear(&mut self, side: Side, octets: &[u8], fields: &[Field]) -> Said {
        let said = self.frames[side as usize].hear(fields);
        said.unwrap_or_else(|| self.lines.hear(side, octets))
    }

    /// This side says nothing more: whether that is the end of what it was saying.
    pub(super) fn ends(&mut self, side: Side) -> bool {
        self.lines.ends(side)
    }
}

#[cfg(test)]
mod tests;
