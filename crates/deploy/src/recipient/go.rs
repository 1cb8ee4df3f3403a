//! `call.go`: the standard library alone.

use text::Lang;

use crate::code::{Code, Language};
use crate::curl::needed;
use crate::plan::Plan;
use crate::unwritable::Unwritable;

pub(super) fn call(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::Go);
    code.comment(0, &text::deploy::curl_head(lang, &needed(plan, lang)))?;
    code.lines(
        r#"package main

import (
	"crypto/tls""#,
    );
    if !plan.is_public() {
        code.lines("\t\"crypto/x509\"");
    }
    code.lines(
        r#"	"fmt"
	"io"
	"log"
	"net/http"
	"os"
)
"#,
    );
    code.value("const url = ", &plan.url(), "")?;
    code.lines(
        r#"
func main() {
	pair, err := tls.LoadX509KeyPair("client.crt", "client.key")
	if err != nil {
		log.Fatal(err)
	}"#,
    );
    code.lines(if plan.is_public() {
        "	config := &tls.Config{Certificates: []tls.Certificate{pair}}"
    } else {
        r#"	authority, err := os.ReadFile("ca.crt")
	if err != nil {
		log.Fatal(err)
	}
	roots := x509.NewCertPool()
	if !roots.AppendCertsFromPEM(authority) {
		log.Fatal("ca.crt")
	}
	config := &tls.Config{Certificates: []tls.Certificate{pair}, RootCAs: roots}"#
    });
    code.lines(
        r#"	client := &http.Client{Transport: &http.Transport{TLSClientConfig: config, ForceAttemptHTTP2: true}}
	answer, err := client.Get(url)
	if err != nil {
		log.Fatal(err)
	}
	defer answer.Body.Close()
	fmt.Println(answer.Status)
	if _, err := io.Copy(os.Stdout, answer.Body); err != nil {
		log.Fatal(err)
	}
}"#,
    );
    Ok(code.finish())
}
