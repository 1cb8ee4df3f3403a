# 이름, 키, 유효기간, 인증서에서 무엇이 문제이고 어떻게 하면 되는지.

## 주체(subject) 항목
field-common-name = 일반 이름(common name)
field-organization = 조직(organisation)
field-unit = 부서(unit)
field-country = 국가(country)
subject-empty = { $field } 항목이 비어 있어요.
    .try = 사람들이 알아볼 짧은 이름을 적어 주세요.
subject-too-long = { $field } “{ $text }” 값은 { NUMBER($characters) }자인데, X.520은 { NUMBER($limit) }자까지 허용해요.
    .try = 줄이거나 약어를 써 주세요.
subject-character = “{ $text }” 안의 “{ $character }” 문자는 nginx나 셸, OpenSSL에서 특별한 뜻이 있거나 눈에 보이지 않아요.
    .try = “{ $character }” 문자를 빼 주세요.
subject-country = 국가 “{ $text }” 값은 두 글자 코드가 아니에요.
    .try = KR, DE, US 같은 ISO 3166 코드를 적어 주세요.

## 호스트 이름과 주소
name-empty = 아직 이름이 없어요.
    .try = api.example.com이나 10.0.0.5 같은 이름을 하나 이상 적어 주세요.
name-character = “{ $text }” 안의 “{ $character }” 문자는 이런 이름에 쓸 수 없어요.
    .try = 그 문자를 빼고 이름만 적어 주세요.
name-empty-label = “{ $text }” 이름에는 앞이 비어 있는 점이 있어요.
    .try = api.example.com처럼 두 부분 사이에 점을 하나만 써 주세요.
name-trailing-dot = “{ $text }” 이름은 존 파일(zone file)에서처럼 점으로 끝나는데, 인증서에서는 어떤 이름과도 일치하지 않아요.
    .try = 마지막 점을 지워 주세요.
name-underscore = “{ $text }” 이름에는 호스트 이름에 쓸 수 없는 밑줄이 있어요(RFC 1123).
    .try = 밑줄을 하이픈으로 바꾸고, 서버에도 그 이름을 붙여 주세요.
name-hyphen = “{ $text }” 이름에서 “{ $label }” 부분이 하이픈으로 시작하거나 끝나요.
    .try = 하이픈은 글자나 숫자 사이에만 쓸 수 있어요.
name-label-too-long = “{ $label }” 부분은 전송될 때 { NUMBER($octets) }바이트인데, 점과 점 사이에는 { NUMBER($limit) }바이트까지 쓸 수 있어요.
    .try = 이 부분을 줄여 주세요.
name-too-long = “{ $text }” 값은 { NUMBER($octets) }바이트인데, { NUMBER($limit) }바이트까지 쓸 수 있어요.
    .try = 더 짧게 적어 주세요.
name-wildcard-place = “{ $text }” 이름에서 별표가 맨 앞부분 전체가 아니에요.
    .try = *.example.com처럼 적거나 이름을 하나씩 나열해 주세요.
name-wildcard-alone = “{ $text }” 이름에는 별표 뒤에 이름이 없어요.
    .try = *.example.com처럼 적어 주세요.
name-wildcard-too-broad = “{ $text }” 이름은 최상위 이름 아래 전부를 뜻해서 어떤 TLS 라이브러리도 받아들이지 않아요.
    .try = *.example.com처럼 한 단계 더 적어 주세요.
name-wildcard-here = “{ $text }” 이름은 여러 이름을 뜻하는데, 여기에는 한 대상만 적을 수 있어요.
    .try = 그 대상의 전체 이름을 적어 주세요.
name-looks-like-ip = “{ $text }” 값은 IP 주소처럼 숫자로 끝나지만 IP 주소가 아니에요.
    .try = 0에서 255 사이의 숫자 네 개인지 확인하거나 호스트 이름을 적어 주세요.
