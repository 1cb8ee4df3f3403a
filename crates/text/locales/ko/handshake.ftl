## The handshake lab: setting up

side-client = 클라이언트
side-server = 서버

set-up-no-entropy = 시스템이 난수를 주지 않아서 핸드셰이크(handshake)를 실행할 수 없어요.
    .try = 페이지를 새로 고치거나 다른 브라우저에서 열어 보세요.
set-up-no-authority = 서버가 클라이언트 인증서를 요청해야 하는데, 서버의 파일에 신뢰할 수 있는 인증 기관(CA)이 없어요.
    .try = 클라이언트 인증서를 발급한 CA의 인증서를 더하세요.
set-up-list = 다음 쪽의 폐기 목록(CRL)을 쓸 수 없어요: { $side }. 이유는 이래요: { $words }
    .try = 목록을 빼거나 CA에서 다시 발급받으세요.
set-up-key = 다음 쪽의 키를 TLS에 쓸 수 없어요: { $side }. 이유는 이래요: { $words }
    .try = P-256이나 P-384의 ECDSA 키, Ed25519 키, 또는 2048비트 이상의 RSA 키를 쓰세요.
set-up-no-certificate = 다음 쪽에 보여 줄 인증서가 없어요: { $side }.
    .try = 인증서와 그 키를 함께 고르세요.
set-up-host = “{ $host }”는 호스트의 이름도 주소도 아니에요.
    .try = URL에 있는 이름만 스킴, 포트, 경로 없이 적으세요.
set-up-nothing-to-offer = 이 설정으로는 다음 쪽이 제안할 것이 없어요: { $side }. 이유는 이래요: { $words }
    .try = 버전을 하나 이상 고르고, 그 버전에 맞는 암호 스위트(cipher suite)와 그룹도 고르세요.

## Why a side refuses

refusal-signature = 이 핸드셰이크에서 만든 서명이 인증서와 맞지 않아요. 서명한 쪽이 다른 키를 갖고 있어요.
    .try = 인증서에 맞는 키로 되돌리거나, 지금 쓰는 키로 인증서를 다시 발급받으세요.
refusal-no-certificate = 서버가 인증서를 요구하는데 클라이언트가 보내지 않았어요.
    .try = 클라이언트에 인증서와 키를 주세요. curl에서는 --cert와 --key예요.
refusal-no-shared-version = 양쪽이 함께 쓰는 TLS 버전이 없어요.
    .try = 양쪽 모두 TLS 1.2나 TLS 1.3을 허용하세요.
refusal-key-too-short = 인증서의 키가 OpenSSL의 보안 수준(security level) 2가 받는 것보다 짧아요.
    .try = ECDSA P-256 키나 2,048비트 이상의 RSA 키로 인증서를 발급받아 주세요.
refusal-no-shared-suite = 양쪽이 함께 쓰면서 서버의 키에 맞는 암호 스위트(cipher suite)가 없어요.
    .try = 서버의 키 종류(ECDSA 또는 RSA)에 맞는 암호 스위트를 양쪽에 허용하세요.
refusal-no-shared-group = 양쪽이 함께 쓰는 키 교환 그룹이 없어요.
    .try = 양쪽 모두 X25519나 P-256을 허용하세요.
refusal-no-shared-signature = 한쪽의 키가 만드는 서명을 다른 쪽이 받지 않아요.
    .try = P-256의 ECDSA 키를 쓰세요. 요즘 프로그램은 모두 이 키를 받아요.
refusal-no-shared-protocol = 양쪽이 함께 쓰는 애플리케이션 프로토콜(ALPN)이 없어요.
    .try = 양쪽 모두 http/1.1을 쓰게 하세요.
refusal-not-tls = 처음 온 것이 TLS가 아니에요.
    .try = http:// 대신 https://로 호출하거나, 평문 HTTP를 받는 포트를 쓰세요.
refusal-other = 상대가 프로토콜을 어겼어요: { $words }
    .try = 경고(alert) 바로 앞의 메시지를 살펴보세요. 둘 사이의 무언가나 둘 중 한 프로그램에 문제가 있어요.

## What is wrong with recorded octets

found-cut-short = 필드 { $field }에는 { NUMBER($wanted) }바이트가 필요한데 { NUMBER($there) }바이트만 있어요.
    .try = 연결을 처음부터 끝까지 다시 기록하세요. 이 필드 앞까지는 맞아요.
found-length-lies = { $field } 앞의 길이는 { NUMBER($told) }바이트라고 하는데 { NUMBER($there) }바이트만 있어요.
    .try = 연결을 처음부터 끝까지 다시 기록하거나, 보낸 프로그램을 살펴보세요.
found-unread = 알린 끝보다 뒤에 { NUMBER($octets) }바이트가 더 있어요.
    .try = 보낸 프로그램을 살펴보세요. 길이들이 서로 맞지 않아요.
found-record-cut-off = 보낸 데이터가 레코드 중간에서 끝나요(보낸 쪽: { $side }, 그 레코드의 { NUMBER($octets) }바이트만 있음).
    .try = 연결이 닫힐 때까지, 패킷 크기 제한 없이(tcpdump -s 0) 기록하세요.
