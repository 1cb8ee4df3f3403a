//! PEM (RFC 7468) with anything around it: each block is taken out by its lines and decoded by the `pem` crate, so that one
//! broken block does not hide the others.

use zeroize::Zeroizing;

use super::{Kind, Place, Search, classify};
use crate::finding::InputFault;
use crate::inspect::{der, visible};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";

impl Search {
    /// Every block of the text.
    pub(super) fn pem(&mut self, text: &str, place: &Place) {
        let mut block: Option<Block> = None;
        for (index, line) in text.lines().enumerate() {
            // text pasted from mail is quoted, from YAML indented
            let line = line.trim_matches(|c: char| c.is_whitespace() || c == '>');
            if let Some(label) = line.strip_prefix(BEGIN).and_then(|rest| rest.split("-----").next()) {
                if let Some(open) = block.take() {
                    self.without_end(&open);
                }
                let start = Place { line: Some(index + 1), ..place.clone() };
                block = Some(Block {
                    label: label.to_owned(),
                    lines: Zeroizing::new(String::new()),
                    place: start,
                });
            }
            let Some(open) = block.as_mut() else { continue };
            open.lines.push_str(line);
            open.lines.push('\n');
            if line.starts_with(END)
                && let Some(whole) = block.take()
            {
                self.block(&whole);
            }
        }
        if let Some(open) = block {
            self.without_end(&open);
        }
    }

    fn without_end(&mut self, block: &Block) {
        self.fault(InputFault::PemWithoutEnd { label: visible(&block.label) }, &block.place);
    }

    fn block(&mut self, block: &Block) {
        let label = block.label.as_str();
        if label == "OPENSSH PRIVATE KEY" || label.starts_with("PGP ") {
            self.fault(InputFault::OtherKey { label: visible(label) }, &block.place);
            return;
        }
        let decoded = match pem::parse(block.lines.as_bytes()) {
            Ok(decoded) => decoded,
            Err(error) => {
                let fault = InputFault::PemBroken { label: visible(label), words: error.to_string() };
                self.fault(fault, &block.place);
                return;
            }
        };
        // `DEK-Info: AES-256-CBC,…` (RFC 1421 section 4.6.1.3)
        let cipher =
            decoded.headers().get("DEK-Info").map(|info| visible(info.split(',').next().unwrap_or(info)));
        let contents = Zeroizing::new(decoded.into_contents());
        if let Some(cipher) = cipher {
            self.push(Kind::EncryptedPem, &contents, 0, block.place.clone());
            if let Some(found) = self.found.last_mut() {
                found.note = cipher;
            }
            return;
        }
        // what stands before EC keys of OpenSSL names the curve alone
        if label == "EC PARAMETERS" || label.ends_with(" PARAMETERS") {
            return;
        }
        // OpenSSL's TRUSTED CERTIFICATE carries what it is trusted for behind the certificate
        let first = der::first(&contents).map_or(contents.as_slice(), |piece| piece.raw);
        let contents = if label == "TRUSTED CERTIFICATE" { first } else { contents.as_slice() };
        if !self.der(contents, &block.place) {
            self.fault(InputFault::NotDer { label: visible(label) }, &block.place);
        } else if kind_of(label).is_some_and(|promised| promised != classify(contents)) {
            self.fault(InputFault::LabelContradicts { label: visible(label) }, &block.place);
        }
    }
}

/// A block while it is read.
struct Block {
    label: String,
    lines: Zeroizing<String>,
    place: Place,
}

/// What a label promises (RFC 7468 sections 5 to 13, and OpenSSL's older ones).
fn kind_of(label: &str) -> Option<Kind> {
    let kind = match label {
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Kind::Certificate,
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Kind::Request,
        "X509 CRL" => Kind::RevocationList,
        "PRIVATE KEY" => Kind::Pkcs8,
        "ENCRYPTED PRIVATE KEY" => Kind::EncryptedPkcs8,
        "RSA PRIVATE KEY" => Kind::Pkcs1,
        "EC PRIVATE KEY" => Kind::Sec1,
        "PUBLIC KEY" => Kind::PublicKey,
        _ => return None,
    };
    Some(kind)
}
