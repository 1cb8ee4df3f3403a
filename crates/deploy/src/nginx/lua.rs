//! Where a block of Lua ends: braces are counted outside Lua's strings and comments (Lua 5.1 reference manual, section 2.1).
//! Whether it is Lua is not asked.

/// Whether the block of this directive is Lua, by the names of lua-nginx-module.
pub(super) fn is_lua(name: &str) -> bool {
    name.ends_with("_by_lua_block")
}

/// How many octets come before the brace that closes the block; `None` when there is none.
pub(super) fn length(source: &str) -> Option<usize> {
    let bytes = source.as_bytes();
    let mut at = 0;
    let mut open = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            b'}' if open == 0 => return Some(at),
            b'}' => open -= 1,
            b'{' => open += 1,
            quote @ (b'"' | b'\'') => at = end_of_string(bytes, at + 1, quote)?,
            b'-' if bytes[at..].starts_with(b"--") => {
                at = match level(&bytes[at + 2..]) {
                    Some(level) => end_of_long(source, at + 2, level)?,
                    None => at + bytes[at..].iter().position(|octet| *octet == b'\n')?,
                };
            }
            b'[' => {
                if let Some(level) = level(&bytes[at..]) {
                    at = end_of_long(source, at, level)?;
                }
            }
            _ => {}
        }
        at += 1;
    }
    None
}

/// The octet of the quote that ends a string.
fn end_of_string(bytes: &[u8], mut at: usize, quote: u8) -> Option<usize> {
    loop {
        match bytes.get(at)? {
            b'\\' => at += 2,
            octet if *octet == quote => return Some(at),
            _ => at += 1,
        }
    }
}

/// How many `=` an opening long bracket has; `None` when none begins here.
fn level(bytes: &[u8]) -> Option<usize> {
    let rest = bytes.strip_prefix(b"[")?;
    let level = rest.iter().take_while(|octet| **octet == b'=').count();
    (rest.get(level) == Some(&b'[')).then_some(level)
}

/// The last octet of the long bracket that begins here.
fn end_of_long(source: &str, at: usize, level: usize) -> Option<usize> {
    let close = format!("]{}]", "=".repeat(level));
    let inside = at + level + 2;
    Some(inside + source.get(inside..)?.find(&close)? + close.len() - 1)
}

#[cfg(test)]
mod tests {
    use super::length;

    #[test]
    fn a_block_ends_at_its_own_brace() {
        for (source, expected) in [
            (" ngx.say(1) } x", Some(" ngx.say(1) ")),
            ("local t = {a = {}}}", Some("local t = {a = {}}")),
            ("ngx.say('}')}", Some("ngx.say('}')")),
            (r#"ngx.say("\"}")}"#, Some(r#"ngx.say("\"}")"#)),
            ("-- }\n}", Some("-- }\n")),
            ("--[[ } ]] }", Some("--[[ } ]] ")),
            ("--[==[ } ]] ]==]}", Some("--[==[ } ]] ]==]")),
            ("x = [[}]]}", Some("x = [[}]]")),
            ("t[1] = [=[ ]] } ]=]}", Some("t[1] = [=[ ]] } ]=]")),
            ("가 = '}'}", Some("가 = '}'")),
            ("}", Some("")),
            ("{", None),
            ("'}", None),
            ("[[}", None),
            ("-- }", None),
        ] {
            assert_eq!(length(source).map(|length| &source[..length]), expected, "{source}");
        }
    }
}
