# 읽은 인증서에서 무엇이 문제인지, 그래서 어떻게 되는지(.why), 어떻게 하면 되는지(.try).

## 심각한 정도
rank-refused = 거부됨
rank-danger = 위험
rank-doubt = 주의
rank-note = 참고

## 인증서: 구조
version-one = X.509 버전 1 인증서라서 대체 이름, 용도, 키 식별자 같은 확장(extension)이 하나도 없어요.
    .why = rustls와 webpki는 거부하고, 브라우저와 Go는 이름을 찾지 못하고, 인증 기관(CA)으로 쓰이면 아무 제한이 없어요. curl이 받아들이는 것은 일반 이름(common name)을 대신 보기 때문일 뿐이에요.
    .try = 확장을 넣어 다시 발급해 주세요(“openssl x509 -req … -extfile”). 여기에서 발급해도 돼요.
extensions-before-three = 확장(extension)이 들어 있는데 버전은 { $version }이라고 적혀 있어요.
    .why = 엄격한 프로그램은 인증서 전체를 거부하고, 다른 프로그램은 확장이 정한 제한을 지나칠 수 있어요.
    .try = 버전 3으로 다시 발급받아 주세요.
signature-algorithms-differ = 서명된 부분에는 서명 알고리즘이 { $inner }, 서명 옆에는 { $outer }라고 적혀 있어요.
    .why = 서명되지 않은 부분을 누가 바꾸었을 수 있어서 OpenSSL, Go, rustls가 거부해요.
    .try = 올바른 발급자는 이런 인증서를 만들지 않으니 다시 발급받아 주세요.
extension-repeated = { $name } 확장이 두 번 이상 들어 있어요.
    .why = 어느 것을 따르는지 프로그램마다 다르고, 엄격한 프로그램은 인증서를 거부해요.
    .try = 이 확장을 하나만 넣어 다시 발급받아 주세요.
extension-unreadable = { $name } 확장을 읽을 수 없어요.
    .why = 이 확장이 필요한 프로그램은 인증서를 거부하고, 나머지는 확장이 없는 것처럼 행동해요.
    .try = 다시 발급받아 주세요. 인코딩이 어디서 끊기는지는 ASN.1에서 볼 수 있어요.
extension-unknown-critical = { $name } 확장에 중요(critical) 표시가 있는데, 이 확장을 아는 프로그램이 거의 없어요.
    .why = 중요 표시가 있는 확장을 이해하지 못하면 인증서를 거부해야 하고, OpenSSL, Go, rustls가 그렇게 해요.
    .try = 이 확장을 빼거나 중요 표시 없이 발급받아 주세요.
trailing-bytes = 구조가 끝난 뒤에 { NUMBER($count) }바이트가 더 있어요.
    .why = 앞부분만 읽는 프로그램도 있고 파일을 거부하는 프로그램도 있어서, 서로 다른 것을 보게 될 수 있어요.
    .try = 원래 있던 곳에서 파일을 다시 가져와 주세요.

## 인증서: 일련번호, 날짜, 이름
serial-zero = 일련번호(serial number)가 0이에요.
    .why = RFC 5280은 양수를 요구해서 엄격한 검증기가 문제 삼고, 같은 방법으로 만든 다음 인증서와 구별되지 않아 폐기하기 어려워요.
    .try = 20옥텟 이하의 무작위 일련번호로 다시 발급받아 주세요.
serial-negative = 일련번호(serial number)가 음수예요({ $serial }).
    .why = Go는 1.23부터 이 인증서를 거부하고, 도구마다 번호를 다르게 적어서 폐기가 빗나갈 수 있어요.
    .try = 양수인 일련번호로 다시 발급받아 주세요.
serial-long = 일련번호(serial number)가 { NUMBER($octets) }옥텟인데, 최대는 20옥텟이에요.
    .why = 번호를 잘라 읽거나 인증서를 거부하는 프로그램이 있고, 그러면 폐기할 수 없어요.
    .try = 20옥텟 이하로 다시 발급받아 주세요.
serial-short = 일련번호(serial number)가 { NUMBER($octets) }옥텟뿐이라 짐작할 수 있어요.
    .why = 파일에서 하나씩 올려 쓰는 번호는 파일을 잃는 순간 겹치고, 예측되는 번호는 약한 다이제스트의 서명을 위조하는 데 쓰인 적이 있어요.
    .try = 발급자가 64비트 이상을 무작위로 뽑게 해 주세요. -set_serial과 -CAserial이 없는 “openssl x509 -req” 명령은 그렇게 해요.
