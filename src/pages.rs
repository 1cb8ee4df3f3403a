//! One file or folder per room, with the same names as `workbench::rooms`; each panel its own file.
//! Pages draw and dispatch; no rule lives here, and no state but what is purely visual.
//!
//! # Names for tests
//! Elements that tests and scripts hold on to carry `data-test`. The names are stable:
//!
//! | where | names |
//! |---|---|
//! | frame | `room-<slug>`, `language-ko`, `language-en`, `theme`, `loss`, `save-authority`, `proof`, `prove`, `count-authority`, `count-server`, `count-client`, `notice`, `question`, `confirm`, `dismiss` |
//! | Create, form | `service-entry`, `service-entry-<n>`, `service-entry-remove-<n>`, `client-name-<n>`, `client-email-<n>`, `client-uri-<n>`, `client-more-<n>`, `client-remove-<n>`, `client-add`, `client-show-more`, `service-entry-show-more`, `more-choices`, `organization`, `unit`, `country`, `authority-name`, `algorithm-<role>`, `lifetime-<role>`, `make-set`, `busy`, `cancel`, `finding` |
//! | Create, set | `set`, `card-authority`, `card-<role>` and `data-item="<number>"` on each card, `copy-pem-<number>`, `save-pem-<number>`, `save-key-<number>`, `rename-<number>`, `rename-text-<number>`, `rename-do-<number>`, `rename-cancel-<number>`, `remove-<number>`, `serial-<number>`, `fingerprint-<number>`, `issue-clients`, `issue-server`, `start-over`, `next`, `set-show-more`, `more-form`, `issue`, `close-more`; fields of that form are named as above with `more-` before |
//! | Create, many at once | `many-clients`, `many`, `close-many`, `many-list`, `many-file`, `make-many`, `pace`, `save-many`, `save-sheet`, `many-passphrase`, `many-reveal`, `many-copy` |
//! | Create, openssl | `openssl`, `openssl-show`, `openssl-file-<n>`, `copy-openssl-file-<n>`, `save-openssl-file-<n>` |
//! | Deploy | `base-folder`, `listen-address`, `listen-port`, `backend-flask`, `backend-own`, `flask-port`, `own-backend`, `files-<n>`, `view-<n>`, `file`, `copy-file`, `save-file`, `<step>-<n>`, `copy-<step>-<n>` and `tick-<step>` for each step of the runbook (`check-with-0`, `tick-check-with`), `calendar`, `next` |
//! | Export | `make-all`, `save-all`, `bundle-authority`, `bundle-server-<number>`, `bundle-client-<number>`; in each: `make-…`, `download-…`, `passphrase-…`, `reveal-…`, `copy-passphrase-…`, `generate-…`, `own-…`, `own-text-…`, `sha256-…`, `contents-…`, `how-to-open-…` with the same end (`authority`, `server-1`, `client-2`); `bundles-show-more`, `go-create`, `open-file`, `chosen-file`, `paste`, `open-paste`, `open-passphrase`, `open`, `open-again`, `opened`, `adopt`, `file-<place>`, `show-<place>`, `take-<place>` |
//! | Inspect | `inspect-file`, `inspect-paste`, `inspect-passphrase`, `inspect-made`, `inspect-open`, `inspect-forget`, `inspect-findings`, `inspect-save`, `thing-<place>`, `inspect-reveal`, `node-<place>`, `octets`, `copy-hex` |
//! | Chain | `aim`, `server-name`, `depth`, `with-lists`, `chain-drawing`, `zoom-in`, `zoom-out`, `save-svg`, `save-png`, `certificate-<place>`, `judge`, `trust`, `look-closer`, `moment`, `moment-day`, `moment-now`, `verdicts`, `path-<place>` |
//! | Handshake | `handshake-file`, `theme-<n>`, `scenario-<name>`, `outcome`, `again`, `save-handshake.pcapng`, `save-handshake.json`, `message-<connection>-<place>`, `message`, `step-before`, `step-next`, `node-<place>`, `octets`, `copy-hex`, `raw` and in it `raw-node-<place>`, `raw-octets`, `raw-copy-hex`, `schedule-<place>` |
//! | Doctor | `symptom`, `symptom-example`, `symptom-forget`, `symptom-answer`, `trial-deployed`, `trial-guide`, `trial-forget`, `trial-configuration`, `trial-file`, `trial-remove-<name>`, `trial-commands`, `trial-keys`, `trial-down`, `trial-named`, `call-<place>`, `trial-remarks` |
//! | About | `version`, `libraries` |
//!
//! An error at a field is `<id of the field>-error`.

pub mod about;
pub mod chain;
pub mod create;
pub mod deploy;
pub mod doctor;
pub mod export;
pub mod handshake;
pub mod inspect;
pub mod words;

use text::Lang;
use workbench::room::Room;
use yew::{Html, html};

use crate::frame::name;
use crate::shared::ROOM_TITLE_ID;

/// A room's title and its one sentence.
pub(crate) fn head(room: Room, lang: Lang) -> Html {
    let purpose = match room {
        Room::Create => text::frame::create_for(lang),
        Room::Deploy => text::frame::deploy_for(lang),
        Room::Export => text::frame::export_for(lang),
        // the lab's, which draws its own
        Room::Inspect | Room::Chain | Room::Handshake | Room::Doctor | Room::About => "",
    };
    titled(ROOM_TITLE_ID, name(room, lang), purpose)
}

/// A title with one sentence.
pub(crate) fn titled(id: &'static str, title: &'static str, purpose: &'static str) -> Html {
    html! {
        <header class="room__head">
            <h1 {id} tabindex="-1">{ title }</h1>
            <p>{ purpose }</p>
        </header>
    }
}

/// A passphrase that is not shown: as many dots as there are characters, up to a point, and a word for those who hear it.
pub(crate) fn hidden(passphrase: &str, words: &'static str) -> Html {
    let dots = "\u{2022}".repeat(passphrase.chars().count().min(24));
    html! {<><span aria-hidden="true">{ dots }</span><span class="unseen">{ words }</span></>}
}
