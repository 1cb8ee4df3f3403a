# 서버에 놓을 파일: 그 안의 주석, README, 점검, 그리고 선택이 왜 안 되는지.

## 선택에서 무엇이 잘못되었나
folder-empty = 기준 폴더가 아직 비어 있어요.
    .try = 모든 파일을 둘 서버의 폴더를 적어 주세요. 예를 들면 /mtls-demo 처럼요.
folder-relative = 기준 폴더 “{ $typed }” 경로가 슬래시(/)로 시작하지 않아요.
    .try = /mtls-demo 처럼 최상위부터 전체 경로를 적어 주세요.
folder-segment = 기준 폴더 “{ $typed }” 안에 “{ $part }” 부분이 있어요.
    .try = “.”, “..”, 겹친 슬래시 없이 한 곳만 가리키는 경로로 적어 주세요.
folder-system = 기준 폴더 “{ $typed }” 경로는 시스템이 쓰는 곳이에요.
    .try = 다른 프로그램의 파일을 덮어쓰지 않도록 /mtls-demo 나 /srv/mtls 처럼 따로 쓰는 폴더를 골라 주세요.
folder-space = 기준 폴더 “{ $typed }” 안에 공백이 있는데, 공백은 모든 파일과 명령에 안전하게 적을 수 없어요.
    .try = 슬래시 사이에는 글자, 숫자, 그리고 - _ . + @ 기호만 써 주세요.
folder-character = 기준 폴더 “{ $typed }” 안의 “{ $character }” 문자는 모든 파일과 명령에 안전하게 적을 수 없어요.
    .try = 슬래시 사이에는 글자, 숫자, 그리고 - _ . + @ 기호만 써 주세요.
folder-long = 기준 폴더 “{ $typed }” 경로가 { NUMBER($limit) }바이트보다 길어요.
    .try = /mtls-demo 처럼 더 짧은 경로를 골라 주세요.
address-unreadable = “{ $typed }” 값은 IPv4 주소도 IPv6 주소도 아니에요.
    .try = 192.0.2.10 같은 서버의 주소를 적거나, 모든 주소에서 받으려면 비워 두세요.
address-zone = 주소 “{ $typed }” 끝에 퍼센트 기호로 시작하는 영역(zone)이 있는데, nginx는 그런 주소에서 연결을 받을 수 없어요.
    .try = 영역이 없는 주소를 적거나, 모든 주소에서 받으려면 비워 두세요.
address-not-listenable = “{ $typed }” 주소는 멀티캐스트나 브로드캐스트 주소라서 어떤 서버도 여기서 연결을 받을 수 없어요.
    .try = 서버 자신의 주소를 적거나, 모든 주소에서 받으려면 비워 두세요.
port-unreadable = “{ $typed }” 값은 포트(port) 번호가 아니에요.
    .try = 8443처럼 1에서 65535 사이의 수를 숫자로만 적어 주세요.
backend-empty = 백엔드(backend) 주소가 아직 비어 있어요.
    .try = 백엔드가 실행되는 곳을 http://127.0.0.1:8080 처럼 적어 주세요.
backend-scheme = 백엔드 주소 “{ $typed }” 값이 http:// 로도 https:// 로도 시작하지 않아요.
    .try = http://127.0.0.1:8080 처럼 적어 주세요.
backend-path = 백엔드 주소 “{ $typed }” 안에 경로나 쿼리가 있어요.
    .try = http://127.0.0.1:8080 처럼 호스트와 포트만 적어 주세요. 호출한 쪽이 요청한 경로는 nginx가 그대로 넘겨줘요.
backend-user = 백엔드 주소 “{ $typed }” 안에 사용자 이름이 있어요.
    .try = 호스트와 포트만 적어 주세요. 누가 호출했는지는 백엔드가 인증서로 알게 돼요.
backend-wildcard = 백엔드 주소 “{ $typed }” 안에 와일드카드(wildcard)가 있는데, 여기에는 서버 한 대가 필요해요.
    .try = 백엔드가 실행되는 서버의 이름을 적어 주세요.
