//! From what is chosen for the machine to the files and commands of the Deploy room.

pub(super) mod file;
mod form;
mod runbook;

use bundle::file::BundleKind;
use deploy::choices::{
    CertificateKind, Choice as _, ChoiceError, ChoiceField, Choices, ChoicesDraft, Switch,
};
use deploy::expiry::{Expiries, Expiring, Expiry};
use deploy::plan::{Audience, FileKind, Notice, Plan};
use deploy::shell::Command;
use deploy::{readme_client, readme_server};
use pki::anchors::{AnchorList, Anchors};
use pki::certificate::Certificate;
use pki::moment::{Moment, Offset};
use pki::name::host::{HostName, HostNames};
use pki::name::idna::Idna;
use serde::{Deserialize, Serialize};
use text::Lang;
use text::deploy_room as say;

use super::glossary;
use crate::deployed::{Deployed, Packed, Tried};
use crate::document::{Block, Document, Section, Tab, Tabs, Verdict};
use crate::fields::Group;
use crate::form::Form;
use crate::problem::Problem;
use crate::role::Role;
use crate::set::{CertificateSet, Item, ItemId};

/// What the Deploy room shows for a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rendering {
    /// The form, with what is wrong at its fields.
    pub form: Vec<Group>,
    /// Files and commands, when nothing is wrong.
    pub files: Option<Rendered>,
    /// What is wrong outside any field.
    pub trouble: Option<Problem>,
    /// The same for the lab, which tries it out, or what is wrong.
    pub trial: Packed,
}

/// Files and commands ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Rendered {
    /// For whom the files are.
    pub whose: String,
    /// What is allowed and should be known, the files, and what is to be run. No file holds a secret.
    pub document: Document,
}

/// Files and commands to be rendered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Render {
    /// What the user typed.
    pub draft: ChoicesDraft,
    /// What they are for.
    pub subject: Subject,
    /// The authority whose clients are let in, once it is made.
    pub authority: Option<Certificate>,
    /// The language of comments and explanations.
    pub lang: Lang,
    /// The reader's local time.
    pub offset: Offset,
    /// The time of rendering.
    pub now: Moment,
    /// What the server's bundle is called, once it is made: its name holds the day.
    pub archive: Option<String>,
}

/// The service that the files are for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subject {
    /// The service's names as typed or as the server's certificate carries them.
    pub names: Vec<String>,
    /// The number of the server's certificate: its bundle's name tells it.
    pub server: ItemId,
    /// The name of a client, for the example.
    pub client: String,
    /// Ends of the server's, the client's and the authority's certificate; absent while nothing is made.
    pub ends: Option<[Moment; 3]>,
    /// All that ends.
    pub expiries: Vec<Expiry>,
}

/// The number of the first certificate that an authority issues: a server's.
const FIRST: ItemId = ItemId(1);

/// Why nothing could be rendered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refused {
    /// At these fields.
    Choices(Vec<(ChoiceField, Problem)>),
    /// Outside any field of the room.
    Other(Problem),
}

impl Refused {
    /// The first of the reasons, as other rooms tell it.
    pub(crate) fn into_problem(self) -> Problem {
        match self {
            Refused::Choices(errors) => match errors.into_iter().next() {
                Some((_, Problem::Told(told))) => Problem::InDeploy(told),
                Some((_, problem)) => problem,
                None => Problem::NoServices,
            },
            Refused::Other(problem) => problem,
        }
    }
}

impl Subject {
    /// Of what was made: the first server, the first client.
    #[must_use]
    pub fn of_set(set: &CertificateSet) -> Subject {
        let first = |role| set.leaves_of(role).next();
        let (server, client) = (first(Role::Server), first(Role::Client));
        let end = |item: &Item| item.certificate.facts().not_after;
        let authority_end = end(&set.authority);
        Subject {
            names: set.service_names(),
            server: server.map_or(FIRST, |item| item.id),
            client: client.map_or_else(String::new, |item| item.label.clone()),
            ends: Some([
                server.map_or(authority_end, |item| end(item)),
                client.map_or(authority_end, |item| end(item)),
                authority_end,
            ]),
            expiries: expiries(set),
        }
    }

    /// Of what would be made.
    #[must_use]
    pub fn of_form(form: &Form) -> Subject {
        Subject {
            names: form.services.clone(),
            server: FIRST,
            client: form.clients.first().map(|row| row.name.clone()).unwrap_or_default(),
            ends: None,
            expiries: Vec::new(),
        }
    }

