//! How each fault is written into the drafts of a chain. Which faults come together is `any`'s.

use pki::faulty::extension::{
    authority_key_identifier, basic_constraints, ext_key_usage, key_usage, oid, subject_alt_name,
};
use pki::faulty::{CertificateDraft, ExtensionDraft, NamePart};

use super::{Constraint, EDWARDS, Fault, KEY, Level, Names, Purposes, STRANGER, Usage, WEAK, at_days};
use crate::support::scene::{put, raw, remove};

impl Fault {
    pub(super) fn spoil(self, levels: &mut [Level]) {
        let top = levels.len() - 1;
        let pick = |at: usize| at.min(top);
        match self {
            Fault::Ended(at) => levels[pick(at)].draft.not_after = at_days(-1),
            Fault::EndsNow(at) => levels[pick(at)].draft.not_after = at_days(0),
            Fault::NotBegun(at) => levels[pick(at)].draft.not_before = at_days(1),
            Fault::BeginsNow(at) => levels[pick(at)].draft.not_before = at_days(0),
            Fault::Basic(at, None) => remove(&mut levels[pick(at)].draft, oid::BASIC_CONSTRAINTS),
            Fault::Basic(at, Some(authority)) => {
                put(&mut levels[pick(at)].draft, basic_constraints(authority, None));
            }
            Fault::PathLength(at, length) => {
                put(&mut levels[pick(at)].draft, basic_constraints(at > 0, Some(length)));
            }
            Fault::Usage(at, usage) => {
                let bits: &[u8] = match usage {
                    Usage::None => return remove(&mut levels[pick(at)].draft, oid::KEY_USAGE),
                    Usage::Signing => &[0],
                    Usage::CertificateSigning => &[5],
                    Usage::Lists => &[6],
                    Usage::Encipherment => &[2],
                };
                put(&mut levels[pick(at)].draft, key_usage(bits));
            }
            Fault::Purposes(at, purposes) => {
                let oids: &[&[u64]] = match purposes {
                    Purposes::None => return remove(&mut levels[pick(at)].draft, oid::EXT_KEY_USAGE),
                    Purposes::Server => &[oid::SERVER_AUTH],
                    Purposes::Client => &[oid::CLIENT_AUTH],
                    Purposes::Both => &[oid::SERVER_AUTH, oid::CLIENT_AUTH],
                    Purposes::CodeSigning => &[oid::CODE_SIGNING],
                    Purposes::Any => &[oid::ANY_PURPOSE],
                };
                put(&mut levels[pick(at)].draft, ext_key_usage(oids));
            }
            Fault::Constraint(at, constraint) => put(&mut levels[pick(at).max(1)].draft, constraint.write()),
            Fault::OtherIdentifier(at) => {
                put(&mut levels[pick(at)].draft, authority_key_identifier(&[0xee; 20]));
            }
            Fault::NoAuthorityIdentifier(at) => {
                remove(&mut levels[pick(at)].draft, oid::AUTHORITY_KEY_IDENTIFIER);
            }
            Fault::NoSubjectIdentifier(at) => {
                remove(&mut levels[pick(at)].draft, oid::SUBJECT_KEY_IDENTIFIER);
            }
            Fault::IssuerAndSerial(at, right) => {
                let above = &levels[(pick(at) + 1).min(top)].draft;
                let serial = if right { above.serial.clone() } else { vec![0x11; 16] };
                let value = issuer_and_serial(&above.issuer, &serial);
                put(&mut levels[pick(at)].draft, raw(oid::AUTHORITY_KEY_IDENTIFIER, false, &value));
            }
            Fault::OtherSigner(at) => levels[pick(at)].signer = KEY[STRANGER].clone(),
            Fault::OtherInnerAlgorithm(at) => {
                levels[pick(at)].draft.inner_algorithm = Some(&[1, 2, 840, 10045, 4, 3, 3]);
            }
            Fault::VersionOne(at) => {
                let draft = &mut levels[pick(at)].draft;
                draft.version = None;
                draft.extensions.clear();
            }
            Fault::UnknownCritical(at) => {
                levels[pick(at)].draft.extensions.push(raw(&[1, 2, 3, 4], true, &[5, 0]));
            }
            Fault::Repeated(at) => {
                let twice = levels[pick(at)].draft.extensions.first().cloned();
                levels[pick(at)].draft.extensions.extend(twice);
            }
            Fault::Unreadable(at) => put(&mut levels[pick(at)].draft, raw(oid::KEY_USAGE, true, &[4, 1, 0])),
            Fault::OtherCase(at) => {
                for part in &mut levels[pick(at)].draft.issuer {
                    part.value = part.value.to_ascii_uppercase();
                }
            }
            Fault::OtherString(at) => {
                for part in &mut levels[pick(at)].draft.issuer {
                    part.tag = 19;
                }
            }
            Fault::OtherIssuerName(at) => {
                levels[pick(at)].draft.issuer = vec![NamePart::common_name("Nobody")];
            }
            Fault::SelfIssued(at) => {
                let at = pick(at).clamp(1, top);
                let issuer = levels[at].draft.issuer.clone();
                levels[at].draft.subject.clone_from(&issuer);
                levels[at - 1].draft.issuer.clone_from(&issuer);
                levels[at - 1].list.issuer = issuer;
            }
            Fault::Names(names) => names.write(&mut levels[0].draft),
            Fault::SelfSignedLeaf => {
                let leaf = &mut levels[0];
                leaf.draft.issuer.clone_from(&leaf.draft.subject);
                remove(&mut leaf.draft, oid::AUTHORITY_KEY_IDENTIFIER);
                leaf.signer = KEY[0].clone();
            }
            Fault::WeakLeafKey => levels[0].draft.public_key.clone_from(&WEAK),
            Fault::Edwards(at) => {
                let at = pick(at);
                levels[at].draft.public_key = EDWARDS.public_key().to_vec();
                if at > 0 {
                    levels[at - 1].signer = EDWARDS.clone();
                    levels[at - 1].list_signer = EDWARDS.clone();
                }
                if at == top {
                    levels[at].signer = EDWARDS.clone();
                    levels[at].list_signer = EDWARDS.clone();
                }
            }
            Fault::ListEnded(at) => {
                let list = &mut levels[pick(at)].list;
                (list.this_update, list.next_update) = (at_days(-9), Some(at_days(-1)));
            }
            Fault::ListNotBegun(at) => levels[pick(at)].list.this_update = at_days(1),
            Fault::ListEndsNow(at) => levels[pick(at)].list.next_update = Some(at_days(0)),
            Fault::ListWithoutEnd(at) => levels[pick(at)].list.next_update = None,
            Fault::ListOfAnotherKey(at) => levels[pick(at)].list_signer = KEY[STRANGER].clone(),
            Fault::ListOtherIdentifier(at) => {
                levels[pick(at)].list.extensions[0] = authority_key_identifier(&[0xee; 20]);
            }
            Fault::ListScope(at, users) => {
                let tag = if users { 0x81 } else { 0x82 };
                let value = [0x30, 3, tag, 1, 0xff];
                levels[pick(at)].list.extensions.push(raw(&[2, 5, 29, 28], true, &value));
            }
            Fault::ListCritical(at) => {
                levels[pick(at)].list.extensions.push(raw(&[1, 2, 3, 4], true, &[5, 0]));
            }
            Fault::OlderList(at) => levels[pick(at)].older_list = true,
            Fault::Extension(at, oid, critical, value) => {
                put(&mut levels[pick(at)].draft, raw(oid, critical, value));
            }
            Fault::ListExtension(at, oid, critical, value) => {
                levels[pick(at)].list.extensions.push(raw(oid, critical, value));
            }
            Fault::Revoked(at) => {
                let serial = levels[pick(at)].draft.serial.clone();
                levels[pick(at)].list.entries.push((serial, at_days(-1)));
            }
        }
    }
}