name-ip-here = “{ $text }” 값은 IP 주소인데, 여기에는 이름을 적어야 해요.
    .try = host.example.com 같은 DNS 이름을 적어 주세요.
name-not-convertible = “{ $text }” 이름을 국제화 이름(IDNA)의 ASCII 형태로 바꿀 수 없어요.
    .try = 여러 문자 체계가 섞였거나 기호가 붙여 넣어졌는지 확인해 주세요.
name-ascii-here = “{ $text }” 이름에 ASCII가 아닌 글자가 있는데, 여기에는 ASCII 형태만 적을 수 있어요.
    .try = xn-- 형태로 적어 주세요.
name-not-an-a-label = “{ $text }” 이름에 xn--로 시작하지만 어떤 이름의 ASCII 형태도 아닌 부분이 있어요.
    .try = 그 부분을 한글처럼 원래 글자로 적어 주세요.
name-more-than-host = “{ $text }” 값에는 호스트 이름 말고 다른 것도 있어요. 스킴, 포트, 경로는 인증서에 들어가지 않아요.
    .try = “{ $host }” 부분만 적어 주세요.
name-not-an-ip = “{ $text }” 값은 IPv4 주소도 IPv6 주소도 아니에요.
    .try = 10.0.0.5나 2001:db8::5처럼 적어 주세요.
name-zone = “{ $text }” 주소에는 한 컴퓨터 안에서만 뜻이 있는 존(zone)이 붙어 있어요.
    .try = “{ $address }” 부분만 적거나, 되도록 링크 밖에서도 유효한 주소를 적어 주세요.
name-ip-range = “{ $text }” 값은 주소 범위인데, 인증서에는 주소를 하나씩만 적을 수 있어요.
    .try = 주소를 하나씩 나열하거나 호스트 이름을 써 주세요.
name-ip-not-a-host = “{ $text }” 주소로는 어떤 클라이언트도 서버에 닿을 수 없어요.
    .try = 클라이언트가 서버를 부를 때 쓰는 주소를 적어 주세요.
name-duplicate = “{ $text }” 이름은 이미 목록에 있어요.
    .try = 한 번만 남겨 주세요.
name-too-many = 이름이 { NUMBER($given) }개 있는데, 핸드셰이크마다 이름이 모두 오가므로 인증서 하나에는 { NUMBER($limit) }개까지 넣을 수 있어요.
    .try = 여러 인증서로 나누거나 *.example.com 같은 와일드카드를 써 주세요.

## 전자 우편 주소
email-without-domain = “{ $text }” 값은 전자 우편 주소가 아니에요. @ 문자가 꼭 하나 있고 그 뒤에 도메인이 있어야 해요.
    .try = name@example.com처럼 적어 주세요.
email-local-part = “{ $text }” 주소에서 @ 앞부분이 비어 있거나 점의 위치가 잘못되었어요.
    .try = name@example.com이나 first.last@example.com처럼 적어 주세요.
email-local-part-too-long = “{ $text }” 주소의 @ 앞부분은 { NUMBER($octets) }바이트인데, { NUMBER($limit) }바이트까지 쓸 수 있어요.
    .try = 더 짧은 주소를 써 주세요.
email-not-ascii = “{ $text }” 주소의 @ 앞에 ASCII가 아닌 글자가 있는데, 대부분의 프로그램은 인증서에서 이런 주소를 읽지 못해요.
    .try = 로마자로 된 주소를 써 주세요. @ 뒤의 도메인은 한글이어도 괜찮아요.

## URI와 SPIFFE ID
uri-without-scheme = “{ $text }” 값은 스킴(scheme)으로 시작하지 않아요.
    .try = spiffe://example.org/billing이나 urn:example:billing처럼 URI 전체를 적어 주세요.
uri-not-ascii = “{ $text }” 값에는 ASCII가 아닌 글자가 있는데, URI에서는 퍼센트 인코딩으로 적어야 해요.
    .try = 그 글자의 각 바이트를 %와 16진수 두 자리로 적어 주세요.
