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
found-record-too-long = 레코드 하나의 길이가 { NUMBER($length) }바이트라고 되어 있는데, 그 자리에서 TLS 레코드는 { NUMBER($most) }바이트를 넘을 수 없어요(보낸 쪽: { $side }). 그래서 그 쪽이 그 뒤로 보낸 것은 읽지 않았어요.
    .try = 연결을 새로 기록하거나, 보낸 프로그램을 살펴보세요.
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
found-early-refused = 핸드셰이크가 끝나기 전에 클라이언트가 보낸 데이터(early data)는 열 수 없어요. 서버가 거절했고, 거절한 서버는 이 데이터를 여는 CLIENT_EARLY_TRAFFIC_SECRET을 가진 적이 없어요.
    .try = 기록하는 동안 클라이언트가 키 로그를 쓰게 하고(SSLKEYLOGFILE), 둘을 함께 여세요. 나머지는 모두 보여요.
found-no-keys = 비밀 값이 없어요. 기록 안에 없고 비밀 값이 든 키 로그(key log)도 함께 열려 있지 않아서 암호화된 레코드를 열 수 없어요.
    .try = 클라이언트의 환경 변수 SSLKEYLOGFILE에 파일을 정하거나 서버가 키 로그를 쓰게 하고, 다시 기록해서 기록과 그 파일을 함께 여세요.
found-client-hello-missing = 이 기록에는 ServerHello 앞에 온전한 ClientHello가 없어요. 키는 ClientHello로 연결을 찾으므로 암호화된 레코드를 열 수 없어요.
    .try = 연결이 시작되기 전부터 양쪽 방향을 모두 기록하세요. 순서가 뒤바뀐 패킷은 Wireshark의 reordercap으로 정렬할 수 있는데, 안에 든 비밀 값은 먼저 “editcap --discard-all-secrets”로 빼 주세요.
found-server-hello-missing = 이 기록에는 암호화된 레코드 앞에 온전한 ServerHello가 없어요. 어떻게 암호화했는지는 ServerHello가 말하므로 이 레코드를 열 수 없어요.
    .try = 연결이 시작되기 전부터 양쪽 방향을 빠짐없이 모두 기록하세요.
found-not-opened = 다음 쪽의 레코드가 지금 있는 키로 열리지 않아요: { $side }.
    .try = 키 로그가 바로 이 연결의 것인지, 기록에 빠진 곳이 없는지 살펴보세요.
found-damaged = { $count ->
    [one] 다음 쪽이 보낸 레코드 하나가 열리지 않아요: { $side }(그쪽 레코드의 { $from }번째)
   *[other] 다음 쪽이 보낸 레코드 가운데 { NUMBER($count) }개가 열리지 않아요: { $side }(그쪽 레코드의 { $from }번째부터 { $to }번째까지)
  }. 다른 레코드는 열리므로, 그 안의 바이트가 바뀌었거나 기록에 빠진 것이 있어요.
    .try = 연결을 다시 기록하세요. 나머지는 그대로 보이고, 그 자리에 달린 것은 판정하지 않아요.
found-none-opens = { $count ->
    [one] 다음 쪽이 보낸 레코드 하나가 열리지 않아요: { $side }(그쪽 레코드의 { $from }번째)
   *[other] 다음 쪽이 보낸 레코드 가운데 { NUMBER($count) }개가 열리지 않아요: { $side }(그쪽 레코드의 { $from }번째부터 { $to }번째까지)
  }. 같은 비밀로는 아무것도 열리지 않고 다른 비밀로는 열리므로, 키 로그의 그 비밀이 틀렸거나 바이트가 바뀌었거나 빠졌어요.
    .try = 키 로그가 온전하고 바로 이 연결의 것인지 살펴보거나 연결을 다시 기록하세요. 나머지는 그대로 보이고, 그 자리에 달린 것은 판정하지 않아요.
found-records-missing = 이 레코드 앞에서, 다음 쪽이 보낸 암호화된 레코드 { NUMBER($records) }개가 빠졌어요: { $side }. 레코드의 순서 번호로 알 수 있어요.
    .try = 연결을 빠짐없이 다시 기록하세요. 나머지는 그대로 보이고, 빠진 것에 달린 것은 판정하지 않아요.
