//! The Handshake room at a desk: told, given files, and what is on show in it.

#![allow(dead_code, reason = "each test program uses its part of it")]

use std::rc::Rc;

use text::Lang;
use workbench::document::{Block, Verdict};
use workbench::lab::Msg;
use workbench::lab::told::{Coming, Told};
use workbench::msg as page;
use workbench::opened::Given;
use workbench::room::Room;
use workbench::rooms::handshake::Files;
use workbench::rooms::inspect::Way;
use workbench::rooms::{create, handshake};
use workbench::sight::handshake::Play;
use workbench::task::Task;

use super::Desk;

/// Tells the Handshake room something.
pub(crate) fn tell(desk: &mut Desk, msg: handshake::Msg) {
    desk.tell_lab(Msg::Handshake(msg));
}

/// A desk on which a set was made and the room is entered, in English.
pub(crate) fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.tell(page::Msg::Language(Lang::En));
    desk.tell(page::Msg::Create(create::Msg::Make));
    desk.tell(page::Msg::Entered(Room::Handshake));
    desk
}

/// Somebody follows this address within the room, or comes there for the first time.
pub(crate) fn follow(desk: &mut Desk, rest: &str) {
    come(desk, rest, Coming::Within);
}

/// This is told with this address in its place.
pub(crate) fn come(desk: &mut Desk, rest: &str, coming: Coming) {
    let (room, lang, offset) = (Room::Handshake, Lang::En, desk.lab.offset);
    let told = Told { room, coming, lang, offset, made: None, deployed: None };
    desk.tell_lab(Msg::Told(Box::new(told), Way::parse(rest)));
}

/// What is on show, which was wanted last.
pub(crate) fn play(desk: &Desk) -> Rc<Play> {
    let room = &desk.lab.handshake;
    assert_eq!((&room.playing, &room.refused), (&Task::Idle, &Vec::new()));
    Rc::clone(room.play.as_ref().expect("it was played"))
}

/// A file that is given alone.
pub(crate) fn given(name: &str, octets: &[u8]) -> handshake::Msg {
    at_once(&[(name, octets)])
}

/// Files that are given at once.
pub(crate) fn at_once(files: &[(&str, &[u8])]) -> handshake::Msg {
    handshake::Msg::Files(Files { read: read(files), ..Files::default() })
}

/// Files as they were read.
pub(crate) fn read(files: &[(&str, &[u8])]) -> Vec<Given> {
    let file =
        |(name, octets): &(&str, &[u8])| Given { name: (*name).to_owned(), bytes: Rc::new(octets.to_vec()) };
    files.iter().map(file).collect()
}

/// What must be known of a play before all else.
pub(crate) fn cautions(blocks: &[Block]) -> Vec<String> {
    let told = blocks.iter().filter_map(|block| match block {
        Block::Finding(Verdict::Caution, message) => Some(message.to_string()),
        _ => None,
    });
    told.collect()
}
