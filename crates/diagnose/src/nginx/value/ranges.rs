//! Ranges of addresses in a `geo`: one may lie in another or be the same, and none may reach into another (`ngx_http_geo_add_range`).

use std::collections::HashMap;

use super::endpoint::four_numbers;
use super::fault::Fault;
use crate::nginx::item::Item;

/// So many parts are looked at in one table; whether what follows overlaps is not asked.
const MOST: usize = 1_000_000;

/// The ranges of a table, by the upper half of their addresses, as nginx keeps them: each part in its order.
#[derive(Debug, Default)]
pub(crate) struct Ranges {
    parts: HashMap<u16, Vec<(u16, u16)>>,
    looked_at: usize,
}

impl Ranges {
    /// One more, or one less; what nginx says where it overlaps another.
    pub(crate) fn fault(&mut self, row: &Item) -> Fault {
        let (word, deletes) = match row.name.as_str() {
            "delete" => (row.word(0), true),
            name => (name, false),
        };
        let (first, last) = ends(word)?;
        let half = |address: u32| {
            let [first, second, third, last] = address.to_be_bytes();
            (u16::from_be_bytes([first, second]), u16::from_be_bytes([third, last]))
        };
        let ((upper, start), (most, end)) = (half(first), half(last));
        (upper..=most).find_map(|high| {
            let part = (if high == upper { start } else { 0 }, if high == most { end } else { u16::MAX });
            if self.looked_at == MOST {
                return None;
            }
            self.looked_at += 1;
            let known = self.parts.entry(high).or_default();
            if deletes {
                known.retain(|known| *known != part);
                return None;
            }
            let (from, to) = add(known, part).err()?;
            let [high, low] = high.to_be_bytes();
            let shown = |half: u16| format!("{high}.{low}.{}.{}", half >> 8, half & 0xff);
            let words = format!("range \"{word}\" overlaps \"{}-{}\"", shown(from), shown(to));
            Some((words, word.to_owned()))
        })
    }
}

/// Two addresses with a hyphen between them, the smaller one first.
pub(super) fn ends(word: &str) -> Option<(u32, u32)> {
    let (first, last) = word.split_once('-')?;
    let (first, last) = (u32::from(four_numbers(first)?), u32::from(four_numbers(last)?));
    (first <= last).then_some((first, last))
}

/// Puts a part among the others, out of which it takes its own. The error is the one that it reaches into.
fn add(known: &mut Vec<(u16, u16)>, (start, end): (u16, u16)) -> Result<(), (u16, u16)> {
    // the last one that does not lie behind it
    let Some(at) = known.iter().rposition(|(from, _)| *from <= end) else {
        known.insert(0, (start, end));
        return Ok(());
    };
    let (from, to) = known[at];
    if start > to {
        known.insert(at + 1, (start, end));
        return Ok(());
    }
    if start < from || end > to {
        return Err((from, to));
    }
    let before = (from < start).then(|| (from, start - 1));
    let behind = (end < to).then(|| (end + 1, to));
    known.splice(at..=at, before.into_iter().chain([(start, end)]).chain(behind));
    Ok(())
}
