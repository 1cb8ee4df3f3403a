//! The one place that knows how nginx's configuration is quoted and indented. Which directives exist is not known here.

use super::{Argument, Directive, Node, lua};
use crate::unwritable::{Reason, Unwritable, plain};

/// nginx reads its configuration through a buffer of 4,096 bytes (`NGX_CONF_BUFFER`) that a word or comment line must fit in.
const LONGEST: usize = 4_000;

/// Writes a configuration, four spaces to a level, so that [`super::read`] gives back the same tree.
///
/// # Errors
/// [`Unwritable`] for a control character anywhere, `$` in a literal, a word too long for nginx, a name that is none, or Lua that
/// closes more braces than it opens.
pub fn write(nodes: &[Node]) -> Result<String, Unwritable> {
    let mut out = String::new();
    level(nodes, 0, &mut out)?;
    Ok(out)
}

fn level(nodes: &[Node], depth: usize, out: &mut String) -> Result<(), Unwritable> {
    for node in nodes {
        match node {
            Node::Blank => {}
            Node::Comment(text) => {
                indent(depth, out);
                comment(text, out)?;
            }
            Node::Directive(directive) => {
                indent(depth, out);
                self::directive(directive, depth, out)?;
            }
            // where it may stand, its directive writes it
            Node::Verbatim(text) => return Err(Unwritable::new(text, Reason::NotAName)),
        }
        out.push('\n');
    }
    Ok(())
}

fn comment(text: &str, out: &mut String) -> Result<(), Unwritable> {
    if text.len() > LONGEST {
        return Err(Unwritable::new(text, Reason::Long(LONGEST)));
    }
    out.push('#');
    if !text.is_empty() {
        out.push(' ');
        out.push_str(plain(text)?);
    }
    Ok(())
}

fn directive(directive: &Directive, depth: usize, out: &mut String) -> Result<(), Unwritable> {
    // a name never needs quotes; in a `map` block the value to be found stands in its place, and may be any word
    argument(&Argument::Literal(directive.name.clone()), out)?;
    for argument in &directive.arguments {
        out.push(' ');
        self::argument(argument, out)?;
    }
    match &directive.block {
        None => out.push(';'),
        Some(inside) if lua::is_lua(&directive.name) => match &inside[..] {
            [Node::Verbatim(text)] if lua::length(&format!("{text}}}")) == Some(text.len()) => {
                out.push_str(" {");
                out.push_str(text);
                out.push('}');
            }
            _ => return Err(Unwritable::new(&directive.name, Reason::NotAName)),
        },
        Some(inside) => {
            out.push_str(" {\n");
            level(inside, depth + 1, out)?;
            indent(depth, out);
            out.push('}');
        }
    }
    Ok(())
}

fn argument(argument: &Argument, out: &mut String) -> Result<(), Unwritable> {
    let text = plain(argument.text())?;
    if text.len() > LONGEST {
        return Err(Unwritable::new(text, Reason::Long(LONGEST)));
    }
    match argument {
        Argument::Literal(_) if text.contains('$') => {
            return Err(Unwritable::new(text, Reason::Variable('$')));
        }
        Argument::Variables(_) if !text.contains('$') => return Err(Unwritable::new(text, Reason::Empty)),
        Argument::Literal(_) | Argument::Variables(_) => {}
    }
    if !text.is_empty() && text.chars().all(|character| is_bare(character) || character == '$') {
        out.push_str(text);
        return Ok(());
    }
    // the quote that needs fewer backslashes: JSON inside stays readable
    let quote = if text.contains('"') && !text.contains('\'') { '\'' } else { '"' };
    out.push(quote);
    for character in text.chars() {
        if character == quote || character == '\\' {
            out.push('\\');
        }
        out.push(character);
    }
    out.push(quote);
    Ok(())
}

/// Characters that mean themselves in a word without quotes, wherever in it they stand.
fn is_bare(character: char) -> bool {
    character.is_ascii_alphanumeric() || "_-./:@+=*~^,%![]()".contains(character)
}

fn indent(depth: usize, out: &mut String) {
    for _ in 0..depth {
        out.push_str("    ");
    }
}