backend-port = 백엔드 주소 “{ $typed }” 안의 포트가 1에서 65535 사이의 숫자가 아니에요.
    .try = http://127.0.0.1:8080 처럼 적거나 포트를 빼 주세요.
backend-is-listener = nginx가 이미 { $port }번 포트에서 연결을 받으므로, “{ $backend }” 주소로 보낸 요청은 nginx 자신에게 돌아와요.
    .try = 백엔드나 nginx 가운데 한쪽의 포트를 바꿔 주세요.
flask-is-listener = nginx가 이미 { $port }번 포트에서 연결을 받으므로, Flask 백엔드는 같은 포트를 쓸 수 없어요.
    .try = 백엔드나 nginx 가운데 한쪽의 포트를 바꿔 주세요.

## 되지만 알아 둘 것
notice-backend-unencrypted = 백엔드 “{ $backend }” 주소는 다른 서버에 있어서, 요청이 암호화되지 않은 채 가고 nginx가 보냈다는 증거도 없어요.
    .try = https를 쓰고, 백엔드의 방화벽이 이 nginx만 받게 해 주세요. 백엔드에 바로 닿는 사람은 상호 TLS(mutual TLS)를 우회하게 돼요.
notice-backend-reachable = 백엔드 “{ $backend }” 주소는 다른 서버에 있어서, 거기에 바로 닿는 사람은 상호 TLS(mutual TLS)를 우회하게 돼요.
    .try = 백엔드의 방화벽이 이 nginx만 받게 해 주세요.
notice-backend-localhost = nginx는 시작할 때 “{ $backend }” 주소의 이름을 찾아 나온 주소를 모두 써 보는데, localhost라면 백엔드가 받지 않는 ::1이 먼저일 수 있어요.
    .try = localhost 대신 127.0.0.1을 적어 주세요. https라면 인증서를 이름으로 확인하므로, 백엔드가 ::1에서도 연결을 받게 해 주세요.
notice-called-name = 서비스의 이름이 모두 와일드카드라서, 명령은 “{ $name }” 이름을 호출해요.
    .try = 실제로 있는 이름으로 바꾸거나, 서비스 이름에 하나 더 넣어 주세요.

## 파일에 적을 수 없는 것
unwritable-character = “{ $value }” 안에 어떤 파일에도 넣을 수 없는 { $character } 문자가 있어요.
    .try = 보이지 않는 그 문자를 지워 주세요. 글을 복사할 때 딸려 오는 일이 많아요.
unwritable-variable = “{ $value }” 안의 “{ $character }” 문자를 nginx가 변수로 읽어요.
    .try = 그 문자가 없는 값을 골라 주세요.
unwritable-long = “{ $value }” 값이 파일 형식이 받는 { NUMBER($limit) }바이트보다 길어요.
    .try = 더 짧은 값을 골라 주세요.
unwritable-name = “{ $value }” 값은 이 파일에서 이름이 될 수 없어요.
    .try = 글자, 숫자, 밑줄로 된 이름을 골라 주세요.
unwritable-empty = 파일에 값이 있어야 할 자리가 비어 있어요.
    .try = 입력란을 채워 주세요.

