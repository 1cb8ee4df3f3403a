//! Which cipher suites and groups a text names to OpenSSL 3.0 (openssl-ciphers(1)), and which two sides share. The suites are
//! those that the program lists; those of TLS 1.3 are chosen elsewhere.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../data/openssl-ciphers.txt");

/// One suite of TLS 1.2 or older.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Suite {
    /// OpenSSL's name.
    pub name: &'static str,
    /// The version that it came with.
    pub version: &'static str,
    /// How the key is agreed: `ECDH`, `DH`, `RSA`, `PSK` …
    pub exchange: &'static str,
    /// Which certificate signs: `ECDSA`, `RSA`, `None` …
    pub signer: &'static str,
    /// The cipher with its bits.
    pub cipher: &'static str,
    /// The digest, or `AEAD`.
    pub digest: &'static str,
}

impl Suite {
    /// Whether anybody can speak it who has no secret but a certificate's: neither PSK nor SRP, and nothing without a signature or cipher,
    /// which no level of security but the lowest allows.
    #[must_use]
    pub fn is_usable(&self) -> bool {
        ["ECDH", "DH", "RSA"].contains(&self.exchange) && self.signer != "None" && !has(self, "eNULL")
    }
}

/// The table, read once.
static SUITES: LazyLock<Vec<Suite>> = LazyLock::new(|| {
    let suite = |line: &'static str| {
        let mut words = line.split(' ');
        let mut next = || words.next().unwrap_or_default();
        Suite {
            name: next(),
            version: next(),
            exchange: next(),
            signer: next(),
            cipher: next(),
            digest: next(),
        }
    };
    TABLE.lines().skip(1).map(suite).collect()
});

/// Debian builds OpenSSL with level 2; `@SECLEVEL=n` in the text changes it.
#[must_use]
pub fn security_level(text: &str) -> u8 {
    const OWN: u8 = 2;
    let text = suite_b(text).unwrap_or(text);
    rules(text.strip_prefix("DEFAULT").unwrap_or(text)).and_then(|rules| rules.level).unwrap_or(OWN)
}

/// How long a number of RSA or Diffie-Hellman has to be at a level (SSL_CTX_set_security_level(3), NIST SP 800-57 part 1 table 2).
#[must_use]
pub fn least_bits(level: u8) -> usize {
    match level {
        0 => 0,
        1 => 1_024,
        2 => 2_048,
        3 => 3_072,
        4 => 7_680,
        _ => 15_360,
    }
}

/// What OpenSSL says to a text that it does not take as a list of ciphers (openssl-ciphers(1)); it may hold words that it does not
/// know, as long as something is left to choose.
#[must_use]
pub fn refuses(text: &str) -> Option<&'static str> {
    if suite_b(text).is_some() {
        return None;
    }
    if rules(text.strip_prefix("DEFAULT").unwrap_or(text)).is_none() {
        return Some("error:0A000118:SSL routines::invalid command");
    }
    chosen(text).is_empty().then_some("error:0A0000B9:SSL routines::no cipher match")
}

/// What stands in a text that can be read.
#[derive(Debug, Default)]
struct Rules<'a> {
    /// The level of security that it sets.
    level: Option<u8>,
    /// The words of which each is known, with their signs.
    words: Vec<(Option<char>, &'a str)>,
}

