//! Archives: other programs open ours, we open theirs, and what is broken or hostile is named.

mod support;

use bundle::look::{Told, look};
use bundle::zip::{
    Contents, Entry, Excess, Feature, LARGEST_ENTRY, MOST_ENTRIES, OpenError, PathFault, SealError, open,
    open_plain, seal,
};
use pki::inspect::Kind;
use pki::key::KeyAlgorithm;
use pki::secret::Secret;
use proptest::prelude::*;
use std::io::Write as _;
use std::sync::LazyLock;
use support::{Folder, noon, passphrase};
use testkit::SeededEntropy;
use testkit::entropy::Drought;
use testkit::family::Family;

fn entries() -> Vec<Entry> {
    vec![
        Entry::public("README.txt", "how to go on\n"),
        Entry::secret("client.key", Secret::new(b"not really a key\n".to_vec())),
        Entry::public("conf/nginx.conf", "worker_processes 1;\n".repeat(400)),
        Entry::public("empty", ""),
    ]
}

/// Sealed once, since deriving keys takes its time.
fn sealed() -> Vec<u8> {
    static SEALED: LazyLock<Vec<u8>> = LazyLock::new(sealed_anew);
    SEALED.clone()
}

fn sealed_anew() -> Vec<u8> {
    seal(&entries(), &passphrase(), noon(), &mut SeededEntropy::new(1)).expect("sealed")
}

#[test]
fn what_is_sealed_opens_again() {
    assert_eq!(open(&sealed(), passphrase().expose()), Ok(entries()));
}

/// Archives of others, made by Python's zipfile: stored, deflated, with a folder and what macOS adds, and what is not taken.
const OTHERS: &str = "
import zipfile as z
def make(name, method, files):
    with z.ZipFile(name, 'w', method) as out:
        for path, contents in files: out.writestr(path, contents)
cert = open('ca.crt').read()
files = [('folder/', ''), ('folder/ca.crt', cert), ('__MACOSX/folder/._ca.crt', 'x'), ('인증서.txt', cert * 20)]
make('stored.zip', z.ZIP_STORED, files)
make('deflated.zip', z.ZIP_DEFLATED, files)
make('bzip2.zip', z.ZIP_BZIP2, files)
make('large.zip', z.ZIP_DEFLATED, [('a', bytes(33 << 20))])
make('many.zip', z.ZIP_STORED, [(str(n), '') for n in range(257)])
make('inner.zip', z.ZIP_DEFLATED, [('a', bytes(30 << 20))])
make('nested.zip', z.ZIP_DEFLATED, [(str(n) + '.zip', open('inner.zip', 'rb').read()) for n in range(20)])
damaged = bytearray(open('stored.zip', 'rb').read())
at = damaged.index(b'BEGIN CERT')
damaged[at] ^= 1
open('damaged.zip', 'wb').write(damaged)
";