uri-syntax = “{ $text }” 값은 RFC 3986이 정한 URI가 아니에요.
    .try = 대괄호, 퍼센트 기호, 포트가 맞는지, 스킴 뒤에 내용이 있는지 확인해 주세요.
spiffe-trust-domain = “{ $text }” 값의 신뢰 도메인(trust domain)이 비었거나 너무 길거나, 소문자, 숫자, 점, 하이픈, 밑줄이 아닌 문자가 있어요.
    .try = spiffe://example.org/billing처럼 적어 주세요.
spiffe-extra = “{ $text }” 값에는 SPIFFE ID에 쓸 수 없는 사용자, 포트, 쿼리, 프래그먼트 중 하나가 있어요.
    .try = spiffe://example.org/billing처럼 신뢰 도메인과 경로만 남겨 주세요.
spiffe-without-path = “{ $text }” 값은 워크로드 하나가 아니라 신뢰 도메인 전체를 가리켜요.
    .try = spiffe://example.org/billing처럼 경로를 붙여 주세요.
spiffe-path = “{ $text }” 값의 경로에 빈 부분이나 점뿐인 부분, 또는 영문자, 숫자, 점, 하이픈, 밑줄이 아닌 문자가 있어요.
    .try = spiffe://example.org/team/billing처럼 끝에 빗금 없이 적어 주세요.
spiffe-not-alone = SPIFFE ID “{ $text }” 옆에 다른 URI가 있으면 프로그램이 인증서를 거부해요.
    .try = URI로는 SPIFFE ID만 남기거나, 인증서를 하나 더 만들어 주세요.

## 유효기간
validity-empty = 유효기간이 비어 있어요.
    .try = 365 같은 일수나 2027-11-23 같은 마지막 날을 적어 주세요.
validity-not-a-lifetime = “{ $text }” 값은 일수도 날짜도 아니에요.
    .try = 365 같은 숫자나 2027-11-23 같은 마지막 날을 적어 주세요.
validity-day-without-hyphens = “{ $text }” 값을 일수로 보면 9999년을 넘어요.
    .try = 마지막 날이라면 { $day } 모양으로 적어 주세요.
validity-no-days = 유효기간이 0일이면 시작하기도 전에 끝나요.
    .try = 1일 이상으로 적어 주세요.
validity-ends-before-start = 끝나는 날({ $end })이 시작하는 날({ $start })보다 앞서요.
    .try = 더 늦은 날을 골라 주세요.
validity-already-over = 끝나는 때({ $end })가 이미 지났어요. 지금은 { $now }예요.
    .try = 더 늦은 날을 고르거나 이 컴퓨터의 시계를 확인해 주세요.
validity-beyond-9999 = 인증서에 적을 수 있는 마지막 해인 9999년을 넘어요.
    .try = 더 이른 날을 골라 주세요. 몇 년이면 넉넉해요.
validity-before-1950 = { $day } 날짜는 인증서가 쓸 수 있는 1950년보다 앞서요.
    .try = 연도와 이 컴퓨터의 시계를 확인해 주세요.
validity-outlives-issuer = { $end }까지 유효하려면 { $issuer-end }에 끝나는 인증 기관(CA)보다 오래 남게 돼요.
    .try = { NUMBER($days) }일 이하로 고르거나 새 CA를 먼저 만들어 주세요.
validity-outlives-issuer-day = { $end }까지 유효하려면 { $issuer-end }에 끝나는 CA보다 오래 남게 돼요.
    .try = { $day } 또는 그보다 이른 날을 고르거나 새 CA를 먼저 만들어 주세요.
validity-issuer-expired = CA가 { $issuer-end }에 끝나서, 발급해도 아무도 받아들이지 않아요.
    .try = 새 CA를 만들고 그 인증서를 모든 쪽에 전해 주세요.
validity-issuer-not-yet-valid = CA는 { $issuer-start }에 시작하는데, 이 컴퓨터의 시계로는 지금 { $now }예요.
    .try = 이 컴퓨터의 시계를 확인해 주세요.

