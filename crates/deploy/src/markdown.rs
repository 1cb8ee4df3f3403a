//! Markdown as a list of blocks, and the one place that escapes for it (CommonMark 0.31, with GitHub's additions in mind).
//! It escapes as little as it must: many people read a README as plain text.

use crate::unwritable::{Unwritable, plain};

/// One block of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading; its level from 1 to 6.
    Heading(u8, String),
    /// A paragraph.
    Paragraph(String),
    /// Points without order.
    Bullets(Vec<String>),
    /// What is to be ticked (GitHub's task lists; elsewhere a point that begins with a box).
    Boxes(Vec<String>),
    /// What is done one after the other, numbered from 1.
    Steps(Vec<String>),
    /// What a terminal takes or shows, line by line; the language for colouring, or nothing.
    Code(&'static str, String),
    /// Columns with their headings. Rows shorter than the head are filled up.
    Table(Vec<String>, Vec<Vec<String>>),
}

/// Writes a document.
///
/// # Errors
/// [`Unwritable`] when a text holds control characters; code may hold line feeds.
pub fn write(blocks: &[Block]) -> Result<String, Unwritable> {
    let mut out = String::new();
    for (index, block) in blocks.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        match block {
            Block::Heading(level, text) => {
                out.extend(std::iter::repeat_n('#', usize::from((*level).clamp(1, 6))));
                out.push(' ');
                out.push_str(&inline(text)?);
            }
            Block::Paragraph(text) => out.push_str(&start(&inline(text)?)),
            Block::Bullets(points) => list(points, |_| "- ".to_owned(), &mut out)?,
            Block::Boxes(points) => list(points, |_| "- [ ] ".to_owned(), &mut out)?,
            Block::Steps(steps) => list(steps, |index| format!("{}. ", index + 1), &mut out)?,
            Block::Code(language, code) => self::code(language, code, &mut out)?,
            Block::Table(head, rows) => table(head, rows, &mut out)?,
        }
        out.push('\n');
    }
    Ok(out)
}

fn list(points: &[String], mark: impl Fn(usize) -> String, out: &mut String) -> Result<(), Unwritable> {
    for (index, point) in points.iter().enumerate() {
        if index > 0 {
            out.push('\n');
        }
        out.push_str(&mark(index));
        out.push_str(&start(&inline(point)?));
    }
    Ok(())
}

/// A text on one line, every character meaning itself.
fn inline(text: &str) -> Result<String, Unwritable> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut out = String::new();
    let characters: Vec<char> = plain(&text)?.chars().collect();
    for (index, &character) in characters.iter().enumerate() {
        let between_words = |character: char| {
            let letter = |at: Option<&char>| at.is_some_and(char::is_ascii_alphanumeric);
            character == '_'
                && letter(index.checked_sub(1).and_then(|at| characters.get(at)))
                && letter(characters.get(index + 1))
        };
        let escape = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' => true,
            // an underscore inside a word is no emphasis
            '_' => !between_words(character),
            '&' => characters.get(index + 1).is_some_and(|next| next.is_ascii_alphabetic() || *next == '#'),
            // a heading may be closed by `#`
            '#' => index + 1 == characters.len() || characters.get(index + 1) == Some(&'#'),
            _ => false,
        };
        if escape {
            out.push('\\');
        }
        out.push(character);
    }
    Ok(out)
}

/// Escapes what would make the start of a line a heading, a list, a rule or an underline.
fn start(text: &str) -> String {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=9).contains(&digits) && text[digits..].starts_with(['.', ')']) {
        return format!("{}\\{}", &text[..digits], &text[digits..]);
    }
    if text.starts_with(['#', '+', '-', '=']) { format!("\\{text}") } else { text.to_owned() }
}

fn code(language: &str, code: &str, out: &mut String) -> Result<(), Unwritable> {
    for line in code.split('\n') {
        plain(line)?;
    }
    let longest = code.split(|character| character != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest.max(2) + 1);
    out.push_str(&fence);
    out.push_str(language);
    out.push('\n');
    if !code.is_empty() {
        out.push_str(code.strip_suffix('\n').unwrap_or(code));
        out.push('\n');
    }
    out.push_str(&fence);
    Ok(())
}

fn table(head: &[String], rows: &[Vec<String>], out: &mut String) -> Result<(), Unwritable> {
    let row = |cells: &[String], out: &mut String| -> Result<(), Unwritable> {
        out.push('|');
        for column in 0..head.len() {
            out.push(' ');
            out.push_str(&inline(cells.get(column).map_or("", String::as_str))?);
            out.push_str(" |");
        }
        Ok(())
    };
    row(head, out)?;
    out.push_str("\n|");
    for _ in head {
        out.push_str(" --- |");
    }
    for cells in rows {
        out.push('\n');
        row(cells, out)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{Block, write};

    #[test]
    fn text_stays_text() {
        for (text, written) in [
            ("plain_name and api.example.com", "plain_name and api.example.com\n"),
            (
                "*bold* _em_ `code` [a](b) <script>",
                "\\*bold\\* \\_em\\_ \\`code\\` \\[a\\](b) \\<script\\>\n",
            ),
            ("# no heading", "\\# no heading\n"),
            ("- no list", "\\- no list\n"),
            ("1. no list", "1\\. no list\n"),
            ("--- ", "\\---\n"),
            ("a & b &amp; c", "a & b \\&amp; c\n"),
            ("line\nline", "line line\n"),
        ] {
            assert_eq!(write(&[Block::Paragraph(text.to_owned())]).as_deref(), Ok(written), "{text}");
        }
        assert!(write(&[Block::Paragraph("a\u{1b}b".to_owned())]).is_err());
    }

    #[test]
    fn a_fence_is_longer_than_any_inside() {
        let code = Block::Code("sh", "echo '```'\n".to_owned());
        assert_eq!(write(&[code]).as_deref(), Ok("````sh\necho '```'\n````\n"));
    }
}