    /// What ends of all that was made here and is in use: a public certificate takes the server's place, and certbot renews it.
    pub(crate) fn ends(&self, draft: &ChoicesDraft, offset: Offset) -> Expiries {
        let public = draft.text(ChoiceField::ServerCertificate) == CertificateKind::Public.id();
        let used = |expiry: &&Expiry| !public || !matches!(expiry.what, Expiring::Server(_));
        let mut list: Vec<Expiry> = self.expiries.iter().filter(used).cloned().collect();
        if !list.is_empty() && draft.text(ChoiceField::Revocation) == Switch::On.id() {
            let partner = Anchors::from_pem(draft.text(ChoiceField::PartnerAuthority)).ok();
            list.extend(partner.iter().flat_map(Anchors::lists).filter_map(partners_list));
        }
        Expiries { list, offset }
    }

    /// The names, checked.
    pub(crate) fn host_names(&self, idna: &dyn Idna) -> Result<HostNames, Problem> {
        if self.names.is_empty() {
            return Err(Problem::NoServices);
        }
        let names: Result<Vec<_>, _> =
            self.names.iter().map(|name| HostName::parse_with(name, idna)).collect();
        names.and_then(HostNames::new).map_err(Problem::from)
    }
}

/// The choices for these names, checked, and held against the time and our own authority.
pub(crate) fn plan(
    draft: &ChoicesDraft,
    names: HostNames,
    authority: Option<&Certificate>,
    now: Moment,
) -> Result<Plan, Refused> {
    let refused = |errors: Vec<(ChoiceField, ChoiceError)>| {
        Refused::Choices(errors.into_iter().map(|(field, error)| (field, error.into())).collect())
    };
    let choices = Choices::parse(draft).map_err(refused)?;
    let plan = Plan::new(choices, names).map_err(refused)?;
    let objections = plan.objections(now, authority);
    if objections.is_empty() { Ok(plan) } else { Err(refused(objections)) }
}

impl Render {
    /// Renders.
    pub(crate) fn run(self, idna: &dyn Idna) -> Rendering {
        let form = |errors: &[_]| form::groups(&self.draft, errors, self.lang);
        match self.files(idna) {
            Ok((files, trial)) => Rendering { form: form(&[]), files: Some(files), trouble: None, trial },
            Err(refused) => {
                let fault = refused.clone().into_problem().told_in(self.lang);
                let trial = Deployed { fault: Some(fault), ..Deployed::default() }.packed();
                let (form, trouble) = match refused {
                    Refused::Choices(errors) => (form(&errors), None),
                    Refused::Other(problem) => (form(&[]), Some(problem)),
                };
                Rendering { form, files: None, trouble, trial }
            }
        }
    }

    /// The files that the room shows are those that hold no key.
    fn files(&self, idna: &dyn Idna) -> Result<(Rendered, Packed), Refused> {
        let names = self.subject.host_names(idna).map_err(Refused::Other)?;
        let plan = plan(&self.draft, names, self.authority.as_ref(), self.now)?;
        let unwritable = |error| Refused::Other(Problem::from(error));
        // Dates and file names that nobody knows yet would only mislead: README files are shown once a set is made.
        let [server_until, client_until, authority_until] =
            self.subject.ends.unwrap_or([Moment::LAST, Moment::LAST, Moment::LAST]);
        let archive = self.archive(&plan);
        let server = readme_server::Facts {
            archive: archive.clone(),
            server_until,
            authority_until,
            list_until: None,
            expiries: self.expiries(),
        };
        let client =
            readme_client::Facts { client: self.subject.client.clone(), client_until, authority_until };
        let made = self.subject.ends.is_some();
        let shown = |kind: FileKind| {
            !kind.is_material() && (made || !matches!(kind, FileKind::Readme | FileKind::Runbook))
        };
        let server = plan.server_files(&server, self.lang).map_err(unwritable)?;
        let client = plan.client_files(&client, self.lang).map_err(unwritable)?;
        let trial = trial(&plan, &server.0);
        let files = server.0.into_iter().chain(client.0).filter(|file| shown(file.kind));
        let tabs = Tabs {
            id: "files".to_owned(),
            label: say::files(self.lang).to_owned(),
            tabs: files.map(|file| self.file(file)).collect(),
        };
        let notice = |notice: Notice| Block::Finding(Verdict::Caution, notice.message(self.lang));
        let mut files: Vec<Block> = plan.notices().into_iter().map(notice).collect();
        files.extend([Block::Tabs(tabs), Block::Aside(say::keys_elsewhere(self.lang).into())]);
        let mut sections = vec![Section { title: None, blocks: files }];
        sections.extend(runbook::sections(&plan, &archive, &self.expiries(), self.now, self.lang));
        let whose =
            if made { say::for_set(self.lang, &plan.called()) } else { say::for_form(self.lang).to_owned() };
        sections.push(glossary::section(self.lang));
        let mut document = Document(sections);
        glossary::mark(&mut document, self.lang);
        Ok((Rendered { whose, document }, trial))
    }

