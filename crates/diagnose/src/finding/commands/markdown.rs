//! Which lines of Markdown are code and which are prose.

/// What a block of code begins and ends with (CommonMark 0.31, 4.5).
pub(super) const FENCE: &str = "```";

/// Lines of one kind that follow each other.
pub(super) struct Stretch<'a> {
    /// The first of them, counted from 1.
    pub(super) first: usize,
    /// Of code: what stands behind the fence.
    pub(super) code: Option<&'a str>,
    /// Another fence ends it.
    pub(super) is_closed: bool,
    /// The lines themselves.
    pub(super) lines: Vec<&'a str>,
}

/// A text in stretches; it begins with prose.
pub(super) fn stretches(text: &str) -> Vec<Stretch<'_>> {
    let stretch = |first, code| Stretch { first, code, is_closed: false, lines: Vec::new() };
    let mut ended = Vec::new();
    let mut open = stretch(1, None);
    for (number, line) in text.lines().enumerate() {
        match line.trim_start().strip_prefix(FENCE) {
            None => open.lines.push(line),
            Some(kind) => {
                let code = open.code.is_none().then(|| kind.trim());
                open.is_closed = true;
                ended.push(std::mem::replace(&mut open, stretch(number + 2, code)));
            }
        }
    }
    ended.push(open);
    ended
}
