//! What the user chose for the machine: as typed (`ChoicesDraft`), and checked (`Choices`).
//! Rules between several choices, and what follows from them, are [`crate::plan`]'s.

mod backend;
mod error;
mod folder;
mod listen;
mod release;

pub use backend::{BackendAddress, Scheme};
pub use error::{BackendFault, ChoiceError, FolderFault};
pub use folder::BaseFolder;
pub use listen::{ListenAddress, Port};
pub use release::{Release, Version};

use serde::{Deserialize, Serialize};

use crate::policy::PolicyKind;

/// What stands in the form: texts as typed, so that nothing typed is lost while it is wrong.
/// A choice that an older record does not name is the default.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChoicesDraft {
    /// The folder on the machine below which everything stands.
    pub base_folder: String,
    /// Which nginx will read the configuration.
    pub release: Release,
    /// Which TLS settings are advised to it.
    pub policy: PolicyKind,
    /// The address nginx listens on; empty for all.
    pub listen_address: String,
    /// The port nginx listens on.
    pub listen_port: String,
    /// Who answers behind nginx.
    pub backend: BackendKind,
    /// The port of the Flask backend on 127.0.0.1. Kept, and not judged, while the backend is the user's own.
    pub flask_port: String,
    /// `http://host:port` of the user's own backend. Kept, and not judged, while the backend is Flask.
    pub own_backend: String,
}

/// Who answers behind nginx.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum BackendKind {
    /// The small Flask application that comes with the files.
    #[default]
    Flask,
    /// A server that runs already.
    Own,
}

/// The guide's layout: `/mtls-demo`, every address, 443, Flask on 8080.
impl Default for ChoicesDraft {
    fn default() -> ChoicesDraft {
        ChoicesDraft {
            base_folder: "/mtls-demo".to_owned(),
            release: Release::default(),
            policy: PolicyKind::default(),
            listen_address: String::new(),
            listen_port: "443".to_owned(),
            backend: BackendKind::Flask,
            flask_port: "8080".to_owned(),
            own_backend: "http://127.0.0.1:8080".to_owned(),
        }
    }
}

/// A field of the form; errors are shown beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[allow(missing_docs, reason = "each is the field of ChoicesDraft with the same name")]
pub enum ChoiceField {
    BaseFolder,
    ListenAddress,
    ListenPort,
    FlaskPort,
    OwnBackend,
}

/// What was chosen, each part checked by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choices {
    /// The folder on the machine below which everything stands.
    pub base_folder: BaseFolder,
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
        let mut errors = Vec::new();
        let base_folder = note(BaseFolder::parse(&draft.base_folder), ChoiceField::BaseFolder, &mut errors);
        let listen_address =
            note(ListenAddress::parse(&draft.listen_address), ChoiceField::ListenAddress, &mut errors);
        let listen_port = note(Port::parse(&draft.listen_port), ChoiceField::ListenPort, &mut errors);
        let backend = match draft.backend {
            BackendKind::Flask => {
                note(Port::parse(&draft.flask_port).map(Backend::Flask), ChoiceField::FlaskPort, &mut errors)
            }
            BackendKind::Own => {
                let address = BackendAddress::parse(&draft.own_backend).map(Backend::Own);
                note(address, ChoiceField::OwnBackend, &mut errors)
            }
        };
        match (base_folder, listen_address, listen_port, backend) {
            (Some(base_folder), Some(listen_address), Some(listen_port), Some(backend)) => {
                let ChoicesDraft { release, policy, .. } = *draft;
                Ok(Choices { base_folder, release, policy, listen_address, listen_port, backend })
            }
            _ => Err(errors),
        }
    }
}

fn note<T>(
    result: Result<T, ChoiceError>,
    field: ChoiceField,
    errors: &mut Vec<(ChoiceField, ChoiceError)>,
) -> Option<T> {
    result.map_err(|error| errors.push((field, error))).ok()
}
