//! What may stand in a name and what may not: each accepted spelling beside its nearest refused one.

use pki::name::NameError;
use pki::name::client::{ClientName, ClientNames};
use pki::name::dns::DnsName;
use pki::name::email::EmailName;
use pki::name::host::{HostName, HostNames};
use pki::name::ip::IpName;
use pki::name::uri::UriName;
use testkit::Tables;

/// The name of the variant: what tests compare first.
fn kind(error: &NameError) -> String {
    let debug = format!("{error:?}");
    debug.split([' ', '{']).next().unwrap_or_default().to_owned()
}

fn check<T: ToString>(parse: impl Fn(&str) -> Result<T, NameError>, cases: &[(&str, Result<&str, &str>)]) {
    for (text, expected) in cases {
        let found = parse(text).map(|name| name.to_string()).map_err(|error| kind(&error));
        assert_eq!(found.as_deref().map_err(String::as_str), *expected, "{text:?}");
    }
}

#[test]
fn dns_names() {
    let label_63 = "a".repeat(63);
    let label_64 = "a".repeat(64);
    let long_253 = format!("{label_63}.{label_63}.{label_63}.{}", "b".repeat(61));
    let long_254 = format!("{label_63}.{label_63}.{label_63}.{}", "b".repeat(62));
    let long_255 = format!("{label_63}.{label_63}.{label_63}.{}", "b".repeat(63));
    let huge = "ü".repeat(100_000);
    check(
        |text| DnsName::parse_with(text, &Tables),
        &[
            ("api.example.com", Ok("api.example.com")),
            ("  api.example.com\n", Ok("api.example.com")),
            ("API.Example.COM", Ok("api.example.com")),
            ("localhost", Ok("localhost")),
            ("a", Ok("a")),
            ("0.example", Ok("0.example")),
            ("r3---sn-apo3qvuoxuxbt-j5pe.example", Ok("r3---sn-apo3qvuoxuxbt-j5pe.example")),
            ("", Err("Empty")),
            (" \t", Err("Empty")),
            // dots
            ("a..b", Err("EmptyLabel")),
            (".example.com", Err("EmptyLabel")),
            (".", Err("EmptyLabel")),
            ("example.com.", Err("TrailingDot")),
            // internationalized
            ("예시.한국", Ok("xn--vv4b11d.xn--3e0b707e")),
            ("xn--vv4b11d.xn--3e0b707e", Ok("xn--vv4b11d.xn--3e0b707e")),
            ("bücher.example", Ok("xn--bcher-kva.example")),
            ("faß.example", Ok("xn--fa-hia.example")),
            ("ａｐｉ。example", Ok("api.example")),
            ("*.예시.한국", Ok("*.xn--vv4b11d.xn--3e0b707e")),
            ("xn--zzzzzz99999.example", Err("NotAnALabel")),
            ("xn--.example", Err("NotAnALabel")),
            ("xn--a.example", Err("NotAnALabel")),
            ("XN--VV4B11D.example", Ok("xn--vv4b11d.example")),
            ("예시.XN--3E0B707E", Ok("xn--vv4b11d.xn--3e0b707e")),
            ("\u{05d0}b.example", Err("NotConvertible")),
            ("\u{301}a.example", Err("NotConvertible")),
            // wildcards
            ("*.example.com", Ok("*.example.com")),
            ("*", Err("WildcardAlone")),
            ("*.", Err("WildcardAlone")),
            ("*..a", Err("EmptyLabel")),
            ("*.com", Err("WildcardTooBroad")),
            ("*.*.example.com", Err("WildcardPlace")),
            ("api.*.example.com", Err("WildcardPlace")),
            ("api*.example.com", Err("WildcardPlace")),
            ("**.example.com", Err("WildcardPlace")),
            // hyphens and underscores
            ("a-b.example", Ok("a-b.example")),
            ("-a.example", Err("HyphenAtEdge")),
            ("a-.example", Err("HyphenAtEdge")),
            ("my_service.example", Err("Underscore")),
            // lengths
            (&label_63, Ok(&label_63)),
            (&label_64, Err("LabelTooLong")),
            (&"한".repeat(64), Err("LabelTooLong")),
            (&long_253, Ok(&long_253)),
            (&long_254, Err("TooLong")),
            (&long_255, Err("TooLong")),
            (&huge, Err("TooLong")),
            // numbers that look like addresses
            ("10.0.0.256", Err("LooksLikeIp")),
            ("010.0.0.1", Err("LooksLikeIp")),
            ("1.2.3", Err("LooksLikeIp")),
            ("example.0x1f", Err("LooksLikeIp")),
            ("12345", Err("LooksLikeIp")),
            ("10.0.0.5", Err("IpHere")),
            ("2001:db8::5", Err("IpHere")),
            ("1a.2b", Ok("1a.2b")),
            // characters with a meaning elsewhere
            ("a b", Err("ForbiddenCharacter")),
            ("a;b", Err("ForbiddenCharacter")),
            ("a{b", Err("ForbiddenCharacter")),
            ("a$b", Err("ForbiddenCharacter")),
            ("a\"b", Err("ForbiddenCharacter")),
            ("a'b", Err("ForbiddenCharacter")),
            ("a\nb", Err("ForbiddenCharacter")),
            ("a\0b", Err("ForbiddenCharacter")),
            ("a\u{202e}b", Err("ForbiddenCharacter")),
            ("a\u{200b}b", Err("ForbiddenCharacter")),
            ("℀.example", Err("NotConvertible")),
        ],
    );
}