## nginx.conf
nginx-head = { $service } 서비스를 위한 nginx 설정이에요. 직접 만든 인증 기관(CA)의 인증서를 가진 쪽만 들여보내요(상호 TLS, mutual TLS). nginx { $version } 이상이 필요해요.
nginx-head-check = 이 파일 하나로 완전해요. 점검하는 명령: nginx -t -c { $path }
nginx-error-log = nginx는 클라이언트 인증서를 거절한 까닭을 "info" 수준으로 남겨요. 흔히 쓰는 "error" 수준에서는 보이지 않아요. 다 잘되면 "notice"로 바꿔도 돼요.
nginx-temp = 모두 기준 폴더 아래에 두어서, 어느 폴더에서든 실행되고 1023보다 큰 포트라면 root 권한도 필요 없어요.
nginx-access-log = 누가 호출했는지 JSON으로 남겨서, 호출한 쪽이 로그 한 줄을 꾸며 낼 수 없어요. $ssl_client_s_dn 변수는 호출한 쪽 인증서의 주체(subject)예요.
nginx-underscores = 밑줄로 적은 헤더는 버려요. Python이나 PHP 백엔드는 그것을 아래의 헤더로 잘못 알 수 있어요.
nginx-names-hash = 길거나 많은 서버 이름을 위한 자리예요. 기본값으로는 nginx가 시작을 거부할 수 있어요.
nginx-server-certificate = 서버가 보여 주는 인증서(server certificate)예요. 파일에는 서버 인증서가 먼저, 중간 인증서가 있다면 그다음에 와요.
nginx-verify = 상호 TLS의 핵심이에요. 호출하는 쪽은 모두 이 인증 기관의 인증서를 보여야 해요. 서버 블록이 아니라 여기에 두어서, 이 파일의 어떤 서버도 빠지지 않아요.
nginx-depth = 인증 기관이 클라이언트를 바로 서명해요. 1이면 중간 인증 기관 하나까지 되고, 둘이면 2가 필요해요.
nginx-policy = { $name } ({ $published }), { $source } 기준이에요. 순방향 비밀성(forward secrecy)과 인증된 암호화만 허용해요.
nginx-no-hybrid = 첫 번째 그룹인 X25519MLKEM768은 뺐어요. OpenSSL은 3.5부터 이 그룹을 알고, 더 오래된 것으로는 nginx가 시작하지 않아요.
nginx-strangers-late = 다른 이름으로 온 요청은 답 없이 끊어요. 1.19.4보다 오래된 nginx는 핸드셰이크에서 거절하지 못해서, 먼저 인증서를 보여 주게 돼요.
nginx-sessions = 다시 온 호출은 nginx의 메모리로 알아봐요. 세션 티켓(ticket)은 껐어요. 1.23.2 이전의 nginx는 다시 시작할 때까지 모든 티켓을 키 하나로 암호화하기 때문이에요.
nginx-upstream-flask = Flask 백엔드예요. "localhost"가 아니라 주소를 써요. localhost는 아무도 듣지 않는 ::1을 먼저 뜻할 수 있어요.
nginx-upstream-own = 직접 쓰는 백엔드예요. 이름은 nginx가 시작하거나 다시 읽을 때 주소로 바뀌어요.
nginx-strangers = 다른 이름이나 주소로 온 호출은 인증서를 보여 주기 전에 끝나요.
nginx-strangers-by-name = 다른 이름으로 온 호출은 인증서를 보여 주기 전에 끝나요. 주소로 온 호출은 핸드셰이크(handshake)에서 이름을 대지 않아 아래 서버가 받아야 하므로, 이 서버는 기본 서버가 아니에요.
nginx-421 = 핸드셰이크에서 댄 이름과 다른 호스트를 요청하면 nginx가 스스로 421(Misdirected Request)로 답해요. 호출한 쪽을 검증하기 때문이에요.
nginx-444-by-address = 주소로 온 호출은 핸드셰이크에서 이름을 대지 않아요. 그런 호출이 여기 없는 호스트를 요청하면 답 없이 끊어요. HTTP/2에서는 그 스트림(stream)만 끊겨요.
nginx-444-by-name = 그래도 여기까지 온 요청이 있다면 답 없이 끊어요.
nginx-default-address = 기본 서버예요. 주소로 온 호출에는 서버 이름이 없어서(RFC 6066) 다른 서버에는 닿지 못해요.
nginx-backend-tls = 백엔드는 이 서버가 신뢰하는 인증서로 자신을 증명해야 해요. 사설 인증 기관을 쓴다면 그 파일을 여기에 적어 주세요.
nginx-keepalive = 백엔드와 맺은 연결을 다시 써요.
nginx-forwarded = 덧붙이지 않고 새로 정해요. 호출한 쪽이 주장하는 이전 경로는 넘기지 않아요.
nginx-identity = 누가 호출했는지 알려요. 요청마다 모두 새로 정하므로, 호출한 쪽이 같은 이름으로 보낸 값은 덮어써져요. 지문(fingerprint)은 SHA-1이고(nginx가 아는 것은 이것뿐이에요), 인증서는 URL 인코딩한 PEM이에요.

