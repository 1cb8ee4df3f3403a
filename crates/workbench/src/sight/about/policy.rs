//! The Content-Security-Policy in words. The policy itself comes with the page, as a header or inside the file.

use text::Lang;
use text::about as say;

use crate::document::{Block, Table};

/// What a directive means, in a language.
type Meaning = fn(Lang) -> &'static str;

/// Each directive of the policy and what it means. The last one works in a header only.
const RULES: [(&str, Meaning); 10] = [
    ("default-src 'none'", say::policy_default),
    ("script-src 'self' 'wasm-unsafe-eval'", say::policy_script),
    ("style-src 'self'", say::policy_style),
    ("connect-src 'self'", say::policy_connect),
    ("worker-src blob:", say::policy_worker),
    ("img-src data:", say::policy_image),
    ("object-src 'none'", say::policy_object),
    ("base-uri 'none'", say::policy_base),
    ("form-action 'none'", say::policy_form),
    ("frame-ancestors 'none'", say::policy_frame),
];

/// What the single file carries in their place; its hashes are in the file.
const IN_THE_FILE: [(&str, Meaning); 3] = [
    ("script-src 'sha256-…' 'sha256-…' 'wasm-unsafe-eval'", say::policy_file_script),
    ("style-src 'sha256-…'", say::policy_file_style),
    ("connect-src 'none'", say::policy_file_connect),
];

/// The policy as a table, and what becomes of it once the page is loaded.
pub(super) fn blocks(lang: Lang) -> Vec<Block> {
    let table = |rules: &[(&str, Meaning)]| {
        let row = |(rule, meaning): &(&str, Meaning)| [(*rule).to_owned(), meaning(lang).to_owned()];
        let head = [say::policy_rule(lang).to_owned(), say::policy_meaning(lang).to_owned()];
        Block::Table(Table { head, rows: rules.iter().map(row).collect() })
    };
    vec![
        Block::Paragraph(say::policy_why(lang).into()),
        table(&RULES),
        Block::Paragraph(say::policy_barred(lang).into()),
        Block::Paragraph(say::policy_file(lang).into()),
        table(&IN_THE_FILE),
    ]
}

#[cfg(test)]
mod tests {
    use super::{IN_THE_FILE, RULES};

    /// The page as it is served.
    const PAGE: &str = include_str!("../../../../../index.html");

    /// What writes the single file.
    const SINGLE: &str = include_str!("../../../../../xtask/src/page/single.rs");

    #[test]
    fn the_room_shows_what_the_single_file_carries() {
        let (_, rest) = SINGLE.split_once("default-src 'none'; ").unwrap();
        let (policy, _) = rest.split_once('"').unwrap();
        let carried: Vec<&str> = policy.split(';').map(|rule| rule.trim_matches(['\\', '\n', ' '])).collect();
        let other: Vec<&str> =
            carried.into_iter().filter(|rule| !RULES.iter().any(|(known, _)| known == rule)).collect();
        let shown = IN_THE_FILE.map(|(rule, _)| rule.replace("sha256-…", "{}"));
        assert_eq!(other, shown);
    }

    #[test]
    fn the_room_shows_the_policy_that_the_page_carries() {
        let (_, rest) = PAGE.split_once("http-equiv=\"Content-Security-Policy\" content=\"").unwrap();
        let (policy, _) = rest.split_once('"').unwrap();
        let carried: Vec<&str> = policy.split(';').map(str::trim).collect();
        let shown: Vec<&str> = RULES.iter().map(|(rule, _)| *rule).collect();
        // a meta element cannot carry frame-ancestors (CSP level 3, section 3.3)
        let (only_in_the_header, in_the_page) = shown.split_last().unwrap();
        assert_eq!(in_the_page, carried);
        assert_eq!(*only_in_the_header, "frame-ancestors 'none'");
    }
}