#[test]
fn without_tables_a_labels_are_taken_and_unicode_is_not() {
    check(
        DnsName::parse,
        &[
            ("API.example", Ok("api.example")),
            ("XN--vv4b11d.xn--3e0b707e", Ok("xn--vv4b11d.xn--3e0b707e")),
            ("xn--a.example", Err("NotAnALabel")),
            ("예시.한국", Err("AsciiHere")),
        ],
    );
}

#[test]
fn dns_names_are_shown_as_unicode_and_stored_as_a_labels() {
    for (text, unicode) in
        [("예시.한국", "예시.한국"), ("*.BÜCHER.example", "*.bücher.example"), ("api.example", "api.example")]
    {
        let name = DnsName::parse_with(text, &Tables).unwrap();
        assert_eq!(name.to_unicode(), unicode);
        assert_eq!(name.is_wildcard(), text.starts_with('*'));
        assert_eq!(DnsName::try_from(name.to_string()), Ok(name));
    }
    for stored in ["예시.한국", "API.example", "a..b", "a b", "*", "*.com", "1.2.3.4", ""] {
        assert!(DnsName::try_from(stored.to_owned()).is_err(), "{stored}");
    }
}

#[test]
fn addresses() {
    check(
        IpName::parse,
        &[
            ("10.0.0.5", Ok("10.0.0.5")),
            ("127.0.0.1", Ok("127.0.0.1")),
            ("2001:DB8:0::5", Ok("2001:db8::5")),
            ("[::1]", Ok("::1")),
            ("::ffff:10.0.0.5", Ok("::ffff:10.0.0.5")),
            ("fe80::1", Ok("fe80::1")),
            ("fe80::1%eth0", Err("Zone")),
            ("[fe80::1%25eth0]", Err("Zone")),
            ("10.0.0.0/24", Err("IpRange")),
            ("2001:db8::/32", Err("IpRange")),
            ("10.0.0", Err("NotAnIp")),
            ("10.0.0.256", Err("NotAnIp")),
            ("010.0.0.1", Err("NotAnIp")),
            ("1::2::3", Err("NotAnIp")),
            ("0.0.0.0", Err("IpNotAHost")),
            ("::", Err("IpNotAHost")),
            ("224.0.0.1", Err("IpNotAHost")),
            ("ff02::1", Err("IpNotAHost")),
            ("255.255.255.255", Err("IpNotAHost")),
            ("", Err("Empty")),
        ],
    );
    let Err(NameError::Zone { address, .. }) = IpName::parse("fe80::1%eth0") else { panic!("a zone") };
    assert_eq!(address, "fe80::1");
}

#[test]
fn hosts_are_addresses_or_dns_names() {
    check(
        |text| HostName::parse_with(text, &Tables),
        &[
            ("127.0.0.1", Ok("127.0.0.1")),
            ("[::1]", Ok("::1")),
            ("localhost", Ok("localhost")),
            ("10.0.0.256", Err("LooksLikeIp")),
            ("fe80::1%eth0", Err("Zone")),
            ("1::2::3", Err("NotAnIp")),
            ("10.0.0.0/8", Err("IpRange")),
            ("https://api.example.com/x?y", Err("MoreThanHost")),
            ("https://user@예시.한국:8443", Err("MoreThanHost")),
            ("api.example.com:8443", Err("MoreThanHost")),
            ("[::1]:443", Err("MoreThanHost")),
            ("10.0.0.5:443", Err("MoreThanHost")),
            ("api.example.com/", Err("MoreThanHost")),
            ("a@example.com", Err("ForbiddenCharacter")),
            ("a:b:c", Err("NotAnIp")),
            ("api:port", Err("ForbiddenCharacter")),
            ("://", Err("ForbiddenCharacter")),
        ],
    );
    for (text, inside) in [
        ("https://user@예시.한국:8443/a", "예시.한국"),
        ("[::1]:443", "::1"),
        ("API.example.com:8443", "api.example.com"),
    ] {
        let Err(NameError::MoreThanHost { host, .. }) = HostName::parse_with(text, &Tables) else {
            panic!("{text}")
        };
        assert_eq!(host, inside);
    }
}