ends-before-start = 유효기간이 시작({ $start })보다 먼저 끝나요({ $end }).
    .why = 한순간도 유효하지 않아서 언제나 모두가 거부해요.
    .try = 발급자의 시계와 날짜를 확인하고 다시 발급받아 주세요.
expired = { $end }에 끝났어요.
    .why = 모두가 거부해요. nginx는 400을 보내고 로그에 오류 10(certificate has expired)을 남기고, curl은 종료 코드 60으로 멈춰요.
    .try = 다시 발급받아 쓰고 있는 모든 서버와 클라이언트에서 바꿔 주세요.
not-yet-valid = { $start }에 시작하는데, 아직 그때가 되지 않았어요.
    .why = 그때까지 모두가 거부해요. 보통은 시계가 틀렸거나 시간대가 섞인 경우예요.
    .try = 이 컴퓨터와 발급자의 시계를 확인하거나 기다려 주세요.
ends-soon = { $end }에 끝나요. { NUMBER($days) }일 남았어요.
    .why = 그 순간부터 이 인증서를 쓰는 연결이 모두 실패해요.
    .try = 지금 것이 아직 쓰이는 동안 새로 발급받아 주세요.
date-encoding = “{ $field }” 날짜가 { $form } 형식인데, RFC 5280은 여기에 이 형식을 허용하지 않아요.
    .why = 엄격한 프로그램은 인증서를 거부하고, 다른 프로그램은 다른 세기의 연도로 읽어요.
    .try = 2049년까지는 초와 Z가 있는 UTCTime, 2050년부터는 초와 Z가 있는 GeneralizedTime으로 다시 발급받아 주세요.
too-long-for-apple = 유효기간이 { NUMBER($days) }일인데, Apple 시스템은 서버 인증서를 { NUMBER($limit) }일까지만 받아들여요.
    .why = 사용자가 직접 설치한 인증 기관(CA)이어도 Safari, iPhone, macOS가 연결을 거부해요. 다른 클라이언트는 괜찮아요.
    .try = Apple 기기가 접속한다면 { NUMBER($limit) }일 이하로 발급받아 주세요.
issuer-empty = 발급자 이름이 비어 있어요.
    .why = 발급자의 인증서를 찾을 수 없어서 체인을 만들 수 없어요.
    .try = 인증 기관(CA)에 이름을 붙이고 모두 다시 발급해 주세요.
subject-empty = 주체(subject)가 비어 있는데 대체 이름에 중요(critical) 표시가 없어요.
    .why = 누구의 것도 아닌 인증서로 여기는 프로그램이 있어요. RFC 5280은 이 경우 대체 이름에 중요 표시를 요구해요.
    .try = 대체 이름에 중요 표시를 하거나 일반 이름을 넣어 발급받아 주세요.
subject-is-issuer = 주체와 발급자가 “{ $subject }”로 같은데, 자기 키로 서명한 것은 아니에요.
    .why = OpenSSL이 자체 서명된 것으로 여기고 더 찾지 않아서, 서명이 모두 맞아도 체인이 끊겨요(오류 18이나 20).
    .try = 인증 기관(CA)과 다른 이름을 붙여 다시 발급해 주세요.
string-type = { $attribute } 속성이 { $form } 형식이에요.
    .why = 많은 프로그램이 이름을 옥텟 단위로 비교해서, 같은 글자도 문자열 형식이 다르면 다른 이름이 돼요. 이 형식을 아예 읽지 않는 프로그램도 있어요.
    .try = 이름은 UTF8String으로, 국가는 PrintableString으로 적어 주세요.
name-character = “{ $name }” 값은 호스트가 가질 수 있는 이름이 아니에요.
    .why = 이런 이름으로 접속하는 클라이언트는 없고, 인증서 전체를 거부하는 프로그램도 있어요.
    .try = 스킴, 포트, 공백 없이 호스트 이름만, ASCII가 아닌 글자는 xn-- 형태로 넣어 발급받아 주세요.
