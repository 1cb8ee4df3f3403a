//! Why a choice cannot be used, with the values in it, and what people are told. Nothing is judged here.

use pki::anchors::AnchorError;
use pki::name::NameError;
use serde::{Deserialize, Serialize};
use text::{Lang, Message};

use super::Unable;
use crate::unwritable::{code_point, shown};

/// Why a choice cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ChoiceError {
    /// None of the words that the field takes.
    NotAChoice(String),
    /// The base folder.
    Folder {
        /// As it was typed.
        typed: String,
        /// What is wrong with it.
        fault: FolderFault,
    },
    /// Neither an IPv4 nor an IPv6 address.
    NotAnAddress(String),
    /// An IPv6 address with a zone (`fe80::1%eth0`), which nginx cannot listen on.
    Zone(String),
    /// A multicast or broadcast address: no server listens there over TCP.
    NotListenable(String),
    /// Not a port number from 1 to 65535.
    NotAPort(String),
    /// The address of the user's own backend.
    Backend {
        /// As it was typed.
        typed: String,
        /// What is wrong with it.
        fault: BackendFault,
    },
    /// Something about the machine.
    Machine {
        /// As it was typed.
        typed: String,
        /// What is wrong with it.
        fault: MachineFault,
    },
    /// An entry of a list, or the list as a whole.
    List {
        /// The entry as it was typed; empty when it is the list.
        typed: String,
        /// What is wrong with it.
        fault: ListFault,
    },
    /// Not a whole number between these bounds.
    NotANumber {
        /// As it was typed.
        typed: String,
        /// The least.
        least: u32,
        /// The most.
        most: u32,
    },
    /// Not a folder of certbot.
    Certbot(String),
    /// No public authority vouches for this address by certbot.
    PublicAddress(String),
    /// A partner's authorities or their lists.
    Partner(AnchorError),
    /// nginx can do it, and the gateway cannot.
    Gateway(Unable),
    /// Our Flask backend reads nginx's headers, and the gateway would not send them.
    FlaskReadsNginx,
    /// The port at which the gateway tells how it is has another use already.
    AdminPortTaken(u16),
    /// nginx would take port 80 for callers with and without TLS.
    PlainPortIsListener,
    /// The Flask backend would take the port that nginx listens on; the port.
    FlaskIsListener(u16),
    /// The user's own backend is at the very address and port that nginx listens on.
    BackendIsListener {
        /// The backend's address with its port.
        backend: String,
        /// The port that both would use.
        port: u16,
    },
}

/// What can be wrong with a folder.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum FolderFault {
    /// Nothing was typed.
    Empty,
    /// It does not begin with `/`.
    Relative,
    /// It has `.` or `..` between its slashes, or two slashes beside each other; the part as typed.
    Segment(String),
    /// It is `/` itself or a folder that belongs to the system.
    System,
    /// It is below a folder in which the services could not do their work.
    Closed,
    /// A character that could not be written safely into every file and command.
    Character(char),
    /// It is longer than this many bytes.
    Long(usize),
}

/// What can be wrong with the address of a backend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum BackendFault {
    /// Nothing was typed.
    Empty,
    /// It begins with neither `http://` nor `https://`.
    Scheme,
    /// It has a path, a query, or a fragment.
    Path,
    /// It has a user name or password.
    UserInfo,
    /// Its host is neither a name nor an IP address.
    Host(NameError),
    /// Its host is a wildcard: there must be one machine to send to.
    Wildcard,
    /// Its port is not a number from 1 to 65535.
    Port,
}

/// What can be wrong with a list and its entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum ListFault {
    /// There is no entry.
    Empty,
    /// There are more than this many entries.
    Many(usize),
    /// An entry is longer than this many bytes.
    Long(usize),
    /// Not the beginning of a path as nginx compares it.
    NotAPath,
    /// Not a serial number in hexadecimal digits.
    NotASerial,
    /// Not a fingerprint in hexadecimal digits.
    NotAFingerprint,
    /// A SHA-256 fingerprint where nginx wants SHA-1.
    NotSha1,
    /// A SHA-1 fingerprint where the gateway wants SHA-256.
    NotSha256,
    /// Not a subject as nginx writes it.
    NotASubject,
    /// Not an address or a range of addresses.
    NotARange,
}

/// What can be wrong about the machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum MachineFault {
    /// Not a name or address that ssh takes.
    Host,
    /// Not a user name of Linux.
    Account,
    /// Not a path that can be written.
    Path,
    /// Not a name of Google Cloud.
    Resource,
    /// Such a name, and not that of a zone.
    Zone,
}

