//! What a certificate's file is called when it is saved by itself. The names of bundles are the crate `bundle`'s.

use deploy::unwritable::is_treacherous;

use crate::role::Role;

/// Octets of a label that a name carries: file systems take 255 in all.
const LONGEST: usize = 200;

/// A name that every system takes, without its ending: letters and digits of any script, `.`, `-` and `_`. The role before them
/// keeps it from being empty, hidden, an option of a command, or one of the names that Windows has for devices.
pub(crate) fn stem(role: Role, label: &str) -> String {
    let mut stem = role.id().to_owned();
    stem.push('-');
    for c in label.chars() {
        if stem.len() > LONGEST {
            break;
        }
        let kept =
            if c.is_ascii() { c.is_ascii_alphanumeric() || c == '.' || c == '_' } else { !is_treacherous(c) };
        stem.push(if kept { c } else { '-' });
    }
    stem
}

#[cfg(test)]
mod tests {
    use super::stem;
    use crate::role::Role;

    #[test]
    fn every_system_takes_them() {
        for (label, expected) in [
            ("partner-1", "client-partner-1"),
            ("api.example.com", "client-api.example.com"),
            ("*.example.com", "client--.example.com"),
            ("2001:db8::1", "client-2001-db8--1"),
            ("파트너 가", "client-파트너-가"),
            ("홍길동 & Co*", "client-홍길동---Co-"),
            ("पार्टनर", "client-पार्टनर"),
            ("../../etc/passwd", "client-..-..-etc-passwd"),
            ("a\\b|c<d>e\"f?$g;h", "client-a-b-c-d-e-f--g-h"),
            ("-rf", "client--rf"),
            ("x\u{202e}gpj\u{0}\n", "client-x-gpj--"),
            ("", "client-"),
            ("con", "client-con"),
        ] {
            assert_eq!(stem(Role::Client, label), expected, "{label:?}");
        }
        for long in ["가".repeat(300), "a".repeat(300), "🙂".repeat(300)] {
            let stem = stem(Role::Authority, &long);
            assert!((200..=204).contains(&stem.len()), "{stem}");
        }
    }
}