/// Reads a text (`ssl_cipher_process_rulestr`): a sign and names with `+` between them. Behind a name that it does not know OpenSSL passes
/// over anything up to the next separator; behind one that it knows there need be none. Nothing where it cannot be read.
fn rules(text: &str) -> Option<Rules<'_>> {
    const SEPARATORS: [char; 4] = [':', ' ', ';', ','];
    let name = |text: &str| {
        let part = |letter: char| letter.is_ascii_alphanumeric() || "-.=".contains(letter);
        text.find(|letter| !part(letter)).unwrap_or(text.len())
    };
    let behind = |text: &'_ str| text.find(SEPARATORS).unwrap_or(text.len());
    let mut rest = text;
    let mut rules = Rules::default();
    while !rest.is_empty() {
        if let Some(next) = rest.strip_prefix(SEPARATORS) {
            rest = next;
            continue;
        }
        if let Some(command) = rest.strip_prefix('@') {
            match command[..name(command)].strip_prefix("SECLEVEL=") {
                Some(level) => match level.as_bytes() {
                    [digit @ b'0'..=b'5'] => rules.level = Some(digit - b'0'),
                    _ => return None,
                },
                None if &command[..name(command)] != "STRENGTH" => return None,
                None => {}
            }
            rest = &command[behind(command)..];
            continue;
        }
        let sign = rest.chars().next().filter(|sign| "-+!".contains(*sign));
        let start = &rest[sign.map_or(0, char::len_utf8)..];
        rest = start;
        loop {
            let length = name(rest);
            if length == 0 {
                return None;
            }
            let (word, next) = rest.split_at(length);
            rest = next;
            if !SUITES.iter().any(|suite| suite.name == word || has(suite, word)) {
                rest = &rest[behind(rest)..];
                break;
            }
            if let Some(next) = rest.strip_prefix('+') {
                rest = next;
                continue;
            }
            rules.words.push((sign, &start[..start.len() - rest.len()]));
            break;
        }
    }
    Some(rules)
}

/// The suites that a text chooses, in an order that is OpenSSL's where it matters: those that are there at all.
#[must_use]
pub fn chosen(text: &str) -> Vec<Suite> {
    let all = &*SUITES;
    let mut chosen: Vec<Suite> = Vec::new();
    let mut killed: Vec<Suite> = Vec::new();
    let text = suite_b(text).unwrap_or(text);
    // only at the start it is a word of its own, whatever follows
    let (default, rest) = text.strip_prefix("DEFAULT").map_or((false, text), |rest| (true, rest));
    let words = default.then_some((None, "DEFAULT")).into_iter();
    for (sign, word) in words.chain(rules(rest).unwrap_or_default().words) {
        let named: Vec<Suite> = if word == "DEFAULT" && default && chosen.is_empty() {
            all.iter()
                .copied()
                .filter(|suite| has(suite, "ALL") && !has(suite, "COMPLEMENTOFDEFAULT"))
                .collect()
        } else {
            all.iter().copied().filter(|suite| fits(suite, word)).collect()
        };
        match sign {
            Some('+') => {}
            Some('-') => chosen.retain(|suite| !named.contains(suite)),
            Some(_) => {
                chosen.retain(|suite| !named.contains(suite));
                killed.extend(named);
            }
            None => {
                for suite in named {
                    if !chosen.contains(&suite) && !killed.contains(&suite) {
                        chosen.push(suite);
                    }
                }
            }
        }
    }
    // what needs a shared secret is not there without one, and does not count as a choice that fails
    chosen
}

/// What stands for a whole list that begins with one of these words, whatever follows (RFC 6460, `check_suiteb_cipher_list`). It limits
/// curves and signatures as well.
pub(super) fn suite_b(text: &str) -> Option<&'static str> {
    const LISTS: [(&str, &str); 4] = [
        ("SUITEB128ONLY", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        ("SUITEB128C2", "ECDHE-ECDSA-AES128-GCM-SHA256"),
        ("SUITEB128", "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384"),
        ("SUITEB192", "ECDHE-ECDSA-AES256-GCM-SHA384"),
    ];
    LISTS.into_iter().find(|(word, _)| text.starts_with(word)).map(|(_, list)| list)
}

/// Whether a suite is among those of a word: a name, or keywords with `+` between them.
fn fits(suite: &Suite, word: &str) -> bool {
    suite.name == word || word.split('+').all(|part| has(suite, part))
}