#[test]
fn archives_of_others_are_looked_into_and_not_imported() {
    let family = Family::new(KeyAlgorithm::EcdsaP256);
    let folder = Folder::new();
    folder.write("ca.crt", family.authority.certificate().to_pem());
    folder.run("python3", &["-c", OTHERS]);
    let look_at = |name: &str, passphrase: &str| {
        look(vec![(name.to_owned(), Secret::new(folder.read(name)))], passphrase, noon())
    };
    for name in ["stored.zip", "deflated.zip"] {
        let files = open_plain(&folder.read(name)).expect(name).expect("nothing is encrypted");
        let names: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
        assert_eq!(names, ["folder/ca.crt", "인증서.txt"], "{name}");
        assert_eq!(files[0].1.expose(), folder.read("ca.crt"));
        let seen = look_at(name, "");
        assert_eq!(seen.told, [], "{name}");
        assert_eq!(
            seen.report.items.iter().filter(|item| item.kind == Kind::Certificate).count(),
            21,
            "{name}"
        );
        assert!(matches!(open(&folder.read(name), "any"), Err(OpenError::NotEncrypted { .. })), "{name}");
    }
    let damaged = OpenError::Damaged { path: "folder/ca.crt".to_owned() };
    let entries = OpenError::TooLarge { what: Excess::Entries, size: 257, allowed: MOST_ENTRIES };
    let large = OpenError::TooLarge { what: Excess::Entry, size: 33 << 20, allowed: LARGEST_ENTRY };
    for (name, refused) in [
        ("damaged.zip", damaged),
        ("many.zip", entries),
        ("large.zip", large),
        ("bzip2.zip", OpenError::Unsupported(Feature::Compression(12))),
    ] {
        assert_eq!(open_plain(&folder.read(name)), Err(refused.clone()), "{name}");
        let told = look_at(name, "").told;
        assert_eq!(told, [(name.to_owned(), Told::Refused(refused.into()))], "{name}");
    }
    // what lies within what lies within is opened until it is too much together
    let told = look_at("nested.zip", "").told;
    let [(_, Told::Refused(refused))] = &told[..] else { panic!("{told:?}") };
    assert!(
        matches!(refused, bundle::OpenError::Zip(OpenError::TooLarge { what: Excess::Total, .. })),
        "{told:?}"
    );
    // ours are encrypted: without a passphrase nothing is told of them here, with a wrong one that it is wrong
    assert_eq!(open_plain(&sealed()), Ok(None));
    let ours =
        |passphrase: &str| look(vec![("a.zip".to_owned(), Secret::new(sealed()))], passphrase, noon()).told;
    assert_eq!(ours(""), []);
    assert_eq!(ours("wrong"), [("a.zip".to_owned(), Told::Refused(OpenError::WrongPassphrase.into()))]);
    assert_eq!(ours(passphrase().expose()), []);
}

#[test]
fn seven_zip_and_bsdtar_open_it_and_keep_modes_and_times() {
    use std::os::unix::fs::PermissionsExt as _;
    let secret = passphrase();
    let with_7z = format!("-p{}", secret.expose());
    let unpackers: [(&str, Vec<&str>); 2] = [
        ("7z", vec!["x", "-y", &with_7z, "bundle.zip"]),
        ("bsdtar", vec!["-x", "--passphrase", secret.expose(), "-f", "bundle.zip"]),
    ];
    for (tool, arguments) in unpackers {
        let folder = Folder::new();
        folder.write("bundle.zip", sealed());
        folder.run(tool, &arguments);
        for entry in entries() {
            assert_eq!(folder.read(&entry.path), entry.contents.expose(), "{tool}: {}", entry.path);
            let metadata = std::fs::metadata(folder.0.join(&entry.path)).expect("unpacked");
            assert_eq!(
                metadata.permissions().mode() & 0o777,
                entry.effective_mode(),
                "{tool}: {}",
                entry.path
            );
            let modified = metadata.modified().expect("a time").duration_since(std::time::UNIX_EPOCH);
            let seconds = modified.expect("after 1970").as_secs();
            assert!(seconds.abs_diff(noon().unix_seconds() as u64) <= 1, "{tool}: {} {seconds}", entry.path);
        }
    }
}

/// Python's reader of AES ZIP: every entry, octet for octet, and none with another passphrase.
#[test]
fn pyzipper_opens_it() {
    const READ: &str = "import hashlib, pyzipper, sys
with pyzipper.AESZipFile('bundle.zip') as archive:
    archive.setpassword(sys.argv[1].encode())
    for entry in archive.infolist():
        octets = archive.read(entry)
        print(entry.filename, f'{entry.external_attr >> 16 & 0o777:o}', hashlib.sha256(octets).hexdigest())";
    let folder = Folder::new();
    folder.write("bundle.zip", sealed());
    let call = |secret: &str| {
        let path = format!("PYTHONPATH={}", support::pyzipper().display());
        testkit::tool("env")
            .arg(path)
            .args(["/usr/bin/python3", "-c", READ, secret])
            .in_folder(folder.0.path())
            .run()
    };
    let said = call(passphrase().expose());
    assert_eq!(said.code, Some(0), "{}", said.all());
    let expected: String = entries()
        .iter()
        .map(|entry| {
            folder.write("entry", entry.contents.expose());
            let sum = folder.run("sha256sum", &["entry"]);
            format!("{} {:o} {}\n", entry.path, entry.effective_mode(), &sum[..64])
        })
        .collect();
    assert_eq!(said.text(), expected);
    let refused = call("wrong");
    assert!(refused.code != Some(0) && refused.all().contains("Bad password"), "{}", refused.all());
}

