# 클라이언트 번들을 여는 사람: README, 그리고 바로 쓰는 호출의 주석.

## 바로 쓰는 호출
snippet-p12 = { $files } 파일이 있는 폴더에서 실행하세요.
snippet-passphrase = client.p12 파일의 암호(passphrase)는 HANDFAST_PASSPHRASE 변수에 없으면 물어봐요.
snippet-variable = HANDFAST_PASSPHRASE 변수에 client.p12 파일의 암호(passphrase)가 있어야 해요.
snippet-key = client.key의 암호를 물어봐요. 변수 HANDFAST_PASSPHRASE에 있으면 묻지 않아요. 인자는 같은 컴퓨터의 누구나 볼 수 있어서 암호를 인자로는 쓰지 않아요.
snippet-ask = 이 번들의 암호
curl-windows-head = { $files } 파일이 있는 폴더에서 PowerShell로 실행하세요.
windows-head = 실행하는 사용자에게 client.p12, ca.crt 파일을 가져오고 호출해요. 두 파일이 있는 폴더에서 PowerShell로 실행하세요.
windows-head-public = 실행하는 사용자에게 client.p12 파일을 가져오고 호출해요. 파일이 있는 폴더에서 PowerShell로 실행하세요.
windows-trust = 윈도우는 인증 기관(CA)을 받기 전에 물어보고, 그다음부터는 어떤 이름이든 이 CA를 신뢰해요.
macos-head = client.p12 파일을 키체인에 가져오고, ca.crt CA를 웹사이트에 대해 신뢰해요. 두 파일이 있는 폴더에서 실행하세요. client.p12 파일의 암호(passphrase)는 macOS가 창을 띄워 물어봐요.
macos-head-public = client.p12 파일을 키체인에 가져와요. 파일이 있는 폴더에서 실행하세요. client.p12 파일의 암호(passphrase)는 macOS가 창을 띄워 물어봐요.
macos-trust = macOS는 CA를 신뢰하기 전에 사용자의 비밀번호를 물어봐요.
python-requests = requests는 암호를 걸지 않은 키만 받아요.
python-httpx = httpx는 이제 파일 경로를 받지 않아서 컨텍스트(context)를 직접 만들어요.
node-undici = Node의 fetch는 클라이언트 인증서를 받지 않아요. 그 바탕인 undici는 받아요.
java-head = { $files } 파일이 있는 폴더에서 실행하세요.
dotnet-head = { $files } 파일이 있는 폴더에서 .NET 10 이상으로 실행하세요.
rust-manifest = cargo가 call.rs 파일을 빌드하는 데 필요해요.

## 번들에 든 것
file-trust-store = Java가 서버를 알아보는 데 쓰는 CA. 암호는 이 번들의 암호와 같아요
file-encrypted-key = 암호화한 비밀키, 암호는 이 번들의 암호예요
file-profile = 키, 인증서, CA를 담은 Apple 기기용 프로파일. 암호는 이 번들의 암호와 같아요
file-profile-public = 키와 인증서를 담은 Apple 기기용 프로파일. 암호는 이 번들의 암호와 같아요
file-import = 키, 인증서, CA를 가져오고 서비스를 여는 스크립트
file-import-public = 키와 인증서를 가져오고 서비스를 여는 스크립트
file-manifest = call.rs와 함께 cargo에 필요한 파일
file-call = { $program } 호출

