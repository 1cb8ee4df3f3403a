// client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
use std::fs::read;

use reqwest::blocking::Client;
use reqwest::{Certificate, Identity};

const URL: &str = "https://api.example.com/";

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let identity = Identity::from_pem(&[read("client.crt")?, read("client.key")?].concat())?;
    let authority = Certificate::from_pem(&read("ca.crt")?)?;
    let client = Client::builder()
        .tls_certs_only([authority])
        .identity(identity)
        .build()?;
    let answer = client.get(URL).send()?;
    println!("{}", answer.status());
    println!("{}", answer.text()?);
    Ok(())
}