found-octets-missing = 다음 쪽이 보낸 { NUMBER($octets) }바이트가 여기에 빠져 있어요: { $side }.
    .try = 연결을 빠짐없이 다시 기록하세요. 나머지는 그대로 보이고, 빠진 것에 달린 것은 판정하지 않아요.
found-message-broken = 메시지 하나에서 { NUMBER($octets) }바이트만 읽을 수 있어요. 나머지는 다음 쪽이 보낸 것 가운데 읽을 수 없는 부분에 있었어요: { $side }.
    .try = 연결을 빠짐없이 다시 기록하세요.
found-certificates-in-disorder = 보여 준 인증서가 저마다 바로 앞 인증서를 발급한 순서로 있지 않아요(보여 준 쪽: { $side }). TLS 1.2는 이 순서를 요구하고(RFC 5246, 7.4.2), TLS 1.3은 지켜야 한다고 권해요(RFC 8446, 4.4.2).
    .try = 파일에 자기 인증서, 그 발급자의 인증서, 다시 그 발급자의 인증서 순서로 넣으세요. 길을 찾는 프로그램이 많지만, 거부하는 프로그램도 있어요.
found-stray-certificates = 보여 준 인증서 가운데 { NUMBER($count) }개는 자기 인증서에서 CA로 이어지는 체인에 들지 않아요(보여 준 쪽: { $side }).
    .try = 그 자리에 중간 인증서가 빠지지 않았는지 살펴보고, 이 체인에 들지 않는 것은 파일에서 빼세요.
found-suite-not-opened = { $suite }의 레코드는 여기서 열지 않아요.
    .try = AES-GCM이나 ChaCha20-Poly1305로 연결해서 기록하세요. 요즘 프로그램은 모두 쓸 수 있어요.
found-does-not-fit-and-is-taken = { $message }(보낸 쪽: { $side })가 앞에서 오간 것과 맞지 않는데도 { $other } 쪽은 받아들이고 계속했어요. 그러니 기록이나 키 로그가 실제로 보낸 것과 달라요.
    .try = 바로 그 연결의 키 로그와 함께 연결을 새로 기록하고, 둘 다 고치지 마세요.
found-does-not-fit = { $message }(보낸 쪽: { $side })가 앞에서 오간 것과 맞지 않아요. 상대가 받아들였는지는 이 기록에 나오지 않아요.
    .try = 연결이 닫힐 때까지 기록하고, 상대의 로그에서 거부했는지 살펴보세요.
found-too-much = 여기서 풀어 보일 수 있는 것보다 많아요. 앞부분만 보여요.
    .try = 중요한 연결만 남기고 기록을 줄이세요.

## What an alert says that ends a recorded connection

alert-protocol-version = { $side } 쪽이 보낸 경고(alert) { $alert }: 상대가 제안하거나 고른 TLS 버전을 받지 않는다는 뜻이에요.
    .try = 양쪽 모두 TLS 1.2나 TLS 1.3을 허용하세요.
alert-handshake-failure = { $side } 쪽이 보낸 경고(alert) { $alert }: 양쪽에 맞는 것을 찾지 못했다는 뜻이고, 무엇이 없는지는 말하지 않아요.
    .try = ClientHello가 제안하는 것과 상대의 설정을 비교하세요(암호 스위트, 그룹, 서명 방식). 클라이언트 인증서가 없을 때 이렇게 말하는 서버도 있어요.
alert-bad-certificate = { $side } 쪽이 보낸 경고(alert) { $alert }: 받은 인증서에 문제가 있다는 뜻이고, 무엇인지는 말하지 않아요.
    .try = 그 인증서를 살펴보기에서 열어 보고, 거부한 쪽의 로그를 보세요.
alert-unsupported-certificate = { $side } 쪽이 보낸 경고(alert) { $alert }: 이런 종류의 인증서를 받지 않거나 이 용도로는 받지 않는다는 뜻이에요.
    .try = 인증서의 용도(extended key usage)를 살펴보세요. 클라이언트는 clientAuth, 서버는 serverAuth가 필요해요.