ip-as-dns-name = { $name } 주소가 DNS 이름으로 들어 있어요.
    .why = Go, rustls, Java, 브라우저는 주소를 iPAddress 항목하고만 비교해서, 이 주소로 접속하는 클라이언트가 서버를 거부해요.
    .try = 주소를 IP 항목으로 넣어 발급받아 주세요(OpenSSL에서는 “IP:{ $name }”).
no-server-name = 이름이 일반 이름(common name) “{ $name }” 하나뿐이고, 대체 이름(subject alternative name)이 없어요.
    .why = 브라우저, Go, rustls는 대체 이름만 보고 서버를 거부해요. OpenSSL을 쓰는 curl만 아직 일반 이름을 보기 때문에, curl로 해 본 시험은 증거가 되지 못해요.
    .try = subjectAltName=DNS:{ $name } 확장을 넣어 발급받아 주세요.
common-name-elsewhere = 일반 이름(common name) “{ $name }” 값이 대체 이름에 없어요.
    .why = 대체 이름이 있으면 아무도 일반 이름을 보지 않아서, “{ $name }” 이름으로 접속하는 클라이언트가 서버를 거부해요.
    .try = 클라이언트가 이 이름을 쓴다면 대체 이름에 DNS:{ $name } 항목을 더해 주세요.

## 인증서: 용도
no-extended-key-usage = 확장 키 용도(extendedKeyUsage)가 없어서 서버용인지 클라이언트용인지 알 수 없어요.
    .why = nginx, curl, rustls는 어느 쪽으로든 받아들여서 클라이언트 인증서가 서버 행세를 할 수 있고, Apple 시스템과 Windows는 이런 서버를 거부해요.
    .try = extendedKeyUsage에 serverAuth나 clientAuth를 넣어 발급받아 주세요.
no-tls-usage = 확장 키 용도({ $usages })에 serverAuth도 clientAuth도 없어요.
    .why = TLS 연결의 어느 쪽에서도 거부돼요.
    .try = 서버라면 serverAuth, 클라이언트라면 clientAuth를 넣어 발급받아 주세요.
any-usage = 확장 키 용도가 모든 용도를 허용해요.
    .why = 서버로도 클라이언트로도, 코드 서명에도 통하고, “any”를 무시하고 거부하는 프로그램도 있어요.
    .try = serverAuth나 clientAuth 하나만 적어 주세요.
both-usages = 서버로도 클라이언트로도 쓸 수 있어요.
    .why = 서버의 키를 가져간 사람이 클라이언트로 접속할 수도 있어서, 한 번 새면 양쪽이 열려요.
    .try = 한 서비스가 정말 두 역할을 하는 경우가 아니면, 인증서와 키를 쪽마다 따로 써 주세요.
no-key-usage = 키 용도(keyUsage)가 없어요.
    .why = 키를 무엇에든 쓸 수 있고, 엄격한 검증기는 인증 기관(CA)이 발급한 인증서에 이 확장을 요구해요.
    .try = 중요(critical) 표시를 한 keyUsage digitalSignature를 넣어 발급받아 주세요.
no-digital-signature = 키 용도({ $usages })에 digitalSignature가 없어요.
    .why = TLS 1.3과 TLS 1.2의 ECDHE에서는 양쪽이 키로 서명하므로 OpenSSL, Go, 브라우저가 핸드셰이크를 끝내요.
    .try = digitalSignature를 넣어 발급받아 주세요.
encipherment-without-rsa = 키 용도가 { $usage } 용도를 허용하는데, { $key } 키로는 할 수 없는 일이에요.
    .why = RFC 5480이 금지해요. 대부분 지나치지만 엄격한 프로그램은 경고하거나 거부해요.
    .try = digitalSignature만 넣어 발급받아 주세요.
leaf-may-sign = 키 용도는 인증서나 폐기 목록에 서명하도록 허용하는데, 인증 기관(CA)이 아니에요.
    .why = 둘이 서로 어긋나서 엄격한 검증기는 거부하고, 허술한 검증기는 인증 기관으로 여겨 가진 사람이 인증서를 발급할 수 있게 돼요.
    .try = keyCertSign과 cRLSign을 빼고 발급받아 주세요.
authority-without-basic-constraints = 다른 인증서에 서명했는데, 기본 제약(basicConstraints)에 CA:TRUE가 없어요.
    .why = 여기서 발급한 것은 하나도 통하지 않아요. OpenSSL은 “invalid CA certificate”(오류 24, 버전 3부터는 79), rustls는 EndEntityUsedAsCa 오류를 내요.
    .try = basicConstraints=critical,CA:TRUE로 인증 기관(CA)을 새로 만들고 모두 다시 발급해 주세요.
