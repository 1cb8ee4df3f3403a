//! What a certificate's file is called when it is saved by itself. The names of bundles are the crate `bundle`'s.

use deploy::unwritable::is_treacherous;

/// Octets of the longest stem: file systems take 255 in all.
const LONGEST: usize = 120;
/// What Windows takes for devices, whatever follows after a dot (Naming Files, Paths, and Namespaces); the last two with a digit.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A label as a file name's stem that every system takes: letters and digits of any script, `.`, `-`, `_`; never empty, and
/// nothing in it ends a folder's name, means something to a shell or misleads the eye.
pub(crate) fn stem(label: &str) -> String {
    let mut stem = String::new();
    for c in label.chars() {
        let kept = if c.is_ascii() {
            c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
        } else {
            !is_treacherous(c)
        };
        if stem.len() + c.len_utf8() > LONGEST {
            break;
        }
        // no name begins with a dot, which hides it, nor with a hyphen, which makes it an option
        if kept && !(stem.is_empty() && matches!(c, '.' | '-')) {
            stem.push(c);
        } else if !stem.is_empty() {
            stem.push('-');
        }
    }
    while stem.ends_with(['.', '-']) {
        stem.pop();
    }
    if stem.is_empty() {
        stem.push_str("unnamed");
    } else if is_device(stem.as_bytes()) {
        stem.insert(0, '_');
    }
    stem
}

fn is_device(stem: &[u8]) -> bool {
    let begins =
        |device: &&str| stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(device.as_bytes()));
    let ends = match stem.get(3..).unwrap_or_default() {
        [] | [b'.', ..] => true,
        // digits may be superscript ones: the two octets of U+00B9, U+00B2, U+00B3
        [b'0'..=b'9', rest @ ..] | [0xC2, 0xB2 | 0xB3 | 0xB9, rest @ ..] => matches!(rest, [] | [b'.', ..]),
        _ => false,
    };
    ends && DEVICES.iter().any(|device| begins(&device))
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, stem};

    #[test]
    fn every_system_takes_them() {
        for (label, expected) in [
            ("partner-1", "partner-1"),
            ("api.example.com", "api.example.com"),
            ("*.example.com", "example.com"),
            ("2001:db8::1", "2001-db8--1"),
            ("파트너 가", "파트너-가"),
            ("홍길동 & Co*", "홍길동---Co"),
            ("पार्टनर", "पार्टनर"),
            ("../../etc/passwd", "etc-passwd"),
            ("a\\b|c<d>e\"f?", "a-b-c-d-e-f"),
            ("-rf", "rf"),
            (".hidden.", "hidden"),
            ("x\u{202e}gpj\u{0}\n", "x-gpj"),
            ("", "unnamed"),
            ("***", "unnamed"),
            // devices of Windows, and their nearest neighbours
            ("con", "_con"),
            ("NUL.v2", "_NUL.v2"),
            ("com1", "_com1"),
            ("LPT\u{b9}", "_LPT\u{b9}"),
            ("com", "_com"),
            ("console", "console"),
            ("com10", "com10"),
            ("comx", "comx"),
        ] {
            assert_eq!(stem(label), expected, "{label:?}");
        }
        for long in ["가".repeat(64), "a".repeat(300), "🙂".repeat(64)] {
            let stem = stem(&long);
            assert!((LONGEST - 4..=LONGEST).contains(&stem.len()) && long.starts_with(&stem), "{stem}");
        }
    }
}
