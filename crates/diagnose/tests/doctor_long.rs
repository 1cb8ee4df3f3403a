//! Long messages: a log of days is looked through in a time that grows with its length alone, whatever stands in it.

use diagnose::doctor::{Loaded, doctor};

/// As much as this, in octets.
const LENGTH: usize = 2 * 1024 * 1024;

fn filled(line: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(LENGTH + 300);
    let mut number = 0;
    while text.len() < LENGTH {
        text.push_str(&line(number));
        number += 1;
    }
    text
}

/// Kinds of what people paste, and what would be worst, each with what is recognised first.
fn kinds() -> Vec<(&'static str, String, Option<&'static str>)> {
    let refused = |number: usize| {
        format!(
            "2026/11/30 10:11:12 [info] 7#7: *{number} client SSL certificate verify error: (21:unable to verify the first certificate) while reading client request headers, client: 192.0.2.7, server: api.example.test\n"
        )
    };
    let unlike = |number: usize| {
        let words = ["signal", "process", "exiting", "cache", "reopening", "worker", "started", "alert"];
        let told: Vec<&str> =
            (0..12).map(|place| words[(number * 7 + place * place * (number + 3)) % 8]).collect();
        format!(
            "2026/11/30 10:{:02}:{:02} [notice] {number}#7: error {}\n",
            number / 60 % 60,
            number % 60,
            told.join(" ")
        )
    };
    let called = |number: usize| {
        format!(
            "192.0.2.{} - - [30/Nov/2026:10:11:12 +0000] \"GET /{number} HTTP/1.1\" 200 2 \"-\" \"curl/7.88.1\"\n",
            number % 250
        )
    };
    vec![
        ("one line over and over", filled(|_| refused(7)), Some("client-issuer")),
        ("one message of many connections", filled(refused), Some("client-issuer")),
        ("lines that nothing is known of", filled(unlike), None),
        ("one endless line", filled(unlike).replace('\n', " "), None),
        ("a log of calls", filled(called), None),
        ("a name that other things bear, in one line", filled(|_| "access_denied ".to_owned()), None),
        ("the word without an alert, in one line", filled(|_| "alert ".to_owned()), None),
        (
            "the beginning of many messages",
            filled(|_| "client SSL certificate verify error: (".to_owned()),
            Some("openssl-number"),
        ),
        ("what stands before a name", filled(|_| "# ".to_owned()), None),
    ]
}

#[test]
fn however_long_it_is_it_is_looked_through() {
    // what is worst took minutes while a line was looked through from its beginning for each word in it: who brings that back waits here
    for (kind, text, first) in kinds() {
        let found = doctor(&text, &Loaded::nothing());
        assert_eq!(found.recognised.first().map(|one| one.entry.id), first, "{kind}");
        assert!(found.unrecognised(&text).count() <= text.lines().count(), "{kind}");
    }
}
