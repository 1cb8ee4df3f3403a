//! Addresses that stand for several: `https://{a,b}.example.com/[1-9]` (curl's manual, "URL globbing"; its `tool_urlglob.c`).

/// What braces and ranges of an address make of it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Globbed {
    /// The first of the addresses that it stands for.
    pub(super) first: String,
    /// Whether it stands for more than that one.
    pub(super) several: bool,
}

/// The addresses that a text stands for. Brackets around an address of IPv6, brackets with nothing in them and what stands behind a
/// backslash are taken as they are.
///
/// # Errors
/// What curl says to braces and brackets that stand for nothing.
pub(super) fn first_of(text: &str) -> Result<Globbed, String> {
    let said = |words: &str, at: usize| Err(format!("{words} in URL position {at}:"));
    let mut globbed = Globbed { first: String::new(), several: false };
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}', '[', ']', '\\']) {
        globbed.first.push_str(&text[at..at + found]);
        at += found;
        let rest = &text[at + 1..];
        let end = match text.as_bytes()[at] {
            b'\\' => {
                let escapes = rest.starts_with(['{', '}', '[', ']']);
                globbed.first.push_str(if escapes { &rest[..1] } else { "\\" });
                usize::from(escapes)
            }
            b'{' => match set(rest) {
                Ok((first, several, end)) => {
                    globbed.first.push_str(&first);
                    globbed.several |= several;
                    end
                }
                Err(("unmatched brace", _)) => return said("unmatched brace", at + 1),
                Err((words, wrong)) => return said(words, at + 2 + wrong),
            },
            b'[' => match rest.split_once(']').map(|(inside, _)| inside) {
                Some(inside) if inside.is_empty() || is_address(inside) => {
                    globbed.first.extend(["[", inside, "]"]);
                    inside.len() + 1
                }
                Some(inside) if is_range(inside) => {
                    let (first, last) = inside.split_once('-').unwrap_or_default();
                    let last = last.split(':').next().unwrap_or_default();
                    let trimmed = |text: &str| text.trim_start_matches('0').to_owned();
                    let order = |text: &str| (trimmed(text).len(), trimmed(text));
                    if order(first) > order(last) || inside.ends_with(":0") {
                        return said("bad range", at + inside.len() + 3);
                    }
                    globbed.several |= first != last;
                    globbed.first.push_str(first);
                    inside.len() + 1
                }
                _ if rest.starts_with(|first: char| first.is_ascii_alphanumeric()) => {
                    return said("bad range", at + 2);
                }
                _ => return said("bad range specification", at + 2),
            },
            _ => return said("unmatched close brace/bracket", at + 1),
        };
        at += 1 + end;
    }
    globbed.first.push_str(&text[at..]);
    Ok(globbed)
}

/// The first of the texts in braces, whether there are others, and where what stands behind them begins; otherwise what is wrong and where.
fn set(rest: &str) -> Result<(String, bool, usize), (&'static str, usize)> {
    let mut first = String::new();
    let mut several = false;
    let mut letters = rest.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '}' if at == 0 => return Err(("empty string within braces", 0)),
            '}' => return Ok((first, several, at + 1)),
            '{' | '[' => return Err(("nested brace", at)),
            ']' => return Err(("unexpected close bracket", at)),
            ',' => several = true,
            _ if several => drop((letter == '\\').then(|| letters.next())),
            '\\' => first.push(letters.next().map_or('\\', |(_, escaped)| escaped)),
            other => first.push(other),
        }
    }
    Err(("unmatched brace", 0))
}

fn is_address(inside: &str) -> bool {
    let address = inside.split('%').next().unwrap_or_default();
    address.parse::<core::net::Ipv6Addr>().is_ok()
}

/// `1-9`, `001-100`, `a-z`, each with `:step` or without.
fn is_range(inside: &str) -> bool {
    let number = |text: &str| !text.is_empty() && text.bytes().all(|octet| octet.is_ascii_digit());
    let letter = |text: &str| text.len() == 1 && text.bytes().all(|octet| octet.is_ascii_alphabetic());
    let (range, step) = inside.split_once(':').unwrap_or((inside, "1"));
    let both =
        |(first, last): (&str, &str)| (number(first) && number(last)) || (letter(first) && letter(last));
    number(step) && range.split_once('-').is_some_and(both)
}

#[cfg(test)]
mod tests {
    use super::first_of;
    use testkit::tool;

    #[test]
    fn braces_stand_for_several_addresses() {
        for (written, first, several) in [
            ("https://a/", "https://a/", false),
            ("https://{a,b}.test/{x,y}", "https://a.test/x", true),
            ("https://{a}/", "https://a/", false),
            ("https://a/[01-30]/{x,y}[b-d:2]", "https://a/01/xb", true),
            ("https://[::1]/[7-7]", "https://[::1]/7", false),
            ("https://a/?x[]=1&y=[]", "https://a/?x[]=1&y=[]", false),
            ("https://a/?x\\[\\]=\\{b\\}\\c", "https://a/?x[]={b}\\c", false),
            ("https://a/{b\\,c,d\\}}{,e}", "https://a/b,c", true),
        ] {
            let globbed = first_of(written).expect("addresses");
            assert_eq!((&*globbed.first, globbed.several), (first, several), "{written}");
        }
    }

    /// What curl itself says, which calls nobody: a proxy on a port on which nothing listens takes its connections.
    #[test]
    fn braces_and_brackets_stand_for_what_curl_takes_them_for() {
        for text in [
            "[1-9]",
            "[a-z:2]{b,c}",
            "[]",
            "?x[]=1&y[]=2",
            "?x=[]",
            "?x\\[\\]=1",
            "{a\\}b}",
            "{,a}",
            "{a,}",
            "{a}",
            "?x={}",
            "?x[ ]=1",
            "[x]",
            "?x[key]=1",
            "?x[0]=1",
            "[[]]",
            "[\"a\"]",
            "[1,2]",
            "[",
            "[1",
            "[-1]",
            "[9-1]",
            "[z-a]",
            "[1-5:0]",
            "{b",
            "{a,b",
            "{a{b}",
            "{a[b}",
            "{a]}",
            "{a,{b}}",
            "}",
            "]",
            "[::1:5/",
            "[10-9]",
            "[9-10]",
            "[09-10]",
        ] {
            let address = format!("http://a.test/{text}");
            let said = tool("curl").args(["-sS", "-o", "/dev/null", "-x", "127.0.0.1:1", &address]).run();
            let first = said.err.lines().next().unwrap_or_default();
            let theirs = first.strip_prefix("curl: (3) ");
            assert_eq!(first_of(&address).err().as_deref(), theirs, "{address}: {first}");
        }
    }
}