fn has(suite: &Suite, word: &str) -> bool {
    let none = suite.cipher.starts_with("None");
    let bits: u32 = suite.cipher.split(['(', ')']).nth(1).and_then(|bits| bits.parse().ok()).unwrap_or(0);
    let cipher = |name: &str| suite.cipher.starts_with(name);
    match word {
        "ALL" => !none,
        "COMPLEMENTOFDEFAULT" => {
            let rare = ["Camellia", "ARIAGCM", "AESCCM"].into_iter().any(cipher);
            !none && (rare || ["None", "DSS"].contains(&suite.signer))
        }
        "FIPS" => cipher("AES(") || cipher("AESGCM("),
        "COMPLEMENTOFALL" | "eNULL" | "NULL" => none,
        "HIGH" => !none && bits >= 128 && !cipher("SEED") && !cipher("IDEA"),
        "MEDIUM" => cipher("SEED") || cipher("IDEA") || cipher("RC4"),
        "aNULL" => suite.signer == "None",
        "kECDHE" | "kEECDH" => suite.exchange == "ECDH",
        "ECDHE" | "EECDH" => suite.exchange == "ECDH" && suite.signer != "None",
        "ECDH" => suite.exchange == "ECDH",
        "AECDH" => suite.exchange == "ECDH" && suite.signer == "None",
        "kDHE" | "kEDH" => suite.exchange == "DH",
        "DHE" | "EDH" => suite.exchange == "DH" && suite.signer != "None",
        "DH" => suite.exchange == "DH",
        "ADH" => suite.exchange == "DH" && suite.signer == "None",
        "kRSA" => suite.exchange == "RSA",
        "RSA" => suite.exchange == "RSA",
        "aRSA" => suite.signer == "RSA",
        "ECDSA" | "aECDSA" => suite.signer == "ECDSA",
        "DSS" | "aDSS" => suite.signer == "DSS",
        "kRSAPSK" | "kECDHEPSK" | "kDHEPSK" => Some(suite.exchange) == word.strip_prefix('k'),
        "kPSK" => suite.exchange == "PSK",
        "PSK" | "aPSK" => suite.exchange.contains("PSK"),
        "SRP" | "kSRP" => suite.exchange == "SRP",
        "AES" => cipher("AES"),
        "AES128" => cipher("AES") && bits == 128,
        "AES256" => cipher("AES") && bits == 256,
        "AESGCM" => cipher("AESGCM"),
        "AESCCM" => cipher("AESCCM"),
        "AESCCM8" => cipher("AESCCM8"),
        "CHACHA20" => cipher("CHACHA20"),
        "CAMELLIA" => cipher("Camellia"),
        "CAMELLIA128" => cipher("Camellia") && bits == 128,
        "CAMELLIA256" => cipher("Camellia") && bits == 256,
        "ARIA" | "ARIAGCM" => cipher("ARIAGCM"),
        "SHA" | "SHA1" => suite.digest == "SHA1",
        "SHA256" => suite.digest == "SHA256",
        "SHA384" => suite.digest == "SHA384",
        "MD5" => suite.digest == "MD5",
        "TLSv1.2" => suite.version == "TLSv1.2",
        "TLSv1" | "TLSv1.0" => suite.version == "TLSv1",
        "SSLv3" => suite.version == "SSLv3",
        _ => false,
    }
}

/// What a server's certificate can sign with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Signer {
    /// RSA: it may decrypt a key as well.
    Rsa,
    /// ECDSA or EdDSA, which count alike.
    Curve,
}

/// Suites that TLS 1.1 has: the others came with 1.2.
#[must_use]
pub fn is_old(suite: &Suite) -> bool {
    suite.version != "TLSv1.2"
}

/// The suites of TLS 1.3 that OpenSSL 3.0 knows (openssl-ciphers(1)); the first three are its own choice.
const TLS13_SUITES: [&str; 5] = [
    "TLS_AES_256_GCM_SHA384",
    "TLS_CHACHA20_POLY1305_SHA256",
    "TLS_AES_128_GCM_SHA256",
    "TLS_AES_128_CCM_SHA256",
    "TLS_AES_128_CCM_8_SHA256",
];

/// The suites of TLS 1.3 that a list names, in its order; `None` is OpenSSL's own choice.
pub fn newer(text: Option<&str>) -> impl Iterator<Item = &str> {
    let named = text.into_iter().flat_map(|text| text.split(':'));
    let own = TLS13_SUITES.iter().take(if text.is_none() { 3 } else { 0 });
    named.chain(own.copied())
}