alert-certificate-revoked = { $side } 쪽이 보낸 경고(alert) { $alert }: 받은 인증서가 폐기되었다는 뜻이에요.
    .try = 인증서를 새로 발급받거나, 폐기 목록을 바로잡으세요.
alert-certificate-expired = { $side } 쪽이 보낸 경고(alert) { $alert }: 받은 인증서가 지금 유효하지 않다는 뜻이에요.
    .try = 인증서의 날짜와 두 컴퓨터의 시계를 살펴보세요. 기한이 지난 폐기 목록을 두고 이렇게 말하는 프로그램도 있어요.
alert-certificate-unknown = { $side } 쪽이 보낸 경고(alert) { $alert }: 따로 번호가 없는 이유로 인증서를 받아들이지 않는다는 뜻이에요.
    .try = 거부한 쪽의 로그를 보세요. 인증서를 직접 확인하는 프로그램과 많은 Java 프로그램은 이만큼만 말해요.
alert-unknown-ca = { $side } 쪽이 보낸 경고(alert) { $alert }: 받은 인증서에서 신뢰하는 CA까지 이어지는 길을 찾지 못했다는 뜻이에요.
    .try = 그쪽에 맞는 CA의 인증서를 주고, 중간 인증서도 함께 보내세요. OpenSSL과 rustls는 필요한 폐기 목록(CRL)이 없을 때도 이렇게 말하고(OpenSSL의 로그: num=3, unable to get certificate CRL), rustls는 그 목록의 기한이 지났을 때도, OpenSSL은 체인이 너무 길거나 CA가 아닌 인증서를 지날 때도 이렇게 말해요. 어느 쪽인지는 그쪽의 로그에 있어요.
alert-access-denied = { $side } 쪽이 보낸 경고(alert) { $alert }: 인증서는 유효하지만 그 주인을 들이지 않는다는 뜻이에요.
    .try = 그쪽이 누구를 들이도록 설정되어 있는지 살펴보세요.
alert-decrypt-error = { $side } 쪽이 보낸 경고(alert) { $alert }: 핸드셰이크의 서명이나 검사값이 맞지 않는다는 뜻이에요.
    .try = 상대가 인증서에 맞는 키를 쓰는지, 중간의 무언가가 데이터를 바꾸지 않는지 살펴보세요.
alert-signature-of-certificate = { $side } 쪽이 보낸 경고(alert) { $alert }: 서명이 맞지 않는다는 뜻인데, 상대가 이 핸드셰이크에서 만든 서명과 검사값은 모두 맞아요. 그러니 인증서 안의 서명을 말하는 것이고, { $side } 쪽이 아는 발급자의 키가 달라요.
    .try = { $side } 쪽이 신뢰하는 CA와 인증서를 발급한 CA를 비교하세요. 이름이 같아도 키는 다를 수 있어요(OpenSSL의 로그: num=7, certificate signature failure). 그쪽에 맞는 CA를 주세요. 다른 키로 서명한 폐기 목록(CRL)을 두고도 OpenSSL은 이렇게 말해요(num=8).
alert-signature-perhaps-of-certificate = { $side } 쪽이 보낸 경고(alert) { $alert }: 서명이나 검사값이 맞지 않는다는 뜻이에요. 핸드셰이크의 것일 수도, 받은 인증서 안의 서명일 수도 있어요.
    .try = { $side } 쪽이 신뢰하는 CA가 바로 그 인증서를 발급한 CA인지(이름이 같아도 키는 다를 수 있어요. OpenSSL의 로그: num=7, certificate signature failure), 상대가 인증서에 맞는 키를 쓰는지 살펴보세요. 둘 다 맞다면 중간의 무언가가 데이터를 바꾸는 거예요.
alert-binder = { $side } 쪽이 보낸 경고(alert) { $alert }: 이전부터 가진 비밀(pre_shared_key)을 말하는 ClientHello에 대한 답이에요. 클라이언트가 그 비밀을 가졌음을 보이는 바인더(binder)가 맞지 않았을 가능성이 가장 커요.
    .try = 양쪽에 준 비밀 값(PSK)을 바이트까지, 그 해시도 함께 비교하세요. 티켓의 비밀이라면 클라이언트가 그 티켓을 버리게 하세요. OpenSSL은 이때 illegal_parameter (47)를, 다른 프로그램은 decrypt_error (51)를 보내요.