#[test]
fn others_refuse_another_passphrase_and_see_aes_256() {
    let folder = Folder::new();
    folder.write("bundle.zip", sealed());
    folder.refused("7z", &["t", "-pwrong", "bundle.zip"]);
    folder.refused("bsdtar", &["-x", "--passphrase", "wrong", "-f", "bundle.zip"]);
    let listing = folder.run("7z", &["l", "-slt", "bundle.zip"]);
    assert_eq!(listing.matches("AES-256").count(), entries().len(), "{listing}");
    assert!(!listing.contains("ZipCrypto"), "{listing}");
}

#[test]
fn a_stranger_s_library_reads_it() {
    let bytes = sealed();
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).expect("an archive");
    let secret = passphrase();
    for (index, entry) in entries().iter().enumerate() {
        let mut file = archive.by_index_decrypt(index, secret.expose().as_bytes()).expect("an entry");
        let mut contents = Vec::new();
        std::io::copy(&mut file, &mut contents).expect("authenticated");
        assert_eq!(contents, entry.contents.expose());
        assert_eq!(file.crc32(), 0, "AE-2 keeps no CRC-32 of the plaintext");
    }
}

#[test]
fn the_longest_passphrase_opens_everywhere() {
    let long: String = "k7mxp-3qwer-sd9vb-h2nfc-".repeat(5).chars().take(99).collect();
    // A repetition is weak by itself, so the passphrase starts with enough of its own.
    let own = format!("{}{}", passphrase().expose(), &long[..99 - passphrase().expose().len()]);
    assert_eq!(own.len(), 99);
    let own = bundle::passphrase::Passphrase::own(&own, &[]).expect("strong");
    let folder = Folder::new();
    folder.write("bundle.zip", seal(&entries(), &own, noon(), &mut SeededEntropy::new(2)).expect("sealed"));
    folder.run("7z", &["t", &format!("-p{}", own.expose()), "bundle.zip"]);
}

#[test]
fn bundles_packed_again_by_others_open() {
    let seven_zip = |strength| ["a", "-tzip", "-mx=0", strength, "-psecret", "again.zip"].to_vec();
    let bsdtar = "-c --format zip --options zip:encryption=aes256,zip:compression=store --passphrase secret -f again.zip";
    for (tool, arguments) in [
        ("7z", seven_zip("-mem=AES256")),
        ("7z", seven_zip("-mem=AES192")),
        ("7z", seven_zip("-mem=AES128")),
        ("bsdtar", bsdtar.split(' ').collect()),
    ] {
        let folder = Folder::new();
        std::fs::create_dir(folder.0.join("conf")).expect("a folder");
        for entry in entries().iter().filter(|entry| entry.path != "client.key") {
            folder.write(&entry.path, entry.contents.expose());
        }
        folder.run(tool, &[&arguments[..], &["README.txt", "conf", "empty"]].concat());
        let archive = folder.read("again.zip");
        let opened = match open(&archive, "secret") {
            Ok(opened) => opened,
            Err(error) => panic!("{tool} {arguments:?}: {error:?}"),
        };
        for entry in entries().iter().filter(|entry| entry.path != "client.key") {
            let found = opened.iter().find(|found| found.path == entry.path);
            let found = found.unwrap_or_else(|| panic!("{tool} {arguments:?}: {}", entry.path));
            assert_eq!(found.contents.expose(), entry.contents.expose(), "{tool}: {}", entry.path);
        }
        assert_eq!(open(&archive, "other"), Err(OpenError::WrongPassphrase), "{tool}");
    }
}