/// Whether OpenSSL 3.0 takes a list of suites of TLS 1.3: it passes over those that it does not know, as long as it knows one.
#[must_use]
pub fn knows_suites(text: &str) -> bool {
    text.is_empty() || text.split(':').any(|suite| TLS13_SUITES.contains(&suite))
}

/// Whether a suite of TLS 1.3 is left for both; `None` is OpenSSL's own choice.
#[must_use]
pub fn share_suite(one: Option<&str>, other: Option<&str>) -> bool {
    let of = |text: Option<&str>, suite: &str| newer(text).any(|named| named == suite);
    TLS13_SUITES.iter().any(|suite| of(one, suite) && of(other, suite))
}

/// Whether a suite is left for both before TLS 1.3, given the server's certificates and whether it has parameters for DHE.
#[must_use]
pub fn shared(
    (client, server): (&str, &str),
    signers: &[Signer],
    with_dh: bool,
    shared_group: bool,
    old_alone: bool,
) -> bool {
    let theirs = chosen(client);
    chosen(server).iter().filter(|suite| !old_alone || is_old(suite)).any(|suite| {
        let exchange = match suite.exchange {
            "ECDH" => shared_group,
            "DH" => with_dh,
            "RSA" => signers.contains(&Signer::Rsa),
            _ => false,
        };
        let signs = match suite.signer {
            "RSA" => signers.contains(&Signer::Rsa),
            "ECDSA" => signers.contains(&Signer::Curve),
            _ => false,
        };
        exchange && signs && theirs.contains(suite)
    })
}

/// The groups that OpenSSL 3.0 knows, each with the names that it takes (SSL_CTX_set1_curves(3)).
const GROUPS: [&[&str]; 13] = [
    &["x25519"],
    &["p-256", "prime256v1", "secp256r1"],
    &["x448"],
    &["p-521", "secp521r1"],
    &["p-384", "secp384r1"],
    &["ffdhe2048"],
    &["ffdhe3072"],
    &["ffdhe4096"],
    &["ffdhe6144"],
    &["ffdhe8192"],
    &["brainpoolp256r1", "brainpoolp384r1", "brainpoolp512r1"],
    &["secp256k1"],
    &[
        "p-224",
        "secp224r1",
        "secp224k1",
        "secp192k1",
        "p-192",
        "prime192v1",
        "secp192r1",
        "secp160r1",
        "secp160r2",
        "secp160k1",
    ],
];

fn groups(text: &str) -> Vec<(usize, &str)> {
    text.split(':')
        .map(|word| {
            let lower = word.to_ascii_lowercase();
            let known = GROUPS.iter().position(|names| names.contains(&lower.as_str()));
            (known.unwrap_or(usize::MAX), word)
        })
        .collect()
}

/// The first group of a list that OpenSSL 3.0 does not know.
#[must_use]
pub fn unknown_group(text: &str) -> Option<&str> {
    groups(text).into_iter().find(|(known, _)| *known == usize::MAX).map(|(_, word)| word)
}

/// What nginx adds of OpenSSL's words to a list of groups that OpenSSL 3.0 does not take: one that it does not know, one that stands
/// twice, or none.
#[must_use]
pub fn refuses_groups(text: &str) -> Option<String> {
    if let Some(unknown) = unknown_group(text).filter(|_| !text.is_empty()) {
        return Some(format!(
            " (SSL: error:0A080106:SSL routines::passed invalid argument:group '{unknown}' cannot be set)"
        ));
    }
    let all: Vec<String> = text.split(':').map(str::to_ascii_lowercase).collect();
    let again = all.iter().enumerate().any(|(at, group)| all[..at].contains(group));
    (text.is_empty() || again).then(String::new)
}

/// Whether two lists of groups have one in common; `None` is OpenSSL's default, the first ten.
#[must_use]
pub fn share_group(one: Option<&str>, other: Option<&str>) -> bool {
    let of = |text: Option<&str>| -> Vec<usize> {
        text.map_or_else(
            || (0..10).collect(),
            |text| groups(text).into_iter().map(|(known, _)| known).collect(),
        )
    };
    let others = of(other);
    of(one).into_iter().any(|group| others.contains(&group))
}
