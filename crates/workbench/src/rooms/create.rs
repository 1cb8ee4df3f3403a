//! The Create room: the form, making a set, issuing more from it, renaming, removing, revoking, saving.

pub mod many;
pub mod openssl;

use pki::crl::{CrlLifetime, Reason};

use crate::fields::Described;
use crate::form::{Edit, Form, MoreKind, Report, Which};
use crate::problem::Problem;
use crate::set::ItemId;
use crate::task::{Task, TaskId};
use openssl::Openssl;

/// What the Create room knows besides the set.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Create {
    /// The form for a new set.
    pub form: Form,
    /// What the worker last found in the form.
    pub report: Report,
    /// The fields that most people leave alone, as the worker last described them.
    pub choices: Described,
    /// Making the set.
    pub making: Task<Problem>,
    /// The form for one more server or more clients, when it is open.
    pub more: Option<More>,
    /// The commands that would make the set with openssl, when they were asked for.
    pub openssl: Option<Openssl>,
    /// The certificate that was to be renamed last, how, and why it cannot be called so.
    pub renaming: Option<(ItemId, String, Problem)>,
    /// Many clients at once, from a list.
    pub many: many::Many,
    /// Signing the next revocation list.
    pub listing: Task<Problem>,
    /// The number of the check that is awaited.
    pub(crate) checking: Option<TaskId>,
}

/// Issuing more from the authority at hand.
#[derive(Debug, Clone, PartialEq)]
pub struct More {
    /// A server, or clients.
    pub kind: MoreKind,
    /// Of the form only the parts for that kind are used.
    pub form: Form,
    /// What the worker last found in it.
    pub report: Report,
    /// The fields that most people leave alone, as the worker last described them.
    pub choices: Described,
    /// Whether the user has typed in it.
    pub(crate) touched: bool,
    /// Issuing.
    pub issuing: Task<Problem>,
    /// The number of the check that is awaited.
    pub(crate) checking: Option<TaskId>,
}

/// What can happen in the Create room.
#[derive(Debug, Clone, PartialEq)]
pub enum Msg {
    /// A form was changed.
    Edit(Which, Edit),
    /// The set shall be made. With unsaved keys about, a question comes first.
    Make,
    /// The form for issuing more shall open.
    OpenMore(MoreKind),
    /// It shall close; what was typed there is dropped.
    CloseMore,
    /// What the form for more asks for shall be issued.
    IssueMore,
    /// Something about the list of many clients.
    Many(many::Msg),
    /// A certificate got another label.
    Rename(ItemId, String),
    /// A certificate shall be removed; a question comes first.
    Remove(ItemId),
    /// A certificate shall be revoked for this reason; a question comes first.
    Revoke(ItemId, Reason),
    /// The revocation list shall be signed anew, with everything that is revoked, for this long; those that follow too.
    SignList(CrlLifetime),
    /// The revocation list's PEM shall go to the clipboard.
    CopyList,
    /// The revocation list shall be saved.
    SaveList,
    /// Everything shall be forgotten; a question comes first.
    StartOver,
    /// A certificate's PEM shall go to the clipboard.
    CopyCertificate(ItemId),
    /// A certificate's PEM shall be saved.
    SaveCertificate(ItemId),
    /// A private key shall be saved unencrypted; a question comes first.
    SaveKey(ItemId),
    /// "The same with openssl" shall be rendered.
    ShowOpenssl,
    /// "The same with openssl" was folded away.
    HideOpenssl,
}

impl Create {
    /// Ends what waits for the worker, with a fault or quietly.
    pub(crate) fn abandon(&mut self, fault: Option<&Problem>) {
        self.making.abandon(fault);
        self.listing.abandon(fault);
        self.many.abandon(fault);
        if let Some(more) = &mut self.more {
            more.issuing.abandon(fault);
        }
        if matches!(self.openssl, Some(Openssl::Rendering(_))) {
            self.openssl = fault.map(|fault| Openssl::Failed(fault.clone()));
        }
    }
}
