//! `Call.cs`: a file that .NET 10 runs by itself (`dotnet run Call.cs`).

use text::Lang;
use text::recipient as say;

use crate::code::{Code, Language};
use crate::unwritable::Unwritable;

/// A chain policy of its own trusts the authority for this client alone, and the name is still checked (`SslStream`, .NET 7).
pub(super) fn call(url: &str, lang: Lang) -> Result<String, Unwritable> {
    let mut code = Code::new(Language::CSharp);
    code.comment(0, say::dotnet_head(lang))?.comment(0, say::snippet_variable(lang))?;
    code.lines(
        r#"using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

string passphrase = Environment.GetEnvironmentVariable("HANDFAST_PASSPHRASE")
    ?? throw new InvalidOperationException("HANDFAST_PASSPHRASE");
using var certificate = X509CertificateLoader.LoadPkcs12FromFile("client.p12", passphrase);
using var authority = X509CertificateLoader.LoadCertificateFromFile("ca.crt");
var policy = new X509ChainPolicy
{
    TrustMode = X509ChainTrustMode.CustomRootTrust,
    RevocationMode = X509RevocationMode.NoCheck,
};
policy.CustomTrustStore.Add(authority);
using var handler = new SocketsHttpHandler
{
    SslOptions = new SslClientAuthenticationOptions
    {
        ClientCertificates = new X509CertificateCollection { certificate },
        CertificateChainPolicy = policy,
    },
};
using var client = new HttpClient(handler);"#,
    );
    code.value("using var answer = await client.GetAsync(", url, ");")?;
    code.lines(
        "Console.WriteLine((int)answer.StatusCode);
Console.WriteLine(await answer.Content.ReadAsStringAsync());",
    );
    Ok(code.finish())
}
