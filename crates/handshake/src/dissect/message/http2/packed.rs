//! How long what HPACK has packed is (RFC 7541). What it stands for is loona-hpack's.

/// Octets of one header field as it is sent: an index, or a literal whose name may be one (RFC 7541 section 6).
pub(super) fn representation(octets: &[u8]) -> Option<usize> {
    let first = *octets.first()?;
    if first & 0x80 != 0 {
        return Some(integer(octets, 7)?.1);
    }
    let (index, mut length) = integer(octets, if first & 0x40 != 0 { 6 } else { 4 })?;
    for _ in 0..if index == 0 { 2 } else { 1 } {
        let (octets, own) = integer(octets.get(length..)?, 7)?;
        length += own + octets;
    }
    (length <= octets.len()).then_some(length)
}

/// A number behind a prefix of so many bits, and its octets (RFC 7541 section 5.1).
pub(super) fn integer(octets: &[u8], prefix: u32) -> Option<(usize, usize)> {
    let most = (1_usize << prefix) - 1;
    let first = usize::from(*octets.first()?) & most;
    if first < most {
        return Some((first, 1));
    }
    // no length has more octets
    let end = octets.iter().skip(1).take(4).position(|octet| octet & 0x80 == 0)?;
    let rest = octets[1..end + 2].iter().rev();
    Some((most + rest.fold(0, |number, octet| number << 7 | usize::from(octet & 0x7f)), end + 2))
}

#[cfg(test)]
mod tests {
    use super::{integer, representation};

    #[test]
    fn numbers_end_where_they_say() {
        // RFC 7541 appendix C.1
        assert_eq!(integer(&[0x0a], 5), Some((10, 1)));
        assert_eq!(integer(&[0x1f, 0x9a, 0x0a], 5), Some((1337, 3)));
        assert_eq!(integer(&[0x1f, 0x9a], 5), None);
        assert_eq!(integer(&[0x1f, 0xff, 0xff, 0xff, 0xff, 0x01], 5), None);
        assert_eq!(representation(&[0x82, 0x86]), Some(1));
        assert_eq!(representation(&[0x04, 0x02, b'/', b'a', 0x82]), Some(4));
        assert_eq!(representation(&[0x04, 0x02, b'/']), None);
    }
}