## app.py
flask-head = { $service } 서비스의 백엔드예요. nginx가 호출한 쪽의 인증서를 검증하고 누구인지 헤더로 알려 줘요.
flask-install = Flask는 데비안과 우분투에 들어 있어요: apt-get install python3-flask. 이것은 Flask의 개발용 서버예요. 운영에서는 같은 app을 gunicorn 뒤에 두세요.
flask-verify = X-SSL-Client 헤더를 믿는 까닭은 nginx가 늘 덮어쓰고, 네트워크의 다른 누구도 이 포트에 닿지 못하기 때문이에요. 헤더 자체는 증거가 아니에요. 이 서버의 어떤 프로그램이든 보낼 수 있어요.
flask-text = nginx는 호출한 쪽 인증서의 주체(subject)를 RFC 2253대로 CN=partner-a 처럼 적고, ASCII가 아닌 바이트는 역슬래시와 16진수 두 자리로 적어요. CN=홍길동은 CN=\ED\99\8D\EA\B8\B8\EB\8F\99로 와요. 여기서 그것을 글자로 되돌리고, 쉼표를 적은 \, 같은 나머지는 그대로 둬요.
flask-subject = 누가 호출했는지예요. 누가 무엇을 할 수 있는지 여기서 정하세요. 비교할 때는 받은 헤더가 아니라 이 글자를 쓰고, 인증서 하나만을 가리키는 일련번호나 지문(fingerprint)을 쓰면 더 좋아요.
flask-fingerprint = nginx가 주는 인증서의 SHA-1이에요. 알아보는 데는 좋지만 증명이 되지는 않아요.
flask-loopback = 0.0.0.0이 아니라 늘 127.0.0.1이에요. 밖에서 이 포트에 닿는 사람은 상호 TLS를 우회해요.

## 점검
curl-head = client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
check-with = 받은 인증서로
check-with-meaning = 양쪽이 모두 자신을 증명했어요. curl은 ca.crt로 서버를, nginx는 호출한 쪽을 확인했어요.
check-without = 인증서 없이
check-without-meaning = nginx가 인증서를 요구한다는 증거예요. curl은 서버를 신뢰했고 오류 없이 끝났어요. 거절한 쪽은 nginx이고, HTTP로 답했어요.
check-stranger = 낯선 사람의 인증서로
check-stranger-meaning = 이런 인증서는 누구나 만들 수 있어요. nginx는 서비스의 인증 기관이 서명하지 않았기 때문에 거절해요. 까닭은 답이 아니라 서버의 error.log에 남아요.
check-no-authority = 인증 기관의 인증서 없이
check-no-authority-meaning = 이 오류를 상호 TLS의 증거로 여기는 안내가 많아요. 하지만 아무것도 증명하지 못해요. curl이 서비스의 사설 인증 기관을 몰라서 nginx가 무엇을 묻기도 전에 멈춘 것이고, 상호 TLS를 꺼도 똑같아요.
expect-status-text = 이렇게 보여야 해요: HTTP { $status }, “{ $text }”.
expect-status = 이렇게 보여야 해요: HTTP { $status } 또는 백엔드가 이 경로에 주는 답. 400이면 안 돼요.
expect-exit = 이렇게 보여야 해요: curl의 오류 ({ $exit }), “{ $text }”. 답은 오지 않아요.
check-unresolved = curl이 호스트를 찾을 수 없다고 하면(종료 코드 6) { $name } 이름의 DNS 레코드가 아직 없는 거예요. 생길 때까지는 호출마다 --resolve { $name }:{ $port }:ADDRESS 옵션을 더하고, ADDRESS 자리에 서버의 주소를 적어 주세요. nginx의 error.log는 nginx가 답했을 때만 도움이 돼요.

