# Run this in PowerShell, in the folder that holds client.p12 and ca.crt.
# The passphrase of client.p12 is asked for, unless the variable HANDFAST_PASSPHRASE holds it.
$passphrase = $env:HANDFAST_PASSPHRASE
if (-not $passphrase) {
    $typed = Read-Host -AsSecureString 'client.p12'
    $passphrase = [Net.NetworkCredential]::new('', $typed).Password
}
$OutputEncoding = [Text.UTF8Encoding]::new($false)
$quoted = $passphrase.Replace('\', '\\').Replace('"', '\"')
$url = 'https://api.example.com/'
$options = '--include', '--cert', 'client.p12', '--cert-type', 'P12', '--cacert', 'ca.crt', '--ssl-revoke-best-effort'
"pass = `"$quoted`"" | curl.exe --config - @options $url
