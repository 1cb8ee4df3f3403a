## Themes

theme-good = 모두 올바를 때
theme-client = 클라이언트 인증서
theme-revocation = 폐기
theme-chain = 중간 인증 기관(CA)
theme-server = 서버 인증서
theme-keys = 키의 종류
theme-versions = 버전과 프로토콜
theme-policy = 설정과 주변

## Good

good = 모두 올바름, TLS 1.3
    .lesson = 양쪽이 CA의 인증서를 보이고 그 키를 가졌다는 것을 증명해요. 요청에 응답이 와요.
good-tls12 = 모두 올바름, TLS 1.2
    .lesson = TLS 1.2로 같은 일을 해요. 클라이언트 인증서가 평문으로 지나가요.
resumed = 세션 이어 가기, TLS 1.3
    .lesson = 두 번째 연결은 인증서 대신 티켓(ticket)을 보여요. 처음에 확인한 것이 그대로 유효해요.
resumed-tls12 = 세션 이어 가기, TLS 1.2
    .lesson = 두 번째 연결은 첫 연결의 세션을 대고, 절반의 메시지로 끝나요.
retried = 서버가 다른 그룹을 원함
    .lesson = 클라이언트가 보낸 그룹을 서버가 받지 않아서 다시 시작해요. 왕복이 한 번 늘어요.

## ClientCertificate

no-client-certificate = 클라이언트 인증서 없음
    .lesson = 클라이언트가 보일 것이 없어요. rustls는 경고(alert)로 연결을 끝내고, nginx는 핸드셰이크를 마친 다음 400으로 답해요.
client-other-authority = 다른 CA가 발급
    .lesson = 인증서는 좋지만, 서버가 신뢰하지 않는 CA의 것이에요.
client-twin-authority = 이름은 같고 키가 다른 CA
    .lesson = 세트를 다시 만들었어요. 이름은 같지만 키가 달라서 옛 인증서가 새 CA와 맞지 않아요.
client-self-signed = 자체 서명
    .lesson = 클라이언트가 스스로 서명했어요. 보증하는 곳이 없어요.
client-expired = 만료됨
    .lesson = 클라이언트 인증서가 어제 끝났어요.
client-not-yet-valid = 아직 유효하지 않음
    .lesson = 클라이언트 인증서가 내일부터 유효하거나, 시계가 틀렸어요.
client-server-auth-only = 서버용 인증서
    .lesson = 인증서의 용도가 serverAuth뿐이라 클라이언트에는 쓸 수 없어요.
client-no-purpose = 용도 없음
    .lesson = extKeyUsage가 없으면 어떤 용도로든 쓸 수 있어서 들여보내요.
client-wrong-key = 다른 인증서의 키
    .lesson = 클라이언트의 인증서와 키가 서로 맞지 않아요. 서명에서 드러나요.

## Revocation

client-revoked = 폐기됨
    .lesson = 서버가 가진 폐기 목록에 인증서가 있어요.
crl-expired = 끝난 폐기 목록
    .lesson = 목록의 nextUpdate가 지났어요. 새 목록이 올 때까지 아무도 들어오지 못해요.
crl-other-authority = 다른 CA의 폐기 목록
    .lesson = 서버에 목록이 있지만 인증서를 발급한 CA의 것이 아니에요. 폐기되었는지 알 수 없어요.
crl-missing-for-intermediate = 중간 CA의 목록 없음
    .lesson = 중간 CA의 목록은 있지만 루트의 목록이 없어요. 체인에 있는 CA마다 목록이 필요해요.

## Chain

intermediate-not-sent = 중간 인증서를 보내지 않음
    .lesson = 클라이언트가 자기 인증서만 보내요. 서버는 루트를 알지만 길을 찾지 못해요.
intermediate-sent = 중간 인증서를 보냄
    .lesson = 클라이언트가 중간 인증서를 함께 보내서 루트까지 길이 이어져요.
intermediate-in-bundle = 서버 묶음에 있는 중간 인증서
    .lesson = 클라이언트는 자기 인증서만 보내지만, 서버의 CA 묶음에 중간 인증서가 있어요.
intermediate-only-trusted = 중간 CA만 신뢰
    .lesson = 서버가 중간 CA만 신뢰하고 루트는 없어요. rustls는 받아들이지만 OpenSSL은 루트를 찾아요.
too-deep = 중간 CA 둘
    .lesson = nginx가 기본으로 따라가는 것(ssl_verify_depth 1)보다 체인이 길어요. rustls는 따라가요.
path-length = 경로 길이 위반
    .lesson = 아래에 다른 CA를 허용하지 않는 중간 CA 아래에 하나가 있어요.
issued-by-leaf = 클라이언트 인증서가 발급
    .lesson = CA가 아닌 인증서로 서명했어요.