impl Constraint {
    fn write(self) -> ExtensionDraft {
        let subject = |text: &str| {
            yasna::construct_der(|writer| {
                writer.write_sequence(|sets| {
                    sets.next().write_set(|set| {
                        set.next().write_sequence(|attribute| {
                            attribute
                                .next()
                                .write_oid(&yasna::models::ObjectIdentifier::from_slice(&[2, 5, 4, 10]));
                            attribute.next().write_utf8_string(text);
                        });
                    });
                });
            })
        };
        let (excluded, tag, base) = match self {
            Constraint::Dns(base) => (false, 2, base.as_bytes().to_vec()),
            Constraint::NoDns(base) => (true, 2, base.as_bytes().to_vec()),
            Constraint::Address => (false, 7, vec![10, 0, 0, 0, 255, 0, 0, 0]),
            Constraint::NoAddress => (true, 7, vec![10, 0, 0, 0, 255, 0, 0, 0]),
            Constraint::Mailbox(base) => (false, 1, base.as_bytes().to_vec()),
            Constraint::Uri(base) => (false, 6, base.as_bytes().to_vec()),
            Constraint::Subject(right) => (false, 4, subject(if right { "Example" } else { "Other" })),
        };
        let value = yasna::construct_der(|writer| {
            writer.write_sequence(|parts| {
                let place = yasna::Tag::context(u64::from(excluded));
                parts.next().write_tagged_implicit(place, |trees| {
                    trees.write_sequence(|trees| {
                        trees.next().write_sequence(|tree| {
                            let kind = yasna::Tag::context(tag);
                            if tag == 4 {
                                tree.next().write_tagged(kind, |inner| inner.write_der(&base));
                            } else {
                                tree.next().write_tagged_implicit(kind, |inner| inner.write_bytes(&base));
                            }
                        });
                    });
                });
            });
        });
        raw(oid::NAME_CONSTRAINTS, true, &value)
    }
}

