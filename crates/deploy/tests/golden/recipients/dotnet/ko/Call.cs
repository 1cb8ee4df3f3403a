// client.p12, ca.crt 파일이 있는 폴더에서 .NET 10 이상으로 실행하세요.
// HANDFAST_PASSPHRASE 변수에 client.p12 파일의 암호(passphrase)가 있어야 해요.
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