## 만들기 전에
warning-longer-than-apple = { NUMBER($days) }일은 Apple 시스템이 사설 CA의 것까지 포함해 서버 인증서에 허용하는 { NUMBER($limit) }일을 넘어요.
    .try = Safari, iPhone, macOS가 접속한다면 { NUMBER($limit) }일 이하로 골라 주세요. 다른 클라이언트는 괜찮아요.
warning-ed25519 = Chrome, Firefox, Safari는 Ed25519 인증서를 받아들이지 않아요.
    .try = 브라우저가 접속한다면 ECDSA P-256을 골라 주세요. curl, OpenSSL, Go, rustls는 Ed25519도 괜찮아요.
warning-no-common-name = 일반 이름(common name)의 64자에 들어가는 이름이 없어서 인증서에 일반 이름이 없어요.
    .try = 아주 오래된 프로그램이 읽어야 하는 경우가 아니면 그대로 두세요. 그런 경우에는 더 짧은 이름을 맨 앞에 적어 주세요.

## 키
key-not-pkcs8 = 암호화되지 않은 PKCS#8 형식의 비밀키(private key)가 아니에요.
    .try = “-----BEGIN PRIVATE KEY-----”로 시작하는 파일을 골라 주세요.
key-encrypted = 이 비밀키(private key)는 암호로 잠겨 있어요.
    .try = 암호를 입력하거나 “openssl pkcs8 -in key.pem -out plain.pem” 명령으로 풀어 주세요.
key-old-form = “{ $label }” 형식은 PKCS#8보다 오래된 비밀키(private key) 형식이에요.
    .try = “openssl pkcs8 -topk8 -nocrypt -in old.pem -out key.pem” 명령으로 바꿔 주세요.
key-without-public-half = 이 타원 곡선 키는 공개키(public key) 없이 저장되었어요.
    .try = “openssl pkey -in key.pem -out whole.pem” 명령으로 다시 쓴 파일을 사용해 주세요.
key-contradiction = 이 비밀키(private key)의 각 부분이 서로 맞지 않아요: { $words }.
    .try = 이 사본은 손상되었으니 원래 파일에서 다시 가져와 주세요.
key-rsa-bits = 이 RSA 키는 { $bits }비트인데, 여기서는 2048, 3072, 4096비트만 써요.
    .try = 이 가운데 한 크기로 새 키를 만들어 주세요.
key-unsupported = { $kind } 종류의 키는 여기서 쓰지 않아요.
    .try = ECDSA P-256이나 P-384, Ed25519, RSA를 써 주세요.
key-cannot-generate = { $algorithm } 키는 여기서 쓸 수는 있지만 만들 수는 없어요.
    .try = 요즘 프로그램이 모두 읽는 ECDSA P-256을 고르거나, 가지고 있는 키를 가져와 주세요.
key-no-web-crypto = 브라우저는 https나 localhost, 파일로 연 페이지에서만 RSA 키를 만들어요.
    .try = 그 가운데 한 방법으로 페이지를 열거나, 브라우저의 도움이 필요 없는 ECDSA P-256을 골라 주세요.
key-provider = 키를 만들지 못했어요: { $words }.
    .try = 한 번 더 해 보고, 또 안 되면 다른 종류의 키를 골라 주세요.
no-entropy = 시스템이 난수를 주지 않아서 안전한 일련번호(serial number)를 만들 수 없어요.
    .try = 페이지를 새로고침하거나 프로그램을 다시 시작한 뒤 다시 해 주세요.

## 인증서
certificate-not-found = 이 글에는 인증서(certificate)가 없어요.
    .try = “-----BEGIN CERTIFICATE-----”가 들어 있는 파일을 골라 주세요.
certificate-unreadable = 인증서(certificate)를 읽을 수 없어요: { $words }.
    .try = 이 사본은 손상되었거나 잘렸으니 원래 파일에서 다시 가져와 주세요.

