//! What the user chose for the machine: as typed (`ChoicesDraft`), and checked (`Choices`).
//! Rules between several choices, and what follows from them, are [`crate::plan`]'s.

mod admission;
mod backend;
mod certificate;
mod draft;
mod error;
mod field;
mod folder;
mod gateway;
mod layout;
mod listen;
mod machine;
mod policy;
mod release;
mod traffic;

pub use admission::{Allow, AllowKind, Digest, PathPrefix, Refusals, Verify, VerifyKind};
pub use backend::{BackendAddress, Scheme};
pub use certificate::{AuthorityNames, CertbotFolder, CertificateKind, KeyForm, ServerCertificate};
pub use draft::ChoicesDraft;
pub use error::{BackendFault, ChoiceError, FolderFault, ListFault, MachineFault};
pub use field::{Choice, ChoiceField};
pub use folder::BaseFolder;
pub use gateway::{Gateway, Identity, Reveal, Unable};
pub use layout::{Layout, LayoutKind, Strangers};
pub use listen::{ListenAddress, Port};
pub use machine::{Account, Gcloud, Machine, MachineKind, Resource, Ssh};
pub use policy::PolicyKind;
pub use release::{Release, Version};
pub use traffic::{FlaskAt, PlainPort, Switch};

use pki::anchors::Anchors;
use serde::{Deserialize, Serialize};

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
    /// How one gets to the machine.
    pub machine: Machine,
    /// Whose addresses may reach the service, as ranges; empty while it is not said.
    pub callers: Vec<String>,
    /// Where the files stand, and whose server reads them.
    pub layout: Layout,
    /// Which nginx will read the configuration; without a meaning for the gateway.
    pub release: Release,
    /// Which TLS settings are advised to it.
    pub policy: PolicyKind,
    /// Whose certificate the server shows.
    pub certificate: ServerCertificate,
    /// Where nginx listens.
    pub listen_address: ListenAddress,
    /// The port nginx listens on.
    pub listen_port: Port,
    /// Whether nginx listens on IPv6 though no name of the service needs it.
    pub ipv6: Switch,
    /// What callers of port 80 get.
    pub plain_port: PlainPort,
    /// Which requests need a certificate.
    pub verify: Verify,
    /// Whether callers are told whose certificates are taken.
    pub authority_names: AuthorityNames,
    /// Which certificates will do.
    pub allow: Allow,
    /// A partner's authorities, whose clients may enter beside ours.
    pub partner: Option<Anchors>,
    /// Whether revoked certificates are refused by a list that the authority signs.
    pub revocation: Switch,
    /// How the others are told by nginx; the gateway has its own way.
    pub refusals: Refusals,
    /// Who answers behind nginx.
    pub backend: Backend,
    /// The largest body of a request, in MiB.
    pub body_mib: u32,
    /// How long nginx waits for the backend, in seconds.
    pub patience: u32,
    /// Whether connections may become WebSockets (RFC 6455).
    pub websocket: Switch,
}

/// Who answers behind nginx, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Backend {
    /// The Flask application that comes with the files.
    Flask(FlaskListen),
    /// A server that runs already.
    Own(BackendAddress),
}

/// Where the Flask application listens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FlaskListen {
    /// On this port of 127.0.0.1.
    Port(Port),
    /// On a socket that nginx alone may open.
    Socket,
}

