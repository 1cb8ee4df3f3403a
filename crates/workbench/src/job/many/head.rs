//! The line with headings, and what stands below it sorted by them.

use super::column::Column;
use super::error::{LineError, ListError};

/// A line with headings.
pub(crate) struct Head {
    /// Its number.
    pub(crate) line: usize,
    /// What each column is; `None` for one that nothing is taken from.
    pub(crate) columns: Vec<Option<Column>>,
    /// The headings of those.
    pub(crate) unused: Vec<String>,
}

impl Head {
    /// Reads a first line: it is a heading when a cell says that names stand below it, or when it says nothing but headings.
    pub(super) fn read(line: usize, cells: &[String]) -> Result<Option<Head>, ListError> {
        let columns: Vec<Option<Column>> = cells.iter().map(|cell| Column::meant(cell)).collect();
        let has_names = columns.contains(&Some(Column::Name));
        let mut said = cells.iter().zip(&columns).filter(|(cell, _)| !cell.is_empty()).peekable();
        let headings_alone = said.peek().is_some() && said.all(|(_, column)| column.is_some());
        if !has_names && !headings_alone {
            return Ok(None);
        }
        if !has_names {
            return Err(ListError::NoNames { line });
        }
        let twice = |column: &&Column| columns.iter().filter(|other| **other == Some(**column)).count() > 1;
        if let Some(column) = Column::ALL.iter().find(twice) {
            return Err(ListError::Twice { line, column: *column });
        }
        let unused = cells.iter().zip(&columns).filter(|(cell, column)| column.is_none() && !cell.is_empty());
        let unused = unused.map(|(cell, _)| cell.clone()).collect();
        Ok(Some(Head { line, columns, unused }))
    }
}

/// What stands on one line, by column.
#[derive(Debug, Default)]
pub(crate) struct Cells([String; 5]);

impl Cells {
    /// Cells in the order of these columns. Fewer are empty at the end; more must be empty.
    pub(super) fn new(columns: &[Option<Column>], cells: Vec<String>) -> Result<Cells, LineError> {
        let count = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
        if count > columns.len() {
            return Err(LineError::Columns { count, allowed: columns.len() });
        }
        let mut sorted = Cells::default();
        for (column, cell) in columns.iter().zip(cells) {
            if let Some(column) = column {
                sorted.0[*column as usize] = cell;
            }
        }
        Ok(sorted)
    }

    /// What stands in a column; empty when nothing does.
    pub(crate) fn of(&self, column: Column) -> &str {
        &self.0[column as usize]
    }
}

#[cfg(test)]
mod tests {
    use super::{Column, Head};

    #[test]
    fn headings_are_told_from_clients() {
        use Column::{Days, Email, Name, Recipient, Uri};
        for (line, columns) in [
            ("name", Some(&[Some(Name)][..])),
            (
                "Name|E-Mail|URI|Recipient|Days",
                Some(&[Some(Name), Some(Email), Some(Uri), Some(Recipient), Some(Days)]),
            ),
            (
                "이름|이메일|URI|받는 쪽|유효 기간",
                Some(&[Some(Name), Some(Email), Some(Uri), Some(Recipient), Some(Days)]),
            ),
            ("days|common_name", Some(&[Some(Days), Some(Name)])),
            ("name|department|", Some(&[Some(Name), None, None])),
            ("partner-1", None),
            ("partner-1|mail", None),
            ("names", None),
            ("", None),
        ] {
            let cells: Vec<String> = line.split('|').map(str::to_owned).collect();
            let head = Head::read(1, &cells).unwrap_or_else(|error| panic!("{error:?}"));
            assert_eq!(head.map(|head| head.columns).as_deref(), columns, "{line}");
        }
    }
}