## 발급
issue-key-of-another = 이 비밀키(private key)는 “{ $subject }” 인증서의 키가 아니에요.
    .try = 이 인증서와 함께 만든 키를 골라 주세요.
issue-not-an-authority = “{ $subject }” 인증서는 CA의 것이 아니에요.
    .try = 서버나 클라이언트의 인증서가 아니라 CA의 인증서를 골라 주세요.
issue-may-not-sign = “{ $subject }” 인증서의 키 용도(key usage)로는 다른 인증서에 서명할 수 없어요.
    .try = keyCertSign이 있는 CA 인증서를 쓰거나 새 CA를 만들어 주세요.
issue-issuer-name = CA의 이름 “{ $issuer }” 값은 발급할 인증서에 똑같이 옮겨 쓸 수 없는 형태예요.
    .try = 일반 이름, 조직, 부서, 국가를 하나씩만 가진 새 CA를 만들어 주세요.
issue-subject-of-issuer = “{ $subject }” 이름은 CA 자신의 이름이기도 해서, 프로그램이 이 인증서를 자체 서명된 것으로 여겨요.
    .try = 이 인증서나 CA에 다른 이름을 붙여 주세요.
issue-key-of-issuer = 이 키는 CA “{ $issuer }” 자신의 키라서, 이 키를 가진 사람은 누구나 인증서를 발급할 수 있게 돼요.
    .try = 이 인증서를 위한 새 키를 만들어 주세요.
issue-writer = 인증서(certificate)를 쓰지 못했어요: { $words }.
    .try = 다른 종류의 키로 해 보고, 무엇을 골랐는지 알려 주세요.

## 폐기 목록
crl-may-not-sign = “{ $subject }” 인증서의 키 용도(key usage)로는 폐기 목록(CRL)에 서명할 수 없어요.
    .try = 새 CA를 만들거나 cRLSign이 있는 CA 인증서를 써 주세요.
crl-not-found = 이 글에는 폐기 목록(CRL)이 없어요.
    .try = “-----BEGIN X509 CRL-----”이 들어 있는 파일을 골라 주세요.
crl-unreadable = 폐기 목록(CRL)을 읽을 수 없어요: { $words }.
    .try = 원래 파일에서 다시 가져오거나 CA로 새 목록에 서명해 주세요.
crl-writer = 폐기 목록(CRL)을 쓰지 못했어요: { $words }.
    .try = 한 번 더 해 보고, CA의 키 종류가 무엇인지 알려 주세요.

## 다른 곳의 CA
anchor-long = 이 글이 { $limit_kib }KiB보다 길어요.
    .try = CA의 인증서와 폐기 목록만 붙여 넣어 주세요. 목록이 더 길다면 서버에 직접 놓는 편이 나아요.
anchor-not-found = 이 글에는 인증서(certificate)가 없어요.
    .try = CA의 인증서를 “-----BEGIN CERTIFICATE-----”부터 끝까지 PEM으로 붙여 넣어 주세요.
anchor-cut = 이 글의 일부가 손상되었거나 잘렸어요.
    .try = “-----BEGIN”부터 “-----END”까지 줄표를 모두 넣어 파일 전체를 다시 복사해 주세요.
anchor-unreadable = 이 글의 인증서와 목록 가운데 { $place }번째를 읽을 수 없어요.
    .try = 원래 파일에서 다시 복사해 주세요. 이 사본은 손상되었거나 X.509가 아니에요.
anchor-private-key = 이 글에 비밀키(private key)가 있는데, 비밀키는 주인 말고는 누구도 가지면 안 돼요.
    .try = 비밀키를 지우고, 키가 남에게 전해졌다고 주인에게 알려 주세요. 여기에는 인증서만 넣어요.
