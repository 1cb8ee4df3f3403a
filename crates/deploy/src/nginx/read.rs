//! Reads nginx's configuration into the tree that the writer takes. It judges syntax alone: unknown directives are read,
//! `include` is not followed, and Lua blocks are not understood.

use serde::{Deserialize, Serialize};

use super::{Argument, Directive, Node};

/// Blocks inside one another that are followed; nginx itself uses about five.
const DEEPEST: usize = 64;

/// Why a text is not nginx's syntax, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong there.
    pub fault: ReadFault,
}

/// What can be wrong in nginx's syntax; each stands for a message of nginx itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ReadFault {
    /// The text ends inside a word, a quoted string, a directive or a block (`unexpected end of file`).
    UnexpectedEnd,
    /// `;`, `{` or `}` where none can stand, or a word glued to a closing quote (`unexpected "x"`).
    Unexpected(char),
    /// A directive without its `;` before `}` (`unexpected "}"`).
    MissingSemicolon,
    /// More blocks inside one another than any real configuration has.
    TooDeep,
}

/// Reads a whole configuration.
///
/// # Errors
/// [`ReadError`] with the first line that nginx would complain about.
pub fn read(source: &str) -> Result<Vec<Node>, ReadError> {
    let mut reader = Reader { source, at: 0, line: 1 };
    let nodes = reader.level(0)?;
    Ok(nodes)
}

struct Reader<'a> {
    source: &'a str,
    at: usize,
    line: usize,
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
    fn level(&mut self, depth: usize) -> Result<Vec<Node>, ReadError> {
        let mut nodes = Vec::new();
        // where the node before ended: a block begins on the line of its `{`, a file before its first line
        let mut last_line = if depth == 0 { 0 } else { self.line };
        loop {
            self.space();
            let here = self.line;
            nodes.extend((last_line + 1..here).map(|_| Node::Blank));
            match self.token()? {
                Token::Comment(text) => nodes.push(Node::Comment(text)),
                Token::Word(name) => nodes.push(Node::Directive(self.directive(name, depth)?)),
                Token::Semicolon => return Err(ReadError { line: here, fault: ReadFault::Unexpected(';') }),
                Token::Open => return Err(ReadError { line: here, fault: ReadFault::Unexpected('{') }),
                Token::Close if depth > 0 => return Ok(nodes),
                Token::Close => return Err(ReadError { line: here, fault: ReadFault::Unexpected('}') }),
                Token::End if depth == 0 => return Ok(nodes),
                Token::End => return Err(self.fault(ReadFault::UnexpectedEnd)),
            }
            last_line = self.line;
        }
    }

    fn directive(&mut self, name: String, depth: usize) -> Result<Directive, ReadError> {
        let mut arguments = Vec::new();
        loop {
            self.space();
            match self.token()? {
                Token::Word(text) if text.contains('$') => arguments.push(Argument::Variables(text)),
                Token::Word(text) => arguments.push(Argument::Literal(text)),
                // nginx allows a comment between the words of a directive; it belongs to nothing
                Token::Comment(_) => {}
                Token::Semicolon => return Ok(Directive { name, arguments, block: None }),
                Token::Open if depth + 1 >= DEEPEST => return Err(self.fault(ReadFault::TooDeep)),
                Token::Open => {
                    let block = Some(self.level(depth + 1)?);
                    return Ok(Directive { name, arguments, block });
                }
                Token::Close => return Err(self.fault(ReadFault::MissingSemicolon)),
                Token::End => return Err(self.fault(ReadFault::UnexpectedEnd)),
            }
        }
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
                self.take();
                let rest = &self.source[self.at..];
                let text = &rest[..rest.find('\n').unwrap_or(rest.len())];
                self.at += text.len();
                Ok(Token::Comment(text.strip_prefix(' ').unwrap_or(text).trim_end_matches('\r').to_owned()))
            }
            '"' | '\'' => self.quoted(first),
            _ => self.bare(),
        }
    }

    fn quoted(&mut self, quote: char) -> Result<Token, ReadError> {
        self.take();
        let start = self.at;
        loop {
            match self.take() {
                None => return Err(self.fault(ReadFault::UnexpectedEnd)),
                Some('\\') => {
                    self.take();
                }
                Some(character) if character == quote => break,
                Some(_) => {}
            }
        }
        let word = unescaped(&self.source[start..self.at - 1]);
        match self.peek() {
            Some(next) if !is_space(next) && !matches!(next, ';' | '{' | ')') => {
                Err(self.fault(ReadFault::Unexpected(next)))
            }
            _ => Ok(Token::Word(word)),
        }
    }

    fn bare(&mut self) -> Result<Token, ReadError> {
        let start = self.at;
        let mut variable = false;
        loop {
            let Some(next) = self.peek() else { return Err(self.fault(ReadFault::UnexpectedEnd)) };
            if is_space(next) || next == ';' || (next == '{' && !variable) {
                break;
            }
            variable = next == '$';
            self.take();
            if next == '\\' {
                self.take();
            }
        }
        Ok(Token::Word(unescaped(&self.source[start..self.at])))
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
            self.line += 1;
        }
        Some(character)
    }

    fn fault(&self, fault: ReadFault) -> ReadError {
        ReadError { line: self.line, fault }
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