impl Names {
    fn write(self, draft: &mut CertificateDraft) {
        let common_name = |draft: &mut CertificateDraft, text: &str| {
            *draft.subject.last_mut().expect("it has a common name") = NamePart::common_name(text);
        };
        let names: &[(u8, &[u8])] = match self {
            Names::CommonNameAlone => return remove(draft, oid::SUBJECT_ALT_NAME),
            Names::CommonNameWithoutDot => {
                common_name(draft, "alice");
                return remove(draft, oid::SUBJECT_ALT_NAME);
            }
            Names::Wildcard => &[(2, b"*.example.test")],
            Names::Other => &[(2, b"www.other.test")],
            Names::Mailbox => &[(1, b"alice@example.test")],
            Names::Uri => &[(6, b"spiffe://example.test/alice")],
            Names::AddressAlone => &[(7, &[10, 0, 0, 1])],
            Names::Everything => &[
                (2, b"api.example.test"),
                (1, b"alice@mail.example.test"),
                (6, b"https://www.example.test:8443/x"),
                (7, &[0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]),
            ],
        };
        put(draft, subject_alt_name(names));
    }
}

/// authorityKeyIdentifier by issuer and serial number.
fn issuer_and_serial(issuer: &[NamePart], serial: &[u8]) -> Vec<u8> {
    yasna::construct_der(|writer| {
        writer.write_sequence(|parts| {
            parts.next().write_tagged_implicit(yasna::Tag::context(1), |names| {
                names.write_sequence(|names| {
                    names.next().write_tagged(yasna::Tag::context(4), |name| {
                        name.write_sequence(|sets| {
                            for part in issuer {
                                sets.next().write_set(|set| {
                                    set.next().write_sequence(|attribute| {
                                        attribute.next().write_oid(
                                            &yasna::models::ObjectIdentifier::from_slice(part.oid),
                                        );
                                        let text = String::from_utf8_lossy(&part.value).into_owned();
                                        attribute.next().write_utf8_string(&text);
                                    });
                                });
                            }
                        });
                    });
                });
            });
            parts.next().write_tagged_implicit(yasna::Tag::context(2), |inner| inner.write_bytes(serial));
        });
    })
}