## README가 함께 쓰는 글
secret-note = 비밀로 표시된 파일을 가진 사람은 여러분을 대신할 수 있어요. 메일, 채팅, 버전 관리에 넣지 말고, 이 번들의 암호(passphrase)는 파일과 다른 길로 보내 주세요.
inside-title = 안에 든 것
inside-file = 파일
inside-what = 무엇인가요
inside-secret = 비밀
inside-secret-yes = 예
inside-secret-no = 아니요
file-server-certificate = 서버가 모두에게 보여 주는 서버 인증서(server certificate)
file-server-key = 서버의 비밀키(private key)
file-client-authority = nginx가 들여보내는 클라이언트의 인증 기관(CA)
file-nginx-conf = 완전한 nginx 설정
file-flask-app = Flask 백엔드(backend)
file-client-certificate = 클라이언트 인증서(client certificate)
file-client-key = 클라이언트의 비밀키(private key)
file-client-p12 = 인증서, 키, 인증 기관을 담은 브라우저와 운영체제용 파일. 암호는 이 번들의 암호와 같아요
file-curl = 호출 명령
file-server-authority = 서버를 알아보는 데 쓰는 인증 기관(CA)
file-authority-certificate = 인증 기관(CA)의 인증서
file-authority-key = 이 번들의 암호로 암호화한 인증 기관의 비밀키(private key)
file-workspace = 무엇을 발급하고 골랐는지 적은 공개 기록
file-openssl-script = 같은 세트를 openssl로 만드는 명령
file-openssl-config = 그 명령이 쓰는 확장(extension)
file-readme = 이 글
open-title = 번들을 여는 방법
open-what = 이 번들은 AES-256으로 암호화한 ZIP이에요. 여는 프로그램이 암호를 물어봐요. Info-ZIP의 unzip과 윈도우 탐색기로는 열리지 않아요.
open-macos = Keka로는 두 번 눌러 열어요. 터미널에서는 Homebrew의 7-Zip으로 열어요.
open-windows = 7-Zip(7-zip.org)을 설치하고, 파일을 마우스 오른쪽 버튼으로 눌러 7-Zip, 압축 풀기를 고르세요. 탐색기의 “압축 풀기”로는 안 돼요.
open-debian = p7zip-full 패키지(새 버전에서는 7zip)에 7z가 들어 있어요.
open-bsdtar = libarchive의 tar가 있다면(데비안에서는 libarchive-tools 패키지) 이것도 같아요:

## 서버 번들의 README
server-title = { $service } 서버 파일
server-what = 이 파일들로 nginx는 여러분의 인증 기관이 발급한 인증서를 보이는 쪽에만 서비스를 열고, 나머지는 모두 거절해요.
server-expiry = 서버 인증서는 { $server }에 끝나니 그 전에 바꿔 주세요. 바꾸지 않으면 모든 호출이 실패해요. 인증 기관의 인증서는 { $authority }까지 쓸 수 있어요.
place-title = 파일 놓기
place-needs = 데비안이나 우분투에서, 필요한 것만 설치해요:
place-install = 번들을 푼 폴더에서 실행하세요. 복사할 때 권한도 함께 정하므로, 다른 사용자가 키를 읽을 수 있는 순간이 없어요:
place-key = 그런 다음 푼 폴더는 지워 주세요. 키는 한 곳에만 있어야 해요.
backend-title = 백엔드 시작하기
backend-run = 따로 연 터미널에서, 일반 사용자로 실행하세요:
start-title = nginx 시작하기
start-test = 먼저 nginx가 설정을 점검하게 하세요. “test is successful”이라고 나와야 해요. 두 번째 명령이 nginx를 시작해요:
start-later = 바꾼 것이 있으면 점검하고 다시 읽게 하세요. 맺은 연결은 끊기지 않아요. 마지막 명령은 이 nginx를 멈춰요:
start-others = pkill로 nginx를 이름으로 끝내지 마세요. 같은 서버의 다른 사이트도 함께 멈춰요. 위 명령은 이 설정의 nginx에만 작용해요.
start-port = 방화벽에서 { $port }번 포트를 열어 주세요. 되도록 아는 호출자에게만 열고, 백엔드의 포트는 닫아 두세요.
checks-title = 잘되는지 보기
checks-where = 클라이언트 번들의 파일이 있는 폴더에서 실행하세요. 호출마다 기대하는 결과가 있고, 모두 맞아야 상호 TLS(mutual TLS)가 된다는 뜻이에요.
checks-log = nginx의 답이 다르면 { $path } 파일 끝에서 까닭을 찾을 수 있어요.

