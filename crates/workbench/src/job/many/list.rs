//! A list as somebody pasted it: from text to the cells of each line. What may stand in a cell is [`super::row`]'s to say, what
//! columns are called [`super::column`]'s.
//!
//! One line is one client, so no cell spans lines: that way a quotation mark which is never closed spoils its own line alone, and
//! every line has the number that an editor shows. RFC 4180 apart from that, with the separators that spreadsheets write:
//! comma, semicolon or tab. `csv-core`, the part of the `csv` crate without files and conversions, takes the quotes apart.

use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

use super::column::Column;
use super::error::{LineError, ListError};
use super::head::{Cells, Head};

/// Lines that are made at once. A thousand take one to two minutes; more than this belong into several files that somebody can still
/// hand out.
pub const MOST_LINES: usize = 2_000;
/// Octets that are looked at: what so many lines can have, and more than any of them needs.
pub const LONGEST_OCTETS: usize = 4 * 1024 * 1024;
/// Lines from which the separator is guessed.
const GUESSED_FROM: usize = 50;
/// More cells than any list has that people keep.
const MOST_CELLS: usize = 64;

/// What stands in a list.
pub(crate) struct List {
    /// The text with line feeds alone.
    text: String,
    /// The line with headings, if there is one.
    pub(crate) head: Option<Head>,
    /// The lines that stand for clients, in their order.
    pub(crate) lines: Vec<Line>,
}

/// One line that stands for a client.
pub(crate) struct Line {
    /// Its number as editors count, from 1.
    pub(crate) number: usize,
    /// What stands in each column, or why that cannot be told.
    pub(crate) cells: Result<Cells, LineError>,
    /// Where it begins in the text.
    start: usize,
}

impl List {
    /// Takes a text apart. An empty one is a list without lines.
    pub(crate) fn read(text: &str) -> Result<List, ListError> {
        if text.len() > LONGEST_OCTETS {
            return Err(ListError::TooLong { allowed: LONGEST_OCTETS });
        }
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
        let mut place = 0;
        let mut lines = Vec::new();
        for (index, line) in text.split('\n').enumerate() {
            if !line.trim().is_empty() {
                lines.push((index + 1, place, line));
            }
            place += line.len() + 1;
        }
        let unreadable = |line: &&(usize, usize, &str)| line.2.contains(['\0', '\u{fffd}']);
        if let Some((number, ..)) = lines.iter().find(unreadable) {
            return Err(ListError::Unreadable { line: *number });
        }
        let mut rest = lines.as_slice();
        // the line by which spreadsheets are told the separator
        let told = rest.first().and_then(|(_, _, line)| line.trim().strip_prefix("sep="));
        let separator = match told.map(str::as_bytes) {
            Some(&[separator]) => {
                rest = &rest[1..];
                separator
            }
            _ => separator(rest.iter().map(|(_, _, line)| *line)),
        };
        let mut cutter = Cutter::new(separator);
        let head = match rest.first() {
            Some((number, _, line)) => Head::read(*number, &cutter.cut(line).unwrap_or_default())?,
            None => None,
        };
        if head.is_some() {
            rest = &rest[1..];
        }
        if rest.len() > MOST_LINES {
            return Err(ListError::TooMany { count: rest.len(), allowed: MOST_LINES });
        }
        let columns = head.as_ref().map_or(Column::ALL.map(Some).to_vec(), |head| head.columns.clone());
        let line = |(number, start, line): &(usize, usize, &str)| {
            let cells = cutter.cut(line).and_then(|cells| Cells::new(&columns, cells));
            Line { number: *number, cells, start: *start }
        };
        let lines = rest.iter().map(line).collect();
        Ok(List { text, head, lines })
    }

    /// The list without its first `done` clients: what stands before the first one, then the others.
    pub(crate) fn without_first(&self, done: usize) -> String {
        match (self.lines.first(), self.lines.get(done)) {
            (Some(first), Some(next)) => [&self.text[..first.start], &self.text[next.start..]].concat(),
            _ => String::new(),
        }
    }
}

/// What parts the cells: whichever stands on most of the first lines, outside of quotes. Commas stand in names too, tabs never.
fn separator<'a>(lines: impl Iterator<Item = &'a str>) -> u8 {
    const BEST_LAST: [u8; 3] = *b",;\t";
    let mut counts = [0; 3];
    for line in lines.take(GUESSED_FROM) {
        let mut quoted = false;
        let mut found = [false; 3];
        for octet in line.bytes() {
            if octet == b'"' {
                quoted = !quoted;
            } else if let (false, Some(place)) = (quoted, BEST_LAST.iter().position(|known| *known == octet))
            {
                found[place] = true;
            }
        }
        for (count, found) in counts.iter_mut().zip(found) {
            *count += usize::from(found);
        }
    }
    // of several that stand on as many lines, the last
    let best = (0..3).max_by_key(|place| counts[*place]).unwrap_or_default();
    if counts[best] == 0 { b',' } else { BEST_LAST[best] }
}

/// Cuts lines into cells.
struct Cutter {
    reader: Reader,
}

impl Cutter {
    fn new(separator: u8) -> Cutter {
        Cutter { reader: ReaderBuilder::new().delimiter(separator).build() }
    }

