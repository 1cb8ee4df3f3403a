//! PEM (RFC 7468) with anything around it: each block is taken out by its lines and decoded by the `pem` crate, so that one
//! broken block does not hide the others.

use zeroize::Zeroizing;

use super::{Kind, Place, Search, classify};
use crate::finding::InputFault;
use crate::inspect::{der, visible};

const BEGIN: &str = "-----BEGIN ";
const END: &str = "-----END ";
const HYPHENS: &str = "-----";
/// What is longer than any line of PEM may be a whole block in one line (RFC 7468 section 2 has 64 letters, others 76).
const LONGEST_LINE: usize = 128;

/// A line in the parts that would be lines of PEM: as it is, nearly always. What a JSON string keeps as backslash and n is a line
/// end, so is a lone carriage return, and a label is a line of its own wherever it stands.
fn parts(line: &str) -> Vec<&str> {
    if !line.contains(HYPHENS) && !line.contains('\r') {
        return vec![line];
    }
    let escaped = line.contains("\\n");
    let mut parts = Vec::new();
    for line in line.split('\r') {
        let lines = line.split(if escaped { "\\n" } else { "\n" });
        for mut rest in lines.map(|line| line.strip_suffix("\\r").unwrap_or(line)) {
            while let Some(start) = [BEGIN, END].iter().filter_map(|mark| rest.find(mark)).min() {
                let (before, mark) = rest.split_at(start);
                let end = mark[HYPHENS.len()..].find(HYPHENS).map_or(mark.len(), |at| at + 2 * HYPHENS.len());
                parts.extend([before, &mark[..end]].into_iter().filter(|part| !part.trim().is_empty()));
                rest = &mark[end..];
            }
            parts.push(rest);
        }
    }
    parts
}

impl Search {
    /// Every block of the text.
    pub(super) fn pem(&mut self, text: &str, place: &Place) {
        let mut block: Option<Block> = None;
        for (index, line) in text.lines().enumerate() {
            let mut within = false;
            for part in parts(line) {
                // text pasted from mail is quoted, from YAML indented, from source in quotation marks
                let line = part.trim_matches(|c: char| c.is_whitespace() || matches!(c, '>' | '"' | '\''));
                if let Some(label) = line.strip_prefix(BEGIN).and_then(|rest| rest.split(HYPHENS).next()) {
                    if let Some(open) = block.take() {
                        self.without_end(&open);
                    }
                    let start = Place { line: Some(index + 1), ..place.clone() };
                    block = Some(Block {
                        label: label.to_owned(),
                        lines: Zeroizing::new(String::new()),
                        place: start,
                        within,
                    });
                }
                within = true;
                let Some(open) = block.as_mut() else { continue };
                // a block in one line has spaces for its line ends; its labels and headers (RFC 1421) keep theirs
                let spaced = line.len() > LONGEST_LINE && !line.contains(['-', ':']);
                for word in line.split(|c: char| spaced && c.is_whitespace()) {
                    open.lines.push_str(word);
                    open.lines.push('\n');
                }
                if line.starts_with(END)
                    && let Some(whole) = block.take()
                {
                    self.block(&whole);
                }
            }
        }
        if let Some(open) = block {
            self.without_end(&open);
        }
    }

    fn without_end(&mut self, block: &Block) {
        // prose that speaks of a block is none
        if block.within {
            return;
        }
        self.fault(InputFault::PemWithoutEnd { label: visible(&block.label) }, &block.place);
    }

    fn block(&mut self, block: &Block) {
        let label = block.label.as_str();
        let known = kind_of(label).is_some() || OTHERS.contains(&label);
        if label == "OPENSSH PRIVATE KEY" || label.starts_with("PGP ") {
            self.fault(InputFault::OtherKey { label: visible(label) }, &block.place);
            return;
        }
        let decoded = match pem::parse(block.lines.as_bytes()) {
            Ok(decoded) => decoded,
            Err(_) if !known => {
                self.fault(InputFault::OtherBlock { label: visible(label) }, &block.place);
                return;
            }
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
            let label = visible(label);
            let fault = if known { InputFault::NotDer { label } } else { InputFault::OtherBlock { label } };
            self.fault(fault, &block.place);
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
    /// Whether it begins within a line.
    within: bool,
}

/// Labels of DER that promise no kind of their own.
const OTHERS: [&str; 3] = ["PKCS7", "CMS", "DSA PRIVATE KEY"];

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