#[test]
fn what_is_not_ours_is_named() {
    let folder = Folder::new();
    folder.write("a.txt", b"contents that are long enough to be compressed, compressed, compressed");
    folder.run("7z", &["a", "-tzip", "-mem=ZipCrypto", "-psecret", "crypto.zip", "a.txt"]);
    folder.run("7z", &["a", "-tzip", "plain.zip", "a.txt"]);
    folder.run("7z", &["a", "-t7z", "-psecret", "other.7z", "a.txt"]);
    folder.run("7z", &["a", "-tzip", "-mem=AES256", "-psecret", "deflate.zip", "a.txt"]);
    folder.run("7z", &["a", "-tzip", "-mem=AES256", "-mm=LZMA", "-psecret", "lzma.zip", "a.txt"]);
    let good = sealed();
    for (case, archive, expected) in [
        ("ZipCrypto", folder.read("crypto.zip"), OpenError::ZipCrypto),
        ("not encrypted", folder.read("plain.zip"), OpenError::NotEncrypted { path: "a.txt".into() }),
        ("7z", folder.read("other.7z"), OpenError::NotZip),
        ("deflate", folder.read("deflate.zip"), OpenError::Unsupported(Feature::Compression(8))),
        ("LZMA", folder.read("lzma.zip"), OpenError::Unsupported(Feature::Compression(14))),
        ("nothing", Vec::new(), OpenError::NotZip),
        ("text", b"-----BEGIN CERTIFICATE-----".to_vec(), OpenError::NotZip),
        ("the first half", good[..good.len() / 2].to_vec(), OpenError::Truncated),
        ("all but the last octet", good[..good.len() - 1].to_vec(), OpenError::Truncated),
        ("four octets", b"PK\x03\x04".to_vec(), OpenError::Truncated),
    ] {
        assert_eq!(open(&archive, "secret"), Err(expected), "{case}");
    }
    assert_eq!(open(&good, "other"), Err(OpenError::WrongPassphrase));
    assert_eq!(open(&good, ""), Err(OpenError::WrongPassphrase));
    assert_eq!(open(&good, &passphrase().expose().to_uppercase()), Err(OpenError::WrongPassphrase));
}

#[test]
fn changed_octets_are_noticed() {
    let good = sealed();
    let secret = passphrase();
    // In the middle of the largest entry's data.
    let mut changed = good.clone();
    let middle = good.len() / 2;
    changed[middle] ^= 1;
    assert_eq!(open(&changed, secret.expose()), Err(OpenError::Damaged { path: "conf/nginx.conf".into() }));
}

