//! Many bundles in one file: it grows in portions, is whole after each of them, and other programs open it.

mod support;

use bundle::collection::{CollectError, Collection, Directory};
use support::{Folder, noon};

/// Names in several scripts, as `bundle::file` gives them.
const NAMES: [&str; 6] = [
    "handfast-a-client-partner-1_1-2026-11-23.zip",
    "handfast-a-client-파트너-가_2-2026-11-23.zip",
    "handfast-a-client-مرحبا_3-2026-11-23.zip",
    "handfast-a-client-é_4-2026-11-23.zip",
    "handfast-a-client-e\u{301}_5-2026-11-23.zip",
    "handfast-a-client-𠀀_6-2026-11-23.zip",
];

fn contents(name: &str) -> Vec<u8> {
    name.repeat(400).into_bytes()
}

/// Adds names in portions of this size; gives the portions and the directory after each.
fn collected(names: &[&str], size: usize) -> Vec<(Vec<u8>, Directory)> {
    let mut directory = Directory::default();
    let mut portions = Vec::new();
    for names in names.chunks(size) {
        let mut collection = Collection::after(&directory, noon()).expect("a directory");
        for name in names {
            collection.add(name, &contents(name)).expect("added");
        }
        let (octets, next) = collection.finish().expect("finished");
        directory = next.clone();
        portions.push((octets, next));
    }
    portions
}

/// The file after so many portions.
fn file(portions: &[(Vec<u8>, Directory)]) -> Vec<u8> {
    let mut file: Vec<u8> = portions.iter().flat_map(|(octets, _)| octets.clone()).collect();
    file.extend(portions.last().map(|(_, directory)| directory.octets()).unwrap_or_default());
    file
}

#[test]
fn other_programs_open_it_after_every_portion() {
    for size in [1, 2, 6] {
        let portions = collected(&NAMES, size);
        for count in 1..=portions.len() {
            let folder = Folder::new();
            folder.write("all.zip", file(&portions[..count]));
            folder.run("7z", &["x", "-y", "all.zip"]);
            for name in &NAMES[..(count * size).min(NAMES.len())] {
                assert_eq!(folder.read(name), contents(name), "{name} of {count} portions of {size}");
            }
            let listing = folder.run("python3", &["-m", "zipfile", "-t", "all.zip"]);
            assert!(listing.contains("Done"), "{listing}");
            let listing = folder.run("bsdtar", &["-tf", "all.zip"]);
            assert_eq!(listing.lines().count(), (count * size).min(NAMES.len()), "{listing}");
        }
    }
}

#[test]
fn the_portions_make_the_same_file_as_one_would() {
    assert_eq!(file(&collected(&NAMES, 1)), file(&collected(&NAMES, 6)));
}

#[test]
fn a_thousand_bundles_leave_no_more_than_their_directory_to_carry() {
    let names: Vec<String> = (1..=1_000).map(|place| format!("client-partner-{place}_{place}.zip")).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let portions = collected(&names, 10);
    let (_, directory) = portions.last().expect("portions");
    assert!(directory.octets().len() < 200 * names.len(), "{} octets", directory.octets().len());
    let folder = Folder::new();
    folder.write("all.zip", file(&portions));
    assert!(folder.run("7z", &["t", "all.zip"]).contains("Files: 1000"));
}

#[test]
fn a_name_stands_once_in_the_whole_file() {
    let portions = collected(&["a.zip"], 1);
    let mut next = Collection::after(&portions[0].1, noon()).expect("a directory");
    assert_eq!(next.add("a.zip", b"x"), Err(CollectError::Twice { name: "a.zip".into() }));
    let mut next = Collection::after(&portions[0].1, noon()).expect("a directory");
    next.add("b.zip", b"x").expect("another name");
    assert_eq!(next.add("b.zip", b"x"), Err(CollectError::Twice { name: "b.zip".into() }));
}

#[test]
fn what_is_no_directory_is_refused() {
    let (_, directory) = collected(&["a.zip"], 1).remove(0);
    let written = postcard::to_allocvec(&directory).expect("written");
    let mut octets = written.clone();
    octets[written.len() - 30..].fill(0xff);
    for (octets, taken) in [(written, true), (octets, false)] {
        let directory: Directory = postcard::from_bytes(&octets).expect("as long as it says");
        assert_eq!(Collection::after(&directory, noon()).is_ok(), taken);
    }
}
