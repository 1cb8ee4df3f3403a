# client.p12, ca.crt 파일이 있는 폴더에서 PowerShell로 실행하세요.
# client.p12 파일의 암호(passphrase)는 HANDFAST_PASSPHRASE 변수에 없으면 물어봐요.
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