found-message-cut-off = 보낸 데이터가 메시지 중간에서 끝나요(보낸 쪽: { $side }, 그 메시지의 { NUMBER($octets) }바이트만 있음).
    .try = 연결이 닫힐 때까지, 패킷 크기 제한 없이(tcpdump -s 0) 기록하세요.
found-not-tls = 다음 쪽이 보낸 것은 TLS가 아니에요: { $side }.
    .try = 맞는 포트로 호출했는지, 중간의 무언가가 대신 답하지 않는지 살펴보세요.
found-no-longer-tls = 다음 쪽이 보낸 것은 어느 지점까지는 TLS이고, 그 뒤로는 다른 것이에요: { $side }.
    .try = 연결을 빠짐없이 새로 기록하거나, 보낸 프로그램을 살펴보세요.
found-keys-missing = 키 로그에 이 연결의 { $label }이(가) 없어서 암호화된 레코드를 열 수 없어요.
    .try = 기록하는 동안 클라이언트가 키 로그를 쓰게 하고(SSLKEYLOGFILE), 둘을 함께 여세요.
found-client-hello-missing = 이 기록에는 ServerHello 앞에 온전한 ClientHello가 없어요. 키는 ClientHello로 연결을 찾으므로 암호화된 레코드를 열 수 없어요.
    .try = 연결이 시작되기 전부터 양쪽 방향을 모두 기록하세요. 순서가 뒤바뀐 패킷은 Wireshark의 reordercap으로 정렬할 수 있는데, 안에 든 비밀 값은 먼저 “editcap --discard-all-secrets”로 빼 주세요.
found-server-hello-missing = 이 기록에는 암호화된 레코드 앞에 온전한 ServerHello가 없어요. 어떻게 암호화했는지는 ServerHello가 말하므로 이 레코드를 열 수 없어요.
    .try = 연결이 시작되기 전부터 양쪽 방향을 빠짐없이 모두 기록하세요.
found-not-opened = 다음 쪽의 레코드가 지금 있는 키로 열리지 않아요: { $side }.
    .try = 키 로그가 바로 이 연결의 것인지, 기록에 빠진 곳이 없는지 살펴보세요.
found-suite-not-opened = { $suite }의 레코드는 여기서 열지 않아요.
    .try = AES-GCM이나 ChaCha20-Poly1305로 연결해서 기록하세요. 요즘 프로그램은 모두 쓸 수 있어요.
found-too-much = 여기서 풀어 보일 수 있는 것보다 많아요. 앞부분만 보여요.
    .try = 중요한 연결만 남기고 기록을 줄이세요.

## Recordings of network traffic

capture-not-a-capture = 이 파일은 pcapng도 pcap도 아니에요.
    .try = Wireshark에서 pcapng로 저장하거나 tcpdump -w로 기록하세요.
capture-compressed = 이 파일은 압축되어 있고, 여기서는 압축을 풀지 않아요.
    .try = 압축을 풀고(gunzip, unzstd, unlz4, unzip) 그 안에 있던 파일을 여세요.
capture-nothing-said = 이 기록에는 무언가 오간 TCP 연결이 없어요.
    .try = 연결이 지나는 인터페이스에서, 연결이 시작되기 전부터 기록하세요(tcpdump -i any -s 0 -w file.pcap port 443).
capture-damaged = 기록이 중간에 끝나거나 손상되었어요. 읽을 수 있는 것만 보여요.
    .try = 다시 저장하거나, 기록 프로그램을 멈춘 뒤에 파일을 복사하세요.
capture-damaged-wholly = 기록이 첫 TCP 연결보다 앞에서 손상되었거나 끝나요.
    .try = 다시 저장하거나, 기록 프로그램을 멈춘 뒤에 파일을 복사하세요.
capture-fragments = 패킷이 중간에서 IP 조각(fragment)으로 나뉘었고 여기서는 조각을 합치지 않아서, 빠진 바이트가 있고 그 뒤에 온 것은 보이지 않아요.
    .try = 패킷이 나뉘지 않고 오는 컴퓨터에서 기록하거나, 보내는 쪽의 MTU를 줄이세요.
capture-shortened = 패킷이 실제보다 짧게 기록되어서, 빠진 바이트가 있고 그 뒤에 온 것은 보이지 않아요.
    .try = 패킷 크기 제한 없이 기록하세요(tcpdump -s 0).
capture-unknown-link = 링크 종류 { $link }의 패킷은 여기서 읽지 않아요.
    .try = 이더넷, 루프백, PPP, 터널 인터페이스나 리눅스의 “any”에서 기록하세요.
capture-gap = { $from }에서 { $to }(으)로 보낸 바이트 일부가 기록에 없어요. 그 뒤에 온 것은 보이지 않아요.
    .try = 두 컴퓨터 중 한 곳에서, 더 큰 버퍼로(tcpdump -B) 다시 기록하세요.
capture-too-many-connections = 여기서 보이는 것보다 연결이 많아요.
    .try = Wireshark의 화면 필터 등으로 중요한 연결만 남기세요.
