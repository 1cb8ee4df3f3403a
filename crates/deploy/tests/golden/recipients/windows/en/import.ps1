# Imports client.p12 and ca.crt for the user who runs this, and calls. Run it in PowerShell,
# in the folder that holds both.
# The passphrase of client.p12 is asked for, unless the variable HANDFAST_PASSPHRASE holds it.
if ($env:HANDFAST_PASSPHRASE) {
    $passphrase = ConvertTo-SecureString -AsPlainText -Force $env:HANDFAST_PASSPHRASE
} else {
    $passphrase = Read-Host -AsSecureString 'client.p12'
}
# Windows asks before it takes the authority, and trusts it for every name from then on.
Import-Certificate -FilePath ca.crt -CertStoreLocation Cert:\CurrentUser\Root | Out-Null
$certificates = Import-PfxCertificate -FilePath client.p12 -CertStoreLocation Cert:\CurrentUser\My -Password $passphrase
$certificate = $certificates | Where-Object HasPrivateKey | Select-Object -First 1
$answer = Invoke-WebRequest -UseBasicParsing -Certificate $certificate -Uri 'https://api.example.com/'
$answer.StatusCode
$answer.Content
