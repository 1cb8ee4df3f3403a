//! Breaking a text for people into comment lines. Where a comment may stand is each syntax's own.

use crate::unwritable::{Unwritable, plain};

/// Columns that a comment line may take, its mark and indentation not counted.
const COLUMNS: usize = 92;

/// The words of `text` in lines of at most [`COLUMNS`] columns; a longer word has a line of its own.
pub(crate) fn wrap(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    let mut used = 0;
    for word in text.split_whitespace() {
        let width = columns(word);
        if used > 0 && used + 1 + width > COLUMNS {
            lines.push(std::mem::take(&mut line));
            used = 0;
        }
        if used > 0 {
            line.push(' ');
            used += 1;
        }
        line.push_str(word);
        used += width;
    }
    if used > 0 {
        lines.push(line);
    }
    lines
}

/// `text` as comment lines of a syntax whose mark is `#`, `indent` columns in, each with its line end.
///
/// # Errors
/// [`Unwritable`] when the text holds what no file of ours may hold.
pub(crate) fn remark(indent: usize, text: &str) -> Result<String, Unwritable> {
    wrap(text).iter().map(|line| Ok(format!("{:indent$}# {}\n", "", plain(line)?))).collect()
}

/// Columns of a monospaced screen: Hangul, CJK and fullwidth forms take two (UAX #11).
fn columns(word: &str) -> usize {
    word.chars()
        .map(|character| match character {
            '\u{1100}'..='\u{115f}'
            | '\u{2e80}'..='\u{a4cf}'
            | '\u{ac00}'..='\u{d7a3}'
            | '\u{f900}'..='\u{faff}' => 2,
            '\u{fe30}'..='\u{fe6f}'
            | '\u{ff00}'..='\u{ff60}'
            | '\u{ffe0}'..='\u{ffe6}'
            | '\u{20000}'..='\u{3fffd}' => 2,
            _ => 1,
        })
        .sum()
}

#[cfg(test)]
mod tests {
    use super::{columns, wrap};

    #[test]
    fn lines_keep_their_width_and_lose_no_word() {
        let text = "인증서가 없는 요청은 nginx가 HTTP 400으로 거절해요 ".repeat(9);
        let lines = wrap(&text);
        assert!(lines.iter().all(|line| columns(line) <= 92), "{lines:#?}");
        assert_eq!(lines.join(" "), text.trim());
        assert_eq!(wrap(" \n "), Vec::<String>::new());
        assert_eq!(wrap(&"x".repeat(200)).len(), 1);
    }
}