## 클라이언트 번들의 README
at-url = 주소: { $url }
at-name = 서버 이름: { $name }
at-recipient = 받는 쪽: { $recipient }
set-up-title = 준비하기
set-up-untried = 이 순서와 명령은 { $recipient } 문서를 따랐고, 거기서 시험해 보지는 않았어요.
set-up-legacy = client.p12 파일은 3DES와 SHA-1로 암호화했어요. { $recipient }에는 더 새로운 방식을 읽지 못하고 암호가 틀렸다고 하는 것이 있기 때문이에요. AES-256보다 약해요. 이 번들의 암호라면 견뎌요.
set-up-imported = 가져온 뒤에는 파일을 지워 주세요.
set-up-everything = 그러면 기기는 이 서비스만이 아니라 어떤 이름이든 이 CA를 신뢰해요. 서비스를 더는 부르지 않으면 지워 주세요.
need-nothing = 가져올 것이 없어요. 호출이 옆에 있는 파일을 읽어요.
need-install = 가져올 것이 없어요. 다음을 한 번 설치하세요:
need-pip = Debian이나 Ubuntu처럼 pip이 “externally-managed-environment”라고 하면 시스템의 패키지를 설치하세요: sudo apt-get install -y python3-requests python3-httpx
need-java = 가져올 것이 없어요. client.p12 파일이 키 저장소(key store), trust.p12 파일이 신뢰 저장소(trust store)예요. Java는 암호(passphrase)가 ASCII 문자로만 되어 있어야 둘을 열어요.
need-java-public = 가져올 것이 없어요. client.p12 파일이 키 저장소(key store)이고, 서버의 CA는 Java가 이미 알아요. Java는 암호(passphrase)가 ASCII 문자로만 되어 있어야 열어요.
need-dotnet = 가져올 것이 없어요. .NET 10 이상을 설치하세요.
need-go = 가져올 것이 없어요. Go 1.18 이상을 설치하세요.
need-rust = 가져올 것이 없어요. Rust 1.85 이상과 C 컴파일러를 설치하세요.
curl-key = curl (암호화된 PKCS#8)
python-key = Python (암호화된 PKCS#8)
key-limits = client.key는 암호화한 PKCS#8이고 디스크에서도 그대로 암호화되어 있어요. 암호를 인자로 입력하지 마세요(curl --pass, openssl -passin pass:…). 인자는 같은 컴퓨터의 누구나 볼 수 있어요. 프로그램이 묻게 하거나, 여기의 호출처럼 표준 입력이나 변수로 주세요. Python requests, Go, Rust의 rustls는 암호화한 키를 읽지 못해요.
curl-windows-limits = 윈도우의 curl.exe는 Schannel을 쓰도록 만들어져서 PEM 파일을 받지 않고, ca.crt 파일도 일부만 따라요. curl이 서버를 알아보지 못하면 ca.crt 파일을 “신뢰할 수 있는 루트 인증 기관”으로 가져오세요. 다만 그러면 윈도우는 어떤 이름이든 이 CA를 신뢰하게 돼요. curl이 알려진 버그로 적어 둔 것에는 Schannel의 클라이언트 인증서 문제도 있어요.
curl-windows-limits-public = 윈도우의 curl.exe는 Schannel을 쓰도록 만들어져서 PEM 파일을 받지 않아요. curl이 알려진 버그로 적어 둔 것에는 Schannel의 클라이언트 인증서 문제도 있어요.

macos-1 = 번들을 푼 폴더에서 sh import.sh를 실행하세요. 2번과 3번을 대신해요.
macos-1-public = 번들을 푼 폴더에서 sh import.sh를 실행하세요. 2번을 대신해요.
macos-2 = 또는 client.p12 파일을 두 번 눌러 키체인 접근을 여세요. 로그인 키체인을 고르고 이 번들의 암호(passphrase)를 적으세요.
macos-3 = ca.crt 파일을 두 번 누르고 목록에서 CA를 연 다음, 신뢰의 SSL을 “항상 신뢰”로 고르세요.
macos-4 = 또는 이 모두 대신 client.mobileconfig 파일을 열고 시스템 설정의 일반, 기기 관리에서 설치하세요.
macos-limits = 그래도 macOS가 암호가 틀렸다고 하면, 형식을 밝히는 이 명령을 쓰세요: security import client.p12 -f pkcs12
windows-1 = 번들을 푼 폴더에서 PowerShell로 import.ps1을 실행하세요. 2번과 3번을 대신해요.
windows-1-public = 번들을 푼 폴더에서 PowerShell로 import.ps1을 실행하세요. 2번을 대신해요.
windows-2 = 또는 client.p12 파일을 두 번 누르고 현재 사용자를 고른 다음 이 번들의 암호(passphrase)를 적으세요. 저장소는 윈도우가 고르게 두세요.
windows-3 = ca.crt 파일을 두 번 누르고 인증서 설치, 현재 사용자를 고른 다음 “신뢰할 수 있는 루트 인증 기관”에 넣으세요.
windows-limits = 윈도우 10 1709보다 오래된 윈도우와 Server 2016은 옛 방식만 읽고 암호가 틀렸다고 해요. 그 client.p12 파일을 읽을 수 있는 Java 8용 번들을 받으세요. Firefox는 저장소가 따로 있어요.
iphone-1 = 컴퓨터에서 번들을 풀고, client.mobileconfig 파일을 AirDrop이나 메일로 기기에 보내세요.
iphone-2 = 기기에서 파일을 열고 설정의 프로파일이 다운로드됨에서 설치하세요. 인증서의 암호를 물으면 이 번들의 암호(passphrase)를 적으세요.
iphone-3 = 설정의 일반, 정보, 인증서 신뢰 설정에서 이 CA를 완전히 신뢰하도록 켜세요.
iphone-limits = 인증서는 Safari와 Apple의 앱에서 쓸 수 있어요. Firefox는 보여 줄 방법이 없고, 다른 앱은 할 수 있다면 client.p12 파일을 스스로 가져와요.
android-1 = 컴퓨터에서 번들을 풀고, client.p12, ca.crt 파일을 기기에 복사하세요.
android-1-public = 컴퓨터에서 번들을 풀고, client.p12 파일을 기기에 복사하세요.
android-2 = 설정의 보안 및 개인정보 보호에서 “인증서 설치”를 찾으세요. “VPN 및 앱 사용자 인증서”와 client.p12 파일을 고르고 이 번들의 암호(passphrase)를 적으세요. “Wi-Fi 인증서”를 고르면 앱에 보이지 않아요.
android-3 = 같은 곳에서 “CA 인증서”와 ca.crt 파일을 고르세요. Android는 통신을 엿볼 수 있다고 경고해요. 이 CA의 키를 가진 사람이라면 그럴 수 있어요.
android-limits = Chrome은 둘 다 써요. 다른 앱은 그렇게 만들어졌을 때만 CA를 받아들이고, Firefox는 클라이언트 인증서를 쓰지 못해요.
android-limits-public = Chrome이 써요. 다른 앱은 그렇게 만들어졌을 때만 쓰고, Firefox는 클라이언트 인증서를 쓰지 못해요.
firefox-1 = 설정의 개인 정보 및 보안, 인증서에서 인증서 보기를 여세요.
firefox-2 = “개인 인증서”에서 가져오기와 client.p12 파일을 고르고 이 번들의 암호(passphrase)를 적으세요.
firefox-3 = “인증 기관”에서 가져오기와 ca.crt 파일을 고르고 “웹사이트를 식별하기 위해 이 CA를 신뢰”를 켜세요.
firefox-limits = Firefox는 저장소가 따로 있어서 다른 프로그램에는 보이지 않아요. 고른 인증서를 기억하게 했다면 같은 창의 인증 결정에서 되돌려요.
postman-1 = 설정의 Certificates를 여세요. “CA certificates”를 켜고 ca.crt 파일을 고르세요.
postman-1-public = 설정의 Certificates를 여세요.
postman-2 = Add Certificate를 누르고 호스트에 { $name }, 포트에 { $port }를 적으세요.
postman-3 = CRT file에 client.crt, KEY file에 client.key 파일을 고르고, 암호는 비워 둔 채 추가하세요.
postman-4 = { $url } 주소로 GET 요청을 보내세요.
postman-limits = 호스트마다 인증서 하나만 되고 고칠 수 없어요. 지우고 새로 추가하세요.
ed25519 = 브라우저는 Ed25519 키를 지원하지 않아요. 키가 Ed25519라면 다른 키로 다시 받으세요.

open-address = { $browser } 브라우저로 { $url } 주소를 열고, 물어보면 “{ $client }” 인증서를 고르세요.
call-run = 번들을 푼 폴더에서 실행하세요:
call-variable = 먼저 이 번들의 암호(passphrase)를 변수에 넣으세요. 그러면 파일에도 명령 기록에도 남지 않아요(bash, zsh. PowerShell에서는 $env:HANDFAST_PASSPHRASE = Read-Host):

see-title = 이렇게 보여요
see-shown = 보이는 것
see-means = 뜻
see-good = 잘돼요. 양쪽이 모두 자신을 증명했어요.
see-answer = 서비스의 답
see-none = 인증서를 보내지 않았어요. 물어볼 때 받은 인증서를 고르세요. 브라우저는 잘못 고른 것을 다시 시작할 때까지 기억해요.
see-none-file = 인증서를 보내지 않았어요. 호출이 실행하는 폴더에 있는 인증서 파일을 가리켜야 해요.
see-refused = 서버가 이 인증서를 받아들이지 않아요. 끝났거나, 폐기되었거나, 다른 CA의 것이에요. 새 인증서를 받으세요.
see-not-allowed = 인증서는 올바르지만 들어올 수 있는 목록에 없어요. 이 번들을 보낸 사람에게 목록에 더해 달라고 하세요.
see-untrusted = 이쪽이 서버의 CA를 모르거나, 누군가 사이에 있어요. 위와 같이 CA를 알려 주고, 이 경고를 무시하지 마세요.
see-untrusted-public = 서버의 인증서가 끝났거나 다른 이름의 것이거나, 누군가 사이에 있어요. 이 경고를 무시하지 말고, 이 번들을 보낸 사람에게 알려 주세요.
see-passphrase = 암호(passphrase)가 달라요. 이 번들의 암호이고, 하이픈까지 적어야 해요.
see-down = 서버는 있는데 그 뒤에서 답할 프로그램이 없어요. 이 번들을 보낸 사람에게 알려 주세요.

ask-title = 끝나는 날과 물어볼 곳
verify = 인증서가 온전하고 이 CA가 발급했으며 아직 끝나지 않았는지는 이 명령으로 알 수 있어요. “client.crt: OK”가 나와야 해요.
ask = 이 번들을 보낸 사람에게 물어보세요. 새 인증서가 필요할 때, 그리고 서버가 거부할 때예요. 까닭은 서버의 로그에 남으니 호출한 시각을 알려 주세요. 비밀 파일이나 암호가 다른 사람 손에 들어간 것 같으면 바로 알려 주세요.

## Apple 기기용 프로파일
profile-name = { $service } 서비스의 { $client }
profile-description = { $service } 서비스를 부를 때 쓰는 인증서와, 서비스를 알아보는 데 쓰는 CA예요.
profile-description-public = { $service } 서비스를 부를 때 쓰는 인증서예요.
