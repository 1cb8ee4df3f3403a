//! Opening one side's records in their order, and going on behind one that does not open: an octet of it was changed, or records
//! before it are missing. Their sender has counted them all the same (RFC 8446 section 5.3; RFC 5246 section 6.1).

use std::collections::VecDeque;

use crate::dissect::cipher::Cipher;

/// Numbers beside the expected one that a record is tried with; more only where it is known how much is missing.
const AHEAD: u64 = 8;

/// The most numbers that a record is tried with, however much is missing.
const MOST_AHEAD: u64 = 1024;

/// Octets of the shortest encrypted record of TLS 1.3: header, type and tag (RFC 8446 section 5.2).
const SHORTEST: u64 = 22;

/// Octets that are tried beside the expected way, over the whole of one side: without the right keys nothing is gained by more, and it
/// takes time.
const MOST_TRIED: usize = 16 << 20;

/// What one try costs beside its octets, reckoned in octets.
const EACH_TRY: usize = 128;

/// What opens one side's records.
pub(super) struct Opening {
    /// What opens the next record.
    pub(super) cipher: Option<Cipher>,
    /// What may open those after it, when the side has gone on to its next keys.
    pub(super) next: VecDeque<Cipher>,
    /// How many of those are made of the secret of the moment, of which the suite is not known.
    candidates: usize,
    /// TLS 1.3: what opens those behind this side's Finished, which may be in a record that cannot be read.
    pub(super) later: Option<Cipher>,
    /// Records in a row that did not open.
    closed: u64,
    /// Octets that are known to be missing since the last record that opened.
    lost: u64,
    /// Whether any record has opened, whatever keys it had.
    has_opened: bool,
    /// Whether any record has opened with the secret of the moment, or with one that follows from it.
    pub(super) is_proven: bool,
    tries: usize,
}

/// A record that was opened.
pub(super) struct Plain {
    pub(super) octets: Vec<u8>,
    /// Records that have to be between it and the last one that opened, and are nowhere.
    pub(super) missing: u64,
    /// It was sealed with the keys behind this side's Finished, which was not read.
    pub(super) is_later: bool,
    /// It has another secret than those before it, and nothing has opened with theirs.
    pub(super) is_first: bool,
}

impl Plain {
    fn expected(octets: Vec<u8>) -> Plain {
        Plain { octets, missing: 0, is_later: false, is_first: false }
    }
}

impl Opening {
    pub(super) fn new() -> Opening {
        Opening {
            cipher: None,
            next: VecDeque::new(),
            candidates: 0,
            later: None,
            closed: 0,
            lost: 0,
            has_opened: false,
            is_proven: false,
            tries: MOST_TRIED,
        }
    }

    /// Whether any record of this side has opened.
    pub(super) fn has_opened(&self) -> bool {
        self.has_opened
    }

    /// Whether anything is known that may open its records.
    pub(super) fn has_keys(&self) -> bool {
        self.cipher.is_some() || !self.next.is_empty()
    }

    /// Records in a row that did not open.
    pub(super) fn closed(&self) -> u64 {
        self.closed
    }

    /// From now on these keys.
    pub(super) fn change_to(&mut self, cipher: Option<Cipher>) {
        self.cipher = cipher;
        self.next.clear();
        (self.candidates, self.is_proven) = (0, false);
    }

    /// From now on keys of a secret of which the suite is not known: one of these.
    pub(super) fn change_to_one_of(&mut self, ciphers: Vec<Cipher>) {
        self.change_to(None);
        self.candidates = ciphers.len();
        self.next.extend(ciphers);
    }

    /// From now on the keys that follow from those of the moment.
    pub(super) fn update(&mut self) {
        self.cipher = self.cipher.as_ref().and_then(Cipher::updated);
        self.next.clear();
    }

    /// Octets are missing here.
    pub(super) fn lose(&mut self, octets: usize) {
        self.lost = self.lost.saturating_add(octets as u64);
    }

    /// A record is there that cannot be opened, whatever its number.
    pub(super) fn pass(&mut self) {
        self.closed += 1;
        if let Some(cipher) = &mut self.cipher {
            cipher.pass();
        }
    }

