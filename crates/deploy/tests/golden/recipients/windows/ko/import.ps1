# 실행하는 사용자에게 client.p12, ca.crt 파일을 가져오고 호출해요. 두 파일이 있는 폴더에서
# PowerShell로 실행하세요.
# client.p12 파일의 암호(passphrase)는 HANDFAST_PASSPHRASE 변수에 없으면 물어봐요.
if ($env:HANDFAST_PASSPHRASE) {
    $passphrase = ConvertTo-SecureString -AsPlainText -Force $env:HANDFAST_PASSPHRASE
} else {
    $passphrase = Read-Host -AsSecureString 'client.p12'
}
# 윈도우는 인증 기관(CA)을 받기 전에 물어보고, 그다음부터는 어떤 이름이든 이 CA를 신뢰해요.
Import-Certificate -FilePath ca.crt -CertStoreLocation Cert:\CurrentUser\Root | Out-Null
$certificates = Import-PfxCertificate -FilePath client.p12 -CertStoreLocation Cert:\CurrentUser\My -Password $passphrase
$certificate = $certificates | Where-Object HasPrivateKey | Select-Object -First 1
$answer = Invoke-WebRequest -UseBasicParsing -Certificate $certificate -Uri 'https://api.example.com/'
$answer.StatusCode
$answer.Content