alert-not-renegotiated = { $side } 쪽이 보낸 경고(alert) { $alert }: 요청한 새 핸드셰이크를 상대가 거절해서(no_renegotiation) 연결을 끝냈다는 뜻이에요. 앞서 합의한 것에는 문제가 없어요.
    .try = { $side } 쪽이 새 핸드셰이크를 요청하지 않게 하거나, 상대가 받아들이게 하세요(openssl s_server -client_renegotiation은 시험용이에요). TLS 1.3에는 이것이 없어서, 나중에 인증서가 필요하면 핸드셰이크 뒤에 요청하거나 새 연결을 열어요.
alert-certificate-required = { $side } 쪽이 보낸 경고(alert) { $alert }: 인증서가 필요한데 오지 않았다는 뜻이에요.
    .try = 클라이언트에 인증서와 키를 주세요. curl에서는 --cert와 --key예요.
alert-insufficient-security = { $side } 쪽이 보낸 경고(alert) { $alert }: 상대가 제안하는 것이 너무 약하다는 뜻이에요.
    .try = 상대 쪽에서 더 강한 암호 스위트를 허용하고, RSA라면 더 긴 키를 쓰세요.
alert-internal-error = { $side } 쪽이 보낸 경고(alert) { $alert }: 상대 탓이 아닌 내부 오류가 났다는 뜻이에요.
    .try = 그 시각에 그쪽의 로그를 보세요.
alert-inappropriate-fallback = { $side } 쪽이 보낸 경고(alert) { $alert }: 양쪽 다 더 새 버전을 아는데 상대가 옛 버전으로 다시 시도했다는 뜻이에요.
    .try = 호출하는 쪽이 처음부터 가장 새 버전을 제안하게 하고, 첫 시도가 왜 실패했는지 살펴보세요.
alert-unrecognized-name = { $side } 쪽이 보낸 경고(alert) { $alert }: ClientHello가 찾는 이름의 서버가 없다는 뜻이에요.
    .try = ClientHello의 server_name과 서버에 설정된 이름을 비교하세요.
alert-unknown-psk-identity = { $side } 쪽이 보낸 경고(alert) { $alert }: 상대가 말한 비밀 값을 모른다는 뜻이에요.
    .try = 양쪽에 준 이름과 비밀 값(PSK)을 비교하세요.
alert-no-application-protocol = { $side } 쪽이 보낸 경고(alert) { $alert }: 제안된 애플리케이션 프로토콜 가운데 할 수 있는 것이 없다는 뜻이에요.
    .try = 양쪽 모두 http/1.1을 쓰게 하세요.
alert-protocol-breach = { $side } 쪽이 보낸 경고(alert) { $alert }: 마지막에 온 것이 프로토콜에 어긋나거나 오는 길에 바뀌었다는 뜻이에요.
    .try = 바로 앞의 메시지를 살펴보세요. 둘 사이의 무언가나 둘 중 한 프로그램에 문제가 있어요.
alert-other = { $side } 쪽이 경고(alert) { $alert }(으)로 연결을 끝냈어요.
    .try = 바로 앞의 메시지와 그쪽의 로그를 살펴보세요.
alert-behind = 그 앞에 { $side } 쪽이 마지막으로 보낸 메시지: { $message }.
alert-behind-nothing = 그 앞에 { $side } 쪽이 보낸 것은 없어요.
alert-about = 번호로 보면 { $side } 쪽이 보여 준 인증서에 대한 경고예요.

## Why a signature or a checksum is not checked