    /// Opens the next record with the keys of the moment, or with those that come after them. One that does not open counts, unless
    /// it may be of keys that are not known.
    pub(super) fn open(&mut self, header: &[u8], fragment: &[u8], may_be_early: bool) -> Option<Plain> {
        let (is_proven, before, candidates) = (self.is_proven, self.next.len(), self.candidates);
        let mut plain = self.expected(header, fragment).or_else(|| self.seek(header, fragment));
        if let Some(plain) = &mut plain {
            // of the keys that come next so many were gone through
            let gone = before.saturating_sub(self.next.len());
            self.candidates = candidates.saturating_sub(gone);
            plain.is_first = !is_proven && (plain.is_later || gone > candidates);
            (self.closed, self.lost) = (0, 0);
            (self.has_opened, self.is_proven) = (true, true);
        } else if !may_be_early || !self.next.is_empty() || self.has_opened {
            self.pass();
        }
        plain
    }

    /// Whether a record opens with the keys of the moment, if it is one of the first.
    pub(super) fn would_open(&self, header: &[u8], fragment: &[u8]) -> bool {
        let opens =
            |cipher: &Cipher| (0..=AHEAD).any(|number| cipher.plaintext(number, header, fragment).is_some());
        self.cipher.as_ref().is_some_and(opens)
    }

    fn expected(&mut self, header: &[u8], fragment: &[u8]) -> Option<Plain> {
        if let Some(octets) = self.cipher.as_mut().and_then(|cipher| cipher.open(header, fragment)) {
            return Some(Plain::expected(octets));
        }
        for at in 0..self.next.len() {
            if let Some(octets) = self.next[at].open(header, fragment) {
                self.cipher = self.next.drain(..=at).next_back();
                return Some(Plain::expected(octets));
            }
        }
        None
    }

    /// Looks for the place in the order of records, and among the keys, at which a record opens that does not at its own.
    fn seek(&mut self, header: &[u8], fragment: &[u8]) -> Option<Plain> {
        let ahead = AHEAD + (self.lost / SHORTEST).min(MOST_AHEAD);
        let is_interrupted = self.closed > 0 || self.lost > 0;
        let behind = if is_interrupted { ahead + self.closed.min(AHEAD) } else { 0 };
        if let Some(plain) = self.behind_a_change(behind, header, fragment) {
            // what changed the keys was in what could not be read, or it is missing
            return Some(Plain { missing: u64::from(!is_interrupted), ..plain });
        }
        if let Some(octets) = self.first_of_next(ahead, header, fragment) {
            return Some(Plain::expected(octets));
        }
        let (expected, unread) = self.cipher.as_ref()?.numbers();
        let numbers = unread.max(expected.saturating_sub(AHEAD))..=expected + ahead;
        for number in numbers.filter(|number| *number != expected) {
            self.pay(fragment)?;
            let Some(octets) = self.cipher.as_mut()?.open_as(number, header, fragment) else {
                continue;
            };
            let missing = (number - unread).saturating_sub(self.closed);
            return Some(Plain { missing, ..Plain::expected(octets) });
        }
        None
    }

    /// With the keys that come next, where their first records cannot be read.
    fn first_of_next(&mut self, ahead: u64, header: &[u8], fragment: &[u8]) -> Option<Vec<u8>> {
        for at in 0..self.next.len() {
            for number in 1..=ahead {
                self.pay(fragment)?;
                if let Some(octets) = self.next[at].open_as(number, header, fragment) {
                    self.cipher = self.next.drain(..=at).next_back();
                    return Some(octets);
                }
            }
        }
        None
    }

    /// With the keys behind the Finished or the KeyUpdate that may be in what could not be read.
    fn behind_a_change(&mut self, ahead: u64, header: &[u8], fragment: &[u8]) -> Option<Plain> {
        if self.tries < EACH_TRY + fragment.len() {
            return None;
        }
        let is_later = self.later.is_some();
        let mut cipher = match self.later.take() {
            Some(later) => later,
            None => self.cipher.as_ref().and_then(Cipher::updated)?,
        };
        let mut numbers = 0..=ahead;
        let octets = numbers.find_map(|number| {
            self.pay(fragment)?;
            cipher.open_as(number, header, fragment)
        });
        match octets {
            Some(octets) => {
                self.change_to(Some(cipher));
                Some(Plain { is_later, ..Plain::expected(octets) })
            }
            None => {
                if is_later {
                    self.later = Some(cipher);
                }
                None
            }
        }
    }

    /// Takes what one try costs; `None` when that is spent.
    fn pay(&mut self, fragment: &[u8]) -> Option<()> {
        self.tries = self.tries.checked_sub(fragment.len() + EACH_TRY)?;
        Some(())
    }
}