    /// The cells of a line, without the spaces around them.
    fn cut(&mut self, line: &str) -> Result<Vec<String>, LineError> {
        if !line.matches('"').count().is_multiple_of(2) {
            return Err(LineError::Quotes);
        }
        self.reader.reset();
        let mut octets = vec![0; line.len()];
        let mut ends = [0; MOST_CELLS];
        let (mut written, mut count) = (0, 0);
        // the end of the line is told by an empty input
        for input in [line.as_bytes(), b""] {
            let (result, _, more, cells) =
                self.reader.read_record(input, &mut octets[written..], &mut ends[count..]);
            written += more;
            count += cells;
            if result == ReadRecordResult::OutputEndsFull {
                return Err(LineError::Columns { count: MOST_CELLS, allowed: Column::ALL.len() });
            }
        }
        let mut from = 0;
        let mut cells = Vec::with_capacity(count);
        for end in &ends[..count] {
            // quotes are ASCII, so what is between them is whole
            let cell = String::from_utf8_lossy(&octets[from..*end]).trim().to_owned();
            if !cell.matches('"').count().is_multiple_of(2) {
                return Err(LineError::Quotes);
            }
            cells.push(cell);
            from = *end;
        }
        Ok(cells)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each line's number with its cells, or its fault.
    fn read(text: &str) -> Vec<String> {
        let list = List::read(text).unwrap_or_else(|error| panic!("{error:?}"));
        let shown = |line: &Line| match &line.cells {
            Ok(cells) => format!("{} {}", line.number, Column::ALL.map(|column| cells.of(column)).join("|")),
            Err(error) => format!("{} {error:?}", line.number),
        };
        list.lines.iter().map(shown).collect()
    }

    #[test]
    fn what_spreadsheets_and_people_write_is_read() {
        for (text, lines) in [
            ("", &[][..]),
            ("\u{feff}\r\n \n", &[]),
            ("a", &["1 a||||"]),
            ("a\nb\n", &["1 a||||", "2 b||||"]),
            ("a\r\n\r\nb", &["1 a||||", "3 b||||"]),
            ("a\rb", &["1 a||||", "2 b||||"]),
            ("\u{feff}a,a@b.test,spiffe://b/a,curl,30", &["1 a|a@b.test|spiffe://b/a|curl|30"]),
            ("a;a@b.test;;iphone;\nb;;;;", &["1 a|a@b.test||iphone|", "2 b||||"]),
            ("김, 민수;a@b.test\n이영희;", &["1 김, 민수|a@b.test|||", "2 이영희||||"]),
            ("김, 민수\ta@b.test", &["1 김, 민수|a@b.test|||"]),
            ("\"Kim, Min su\", a@b.test", &["1 Kim, Min su|a@b.test|||"]),
            ("\"say \"\"hi\"\"\",", &["1 say \"hi\"||||"]),
            ("name,e-mail\na,b@c.test", &["2 a|b@c.test|||"]),
            ("이메일;이름;일수\nb@c.test;가;30", &["2 가|b@c.test|||30"]),
            ("sep=;\nName;Days\na;7", &["3 a||||7"]),
            ("sep=;\na;b@c.test", &["2 a|b@c.test|||"]),
            ("a,,,,,", &["1 a||||"]),
        ] {
            assert_eq!(read(text), lines, "{text:?}");
        }
    }

    #[test]
    fn what_is_wrong_with_a_line_stays_on_that_line() {
        for (text, lines) in [
            ("\"a\nb", &["1 Quotes", "2 b||||"][..]),
            ("a\"\nb", &["1 Quotes", "2 b||||"]),
            ("a, \"b,c\",d\nb", &["1 Quotes", "2 b||||"]),
            ("a,b,c,d,1,x", &["1 Columns { count: 6, allowed: 5 }"]),
            ("name\na,b", &["2 Columns { count: 2, allowed: 1 }"]),
        ] {
            assert_eq!(read(text), lines, "{text:?}");
        }
        let wide = ",".repeat(5_000);
        assert!(read(&wide)[0].contains("Columns"));
    }

    #[test]
    fn what_is_no_list_is_refused_as_a_whole() {
        let long = "x".repeat(LONGEST_OCTETS + 1);
        let lines = |count: usize| "partner\n".repeat(count);
        for (text, error) in [
            ("a\nb\0c", ListError::Unreadable { line: 2 }),
            ("\u{fffd}\u{fffd},a@b.test", ListError::Unreadable { line: 1 }),
            ("a\0b\0", ListError::Unreadable { line: 1 }),
            (&lines(100_000), ListError::TooMany { count: 100_000, allowed: MOST_LINES }),
            (&lines(MOST_LINES + 1), ListError::TooMany { count: MOST_LINES + 1, allowed: MOST_LINES }),
            (&long, ListError::TooLong { allowed: LONGEST_OCTETS }),
            ("e-mail,days\na@b.test,3", ListError::NoNames { line: 1 }),
            ("name,이름\na,b", ListError::Twice { line: 1, column: Column::Name }),
        ] {
            assert_eq!(List::read(text).err(), Some(error), "{:?}", text.get(..20));
        }
        assert!(List::read(&lines(MOST_LINES)).is_ok());
        assert!(List::read(&format!("name\n{}", lines(MOST_LINES))).is_ok());
    }

    #[test]
    fn what_is_left_begins_where_it_stopped_under_the_same_headings() {
        let list = List::read("\u{feff}sep=;\r\n이름;일수\r\n\r\n가;1\r\n나;2\r\n\r\n다;3")
            .unwrap_or_else(|error| panic!("{error:?}"));
        assert_eq!(list.without_first(0), "sep=;\n이름;일수\n\n가;1\n나;2\n\n다;3");
        assert_eq!(list.without_first(1), "sep=;\n이름;일수\n\n나;2\n\n다;3");
        assert_eq!(list.without_first(2), "sep=;\n이름;일수\n\n다;3");
        assert_eq!(list.without_first(3), "");
        assert_eq!(read(&list.without_first(2)), ["4 다||||3"]);
    }
}
