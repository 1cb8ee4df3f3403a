//! Reads nginx's configuration into the tree that the writer takes. It judges syntax alone: unknown directives are read,
//! `include` is not followed, and Lua is kept as it stands.

use super::{Argument, At, Directive, Node, Place, ReadError, ReadFault, lua};

/// Blocks inside one another that are followed; nginx itself uses about five.
const DEEPEST: usize = 64;
/// A word, and a comment with its `#`, has to end within nginx's buffer (`NGX_CONF_BUFFER`).
const BUFFER: usize = 4_096;

/// Reads a whole configuration.
///
/// # Errors
/// [`ReadError`] with the first place that nginx would complain about.
pub fn read(source: &str) -> Result<Vec<Node>, ReadError> {
    let (nodes, error) = read_as_far_as_it_goes(source);
    error.map_or(Ok(nodes), Err)
}

/// What stands before the first place that nginx would complain about, and the complaint: nginx carries out each directive as
/// it reads it, so an earlier one may have stopped it already.
#[must_use]
pub fn read_as_far_as_it_goes(source: &str) -> (Vec<Node>, Option<ReadError>) {
    let mut reader = Reader { source, at: 0, place: Place { line: 1, column: 1 } };
    let mut nodes = Vec::new();
    let error = reader.level(0, None, &mut nodes).err();
    (nodes, error)
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    place: Place,
}

/// How a word ended, or what stood in its place.
enum Token {
    Word(String),
    Semicolon,
    Open,
    Close,
    Comment(String),
    End,
}

