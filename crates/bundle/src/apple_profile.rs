//! A configuration profile for Apple's devices (`.mobileconfig`, Apple's "Configuration Profile Reference"): an authority to
//! trust and a `.p12`, installed together. The `.p12`'s passphrase is not in it, so the device asks for it.
//!
//! It is a property list in XML (Apple's PropertyList-1.0.dtd). The `plist` crate would bring an XML reader, serde's
//! machinery and dates into the worker for the few elements that are written here.

use std::fmt::Write as _;

use pki::certificate::Certificate;
use pki::entropy::{Entropy, NoEntropy};
use pki::secret::Secret;
use text::Lang;

/// What goes into a profile.
#[derive(Clone, Copy)]
pub struct Profile<'a> {
    /// What the client is called.
    pub client: &'a str,
    /// The service that is called with it.
    pub service: &'a str,
    /// The client's certificate, by which the profile is told from others.
    pub certificate: &'a Certificate,
    /// Who is trusted, unless the device knows who vouches for the service.
    pub authority: Option<&'a Certificate>,
    /// The client's key and certificate, as [`crate::p12::write`] made them.
    pub pkcs12: &'a [u8],
}

/// The profile, its texts in `lang`. Characters that XML cannot hold become `?`.
///
/// # Errors
/// [`NoEntropy`] when the system gives no random bytes for identifiers.
pub fn write(profile: &Profile<'_>, lang: Lang, entropy: &mut dyn Entropy) -> Result<Secret, NoEntropy> {
    let Profile { client, service, certificate, authority, pkcs12 } = *profile;
    // A device replaces a profile by one of the same identifier; another certificate is another profile.
    let fingerprint = certificate.facts().sha256;
    let identifier = fingerprint[..8].iter().fold("handfast".to_owned(), |mut text, octet| {
        let separator = if text.len() == 8 { "." } else { "" };
        write!(text, "{separator}{octet:02x}").expect("a String takes everything");
        text
    });
    let mut payload = |kind: &str, part: &str, name: &str, file: &str, octets: &[u8]| {
        Ok(Value::Dictionary(vec![
            ("PayloadType", Value::text(kind)),
            ("PayloadVersion", Value::Integer(1)),
            ("PayloadIdentifier", Value::text(&format!("{identifier}.{part}"))),
            ("PayloadUUID", Value::Text(uuid(entropy)?)),
            ("PayloadDisplayName", Value::text(name)),
            ("PayloadCertificateFileName", Value::text(file)),
            ("PayloadContent", Value::Data(octets.to_vec())),
        ]))
    };
    let mut payloads = Vec::new();
    if let Some(authority) = authority {
        let name = authority.facts().common_name.clone().unwrap_or_default();
        payloads.push(payload("com.apple.security.root", "authority", &name, "ca.crt", authority.der())?);
    }
    payloads.push(payload("com.apple.security.pkcs12", "client", client, "client.p12", pkcs12)?);
    let name = text::recipient::profile_name(lang, &client, &service);
    let description = match authority {
        Some(_) => text::recipient::profile_description(lang, &service),
        None => text::recipient::profile_description_public(lang, &service),
    };
    let whole = Value::Dictionary(vec![
        ("PayloadType", Value::text("Configuration")),
        ("PayloadVersion", Value::Integer(1)),
        ("PayloadIdentifier", Value::text(&identifier)),
        ("PayloadUUID", Value::Text(uuid(entropy)?)),
        ("PayloadDisplayName", Value::Text(name)),
        ("PayloadDescription", Value::Text(description)),
        ("PayloadContent", Value::Array(payloads)),
    ]);
    Ok(Secret::new(property_list(&whole).into_bytes()))
}

/// A random UUID (RFC 9562 section 5.4) in capitals, as Apple writes them.
fn uuid(entropy: &mut dyn Entropy) -> Result<String, NoEntropy> {
    let mut octets = [0; 16];
    entropy.fill(&mut octets)?;
    octets[6] = octets[6] & 0x0f | 0x40;
    octets[8] = octets[8] & 0x3f | 0x80;
    let mut text = String::with_capacity(36);
    for (index, octet) in octets.iter().enumerate() {
        let separator = if [4, 6, 8, 10].contains(&index) { "-" } else { "" };
        write!(text, "{separator}{octet:02X}").expect("a String takes everything");
    }
    Ok(text)
}

/// What a property list can hold, as far as a profile needs it.
enum Value {
    Dictionary(Vec<(&'static str, Value)>),
    Array(Vec<Value>),
    Text(String),
    Integer(u32),
    Data(Vec<u8>),
}

impl Value {
    fn text(text: &str) -> Value {
        Value::Text(text.to_owned())
    }

    fn write(&self, out: &mut String) {
        match self {
            Value::Dictionary(entries) => {
                out.push_str("<dict>\n");
                for (key, value) in entries {
                    element("key", key, out);
                    value.write(out);
                }
                out.push_str("</dict>\n");
            }
            Value::Array(values) => {
                out.push_str("<array>\n");
                values.iter().for_each(|value| value.write(out));
                out.push_str("</array>\n");
            }
            Value::Text(text) => element("string", text, out),
            Value::Integer(number) => element("integer", &number.to_string(), out),
            Value::Data(octets) => {
                // base64 in lines, as PEM has it between its first line and its last
                let lines = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
                let pem = pem::encode_config(&pem::Pem::new("DATA", octets.as_slice()), lines);
                let base64 = pem.lines().filter(|line| !line.starts_with('-'));
                element("data", &base64.collect::<Vec<_>>().join("\n"), out);
            }
        }
    }
}

fn element(name: &str, text: &str, out: &mut String) {
    write!(out, "<{name}>").expect("a String takes everything");
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            _ => out.push(if is_xml(character) { character } else { '?' }),
        }
    }
    writeln!(out, "</{name}>").expect("a String takes everything");
}

/// Whether XML 1.0 can hold a character (section 2.2), other than a carriage return, which its readers make a line feed.
fn is_xml(character: char) -> bool {
    matches!(character, '\t' | '\n' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn property_list(value: &Value) -> String {
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">\n\
         <plist version=\"1.0\">\n",
    );
    value.write(&mut out);
    out.push_str("</plist>\n");
    out
}
