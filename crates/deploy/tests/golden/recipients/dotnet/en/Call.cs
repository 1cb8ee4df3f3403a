// Run this with .NET 10 or newer, in the folder that holds client.p12 and ca.crt.
// The variable HANDFAST_PASSPHRASE must hold the passphrase of client.p12.
using System.Net.Security;
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
using var client = new HttpClient(handler);
using var answer = await client.GetAsync("https://api.example.com/");
Console.WriteLine((int)answer.StatusCode);
Console.WriteLine(await answer.Content.ReadAsStringAsync());