basic-constraints-not-critical = 인증 기관(CA)인데 기본 제약(basicConstraints)에 중요(critical) 표시가 없어요.
    .why = 이 확장을 모르는 프로그램이 아무 인증서나 인증 기관으로 여기지 않도록 RFC 5280이 요구해요. OpenSSL은 -x509_strict에서 거부해요.
    .try = basicConstraints=critical,CA:TRUE로 인증 기관을 새로 만들어 주세요.
authority-without-key-usage = 인증 기관(CA)인데 키 용도(keyUsage)가 없어요.
    .why = 키로 인증서와 폐기 목록뿐 아니라 무엇에든 서명할 수 있어요. Go와 OpenSSL은 받아들이지만 엄격한 검증기는 거부해요.
    .try = keyUsage=critical,keyCertSign,cRLSign으로 인증 기관을 새로 만들어 주세요.
key-usage-not-critical = 인증 기관(CA)인데 키 용도(keyUsage)에 중요(critical) 표시가 없어요.
    .why = 키로 하면 안 되는 일을 아무도 지나치지 않도록 RFC 5280이 중요 표시를 요구하고, 엄격한 검증기가 문제 삼아요.
    .try = keyUsage=critical,keyCertSign,cRLSign으로 인증 기관을 새로 만들어 주세요.
may-not-sign-certificates = 인증 기관(CA)인데 키 용도({ $usages })에 keyCertSign이 없어요.
    .why = OpenSSL이 오류 32(key usage does not include certificate signing)를 내서, 여기서 발급한 것은 하나도 통하지 않아요.
    .try = keyCertSign을 넣어 인증 기관을 새로 만들어 주세요.
may-not-sign-lists = 인증 기관(CA)인데 키 용도({ $usages })에 cRLSign이 없어요.
    .why = 이 기관의 폐기 목록(CRL)이 거부되고(OpenSSL 오류 35), ssl_crl을 쓰는 nginx는 모두를 거부해요.
    .try = 폐기를 쓰려면 cRLSign을 넣어 인증 기관을 새로 만들어 주세요.
authority-without-path-length = 인증 기관(CA)인데 체인 길이에 제한(pathLen)이 없어요.
    .why = 아래에 있는 인증 기관이 또 인증 기관을 만들 수 있어요. 서버와 클라이언트만 직접 발급한다면 pathLen 0으로 막을 수 있어요.
    .try = 아래에 다른 인증 기관이 없다면 새로 만들 때 pathlen:0을 넣어 주세요.
path-length-on-leaf = 인증 기관(CA)이 아닌데 pathLen이 있어요.
    .why = RFC 5280이 금지해서 엄격한 검증기가 인증서를 거부해요.
    .try = pathLen을 빼고 발급받아 주세요.
authority-as-leaf = 인증 기관(CA)이면서 말단 인증서의 용도({ $usages })도 가지고 있어요.
    .why = 이것을 쓰는 서버나 클라이언트는 인증서를 발급할 수 있는 키를 쥐게 되고, rustls는 말단 인증서로 거부해요(“CaUsedAsEndEntity”).
    .try = 이 인증서는 발급에만 쓰고, 서버나 클라이언트에는 따로 발급해 주세요.
self-signed-leaf = 자기 키로 서명했고 인증 기관(CA)이 아니에요.
    .why = 상대쪽에 이 인증서 하나를 직접 지정해야만 믿을 수 있어요. nginx는 ssl_client_certificate에 이것을 넣어야 하고, 갱신하려면 모든 곳을 바꿔야 해요.
    .try = 인증 기관을 만들어 거기서 발급해 주세요.
no-subject-key-identifier = 주체 키 식별자(subjectKeyIdentifier)가 없어요.
    .why = 갱신한 것과 옛것처럼 이름이 같은 두 인증 기관(CA)을 구별할 수 없어서, 검증기가 둘 다 시도해야 해요.
    .try = subjectKeyIdentifier=hash를 넣어 만들어 주세요.