impl Reader<'_> {
    /// The inside of a file, or of the block of a directive.
    fn level(
        &mut self,
        depth: usize,
        of: Option<(&str, Place)>,
        nodes: &mut Vec<Node>,
    ) -> Result<(), ReadError> {
        // where the node before ended: a block begins on the line of its `{`, a file before its first line
        let mut last_line = if depth == 0 { 0 } else { self.place.line };
        loop {
            self.space();
            let here = self.place;
            nodes.extend((last_line + 1..here.line).map(|_| Node::Blank));
            let unexpected = |character| Err(ReadError { at: here, fault: ReadFault::Unexpected(character) });
            match (self.token()?, of) {
                (Token::Comment(text), _) => nodes.push(Node::Comment(text)),
                (Token::Word(name), _) => self.directive(name, here, depth, nodes)?,
                (Token::Semicolon, _) => return unexpected(';'),
                (Token::Open, _) => return unexpected('{'),
                (Token::Close, None) => return unexpected('}'),
                (Token::Close, Some(_)) | (Token::End, None) => return Ok(()),
                (Token::End, Some((name, opened))) => {
                    let name = name.to_owned();
                    return Err(self.fault(ReadFault::UnclosedBlock { name, opened }));
                }
            }
            last_line = self.place.line;
        }
    }

    fn directive(
        &mut self,
        name: String,
        opened: Place,
        depth: usize,
        nodes: &mut Vec<Node>,
    ) -> Result<(), ReadError> {
        let mut arguments = Vec::new();
        // nginx allows comments between the words of a directive: they are kept inside its block, or behind it
        let mut comments = Vec::new();
        loop {
            self.space();
            let here = self.place;
            match self.token()? {
                Token::Word(text) if text.contains('$') => arguments.push(Argument::Variables(text)),
                Token::Word(text) => arguments.push(Argument::Literal(text)),
                Token::Comment(text) => comments.push(Node::Comment(text)),
                Token::Semicolon => {
                    let at = At { start: opened, end: here, close: here };
                    nodes.push(Node::Directive(Directive { name, arguments, block: None, at }));
                    nodes.append(&mut comments);
                    return Ok(());
                }
                Token::Open if depth + 1 >= DEEPEST => return Err(self.fault(ReadFault::TooDeep)),
                Token::Open => {
                    let result = if lua::is_lua(&name) {
                        nodes.append(&mut comments);
                        self.verbatim(&name, opened).map(|text| comments.push(Node::Verbatim(text)))
                    } else {
                        self.level(depth + 1, Some((&name, opened)), &mut comments)
                    };
                    let at = At { start: opened, end: here, close: self.place };
                    nodes.push(Node::Directive(Directive { name, arguments, block: Some(comments), at }));
                    return result;
                }
                Token::Close => {
                    return Err(ReadError { at: here, fault: ReadFault::MissingSemicolon { name, opened } });
                }
                Token::End => return Err(self.fault(ReadFault::UnfinishedDirective { name, opened })),
            }
        }
    }

    /// Everything up to the brace that ends a block of Lua.
    fn verbatim(&mut self, name: &str, opened: Place) -> Result<String, ReadError> {
        let rest = &self.source[self.at..];
        let Some(length) = lua::length(rest) else {
            self.skip_to(self.source.len());
            return Err(self.fault(ReadFault::UnclosedBlock { name: name.to_owned(), opened }));
        };
        let text = rest[..length].to_owned();
        self.skip_to(self.at + length + 1);
        Ok(text)
    }

    /// The next token; `space` was called before.
    fn token(&mut self) -> Result<Token, ReadError> {
        let Some(first) = self.peek() else { return Ok(Token::End) };
        match first {
            ';' | '{' | '}' => {
                self.take();
                Ok(match first {
                    ';' => Token::Semicolon,
                    '{' => Token::Open,
                    _ => Token::Close,
                })
            }
            '#' => {
                let (start, opened) = (self.at, self.place);
                let end = self.source[start..].find('\n').map_or(self.source.len(), |length| start + length);
                self.skip_to(end);
                self.fits(start, end, opened, None)?;
                let text = &self.source[start + 1..end];
                Ok(Token::Comment(text.strip_prefix(' ').unwrap_or(text).trim_end_matches('\r').to_owned()))
            }
            '"' | '\'' => self.quoted(first),
            _ => self.bare(),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Token, ReadError> {
        let opened = self.place;
        self.take();
        let start = self.at;
        loop {
            match self.take() {
                None => {
                    self.fits(start, self.at, opened, Some(quote))?;
                    return Err(self.fault(ReadFault::UnclosedQuote { quote, opened }));
                }
                Some('\\') => {
                    self.take();
                }
                Some(character) if character == quote => break,
                Some(_) => {}
            }
        }
        self.fits(start, self.at - 1, opened, Some(quote))?;
        let word = unescaped(&self.source[start..self.at - 1]);
        match self.peek() {
            Some('}') => Ok(Token::Word(word)),
            Some(next) if !is_space(next) && !matches!(next, ';' | '{' | ')') => {
                Err(self.fault(ReadFault::Glued(next)))
            }
            _ => Ok(Token::Word(word)),
        }
    }

    fn bare(&mut self) -> Result<Token, ReadError> {
        let (start, opened) = (self.at, self.place);
        let mut variable = false;
        // what ends the text inside a directive is told by the directive, which knows its name
        while let Some(next) = self.peek() {
            if is_space(next) || next == ';' || (next == '{' && !variable) {
                break;
            }
            variable = next == '$' || (next == '{' && variable);
            self.take();
            if next == '\\' {
                self.take();
            }
        }
        self.fits(start, self.at, opened, None)?;
        Ok(Token::Word(unescaped(&self.source[start..self.at])))
    }

    /// Whether these octets fit in nginx's buffer together with the one that ends them.
    fn fits(&self, start: usize, end: usize, opened: Place, quote: Option<char>) -> Result<(), ReadError> {
        if end - start < BUFFER {
            return Ok(());
        }
        let begins = self.source[start..].chars().take(10).collect();
        Err(ReadError { at: opened, fault: ReadFault::TooLong { quote, begins } })
    }

    fn space(&mut self) {
        while self.peek().is_some_and(is_space) {
            self.take();
        }
    }

    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn take(&mut self) -> Option<char> {
        let character = self.peek()?;
        self.at += character.len_utf8();
        if character == '\n' {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(character)
    }

    fn skip_to(&mut self, end: usize) {
        while self.at < end {
            self.take();
        }
    }

    fn fault(&self, fault: ReadFault) -> ReadError {
        ReadError { at: self.place, fault }
    }
}

/// nginx removes a backslash before a quote or a backslash, turns `\t`, `\r`, `\n` into what they stand for, and leaves others.
fn unescaped(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut characters = word.chars().peekable();
    while let Some(character) = characters.next() {
        let replacement = match (character, characters.peek()) {
            ('\\', Some(next @ ('"' | '\'' | '\\'))) => Some(*next),
            ('\\', Some('t')) => Some('\t'),
            ('\\', Some('r')) => Some('\r'),
            ('\\', Some('n')) => Some('\n'),
            _ => None,
        };
        if replacement.is_some() {
            characters.next();
        }
        out.push(replacement.unwrap_or(character));
    }
    out
}

fn is_space(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}