## 클라이언트 번들의 README
client-title = { $service } 서비스의 클라이언트 “{ $client }”
client-what = 이 파일들로 { $url } 주소를 호출해요. 서버는 운영자가 발급한 인증서를 보이는 쪽만 받아들이고, 이것이 여러분의 인증서예요.
client-expiry = 클라이언트 인증서는 { $client }에 끝나니 그 전에 운영자에게 새 인증서를 받으세요. 인증 기관의 인증서는 { $authority }까지 쓸 수 있어요.
call-title = 서비스 호출하기
call-where = 번들을 푼 폴더에서 실행하세요. 첫 번째 다음의 점검은 거절이 어떻게 보이는지 알려 줘요.
p12-title = 브라우저, 그리고 윈도우의 curl
p12-what = client.p12 파일을 두 번 눌러 가져오거나, PKCS#12 파일을 묻는 프로그램에 주세요. 브라우저도 이 파일을 받지만, Ed25519 키는 지원하지 않아요.
p12-curl = 윈도우의 curl.exe는 Schannel을 쓰도록 만들어져서 PEM 파일을 받지 않아요. client.p12 파일을 주고, PASSPHRASE 자리에 이 번들의 암호를 적어 주세요:
p12-curl-limits = 이 명령은 curl 문서를 따랐고, 윈도우에서 시험해 보지는 않았어요. Schannel은 윈도우의 인증서 저장소에서 인증 기관을 찾고 --cacert는 일부만 따라요. curl이 서버를 알아보지 못하면 ca.crt 파일을 신뢰할 수 있는 루트 인증 기관으로 가져오세요. 다만 그러면 윈도우는 어떤 이름이든 이 인증 기관을 신뢰하게 돼요. curl이 알려진 버그로 적어 둔 것에는 Schannel의 클라이언트 인증서 문제도 있어요. OpenSSL을 쓰는 curl이라면 위의 호출을 그대로 쓸 수 있어요.

## 인증 기관 번들의 README
authority-title = 인증 기관(CA) “{ $authority }”
authority-what = 이 파일들로 새 서버와 클라이언트의 인증서를 발급할 수 있어요. 인증 기관의 키를 가진 사람은 누구든 들여보낼 수 있어요. 그래서 키는 이 번들에만 암호화되어 있고, 어떤 서버에도 두지 않아요.
authority-guard = 번들과 암호(passphrase)는 서로 다른 곳에 두세요. 예를 들면 백업되는 폴더와 비밀번호 관리자처럼요. 암호가 없으면 Handfast를 포함해 누구도 다시 열 수 없어요.
authority-expiry = 인증 기관의 인증서는 { $authority }까지 쓸 수 있어요. 여기서 발급한 어떤 인증서도 그보다 오래가지 않아요.
authority-no-leaf-keys = 서버와 클라이언트의 비밀키(private key)는 여기에 없어요. 잃어버렸다면 인증서를 새로 발급해야 해요.
authority-on-title = 이어서 작업하기
authority-on = Handfast를 열고 내보내기 화면에서 이 ZIP을 암호로 여세요. 그러면 같은 인증 기관으로 서버와 클라이언트를 더 발급할 수 있고, 앞서 발급한 것은 그대로 쓸 수 있어요.
authority-check-title = openssl로 살펴보기
authority-check = 첫 번째 명령은 인증서를 보여 줘요. 지문(fingerprint)이 화면에 나온 것과 같아야 해요. 두 번째 명령은 암호를 묻고, 맞으면 아무 말도 하지 않아요:
authority-openssl-title = openssl로 똑같이
authority-openssl = openssl.sh와 openssl.cnf는 openssl만으로 이런 세트를 만들어요. 이름, 용도, 유효기간은 같고 키는 달라요. 어떻게 만드는지 보고 싶다면 빈 폴더에서 실행해 보세요.