    /// What the server's bundle is called: as it is made, or as it would be now.
    fn archive(&self, plan: &Plan) -> String {
        let named = |service: String| {
            bundle::file::name(&service, &BundleKind::Server(self.subject.server.0), self.now)
        };
        let made = || named(plan.names().iter().next().map(deploy::service::in_url).unwrap_or_default());
        self.archive.clone().unwrap_or_else(made)
    }

    fn expiries(&self) -> Expiries {
        self.subject.ends(&self.draft, self.offset)
    }

    fn file(&self, file: deploy::plan::File) -> Tab {
        let place = match (&file.path, file.audience) {
            (Some(_), _) => say::on_server(self.lang),
            (None, Audience::Client) => say::for_client(self.lang),
            (None, Audience::Server | Audience::Authority) => say::for_server(self.lang),
        };
        let mode = say::owner_mode(self.lang, &format!("{:04o}", file.mode));
        let title = file.path.as_ref().unwrap_or(&file.name);
        let blocks = file::blocks(&file, title, &format!("{place} · {mode}"), self.lang);
        let role = if file.audience == Audience::Client { Role::Client } else { Role::Server };
        Tab { label: file.name, role: Some(role), blocks, errand: None }
    }
}

/// What the lab tries out: the configuration, and the calls that show whether mutual TLS works.
fn trial(plan: &Plan, server: &[deploy::plan::File]) -> Packed {
    let configuration = server
        .iter()
        .find(|file| matches!(file.kind, FileKind::NginxConf | FileKind::NginxSite | FileKind::GatewayToml));
    let calls = deploy::curl::checks(plan, deploy::curl::Reach::Dns);
    let partner = plan.choices().partner.as_ref();
    let certificates = partner.into_iter().flat_map(Anchors::certificates).map(Certificate::to_pem);
    let lists = partner.into_iter().flat_map(Anchors::lists).map(AnchorList::to_pem);
    let deployed = Deployed {
        fault: None,
        configuration: configuration.map(|file| file.contents.clone()).unwrap_or_default(),
        // one that a shell cannot take was refused at its field already
        calls: calls
            .into_iter()
            .filter_map(|check| Some((check.kind, check.command.to_posix().ok()?)))
            .collect(),
        host: plan.called(),
        partner: certificates.collect(),
        partner_lists: lists.collect(),
        revokes: plan.choices().revocation == Switch::On,
        is_public: plan.is_public(),
        server: Tried {
            port: plan.choices().listen_port.number(),
            path: plan.guarded_path().to_owned(),
            bare_page: plan.refuses_with_bare_page(),
        },
    };
    deployed.packed()
}

/// All that ends of a set: what was neither revoked nor taken off the list, the authority, its revocation list.
fn expiries(set: &CertificateSet) -> Vec<Expiry> {
    let authority = &set.authority;
    let ends = |item: &Item, what| {
        let facts = item.certificate.facts();
        Expiry { what, serial: facts.serial.clone(), until: facts.not_after }
    };
    let mut list: Vec<Expiry> = Vec::new();
    for item in set.leaves_of(Role::Server) {
        list.push(ends(item, Expiring::Server(item.label.clone())));
    }
    for item in set.leaves_of(Role::Client) {
        list.push(ends(item, Expiring::Client(item.label.clone())));
    }
    list.push(ends(authority, Expiring::Authority(authority.label.clone())));
    if let Some(signed) = &set.list {
        list.push(Expiry { until: signed.next_update, ..ends(authority, Expiring::List) });
    }
    list
}

/// A partner's list, unless it never ends. Nothing here knows its authority's serial number, and its name tells it as well.
fn partners_list(list: &AnchorList) -> Option<Expiry> {
    let issuer = list.issuer().to_owned();
    let until = list.next_update()?;
    Some(Expiry { serial: issuer.clone().into_bytes(), what: Expiring::PartnerList(issuer), until })
}

/// Commands as lines. One that a shell cannot take was refused at its field already.
fn lines(commands: &[Command]) -> String {
    commands.iter().filter_map(|command| command.to_posix().ok()).collect::<Vec<_>>().join("\n")
}
