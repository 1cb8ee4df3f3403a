//! `Call.cs`: a file that .NET 10 runs by itself (`dotnet run Call.cs`).

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::plan::Plan;
use crate::unwritable::Unwritable;

/// A chain policy of its own trusts the authority for this client alone, and the name is still checked (`SslStream`, .NET 7).
pub(super) fn call(plan: &Plan, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::CSharp);
    code.comment(0, &say::dotnet_head(lang, &super::p12_needed(plan, lang)))?
        .comment(0, say::snippet_variable(lang))?;
    code.lines(
        r#"using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

string passphrase = Environment.GetEnvironmentVariable("HANDFAST_PASSPHRASE")
    ?? throw new InvalidOperationException("HANDFAST_PASSPHRASE");
using var certificate = X509CertificateLoader.LoadPkcs12FromFile("client.p12", passphrase);"#,
    );
    if !plan.is_public() {
        code.lines(
            r#"using var authority = X509CertificateLoader.LoadCertificateFromFile("ca.crt");
var policy = new X509ChainPolicy
{
    TrustMode = X509ChainTrustMode.CustomRootTrust,
    RevocationMode = X509RevocationMode.NoCheck,
};
policy.CustomTrustStore.Add(authority);"#,
        );
    }
    code.lines(
        r#"using var handler = new SocketsHttpHandler
{
    SslOptions = new SslClientAuthenticationOptions
    {
        ClientCertificates = new X509CertificateCollection { certificate },"#,
    );
    if !plan.is_public() {
        code.lines("        CertificateChainPolicy = policy,");
    }
    code.lines(
        r"    },
};
using var client = new HttpClient(handler);",
    );
    code.value("using var answer = await client.GetAsync(", &plan.url(), ");")?;
    code.lines(
        "Console.WriteLine((int)answer.StatusCode);
Console.WriteLine(await answer.Content.ReadAsStringAsync());",
    );
    Ok(code.finish())
}