## openssl로 똑같이
openssl-head = 같은 세트를 openssl로 만들어요. 이름, 용도, 유효기간은 같고, 키와 일련번호와 서명은 달라요. openssl.cnf 파일만 있는 폴더에서 실행하세요.
openssl-versions = OpenSSL 3.0 이상이 필요해요. 3.0은 유효기간을 날수로만 알고, 3.4부터는 -not_before, -not_after도 받아요. macOS의 /usr/bin/openssl은 LibreSSL이에요. Homebrew로 openssl@3을 설치하거나 "x509 -req"마다 -CAcreateserial을 붙여 주세요. 3.7 이전의 LibreSSL은 Ed25519 키를 만들지 못해요.
openssl-umask = 비밀키(private key)는 암호화하지 않고 쓰므로, 다른 사람이 이 파일을 읽을 수 없어야 해요. ca.key는 어떤 서버에도 두지 마세요. 이 명령으로 암호화할 수 있어요:
openssl-authority = 인증 기관(CA)이에요. 이 키가 나머지를 모두 서명해요.
openssl-server = 서버 { $name }: “{ $folder }” 폴더와 authority/ca.crt 파일을 서버로 옮기세요.
openssl-client = 클라이언트 { $name }: “{ $folder }” 폴더와 authority/ca.crt 파일을 클라이언트에게 주세요.
openssl-verify = 줄마다 OK가 나와야 해요.
openssl-config-head = openssl.sh가 쓰는 확장(extension)이에요. 이것이 없으면 openssl은 브라우저, Go, Java, rustls가 거절하는 버전 1 인증서를 만들어요.
openssl-config-request = 이름은 명령줄에서 오고 UTF-8로 적혀요.
openssl-config-authority = 인증서와 폐기 목록(CRL)에 서명할 수 있고, 다른 인증 기관은 만들 수 없어요.

## install.sh와 유닛
file-nginx-unit = 이 nginx를 systemd로 실행하는 유닛(unit)
file-backend-unit = Flask 백엔드를 systemd로 실행하는 유닛(unit)
file-install = 파일을 제자리에 놓고 모두 시작해요. 한 단계라도 실패하면 스스로 되돌려요
place-script = 이 스크립트는 무엇을 할지 먼저 말하고, 점검한 다음, 시작하기 전에 nginx에게 설정을 확인받아요. 한 단계라도 실패하면 모두 원래대로 되돌려요. 다시 실행하면 아무것도 바꾸지 않아요:
place-rehearsal = 번들을 푼 폴더로 가세요. 다른 폴더 아래에서 미리 해 볼 수 있어요. root 권한이 필요 없고 아무것도 시작하지 않아요. nginx.conf 사본의 경로를 그 폴더 아래로 옮겨서 nginx가 그 사본을 확인해요:
place-away = 모두 멈추고 모든 파일을 다시 치우려면, 번들을 다시 풀고 실행하세요:
hand-title = systemd 없이 손으로 하기
install-head = { $service } 서비스의 파일을 제자리에 놓고 필요한 것을 시작해요. 파일이 있는 폴더에서 root로 실행하세요: sudo sh install.sh
install-head-rehearsal = 서비스를 건드리지 않고 미리 해 보려면: sh install.sh --root /some/folder. 모두 다시 치우려면: sudo sh install.sh --uninstall
install-files = 이 폴더의 각 파일과 놓을 자리와 권한, 그리고 안쪽부터 적은 폴더예요.
install-usage = 사용법: sh install.sh [--root 폴더] [--no-service] [--uninstall]
install-not-root = 시스템 폴더에는 root만 쓸 수 있어요.
    .try = “sudo sh install.sh”로 실행하거나, “sh install.sh --root 폴더”로 자기 폴더 아래에서 미리 해 보세요.
install-no-systemd = 이 서버에서는 systemd가 돌고 있지 않아서 서비스를 시작할 수 없어요.
    .try = “sh install.sh --no-service”로 실행하고, README에 적힌 대로 nginx를 손으로 시작해 주세요.
install-root-plain = “{ $folder }” 폴더는 nginx 설정에 그대로 적을 수 없어요.
    .try = 슬래시로 시작하고 글자와 숫자, - _ . + @ 기호만 있는 경로를 골라 주세요.
install-file-missing = “{ $file }” 파일이 { $folder } 폴더에 없어요.
    .try = 번들을 다시 풀고, 그때 생긴 폴더에서 실행해 주세요.
