//! Addresses that stand for several: `https://{a,b}.example.com/[1-9]` (curl's manual, "URL globbing"; its `tool_urlglob.c`).

/// The first of the addresses that braces and ranges stand for: `https://{a,b}.example.com/[1-9]` (curl's manual, "URL globbing").
pub(super) fn first_of(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (inside, after))) =
        rest.split_once('{').and_then(|(before, rest)| Some((before, rest.split_once('}')?)))
    {
        out.push_str(before);
        out.push_str(inside.split(',').next().unwrap_or_default());
        rest = after;
    }
    out.push_str(rest);
    first_of_ranges(&out)
}

fn first_of_ranges(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, (inside, after))) =
        rest.split_once('[').and_then(|(before, rest)| Some((before, rest.split_once(']')?)))
    {
        out.push_str(before);
        match inside.split_once('-').filter(|_| is_range(inside)) {
            Some((first, _)) => out.push_str(first),
            None => out.extend(["[", inside, "]"]),
        }
        rest = after;
    }
    out + rest
}

/// What curl says to braces and brackets that stand for nothing; the brackets around an address of IPv6 are none.
pub(super) fn fault(text: &str) -> Option<String> {
    let said = |words: &str, at: usize| Some(format!("{words} in URL position {at}:"));
    let mut at = 0;
    while let Some(found) = text[at..].find(['{', '}', '[', ']']) {
        at += found;
        let rest = &text[at + 1..];
        match text.as_bytes()[at] {
            b'{' => match rest.find(['{', '}']) {
                Some(end) if rest[end..].starts_with('}') => at += end + 1,
                _ => return said("unmatched brace", at + 1),
            },
            b'[' => match rest.find(']') {
                Some(end) if is_address(&rest[..end]) || is_range(&rest[..end]) => at += end + 1,
                _ if rest.starts_with(|first: char| first.is_ascii_alphanumeric()) => {
                    return said("bad range", at + 2);
                }
                _ => return said("bad range specification", at + 2),
            },
            _ => return said("unmatched close brace/bracket", at + 1),
        }
        at += 1;
    }
    None
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
    use super::{fault, first_of};

    #[test]
    fn braces_stand_for_several_addresses() {
        for (written, first) in [
            ("https://a/", "https://a/"),
            ("https://{a,b}.test/{x,y}", "https://a.test/x"),
            ("https://{a}/", "https://a/"),
            ("https://{a/", "https://{a/"),
            ("https://a/[01-30]/{x,y}[b-d:2]", "https://a/01/xb"),
            ("https://[::1]/[x]", "https://[::1]/[x]"),
        ] {
            assert_eq!(first_of(written), first);
        }
    }

    #[test]
    fn braces_and_brackets_have_to_stand_for_something() {
        for (text, said) in [
            ("https://a/[1-9]", None),
            ("https://a/[a-z:2]{b,c}", None),
            ("https://[::1]/", None),
            ("https://a/[x]", Some("bad range in URL position 12:")),
            ("https://a/{b", Some("unmatched brace in URL position 11:")),
            ("https://[::1:5/", Some("bad range specification in URL position 10:")),
        ] {
            assert_eq!(fault(text).as_deref(), said, "{text}");
        }
    }
}
