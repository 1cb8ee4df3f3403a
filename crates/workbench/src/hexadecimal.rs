//! Octets as hexadecimal digits in lower case, as the page shows and copies them. Fingerprints and serial numbers in upper case with
//! colons are `pki::certificate::hex`'s.

/// The digits of all of them, without anything between.
#[must_use]
pub fn digits(octets: &[u8]) -> String {
    octets.iter().map(|octet| pair(*octet)).collect()
}

/// The two digits of one.
#[must_use]
pub fn pair(octet: u8) -> String {
    format!("{octet:02x}")
}

#[cfg(test)]
mod tests {
    use super::digits;

    #[test]
    fn each_octet_has_two_digits() {
        assert_eq!(digits(&[0, 0x0a, 0xff, 0x10]), "000aff10");
        assert_eq!(digits(&[]), "");
    }
}