impl Choices {
    /// Checks every field.
    ///
    /// # Errors
    /// All fields that cannot be used, in the form's order, each with its reason.
    pub fn parse(draft: &ChoicesDraft) -> Result<Choices, Vec<(ChoiceField, ChoiceError)>> {
        let mut form = Form { draft, errors: Vec::new() };
        let machine = form.machine();
        let callers = match machine {
            Some(Machine::Unsaid) => Some(Vec::new()),
            _ => form.read(ChoiceField::Callers, machine::callers),
        };
        let kind = form.read(ChoiceField::Layout, LayoutKind::parse);
        let gateway = kind == Some(LayoutKind::Gateway);
        let layout = kind.and_then(|kind| match kind {
            LayoutKind::Alone => form.read(ChoiceField::BaseFolder, BaseFolder::parse).map(Layout::Alone),
            LayoutKind::System => form.read(ChoiceField::Strangers, Strangers::parse).map(Layout::System),
            LayoutKind::Gateway => form.gateway().map(Layout::Gateway),
        });
        let release = if gateway {
            Some(Release::parse(draft.text(ChoiceField::Release)).unwrap_or_default())
        } else {
            form.read(ChoiceField::Release, Release::parse)
        };
        let policy = form.read(ChoiceField::Policy, PolicyKind::parse);
        let certificate =
            form.read(ChoiceField::ServerCertificate, CertificateKind::parse).and_then(|kind| match kind {
                CertificateKind::Ours => {
                    form.read(ChoiceField::ServerKey, KeyForm::parse).map(ServerCertificate::Ours)
                }
                CertificateKind::Public => {
                    form.read(ChoiceField::CertbotFolder, CertbotFolder::parse).map(ServerCertificate::Public)
                }
            });
        let listen_address = form.read(ChoiceField::ListenAddress, ListenAddress::parse);
        let listen_port = form.read(ChoiceField::ListenPort, Port::parse);
        let backend = form.read(ChoiceField::Backend, BackendKind::parse).and_then(|kind| match kind {
            BackendKind::Flask => form
                .read(ChoiceField::FlaskAt, FlaskAt::parse)
                .and_then(|at| match at {
                    FlaskAt::Port => form.read(ChoiceField::FlaskPort, Port::parse).map(FlaskListen::Port),
                    FlaskAt::Socket => Some(FlaskListen::Socket),
                })
                .map(Backend::Flask),
            BackendKind::Own => form.read(ChoiceField::OwnBackend, BackendAddress::parse).map(Backend::Own),
        });
        let ipv6 = form.read(ChoiceField::Ipv6, Switch::parse);
        let plain_port = form.read(ChoiceField::PlainPort, PlainPort::parse);
        let verify = form.read(ChoiceField::Verify, VerifyKind::parse).and_then(|kind| match kind {
            VerifyKind::Everywhere => Some(Verify::Everywhere),
            VerifyKind::Paths => form.read(ChoiceField::ProtectedPaths, Verify::paths),
        });
        let authority_names = match release {
            Some(release) if !gateway && !release.can_keep_names() => Some(AuthorityNames::Sent),
            _ => form.read(ChoiceField::AuthorityNames, AuthorityNames::parse),
        };
        let digest = if gateway { Digest::Sha256 } else { Digest::Sha1 };
        let allow = form
            .read(ChoiceField::Allow, AllowKind::parse)
            .and_then(|kind| form.read(ChoiceField::Allowed, |typed| Allow::parse(kind, digest, typed)));
        let partner = form.read(ChoiceField::PartnerAuthority, partner);
        let revocation = form.read(ChoiceField::Revocation, Switch::parse);
        let refusals = if gateway {
            Some(Refusals::parse(draft.text(ChoiceField::Refusals)).unwrap_or(Refusals::Nginx))
        } else {
            form.read(ChoiceField::Refusals, Refusals::parse)
        };
        let body_mib = form.read(ChoiceField::BodySize, |typed| traffic::number(typed, 1, MOST_BODY_MIB));
        let patience = form.read(ChoiceField::Patience, |typed| traffic::number(typed, 1, MOST_PATIENCE));
        let websocket = form.read(ChoiceField::Websocket, Switch::parse);
        let choices = || {
            Some(Choices {
                machine: machine?,
                callers: callers?,
                layout: layout?,
                release: release?,
                policy: policy?,
                certificate: certificate?,
                listen_address: listen_address?,
                listen_port: listen_port?,
                ipv6: ipv6?,
                plain_port: plain_port?,
                verify: verify?,
                authority_names: authority_names?,
                allow: allow?,
                partner: partner?,
                revocation: revocation?,
                refusals: refusals?,
                backend: backend?,
                body_mib: body_mib?,
                patience: patience?,
                websocket: websocket?,
            })
        };
        choices().ok_or(form.errors)
    }
}

/// One TiB: more is no request.
const MOST_BODY_MIB: u32 = 1024 * 1024;
/// A day.
const MOST_PATIENCE: u32 = 24 * 60 * 60;

/// A partner's authorities, if there are any.
fn partner(typed: &str) -> Result<Option<Anchors>, ChoiceError> {
    if typed.trim().is_empty() {
        return Ok(None);
    }
    Anchors::from_pem(typed).map(Some).map_err(ChoiceError::Partner)
}

/// Reads fields one after the other and keeps what is wrong with each.
struct Form<'a> {
    draft: &'a ChoicesDraft,
    errors: Vec<(ChoiceField, ChoiceError)>,
}

impl Form<'_> {
    fn machine(&mut self) -> Option<Machine> {
        match self.read(ChoiceField::Machine, MachineKind::parse)? {
            MachineKind::Unsaid => Some(Machine::Unsaid),
            MachineKind::Ssh => {
                let host = self.read(ChoiceField::SshHost, machine::host);
                let user = self.read(ChoiceField::SshUser, Account::parse);
                let port = self.read(ChoiceField::SshPort, Port::parse);
                let identity = self.read(ChoiceField::SshIdentity, machine::identity);
                Some(Machine::Ssh(Ssh { host: host?, user: user?, port: port?, identity: identity? }))
            }
            MachineKind::Gcloud => {
                let project = self.read(ChoiceField::GcloudProject, Resource::parse);
                let zone = self.read(ChoiceField::GcloudZone, Resource::zone);
                let instance = self.read(ChoiceField::GcloudInstance, Resource::parse);
                let user = self.read(ChoiceField::GcloudUser, Account::parse);
                Some(Machine::Gcloud(Gcloud {
                    project: project?,
                    zone: zone?,
                    instance: instance?,
                    user: user?,
                }))
            }
        }
    }

    fn gateway(&mut self) -> Option<Gateway> {
        let identity = self.read(ChoiceField::Identity, Identity::parse);
        let reveal = self.read(ChoiceField::Reveal, Reveal::parse);
        let admin = self.read(ChoiceField::AdminPort, gateway::admin);
        Some(Gateway { identity: identity?, reveal: reveal?, admin: admin? })
    }

    fn read<T>(
        &mut self,
        field: ChoiceField,
        parse: impl FnOnce(&str) -> Result<T, ChoiceError>,
    ) -> Option<T> {
        parse(self.draft.text(field)).map_err(|error| self.errors.push((field, error))).ok()
    }
}
