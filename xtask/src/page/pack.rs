//! Writes the served page: each file beside its brotli and gzip forms.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::Context as _;
use flate2::Compression;
use flate2::write::GzEncoder;

use super::html::Parts;

/// Replaces `folder` by the files of the page.
pub(super) fn write(folder: &Path, parts: &Parts<'_>) -> anyhow::Result<()> {
    // what is left of an older page would be embedded and served for ever
    drop(fs::remove_dir_all(folder));
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    for file in parts.files()? {
        let path = folder.join(&file.name);
        let put = |ending: &str, bytes: &[u8]| {
            let mut name = path.clone().into_os_string();
            name.push(ending);
            fs::write(&name, bytes)
                .with_context(|| format!("{} cannot be written", Path::new(&name).display()))
        };
        put("", &file.bytes)?;
        put(".br", &brotli(&file.bytes)?)?;
        put(".gz", &gzip(&file.bytes)?)?;
    }
    Ok(())
}

/// Brotli (RFC 7932) at its best quality, 11, with its largest ordinary window.
pub(crate) fn brotli(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let settings = brotli::enc::BrotliEncoderParams {
        quality: 11,
        lgwin: 22,
        size_hint: bytes.len(),
        ..Default::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut &bytes[..], &mut packed, &settings).context("brotli failed")?;
    Ok(packed)
}

/// Gzip (RFC 1952) at its best level, without a time, so that the same input gives the same bytes.
pub(super) fn gzip(bytes: &[u8]) -> anyhow::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).and_then(|()| encoder.finish()).context("gzip failed")
}