install-tool-missing = 이 서버에 “{ $tool }” 프로그램이 없어요.
    .try = “sudo apt-get install -y { $packages }” 명령을 실행한 다음 다시 시작해 주세요.
install-nginx-old = 이 서버의 nginx는 { $found } 버전인데, 이 설정에는 { $needed } 이상이 필요해요.
    .try = 배포판의 backports나 nginx.org에서 더 새로운 nginx를 설치해 주세요.
install-key-differs = server.key의 키가 server.crt의 인증서와 맞지 않아요.
    .try = 둘 다 같은 번들에서 나오도록 번들을 다시 풀어 주세요.
install-clock-behind = 이 서버의 시계는 { $now }인데, 인증서는 { $start }부터 쓸 수 있어요.
    .try = 시계를 맞추고(timedatectl set-ntp true) 다시 시작해 주세요.
install-expired = 서버 인증서는 { $end }에 끝났고, 이 서버의 시계는 { $now }예요.
    .try = 시계를 확인해 주세요. 시계가 맞으면 서버 인증서를 새로 발급하고 번들을 다시 내보내 주세요.
install-port-taken = { $port }번 포트를 이미 쓰고 있어요: { $who }.
    .try = 그 프로그램을 끝내거나 Handfast의 배포에서 다른 포트를 고른 다음 다시 시작해 주세요.
install-disk-full = { $folder } 디스크에 { $free } KiB밖에 남지 않았어요.
    .try = 자리를 비우고 다시 시작해 주세요.
install-nginx-refuses = nginx가 { $file } 파일을 거절했고, 까닭은 바로 위에 있어요.
    .try = 거기 적힌 것을 고치고 다시 시작해 주세요.
install-unit-failed = “{ $unit }” 유닛이 시작되지 않았어요.
    .try = “journalctl -u { $again }” 명령으로 까닭을 보고, 고친 다음 다시 시작해 주세요.
install-rolling-back = 한 단계가 실패해서 모두 원래대로 되돌려요.
install-rolled-back = 모두 이전과 같아요.
install-will = { $service } 서비스의 파일이에요:
install-will-start = 지금, 그리고 서버가 켜질 때마다 시작할 유닛이에요: { $units }
install-nothing = 모두 이미 제자리에 있어서 아무것도 바꾸지 않았어요.
install-done = { $service } 서비스의 파일이 제자리에 있어요.
install-not-started = 아무것도 시작하지 않았어요.
install-will-remove = { $service } 서비스의 파일을 로그까지 모두 { $folder } 아래에서 치워요.
install-folder-kept = 다른 파일이 있어서 { $folder } 폴더는 남겨 두었어요.
install-removed = { $service } 서비스를 모두 치웠어요.
install-new = 새로
install-changed = 바꿈
install-same = 그대로
unit-nginx-head = { $service } 서비스의 nginx예요. 설정과 프로세스가 따로라서, 배포판의 nginx와 그 사이트는 그대로 있어요.
unit-nginx-check = nginx가 거절하는 설정으로는 시작하지도, 다시 읽지도 않아요.
unit-nginx-stop = SIGQUIT을 받으면 nginx는 답하던 요청을 끝까지 마쳐요.
unit-nginx-less = nginx는 키를 읽고 1024보다 작은 포트를 잡는 데 root가 필요하지만, 여기서 뺀 것은 하나도 필요하지 않아요.
unit-backend-head = { $service } 서비스의 백엔드를 gunicorn으로 실행해요. 데비안의 같은 이름 패키지예요.
unit-backend-user = 실행되는 동안에만 있는 사용자예요. 가진 파일이 없고 어디에도 쓸 수 없어요(systemd.exec, DynamicUser).
unit-backend-network = 다른 컴퓨터와 오가는 것은 커널이 버려요. 밖에서 백엔드에 닿으면 상호 TLS를 우회하게 되기 때문이에요. 애플리케이션이 호출하는 곳이 있으면 여기서 허용해 주세요.
unit-backend-less = 웹 애플리케이션에 필요 없는 것들이에요.