#[test]
fn mailboxes() {
    let local_64 = format!("{}@example.com", "a".repeat(64));
    let local_65 = format!("{}@example.com", "a".repeat(65));
    let label = "b".repeat(63);
    let all_254 = format!("{}@{label}.{label}.{}", "a".repeat(64), "c".repeat(61));
    let all_255 = format!("{}@{label}.{label}.{}", "a".repeat(64), "c".repeat(62));
    check(
        |text| EmailName::parse_with(text, &Tables),
        &[
            ("alice@example.com", Ok("alice@example.com")),
            ("Alice.B+tag@Example.COM", Ok("Alice.B+tag@example.com")),
            ("alice@예시.한국", Ok("alice@xn--vv4b11d.xn--3e0b707e")),
            ("o'neil@example.com", Ok("o'neil@example.com")),
            ("alice", Err("EmailWithoutDomain")),
            ("alice@b@example.com", Err("EmailWithoutDomain")),
            ("@example.com", Err("EmailLocalPart")),
            (".a@example.com", Err("EmailLocalPart")),
            ("a.@example.com", Err("EmailLocalPart")),
            ("a..b@example.com", Err("EmailLocalPart")),
            ("앨리스@example.com", Err("EmailNotAscii")),
            ("a b@example.com", Err("ForbiddenCharacter")),
            ("\"a b\"@example.com", Err("ForbiddenCharacter")),
            ("a;b@example.com", Err("ForbiddenCharacter")),
            ("a{b@example.com", Err("ForbiddenCharacter")),
            ("a$b@example.com", Err("ForbiddenCharacter")),
            ("a\u{202e}b@example.com", Err("ForbiddenCharacter")),
            ("a\nb@example.com", Err("ForbiddenCharacter")),
            ("alice@", Err("EmailWithoutDomain")),
            ("alice@*.example.com", Err("EmailDomain")),
            ("alice@a..b", Err("EmailDomain")),
            ("alice@[127.0.0.1]", Err("EmailDomain")),
            ("alice@127.0.0.1", Err("EmailDomain")),
            (&local_64, Ok(&local_64)),
            (&local_65, Err("EmailLocalPartTooLong")),
            (&all_254, Ok(&all_254)),
            (&all_255, Err("TooLong")),
            ("", Err("Empty")),
        ],
    );
}

#[test]
fn uris() {
    let path_of = |length: usize| format!("urn:{}", "a".repeat(length - 4));
    let trust_of = |length: usize| format!("spiffe://{}/x", "a".repeat(length));
    check(
        UriName::parse,
        &[
            ("https://example.com/a?b#c", Ok("https://example.com/a?b#c")),
            ("urn:example:billing", Ok("urn:example:billing")),
            ("mailto:a@example.com", Ok("mailto:a@example.com")),
            ("example.com/a", Err("UriWithoutScheme")),
            ("/a", Err("UriWithoutScheme")),
            ("1a:b", Err("UriWithoutScheme")),
            ("urn:", Err("UriSyntax")),
            ("https://", Err("UriSyntax")),
            ("https://example.com/%zz", Err("UriSyntax")),
            ("https://[::1", Err("UriSyntax")),
            ("https://예시.한국/", Err("UriNotAscii")),
            ("https://example.com/a b", Err("ForbiddenCharacter")),
            ("https://example.com/\"", Err("ForbiddenCharacter")),
            ("https://example.com/;", Err("ForbiddenCharacter")),
            ("https://example.com/{a}", Err("ForbiddenCharacter")),
            ("https://example.com/$a", Err("ForbiddenCharacter")),
            ("urn:a\nb", Err("ForbiddenCharacter")),
            ("urn:a\u{202e}b", Err("ForbiddenCharacter")),
            (&path_of(2048), Ok(&path_of(2048))),
            (&path_of(2049), Err("TooLong")),
            ("", Err("Empty")),
            // SPIFFE IDs
            ("spiffe://example.org/ns/prod/sa/billing", Ok("spiffe://example.org/ns/prod/sa/billing")),
            ("spiffe://my_trust-domain.1/A.b-C_d", Ok("spiffe://my_trust-domain.1/A.b-C_d")),
            ("spiffe://example.org", Err("SpiffeWithoutPath")),
            ("spiffe://example.org/", Err("SpiffeWithoutPath")),
            ("spiffe:///billing", Err("SpiffeTrustDomain")),
            ("spiffe:example.org/billing", Err("SpiffeTrustDomain")),
            ("SPIFFE://example.org/billing", Err("SpiffeTrustDomain")),
            ("spiffe://Example.org/billing", Err("SpiffeTrustDomain")),
            ("spiffe://ex%61mple.org/billing", Err("SpiffeTrustDomain")),
            ("spiffe://user@example.org/billing", Err("SpiffeExtra")),
            ("spiffe://example.org:8443/billing", Err("SpiffeExtra")),
            ("spiffe://example.org/billing?a", Err("SpiffeExtra")),
            ("spiffe://example.org/billing#a", Err("SpiffeExtra")),
            ("spiffe://example.org?a", Err("SpiffeExtra")),
            ("spiffe://example.org//billing", Err("SpiffePath")),
            ("spiffe://example.org/billing/", Err("SpiffePath")),
            ("spiffe://example.org/./billing", Err("SpiffePath")),
            ("spiffe://example.org/../billing", Err("SpiffePath")),
            ("spiffe://example.org/bil%6cing", Err("SpiffePath")),
            ("spiffe://example.org/a~b", Err("SpiffePath")),
            (&trust_of(255), Ok(&trust_of(255))),
            (&trust_of(256), Err("SpiffeTrustDomain")),
        ],
    );
    assert!(UriName::parse("spiffe://example.org/a").unwrap().is_spiffe());
    assert!(!UriName::parse("urn:spiffe:a").unwrap().is_spiffe());
}