anchor-other-block = “{ $label }” 부분은 인증서도 폐기 목록(CRL)도 아니에요.
    .try = 인증서를 PEM으로 붙여 넣어 주세요. PKCS#7 파일에서는 “openssl pkcs7 -print_certs” 명령으로 꺼낼 수 있어요.
anchor-not-an-authority = “{ $subject }” 인증서는 CA의 것이 아니에요.
    .try = 서버나 클라이언트의 인증서가 아니라, 호출하는 쪽의 인증서에 서명하는 CA의 인증서를 받아 주세요.
anchor-may-not-sign = “{ $subject }” 인증서의 키 용도(key usage)로는 인증서에 서명할 수 없어서, nginx가 여기서 발급한 것을 모두 거부해요.
    .try = keyCertSign이 있는 CA의 인증서를 받아 주세요.
anchor-not-for-clients = “{ $subject }” 인증서의 확장 키 용도(extended key usage)에 클라이언트가 없어서, nginx가 여기서 발급한 것을 모두 거부해요.
    .try = 그런 제한이 없거나 clientAuth가 있는 CA의 인증서를 받아 주세요.
anchor-weak-key = “{ $subject }” 인증서의 RSA 키가 { $bits }비트인데, 데비안과 우분투의 OpenSSL은 2048비트보다 짧은 키를 거부해요.
    .try = 키가 더 긴 CA의 인증서를 받아 주세요.
anchor-issuer-missing = “{ $subject }” 인증서를 발급한 “{ $issuer }” 인증서가 여기 없어서, nginx는 둘 다 신뢰하지 않아요.
    .try = 그 인증서와, 그 위로 자기 자신이 서명한 인증서까지 모두 붙여 넣어 주세요.
anchor-over = “{ $subject }” 인증서는 { $end }에 끝났어요.
    .try = CA의 새 인증서를 받아 주세요.
anchor-early = “{ $subject }” 인증서는 { $start }부터 쓸 수 있어요.
    .try = 이 컴퓨터의 시계를 확인하고, 시계가 맞다면 그날까지 기다려 주세요.
anchor-same = “{ $subject }” 인증서의 키는 우리 CA의 것이고, nginx가 이미 신뢰해요.
    .try = 지워 주세요. 여기에는 다른 곳의 CA만 넣어요.
anchor-same-name = “{ $subject }” 이름은 우리 CA의 이름과 같은데 키가 달라서, nginx가 둘을 서로 잘못 볼 수 있어요.
    .try = 만들기에서 CA의 이름을 바꿔 새로 만들거나, 상대방에게 이름이 다른 CA의 인증서를 부탁해 주세요.
anchor-list-missing = “{ $subject }” CA의 폐기 목록(CRL)이 여기 없는데, 폐기 확인을 켜면 nginx가 모든 CA의 목록을 찾아서 이곳의 호출자를 모두 거부해요.
    .try = 그 목록(“-----BEGIN X509 CRL-----”)도 붙여 넣거나, 폐기한 인증서를 거부하지 않게 골라 주세요.
anchor-list-of-nobody = “{ $issuer }” 폐기 목록(CRL)에 서명한 CA가 여기 없어요.
    .try = 목록을 지우거나, 서명한 CA의 인증서도 붙여 넣어 주세요.
anchor-list-in-part = “{ $issuer }” 폐기 목록(CRL)에는 폐기한 것의 일부만 있거나, nginx가 읽지 못하는 형식이에요.
    .try = CA의 전체 목록을 받아 주세요.
anchor-list-over = “{ $issuer }” 폐기 목록(CRL)은 { $end }에 끝났고, 이대로면 nginx가 이 CA의 호출자를 모두 거부해요.
    .try = CA의 가장 새로운 목록을 붙여 넣어 주세요.
anchor-list-early = “{ $issuer }” 폐기 목록(CRL)은 { $start }부터 쓸 수 있고, 그때까지는 nginx가 이 CA의 호출자를 모두 거부해요.
    .try = 이 컴퓨터의 시계를 확인하고, 시계가 맞다면 그날까지 기다려 주세요.