unchecked-messages-missing = 맞는지 알 수 없어요. 이것이 다루는 메시지 가운데 여기서 읽을 수 없는 것이 있어요.
unchecked-no-certificate = 맞는지 알 수 없어요. 이것을 만든 키가 든 인증서를 여기서 읽을 수 없어요.
unchecked-key-unread = 맞는지 알 수 없어요. 제시한 키를 여기서 읽을 수 없어요.
unchecked-key-length = 여기서는 맞는지 알 수 없어요. 이런 서명은 2,048~8,192비트 키로만 확인하는데 이 키는 { NUMBER($bits) }비트예요.
unchecked-curve = 여기서는 맞는지 알 수 없어요. 이런 서명은 P-256과 P-384 키로만 확인하는데 이 키는 { $key }예요.
unchecked-scheme = 여기서는 맞는지 알 수 없어요. { $scheme } 서명은 확인하지 않아요.
unchecked-secret-unknown = 바인더(binder)가 맞는지 알 수 없어요. 이전부터 가진 비밀로 만드는데, 그 비밀은 키 로그에 없어요.
unchecked-older-version = 여기서는 맞는지 알 수 없어요. TLS 1.2보다 앞선 버전의 서명은 확인하지 않아요.

## Recordings of network traffic

capture-not-a-capture = 이 파일은 pcapng도 pcap도 아니에요.
    .try = Wireshark에서 pcapng로 저장하거나 tcpdump -w로 기록하세요.
capture-compressed = 이 파일은 압축되어 있고, 여기서는 압축을 풀지 않아요.
    .try = 압축을 풀고(gunzip, unzstd, unlz4, unzip) 그 안에 있던 파일을 여세요.
capture-nothing-said = 이 기록에는 무언가 오간 TCP 연결이 없어요.
    .try = 연결이 지나는 인터페이스에서, 연결이 시작되기 전부터 기록하세요(tcpdump -i any -s 0 -w file.pcap port 443).
capture-carried = 이 기록에서 무언가 오간 TCP 연결이 있다면 { $carrier } 안에 있는데, 그 안의 것은 여기서 읽지 않아요.
    .try = 패킷이 그 밖으로 나오는 곳에서 기록하세요. 터널 자체의 인터페이스(wg0, ppp0 등)나 호출을 받는 컴퓨터예요. 미러(ERSPAN)라면 “editcap -C”로 바깥 헤더를 잘라 낼 수 있어요.
capture-quic = 이 기록에는 QUIC(HTTP/3)이 있고, 무언가 말한 TCP 연결은 없어요. QUIC 안의 것은 여기서 읽지 않아요.
    .try = TCP로 다시 기록해 보세요. HTTP/3 서버는 대부분 TCP로도 답해요: “curl --http2 …”, 또는 Chrome을 “--disable-quic”으로 실행하세요.
capture-damaged = 기록이 중간에 끝나거나 손상되었어요. 읽을 수 있는 것만 보여요.
    .try = 다시 저장하거나, 기록 프로그램을 멈춘 뒤에 파일을 복사하세요.
capture-damaged-wholly = 기록이 첫 TCP 연결보다 앞에서 손상되었거나 끝나요.
    .try = 다시 저장하거나, 기록 프로그램을 멈춘 뒤에 파일을 복사하세요.
capture-fragments = 패킷이 중간에서 IP 조각(fragment)으로 나뉘었고 여기서는 조각을 합치지 않아서, 빠진 바이트가 있어요. 그 밖의 것은 보여요.
    .try = 패킷이 나뉘지 않고 오는 컴퓨터에서 기록하거나, 보내는 쪽의 MTU를 줄이세요.
capture-shortened = 패킷이 실제보다 짧게 기록되어서, 빠진 바이트가 있어요. 그 밖의 것은 보여요.
    .try = 패킷 크기 제한 없이 기록하세요(tcpdump -s 0).
capture-unknown-link = 링크 종류 { $link }의 패킷은 여기서 읽지 않아요.
    .try = 이더넷, 루프백, PPP, 터널 인터페이스나 리눅스의 “any”에서 기록하세요.
capture-gap = { $from }에서 { $to }(으)로 보낸 바이트 일부가 기록에 없어요. 그 뒤에 온 것은 보여요.
    .try = 두 컴퓨터 중 한 곳에서, 더 큰 버퍼로(tcpdump -B) 다시 기록하세요.
capture-too-many-connections = 여기서 보이는 것보다 연결이 많아요.
    .try = Wireshark의 화면 필터 등으로 중요한 연결만 남기세요.