#[test]
fn client_names_are_told_apart() {
    for (text, expected) in [
        ("alice@example.com", "Email"),
        ("spiffe://example.org/a", "Uri"),
        ("urn:a@b", "Uri"),
        ("mailto:a@example.com", "Uri"),
        ("host.example.com", "Dns"),
    ] {
        let found = format!("{:?}", ClientName::parse_with(text, &Tables).unwrap());
        assert!(found.starts_with(expected), "{text}: {found}");
    }
    for (text, expected) in [
        ("host:8443", "MoreThanHost"),
        ("host.example.com:8443", "MoreThanHost"),
        ("10.0.0.5", "IpHere"),
        ("2001:db8::5", "IpHere"),
        ("alice", ""),
        ("a@b@c", "EmailWithoutDomain"),
        ("spiffe://example.org", "SpiffeWithoutPath"),
    ] {
        let found =
            ClientName::parse_with(text, &Tables).map_err(|error| kind(&error)).err().unwrap_or_default();
        assert_eq!(found, expected, "{text}");
    }
    let names = |texts: &[&str]| {
        ClientNames::new(texts.iter().map(|text| ClientName::parse_with(text, &Tables).unwrap()).collect())
            .map(|names| names.as_slice().len())
            .map_err(|error| kind(&error))
    };
    assert_eq!(names(&[]), Ok(0));
    assert_eq!(names(&["urn:a", "urn:b", "a@example.com", "a.example.com"]), Ok(4));
    assert_eq!(names(&["spiffe://a/b", "a@example.com"]), Ok(2));
    assert_eq!(names(&["urn:a", "spiffe://a/b"]), Err("SpiffeNotAlone".into()));
    assert_eq!(names(&["spiffe://a/b", "spiffe://a/c"]), Err("SpiffeNotAlone".into()));
    assert_eq!(names(&["a@example.com", "a@EXAMPLE.com"]), Err("Duplicate".into()));
    assert_eq!(names(&["*.example.com"]), Err("WildcardHere".into()));
}

#[test]
fn a_server_has_at_least_one_name_and_none_twice() {
    let names = |texts: &[&str]| {
        HostNames::new(texts.iter().map(|text| HostName::parse_with(text, &Tables).unwrap()).collect())
            .map(|names| names.iter().map(ToString::to_string).collect::<Vec<_>>().join(" "))
            .map_err(|error| kind(&error))
    };
    assert_eq!(names(&["b.example", "a.example", "::1"]), Ok("b.example a.example ::1".into()));
    assert_eq!(names(&[]), Err("Empty".into()));
    assert_eq!(names(&["a.example", "A.EXAMPLE"]), Err("Duplicate".into()));
    assert_eq!(names(&["::1", "0:0::1"]), Err("Duplicate".into()));
    let many: Vec<String> = (0..=HostNames::LIMIT).map(|number| format!("h{number}.example")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(names(&many[..HostNames::LIMIT]).is_ok());
    assert_eq!(names(&many), Err("TooMany".into()));
}
