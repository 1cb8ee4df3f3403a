//! What the user chose for the machine: as typed (`ChoicesDraft`), and checked (`Choices`).
//! Rules between several choices, and what follows from them, are [`crate::plan`]'s.

mod backend;
mod draft;
mod error;
mod field;
mod folder;
mod layout;
mod listen;
mod release;

pub use backend::{BackendAddress, Scheme};
pub use draft::ChoicesDraft;
pub use error::{BackendFault, ChoiceError, FolderFault};
pub use field::{Choice, ChoiceField};
pub use folder::BaseFolder;
pub use layout::{Layout, LayoutKind, Strangers};
pub use listen::{ListenAddress, Port};
pub use release::{Release, Version};

use serde::{Deserialize, Serialize};

use crate::policy::PolicyKind;

/// Who answers behind nginx.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum BackendKind {
    /// The small Flask application that comes with the files.
    #[default]
    Flask,
    /// A server that runs already.
    Own,
}

impl Choice for BackendKind {
    const ALL: &'static [BackendKind] = &[BackendKind::Flask, BackendKind::Own];

    fn id(self) -> &'static str {
        match self {
            BackendKind::Flask => "flask",
            BackendKind::Own => "own",
        }
    }
}

/// What was chosen, each part checked by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// Where the files stand, and whose nginx reads them.
    pub layout: Layout,
    /// Which nginx will read the configuration.
    pub release: Release,
    /// Which TLS settings are advised to it.
    pub policy: PolicyKind,
    /// Where nginx listens.
    pub listen_address: ListenAddress,
    /// The port nginx listens on.
    pub listen_port: Port,
    /// Who answers behind nginx.
    pub backend: Backend,
}

/// Who answers behind nginx, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Backend {
    /// The Flask application that comes with the files, on this port of 127.0.0.1.
    Flask(Port),
    /// A server that runs already.
    Own(BackendAddress),
}

impl Choices {
    /// Checks every field.
    ///
    /// # Errors
    /// All fields that cannot be used, in the form's order, each with its reason.
    pub fn parse(draft: &ChoicesDraft) -> Result<Choices, Vec<(ChoiceField, ChoiceError)>> {
        let mut form = Form { draft, errors: Vec::new() };
        let layout = form.read(ChoiceField::Layout, LayoutKind::parse).and_then(|kind| match kind {
            LayoutKind::Alone => form.read(ChoiceField::BaseFolder, BaseFolder::parse).map(Layout::Alone),
            LayoutKind::System => form.read(ChoiceField::Strangers, Strangers::parse).map(Layout::System),
        });
        let release = form.read(ChoiceField::Release, Release::parse);
        let policy = form.read(ChoiceField::Policy, PolicyKind::parse);
        let listen_address = form.read(ChoiceField::ListenAddress, ListenAddress::parse);
        let listen_port = form.read(ChoiceField::ListenPort, Port::parse);
        let backend = form.read(ChoiceField::Backend, BackendKind::parse).and_then(|kind| match kind {
            BackendKind::Flask => form.read(ChoiceField::FlaskPort, Port::parse).map(Backend::Flask),
            BackendKind::Own => form.read(ChoiceField::OwnBackend, BackendAddress::parse).map(Backend::Own),
        });
        let choices = || {
            Some(Choices {
                layout: layout?,
                release: release?,
                policy: policy?,
                listen_address: listen_address?,
                listen_port: listen_port?,
                backend: backend?,
            })
        };
        choices().ok_or(form.errors)
    }
}

/// Reads fields one after the other and keeps what is wrong with each.
struct Form<'a> {
    draft: &'a ChoicesDraft,
    errors: Vec<(ChoiceField, ChoiceError)>,
}

impl Form<'_> {
    fn read<T>(
        &mut self,
        field: ChoiceField,
        parse: impl FnOnce(&str) -> Result<T, ChoiceError>,
    ) -> Option<T> {
        parse(self.draft.text(field)).map_err(|error| self.errors.push((field, error))).ok()
    }
}
