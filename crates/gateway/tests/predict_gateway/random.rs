//! Beyond the catalogue: configurations, certificates, lists and options of curl put together at random, and compared with the
//! programs in the same way. `PREDICT_CASES=2000` makes more of them.

use proptest::prelude::*;
use testkit::composed::{AUTHORITIES, LISTS, SERVERS, call, cases, pick};

use crate::real::{Case, all_agree};

const UNSURE: &[&str] = &["", "", "refuse", "dangerous-accept"];

fn clients() -> impl Strategy<Value = String> {
    (
        pick(AUTHORITIES),
        pick(&["", "required", "optional"]),
        pick(&["", "0", "1", "2", "3"]),
        pick(LISTS),
        pick(UNSURE),
        pick(UNSURE),
        pick(UNSURE),
        pick(UNSURE),
        pick(&["", "", "answer", "alert"]),
        pick(&["", "", "reason", "little"]),
    )
        .prop_map(|(authority, need, depth, list, missing, ended, future, over, style, reveal)| {
            let mut out = format!("authorities = [\"{authority}.crt\"]\n");
            if !depth.is_empty() {
                out.push_str(&format!("depth = {depth}\n"));
            }
            if !list.is_empty() {
                out.push_str(&format!("lists = [\"{list}.crl\"]\n"));
            }
            for (key, value) in [
                ("certificate", need),
                ("missing_list", missing),
                ("ended_list", ended),
                ("future_list", future),
                ("ended_authority", over),
                ("refusal", style),
                ("reveal", reveal),
            ] {
                if !value.is_empty() {
                    out.push_str(&format!("{key} = \"{value}\"\n"));
                }
            }
            out
        })
}

fn tables() -> impl Strategy<Value = String> {
    (
        pick(&[
            "",
            "[[allow]]\nwho = \"any-verified\"\n",
            "[[allow]]\nwho = \"any-verified\"\n",
            "[[allow]]\nwho = \"anyone\"\n",
            "[[allow]]\nclients = [{ common_name = \"partner-a\" }]\n",
            "[[allow]]\nclients = [{ issuer = \"CN=Test CA\" }]\nmethods = [\"GET\", \"HEAD\"]\n",
            "[[allow]]\nwho = \"any-verified\"\n[[allow]]\npath = \"/x\"\nclients = [{ common_name = \"p384\" }]\n",
        ]),
        pick(&["", "", "versions = [\"1.2\"]", "versions = [\"1.3\"]", "http = [\"http/1.1\"]", "http = [\"h2\"]"]),
    )
        .prop_map(|(allow, tls)| format!("{allow}[tls]\n{tls}\n"))
}

const HOWS: &[&str] = &[
    "",
    "",
    "-f ",
    "-I ",
    "--http1.1 ",
    "-X POST ",
    "-H 'Accept: application/json' ",
    "-H 'Accept: text/html' ",
];
const ADDRESSES: &[&str] = &[
    "https://api.example.test:PORT/",
    "https://api.example.test:PORT/",
    "https://api.example.test:PORT/x/./y",
    "https://127.0.0.1:PORT/",
    "http://api.example.test:PORT/",
    "-H 'Host: b.example.test' https://api.example.test:PORT/",
    "-H 'Host;' https://api.example.test:PORT/",
];

#[test]
fn what_is_put_together_at_random_is_predicted() {
    let server = pick(&["", "", "names = [\"api.example.test\"]\ndefault = true"]);
    let composed = cases(&(pick(SERVERS), server, clients(), tables(), call(HOWS, ADDRESSES)), 30);
    let case = |(pair, server, clients, tables, curl): (&str, &str, String, String, String)| Case {
        pair: pair.to_owned(),
        server: server.to_owned(),
        ..Case::of(&clients, &tables, &curl)
    };
    all_agree(&composed.into_iter().map(case).collect::<Vec<_>>());
}