## ServerCertificate

server-wrong-name = 다른 이름
    .lesson = 서버 인증서가 다른 호스트의 것이에요.
server-common-name-only = 이름이 CN에만 있음
    .lesson = 호스트 이름이 이제 아무도 보지 않는 CN에만 있고 subjectAltName에 없어요.
server-address-missing = 인증서에 없는 주소
    .lesson = 클라이언트가 인증서에 없는 IP 주소로 호출해요.
server-expired = 만료됨
    .lesson = 서버 인증서가 어제 끝났어요.
server-not-yet-valid = 아직 유효하지 않음
    .lesson = 서버 인증서가 내일부터 유효하거나, 시계가 틀렸어요.
server-other-authority = 다른 CA가 발급
    .lesson = 서버 인증서를 발급한 곳을 클라이언트가 몰라요.
server-client-auth-only = 클라이언트용 인증서
    .lesson = 인증서의 용도가 clientAuth뿐이라 서버에는 쓸 수 없어요.
server-intermediate-missing = 중간 인증서를 보내지 않음
    .lesson = 서버가 자기 인증서만 보내요. 브라우저에는 중간 인증서가 있을 수 있지만 curl에는 없어요.
server-subject-equals-issuer = 주체와 발급자가 같음
    .lesson = 인증서 이름이 CA와 같아요. 둘을 구별해 주는 것은 키 식별자뿐이고, 그것마저 없으면 OpenSSL은 자체 서명으로 여겨요.
server-wrong-key = 다른 인증서의 키
    .lesson = 서버의 인증서와 키가 서로 맞지 않아요. nginx라면 시작도 하지 않아요.
server-not-checked = 확인하지 않음: -k
    .lesson = 확인하지 말라고 해서 모르는 인증서를 받아요. 중간에 선 누구라도 받아들여요.

## Keys

ed25519 = 양쪽 모두 Ed25519
    .lesson = 키와 서명이 짧아요. 일부 브라우저와 오래된 시스템은 받지 않아요.
p384 = 양쪽 모두 ECDSA P-384
    .lesson = 더 긴 곡선이고 일이 많아져요. 실제로 얻는 것은 없어요.
rsa = 양쪽 모두 RSA
    .lesson = 가장 오래되고 어디서나 받아요. 인증서와 서명이 몇 배 길어요.
weak-rsa = 1024비트 RSA
    .lesson = 어디서나 너무 짧아요. rustls는 이런 키를 읽지도 않아서 OpenSSL의 기록을 보여요.
version-1 = 버전 1 인증서
    .lesson = 확장이 없어서 용도를 알 수 없어요. OpenSSL은 들여보내고 rustls는 읽지 못해서 OpenSSL의 기록을 보여요.

## Versions

client-too-old = 클라이언트 TLS 1.2, 서버 TLS 1.3
    .lesson = 클라이언트가 제안한 것을 서버가 받지 않아요.
server-too-old = 클라이언트 TLS 1.3, 서버 TLS 1.2
    .lesson = 클라이언트가 제안한 것을 서버가 몰라요.
tls11 = TLS 1.1
    .lesson = 2021년에 폐지되었어요(RFC 8996). rustls에는 없어서 OpenSSL의 기록을 보여요.
no-shared-protocol = 공통 애플리케이션 프로토콜 없음
    .lesson = ALPN이에요. 클라이언트가 쓰려는 것을 서버가 쓰지 않아요.

## Policy

plain-http = TLS 포트에 평문 HTTP
    .lesson = https:// 포트에 http://로 호출했어요.
backend-down = 백엔드가 꺼짐
    .lesson = TLS는 정상이지만 뒤에서 아무도 답하지 않아요. 502예요.
verify-off = 인증서를 요청하지 않음 (위험)
    .lesson = 서버가 인증서를 요청하지 않아요. 누구나 들어와요.
verify-optional = 요청하지만 없어도 됨 (위험)
    .lesson = 인증서가 없어도 들어와요. 뒤에서 따로 확인하지 않으면 막지 못해요.
verify-optional-no-ca = 어떤 인증서든 받음 (위험)
    .lesson = 서버가 요청하지만 어느 CA의 것이든 받아요. 스스로 만든 인증서로도 들어와요.

## What the scenarios are made from

make-no-rsa-key = 이 시나리오에는 RSA 키가 필요한데 없어요.
    .try = 페이지를 https나 localhost, 파일로 여세요. 그러면 브라우저가 RSA 키를 만들어요.
make-no-entropy = 시스템이 난수를 주지 않아서 인증서를 만들 수 없어요.
    .try = 페이지를 새로 고치거나 다른 브라우저에서 열어 보세요.
make-unreadable = CA의 인증서를 읽을 수 없어요.
    .try = 살펴보기에서 열어 보세요.
