//! The form of the Deploy room, described for the page. What may stand in a field is `deploy::choices`' to say.

use deploy::choices::{
    AllowKind, AuthorityNames, BackendKind, CertificateKind, Choice, ChoiceField, ChoicesDraft, FlaskAt,
    Identity, KeyForm, LayoutKind, MachineKind, PlainPort, PolicyKind, Refusals, Release, Reveal, Strangers,
    Switch, VerifyKind,
};
use text::Lang;
use text::deploy_room as say;

use crate::fields::{FormField, Group, Input, Place};
use crate::problem::Problem;

/// The form for what is typed now, each error at its field.
pub(super) fn groups(draft: &ChoicesDraft, errors: &[(ChoiceField, Problem)], lang: Lang) -> Vec<Group> {
    let form = Form { draft, errors, lang };
    vec![form.machine(), form.server(), form.entry(), form.backend(), form.traffic()]
}

struct Form<'a> {
    draft: &'a ChoicesDraft,
    errors: &'a [(ChoiceField, Problem)],
    lang: Lang,
}

impl Form<'_> {
    fn machine(&self) -> Group {
        let lang = self.lang;
        let kind = |kind| match kind {
            MachineKind::Unsaid => say::machine_unsaid(lang),
            MachineKind::Ssh => say::machine_ssh(lang),
            MachineKind::Gcloud => say::machine_gcloud(lang),
        };
        let mut fields = vec![self.list(ChoiceField::Machine, say::machine(lang), "", kind)];
        let beside = |field| FormField { beside: true, ..field };
        match self.picked(ChoiceField::Machine) {
            Some(MachineKind::Unsaid) | None => {}
            Some(MachineKind::Ssh) => fields.extend([
                self.line(ChoiceField::SshHost, say::ssh_host(lang), say::ssh_host_hint(lang)),
                self.line(ChoiceField::SshUser, say::ssh_user(lang), ""),
                beside(self.line(ChoiceField::SshPort, say::ssh_port(lang), "")),
                self.line(ChoiceField::SshIdentity, say::ssh_identity(lang), say::ssh_identity_hint(lang)),
            ]),
            Some(MachineKind::Gcloud) => fields.extend([
                self.line(ChoiceField::GcloudProject, say::gcloud_project(lang), ""),
                self.line(ChoiceField::GcloudZone, say::gcloud_zone(lang), ""),
                self.line(ChoiceField::GcloudInstance, say::gcloud_instance(lang), ""),
                beside(self.line(ChoiceField::GcloudUser, say::gcloud_user(lang), "")),
            ]),
        }
        if fields.len() > 1 {
            fields.push(self.lines(ChoiceField::Callers, say::callers(lang), say::callers_hint(lang)));
        }
        Group { title: say::choices_machine(lang).to_owned(), fields }
    }

    fn server(&self) -> Group {
        let lang = self.lang;
        let policy = |policy| match policy {
            PolicyKind::Intermediate => say::policy_intermediate(lang),
            PolicyKind::Modern => say::policy_modern(lang),
        };
        let layout = |kind| match kind {
            LayoutKind::Alone => say::layout_alone(lang),
            LayoutKind::System => say::layout_system(lang),
            LayoutKind::Gateway => say::layout_gateway(lang),
        };
        let mut fields = vec![self.few(ChoiceField::Layout, say::layout(lang), "", layout)];
        match self.picked(ChoiceField::Layout) {
            // where its files stand is not for choice, and it is its own release
            Some(LayoutKind::Gateway) => {}
            Some(LayoutKind::System) => {
                let strangers = |strangers| match strangers {
                    Strangers::Refuse => say::strangers_refuse(lang),
                    Strangers::Others => say::strangers_others(lang),
                };
                let hint = say::strangers_hint(lang);
                fields.push(self.list(ChoiceField::Strangers, say::strangers(lang), hint, strangers));
            }
            Some(LayoutKind::Alone) | None => {
                let hint = say::base_folder_hint(lang);
                fields.push(self.line(ChoiceField::BaseFolder, say::base_folder(lang), hint));
            }
        }
        if !self.is_gateway() {
            let hint = say::release_hint(lang);
            fields.push(self.list(ChoiceField::Release, say::release(lang), hint, Release::label));
        }
        fields.push(self.list(ChoiceField::Policy, say::policy(lang), say::policy_hint(lang), policy));
        fields.extend(self.certificate());
        fields.extend([
            self.line(ChoiceField::ListenAddress, say::listen_address(lang), say::listen_address_hint(lang)),
            FormField { beside: true, ..self.line(ChoiceField::ListenPort, say::listen_port(lang), "") },
            self.switch(
                ChoiceField::Ipv6,
                say::ipv6(lang),
                say::ipv6_hint(lang),
                [say::ipv6_off(lang), say::ipv6_on(lang)],
            ),
        ]);
        // what the gateway cannot do is shown only where it was chosen before, with the reason
        if !self.is_gateway() || self.picked(ChoiceField::PlainPort) == Some(PlainPort::Redirect) {
            let port = |port| match port {
                PlainPort::Closed => say::plain_port_closed(lang),
                PlainPort::Redirect => say::plain_port_redirect(lang),
            };
            let hint = say::plain_port_hint(lang);
            fields.push(self.list(ChoiceField::PlainPort, say::plain_port(lang), hint, port));
        }
        if self.is_gateway() {
            fields.push(self.line(ChoiceField::AdminPort, say::admin_port(lang), say::admin_port_hint(lang)));
        }
        Group { title: say::choices_nginx(lang).to_owned(), fields }
    }

    /// Whose certificate the server shows, and what follows from that.
    fn certificate(&self) -> Vec<FormField> {
        let lang = self.lang;
        let kind = |kind| match kind {
            CertificateKind::Ours => say::certificate_ours(lang),
            CertificateKind::Public => say::certificate_public(lang),
        };
        let form = |form| match form {
            KeyForm::Plain => say::server_key_plain(lang),
            KeyForm::Encrypted => say::server_key_encrypted(lang),
        };
        let certificate = say::server_certificate_hint(lang);
        let certificate =
            self.list(ChoiceField::ServerCertificate, say::server_certificate(lang), certificate, kind);
        let mut fields = vec![certificate];
        match self.picked(ChoiceField::ServerCertificate) {
            Some(CertificateKind::Public) => fields.push(self.line(
                ChoiceField::CertbotFolder,
                say::certbot_folder(lang),
                say::certbot_folder_hint(lang),
            )),
            Some(CertificateKind::Ours) | None => {
                // systemd hands the gateway its key, which has to be as it is
                if !self.is_gateway() || self.picked(ChoiceField::ServerKey) == Some(KeyForm::Encrypted) {
                    let hint = say::server_key_hint(lang);
                    fields.push(self.list(ChoiceField::ServerKey, say::server_key(lang), hint, form));
                }
            }
        }
        fields
    }

    fn entry(&self) -> Group {
        let (lang, gateway) = (self.lang, self.is_gateway());
        let verify = |kind| match kind {
            VerifyKind::Everywhere => say::verify_everywhere(lang),
            VerifyKind::Paths => say::verify_paths(lang),
        };
        let allow = |kind| match kind {
            AllowKind::Any => say::allow_any(lang),
            AllowKind::Serial => say::allow_serial(lang),
            AllowKind::Fingerprint if gateway => say::allow_sha256(lang),
            AllowKind::Fingerprint => say::allow_fingerprint(lang),
            AllowKind::Subject => say::allow_subject(lang),
        };
        let refusals = |refusals| match refusals {
            Refusals::Nginx => say::refusals_nginx(lang),
            Refusals::Text => say::refusals_text(lang),
            Refusals::Json => say::refusals_json(lang),
        };
        let mut fields = vec![self.list(ChoiceField::Verify, say::verify(lang), "", verify)];
        if self.picked(ChoiceField::Verify) == Some(VerifyKind::Paths) {
            fields.push(self.lines(
                ChoiceField::ProtectedPaths,
                say::protected_paths(lang),
                if gateway { say::protected_paths_whole(lang) } else { say::protected_paths_hint(lang) },
            ));
        }
        fields.push(self.lines(
            ChoiceField::PartnerAuthority,
            say::partner_authority(lang),
            say::partner_authority_hint(lang),
        ));
        if gateway || self.picked(ChoiceField::Release).is_some_and(Release::can_keep_names) {
            let names = |names| match names {
                AuthorityNames::Sent => say::authority_names_sent(lang),
                AuthorityNames::Kept => say::authority_names_kept(lang),
            };
            let hint = say::authority_names_hint(lang);
            fields.push(self.list(ChoiceField::AuthorityNames, say::authority_names(lang), hint, names));
        }
        fields.push(self.list(ChoiceField::Allow, say::allow(lang), say::allow_hint(lang), allow));
        if self.picked(ChoiceField::Allow).unwrap_or(AllowKind::Any) != AllowKind::Any {
            fields.push(self.lines(ChoiceField::Allowed, say::allowed(lang), say::allowed_hint(lang)));
        }
        fields.push(self.switch(
            ChoiceField::Revocation,
            say::revocation(lang),
            say::revocation_hint(lang),
            [say::revocation_off(lang), say::revocation_on(lang)],
        ));
        fields.push(if gateway {
            self.list(ChoiceField::Reveal, say::refusals(lang), "", |reveal| match reveal {
                Reveal::Reason => say::reveal_reason(lang),
                Reveal::Little => say::reveal_little(lang),
            })
        } else {
            self.list(ChoiceField::Refusals, say::refusals(lang), "", refusals)
        });
        Group { title: say::choices_entry(lang).to_owned(), fields }
    }

    fn backend(&self) -> Group {
        let lang = self.lang;
        let kind = |kind| match kind {
            BackendKind::Flask => say::backend_flask(lang),
            BackendKind::Own => say::backend_own(lang),
        };
        let mut fields = vec![self.few(ChoiceField::Backend, say::backend(lang), "", kind)];
        if self.picked(ChoiceField::Backend) == Some(BackendKind::Own) {
            fields.push(self.line(
                ChoiceField::OwnBackend,
                say::own_backend(lang),
                say::own_backend_hint(lang),
            ));
        } else {
            fields.push(self.list(
                ChoiceField::FlaskAt,
                say::flask_at(lang),
                say::flask_at_hint(lang),
                |at| match at {
                    FlaskAt::Port => say::flask_at_port(lang),
                    FlaskAt::Socket => say::flask_at_socket(lang),
                },
            ));
            if self.picked(ChoiceField::FlaskAt) != Some(FlaskAt::Socket) {
                let hint = say::flask_port_hint(lang);
                fields.push(self.line(ChoiceField::FlaskPort, say::flask_port(lang), hint));
            }
        }
        if self.is_gateway() {
            fields.push(self.list(
                ChoiceField::Identity,
                say::identity(lang),
                "",
                |identity| match identity {
                    Identity::Nginx => say::identity_nginx(lang),
                    Identity::Rfc9440 => say::identity_rfc9440(lang),
                    Identity::Both => say::identity_both(lang),
                },
            ));
        }
        Group { title: say::choices_backend(lang).to_owned(), fields }
    }

    fn traffic(&self) -> Group {
        let lang = self.lang;
        let websocket = [say::websocket_off(lang), say::websocket_on(lang)];
        Group {
            title: say::choices_traffic(lang).to_owned(),
            fields: vec![
                self.line(ChoiceField::BodySize, say::body_size(lang), ""),
                self.line(ChoiceField::Patience, say::patience(lang), ""),
                self.switch(ChoiceField::Websocket, say::websocket(lang), "", websocket),
            ],
        }
    }

    fn is_gateway(&self) -> bool {
        self.picked(ChoiceField::Layout) == Some(LayoutKind::Gateway)
    }

    fn picked<C: Choice>(&self, field: ChoiceField) -> Option<C> {
        C::parse(self.draft.text(field)).ok()
    }

    fn line(&self, field: ChoiceField, label: &str, hint: &str) -> FormField {
        self.field(field, label, hint, Input::Line)
    }

    fn lines(&self, field: ChoiceField, label: &str, hint: &str) -> FormField {
        self.field(field, label, hint, Input::Lines)
    }

    fn list<C: Choice>(
        &self,
        field: ChoiceField,
        label: &str,
        hint: &str,
        words: impl Fn(C) -> &'static str,
    ) -> FormField {
        self.field(field, label, hint, Input::List(options(words)))
    }

    /// A list of two, with the words for off and on.
    fn switch(&self, field: ChoiceField, label: &str, hint: &str, [off, on]: [&'static str; 2]) -> FormField {
        self.list(field, label, hint, |switch| match switch {
            Switch::Off => off,
            Switch::On => on,
        })
    }

    fn few<C: Choice>(
        &self,
        field: ChoiceField,
        label: &str,
        hint: &str,
        words: impl Fn(C) -> &'static str,
    ) -> FormField {
        self.field(field, label, hint, Input::Few(options(words)))
    }

    fn field(&self, field: ChoiceField, label: &str, hint: &str, input: Input) -> FormField {
        let error = self.errors.iter().find(|(at, _)| *at == field);
        FormField {
            place: Place::Deploy(field),
            id: field.id().to_owned(),
            label: label.to_owned(),
            hint: hint.to_owned(),
            input,
            default: field.default_text().to_owned(),
            error: error.map(|(_, problem)| problem.message(self.lang)),
            cautions: Vec::new(),
            beside: false,
        }
    }
}

fn options<C: Choice>(words: impl Fn(C) -> &'static str) -> Vec<(String, String)> {
    C::ALL.iter().map(|choice| (choice.id().to_owned(), words(*choice).to_owned())).collect()
}
