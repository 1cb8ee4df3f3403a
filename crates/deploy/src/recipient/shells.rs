//! `wget.sh`. The call with curl is [`crate::curl`]'s.

use text::Lang;

use crate::shell::{self, Command, Line};
use crate::unwritable::Unwritable;

pub(super) fn wget(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let call = Command::new("wget")
        .args(["--no-verbose", "--server-response", "--content-on-error", "--output-document=-"])
        .args(["--ca-certificate=ca.crt", "--certificate=client.crt", "--private-key=client.key"])
        .arg(url);
    shell::script(&[Line::Comment(text::deploy::curl_head(lang).to_owned()), Line::Run(call)])
}