/// Encrypted entries as a stranger's program writes them.
fn strange(names: &[&str], contents: &[u8]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in names {
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .with_aes_encryption(zip::AesMode::Aes256, "secret");
        writer.start_file(*name, options).expect("started");
        writer.write_all(contents).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// Where the n-th central header begins.
fn central(archive: &[u8], index: usize) -> usize {
    archive
        .windows(4)
        .enumerate()
        .filter(|(_, window)| *window == b"PK\x01\x02")
        .nth(index)
        .expect("a header")
        .0
}

#[test]
fn bombs_are_refused_before_they_are_unpacked() {
    let folder = Folder::new();
    folder.write("zeros", vec![0; 1024 * 1024]);
    folder.run("7z", &["a", "-tzip", "-mem=AES256", "-mx=9", "-psecret", "zeros.zip", "zeros"]);
    let zeros = folder.read("zeros.zip");
    assert!(zeros.len() < 8 * 1024);
    assert_eq!(open(&zeros, "secret"), Err(OpenError::Unsupported(Feature::Compression(8))));

    let mut huge = strange(&["huge"], b"x");
    let at = central(&huge, 0) + 24;
    huge[at..at + 4].copy_from_slice(&(LARGEST_ENTRY as u32 + 1).to_le_bytes());
    assert!(matches!(open(&huge, "secret"), Err(OpenError::TooLarge { what: Excess::Entry, .. })));

    // The size is declared twice: before the data and in the directory.
    let mut lying = strange(&["lying"], &vec![0; 60_000]);
    let at = central(&lying, 0) + 24;
    lying[at..at + 4].copy_from_slice(&100_u32.to_le_bytes());
    assert_eq!(open(&lying, "secret"), Err(OpenError::Damaged { path: "lying".into() }), "one of the two");
    lying[22..26].copy_from_slice(&100_u32.to_le_bytes());
    assert_eq!(open(&lying, "secret"), Err(OpenError::Damaged { path: "lying".into() }), "both");

    let names: Vec<String> = (0..=MOST_ENTRIES).map(|index| format!("f{index}")).collect();
    let many = strange(&names.iter().map(String::as_str).collect::<Vec<_>>(), b"x");
    assert_eq!(
        open(&many, "secret"),
        Err(OpenError::TooLarge { what: Excess::Entries, size: MOST_ENTRIES + 1, allowed: MOST_ENTRIES })
    );

    // More entries are promised than there are.
    let mut short = strange(&["one"], b"x");
    let at = short.len() - 14;
    short[at..at + 4].copy_from_slice(&[1, 1, 1, 1]);
    assert_eq!(open(&short, "secret"), Err(OpenError::Damaged { path: String::new() }));

    // The second entry's header points at the first entry's data.
    let mut shared = strange(&["aa", "aa2"], b"the same contents");
    let first = central(&shared, 0);
    let second = central(&shared, 1);
    shared.copy_within(first + 42..first + 46, second + 42);
    shared[second + 28..second + 30].copy_from_slice(&2_u16.to_le_bytes());
    assert!(open(&shared, "secret").is_err());
}

#[test]
fn entries_that_share_octets_are_refused() {
    // Two central headers, both of the one entry that there is; `second` is what the other one calls it.
    let one = seal(&entries()[..1], &passphrase(), noon(), &mut SeededEntropy::new(3)).expect("sealed");
    let at = central(&one, 0);
    let header = one[at..one.len() - 22].to_vec();
    let doubled = |second: &[u8]| {
        let mut two = one[..at].to_vec();
        two.extend_from_slice(&header);
        two.extend_from_slice(&header[..46]);
        two.extend_from_slice(second);
        two.extend_from_slice(&header[46 + second.len()..]);
        let mut end = one[one.len() - 22..].to_vec();
        end[8..12].copy_from_slice(&[2, 0, 2, 0]);
        end[12..16].copy_from_slice(&(2 * header.len() as u32).to_le_bytes());
        two.extend_from_slice(&end);
        open(&two, passphrase().expose())
    };
    assert_eq!(doubled(b"README.two"), Err(OpenError::Overlap));
    let twice = OpenError::UnsafePath { path: "ReadMe.txt".into(), fault: PathFault::Twice };
    assert_eq!(doubled(b"ReadMe.txt"), Err(twice));
    assert_eq!(doubled(b"README.txt"), Err(OpenError::Damaged { path: String::new() }));
}

#[test]
fn names_that_lead_out_of_the_folder_are_refused() {
    let good = seal(&[Entry::public("abcdefgh", "x")], &passphrase(), noon(), &mut SeededEntropy::new(4))
        .expect("sealed");
    for (name, fault) in [
        (b"../../up", PathFault::Escapes),
        (b"/etc/pwd", PathFault::Escapes),
        (b"C:\\a.exe", PathFault::Escapes),
        (b"a\\b\\c\\de", PathFault::Character),
        (b"abc\ndefg", PathFault::Character),
    ] {
        let mut renamed = good.clone();
        for at in 0..renamed.len() - 8 {
            if &renamed[at..at + 8] == b"abcdefgh" {
                renamed[at..at + 8].copy_from_slice(name);
            }
        }
        let path = String::from_utf8_lossy(name).into_owned();
        assert_eq!(open(&renamed, passphrase().expose()), Err(OpenError::UnsafePath { path, fault }));
    }
}

#[test]
fn what_cannot_be_sealed_is_named() {
    let seal = |entries: &[Entry]| seal(entries, &passphrase(), noon(), &mut SeededEntropy::new(5));
    let path = |path: &str, fault| SealError::Path { path: path.into(), fault };
    assert_eq!(seal(&[Entry::public("../a", "")]), Err(path("../a", PathFault::Escapes)));
    assert_eq!(seal(&[Entry::public("키", "")]), Err(path("키", PathFault::Character)));
    assert_eq!(seal(&[Entry::public("a", ""), Entry::public("A", "")]), Err(path("A", PathFault::Twice)));
    let large = Entry::public("large", vec![0; LARGEST_ENTRY + 1]);
    assert_eq!(seal(&[large]), Err(SealError::TooLarge { path: "large".into(), size: LARGEST_ENTRY + 1 }));
    let many: Vec<Entry> = (0..=MOST_ENTRIES).map(|index| Entry::public(&format!("f{index}"), "")).collect();
    assert_eq!(seal(&many), Err(SealError::TooMany { count: MOST_ENTRIES + 1, allowed: MOST_ENTRIES }));
    let dry = bundle::zip::seal(&entries(), &passphrase(), noon(), &mut Drought);
    assert_eq!(dry, Err(SealError::NoEntropy));
}

#[test]
fn two_archives_of_the_same_share_no_ciphertext() {
    let mut entropy = SeededEntropy::new(6);
    let first = seal(&entries(), &passphrase(), noon(), &mut entropy).expect("sealed");
    let second = seal(&entries(), &passphrase(), noon(), &mut entropy).expect("sealed");
    assert_eq!(first.len(), second.len());
    assert_ne!(first, second);
    assert_eq!(sealed_anew(), sealed_anew(), "the same randomness and time give the same octets");
}

#[test]
fn a_secret_is_for_its_owner_alone_whatever_its_mode_says() {
    let entry = Entry { path: "key".into(), mode: 0o777, contents: Contents::Secret(Secret::new(vec![1])) };
    let archive = seal(&[entry], &passphrase(), noon(), &mut SeededEntropy::new(8)).expect("sealed");
    assert_eq!(open(&archive, passphrase().expose()).expect("opened")[0].mode, 0o600);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_entries_come_back(contents in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..700), 0..6),
                             seed in any::<u64>(), seconds in -3_000_000_000_i64..6_000_000_000) {
        let entries: Vec<Entry> = contents
            .into_iter()
            .enumerate()
            .map(|(index, contents)| match index % 2 {
                0 => Entry::public(&format!("folder/{index}.txt"), contents),
                _ => Entry::secret(&format!("{index}.key"), Secret::new(contents)),
            })
            .collect();
        let at = pki::moment::Moment::from_unix_seconds(seconds);
        let archive = seal(&entries, &passphrase(), at, &mut SeededEntropy::new(seed)).expect("sealed");
        prop_assert_eq!(open(&archive, passphrase().expose()), Ok(entries));
    }

    #[test]
    fn cut_anywhere_it_is_an_error(fraction in 0.0..1.0_f64) {
        let good = sealed();
        let length = (good.len() as f64 * fraction) as usize;
        prop_assert!(open(&good[..length], passphrase().expose()).is_err());
    }

    #[test]
    fn changed_anywhere_it_is_an_error_or_the_same_contents(fraction in 0.0..1.0_f64, mask in 1_u8..) {
        let mut changed = sealed();
        let at = (changed.len() as f64 * fraction) as usize;
        changed[at] ^= mask;
        // Times, modes and versions are not authenticated by the format; contents and names of files are compared.
        if let Ok(opened) = open(&changed, passphrase().expose()) {
            for (opened, entry) in opened.iter().zip(entries()) {
                prop_assert_eq!(&opened.path, &entry.path);
                prop_assert_eq!(opened.contents.expose(), entry.contents.expose());
            }
        }
    }

    #[test]
    fn noise_is_never_a_panic(noise in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = open(&noise, "secret");
        let _ = open(&[b"PK\x03\x04".to_vec(), noise, b"PK\x05\x06".to_vec(), vec![0; 18]].concat(), "secret");
    }
}