impl ChoiceError {
    /// What is wrong and what to try. Of a field with nothing in it nothing is quoted.
    #[must_use]
    pub fn message(&self, lang: Lang) -> Message {
        let message = self.about_what_was_typed(lang);
        match self {
            ChoiceError::NotAChoice(typed)
            | ChoiceError::NotAPort(typed)
            | ChoiceError::NotANumber { typed, .. }
            | ChoiceError::Machine { typed, .. }
                if typed.trim().is_empty() =>
            {
                Message { problem: text::deploy::field_empty(lang).into(), ..message }
            }
            _ => message,
        }
    }

    fn about_what_was_typed(&self, lang: Lang) -> Message {
        use text::deploy as say;
        match self {
            ChoiceError::NotAChoice(typed) => say::choice_unknown(lang, &shown(typed)),
            ChoiceError::Folder { typed, fault } => {
                let typed = shown(typed);
                match fault {
                    FolderFault::Empty => say::folder_empty(lang),
                    FolderFault::Relative => say::folder_relative(lang, &typed),
                    FolderFault::Segment(part) => say::folder_segment(lang, &typed, &shown(part)),
                    FolderFault::System => say::folder_system(lang, &typed),
                    FolderFault::Closed => say::folder_closed(lang, &typed),
                    FolderFault::Character(' ') => say::folder_space(lang, &typed),
                    FolderFault::Character(character) => {
                        say::folder_character(lang, &typed, &code_point(*character))
                    }
                    FolderFault::Long(limit) => say::folder_long(lang, &typed, *limit),
                }
            }
            ChoiceError::NotAnAddress(typed) => say::address_unreadable(lang, &shown(typed)),
            ChoiceError::Zone(typed) => say::address_zone(lang, &shown(typed)),
            ChoiceError::NotListenable(typed) => say::address_not_listenable(lang, &shown(typed)),
            ChoiceError::NotAPort(typed) => say::port_unreadable(lang, &shown(typed)),
            ChoiceError::Backend { typed, fault } => {
                let typed = shown(typed);
                match fault {
                    BackendFault::Empty => say::backend_empty(lang),
                    BackendFault::Scheme => say::backend_scheme(lang, &typed),
                    BackendFault::Path => say::backend_path(lang, &typed),
                    BackendFault::UserInfo => say::backend_user(lang, &typed),
                    BackendFault::Host(error) => error.message(lang),
                    BackendFault::Wildcard => say::backend_wildcard(lang, &typed),
                    BackendFault::Port => say::backend_port(lang, &typed),
                }
            }
            ChoiceError::Machine { typed, fault } => {
                let typed = shown(typed);
                match fault {
                    MachineFault::Host => say::machine_host(lang, &typed),
                    MachineFault::Account => say::machine_account(lang, &typed),
                    MachineFault::Path => say::machine_path(lang, &typed),
                    MachineFault::Resource => say::machine_resource(lang, &typed),
                    MachineFault::Zone => say::machine_zone(lang, &typed),
                }
            }
            ChoiceError::List { typed, fault } => {
                let typed = shown(typed);
                match fault {
                    ListFault::Empty => say::list_empty(lang),
                    ListFault::Many(limit) => say::list_many(lang, limit),
                    ListFault::Long(limit) => say::list_long(lang, &typed, limit),
                    ListFault::NotAPath => say::list_path(lang, &typed),
                    ListFault::NotASerial => say::list_serial(lang, &typed),
                    ListFault::NotAFingerprint => say::list_fingerprint(lang, &typed),
                    ListFault::NotSha1 => say::list_sha256(lang, &typed),
                    ListFault::NotSha256 => say::list_sha1(lang, &typed),
                    ListFault::NotARange => say::list_range(lang, &typed),
                    ListFault::NotASubject => say::list_subject(lang, &typed),
                }
            }
            ChoiceError::NotANumber { typed, least, most } => {
                say::number_unreadable(lang, &shown(typed), least, most)
            }
            ChoiceError::Certbot(typed) => say::certbot_folder(lang, &shown(typed)),
            ChoiceError::PublicAddress(address) => say::public_address(lang, address),
            ChoiceError::Partner(error) => error.message(lang),
            ChoiceError::Gateway(unable) => match unable {
                Unable::PlainPort => say::gateway_no_plain_port(lang),
                Unable::EncryptedKey => say::gateway_no_encrypted_key(lang),
                Unable::Serials => say::gateway_no_serials(lang),
            },
            ChoiceError::FlaskReadsNginx => say::gateway_flask_headers(lang),
            ChoiceError::AdminPortTaken(port) => say::gateway_admin_taken(lang, port),
            ChoiceError::PlainPortIsListener => say::plain_port_is_listener(lang),
            ChoiceError::FlaskIsListener(port) => say::flask_is_listener(lang, port),
            ChoiceError::BackendIsListener { backend, port } => {
                say::backend_is_listener(lang, &shown(backend), &port)
            }
        }
    }
}