no-authority-key-identifier = 기관 키 식별자(authorityKeyIdentifier)가 없어요.
    .why = 검증기가 발급자를 이름만으로 찾아서, 이름이 같은 인증 기관(CA)이 둘이면 틀린 쪽을 고를 수 있어요.
    .try = authorityKeyIdentifier=keyid를 넣어 발급받아 주세요.
name-constraints-not-critical = 이름 제약(nameConstraints)에 중요(critical) 표시가 없어요.
    .why = 이 확장을 모르는 프로그램은 제한을 지나쳐요. RFC 5280은 중요 표시를 요구해요.
    .try = nameConstraints=critical,…로 만들어 주세요.
name-constraints-on-leaf = 인증 기관(CA)이 아닌데 이름 제약(nameConstraints)이 있어요.
    .why = 여기서는 아무것도 제한하지 않고, RFC 5280은 인증 기관에만 허용해요.
    .try = 이 확장을 빼고 발급받아 주세요.
must-staple = 스테이플링된 OCSP 응답을 요구해요(must-staple).
    .why = 핸드셰이크에 응답이 함께 오지 않으면 Firefox가 서버를 거부해요. nginx에 “ssl_stapling on”이 필요하고 발급자에게 OCSP 응답기가 있어야 하는데, 사설 인증 기관(CA)에는 드물어요.
    .try = TLS feature 확장을 빼고 발급받거나 스테이플링을 먼저 설정해 주세요.
precertificate = 인증서가 아니라 인증서 투명성(Certificate Transparency)용 사전 인증서(precertificate)예요.
    .why = 모두가 거부하도록 poison 확장에 일부러 중요(critical) 표시를 했어요.
    .try = 발급자에게서 최종 인증서를 받아 주세요.
public-authority-client = 공인 인증 기관(CA)에서 왔고 클라이언트로 쓸 수 있어요.
    .why = 공인 인증 기관은 클라이언트 인증을 끝내고 있어서(Chrome 루트 프로그램은 serverAuth만 원해요) 같은 용도로 갱신할 수 없고, 이 기관을 믿는 서버는 거기서 인증서를 산 사람을 모두 들여보내요.
    .try = 클라이언트 인증서는 직접 만든 사설 인증 기관에서 발급해 주세요.
spiffe-several = SPIFFE ID 옆에 다른 URI가 있어요.
    .why = X.509-SVID에는 URI가 꼭 하나여야 해서 SPIFFE 구현이 인증서를 거부해요.
    .try = SPIFFE ID를 유일한 URI로 넣어 발급받아 주세요.

## 인증서: 키와 서명
weak-key = 키가 { $key }인데, 지금은 너무 짧아요.
    .why = 보안 수준 2(Debian과 Ubuntu의 기본값)의 OpenSSL은 “ee key too small”이나 “ca key too small”로 끝나고 브라우저도 거부해요. 끈기 있는 사람이 풀 수도 있어요.
    .try = ECDSA P-256이나 2048비트 이상의 RSA로 새 키를 만들어 주세요.
uncommon-key = 키가 { $key } 종류인데, 이것을 받아들이는 TLS 프로그램이 적어요.
    .why = OpenSSL은 받아들여도 rustls, Go, 브라우저 가운데 핸드셰이크를 끝내는 것이 있어요.
    .try = ECDSA P-256이나 P-384, 2048비트 이상의 RSA를 써 주세요.
ed25519-in-browsers = 키나 서명이 Ed25519예요.
    .why = Chrome, Firefox, Safari는 서버의 것이든 클라이언트의 것이든 받아들이지 않아요. curl, OpenSSL, Go, rustls는 괜찮아요.
    .try = 브라우저가 접속한다면 ECDSA P-256을 써 주세요.
weak-digest = { $digest } 다이제스트로 서명되었어요.
    .why = 이 다이제스트의 서명은 위조된 적이 있어서 보안 수준 2의 OpenSSL은 “ca md too weak” 오류를 내고, 브라우저, Go, rustls는 거부해요.
    .try = SHA-256으로 다시 발급받아 주세요.
weak-digest-of-root = { $digest } 다이제스트로 자체 서명되었어요.
    .why = 이미 믿는 루트의 서명은 아무도 검사하지 않지만, 점검 도구가 문제 삼고 같은 도구가 다른 인증서에도 이렇게 서명할 수 있어요.
    .try = 여기서 발급하는 것이 SHA-256으로 서명되는지 확인해 주세요.
