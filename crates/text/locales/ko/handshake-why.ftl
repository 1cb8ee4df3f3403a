## Messages

hello-request = 서버가 같은 연결에서 핸드셰이크를 새로 시작하자고 청해요. TLS 1.3에서는 없어졌어요.
client-hello = 클라이언트가 할 수 있는 것을 모두 말하고 키 교환의 자기 몫까지 미리 보내서, 서버가 바로 고르고 답할 수 있어요.
client-hello-without-share = 클라이언트가 할 수 있는 것을 모두 말하며 대화를 시작해서, 서버가 고를 수 있어요.
client-hello-again = 서버가 요청한 것을 더해서 클라이언트가 다시 말해요. 다른 그룹의 키 교환 몫이나 쿠키예요.
client-hello-anew = 클라이언트가 이미 맺은 연결에서 핸드셰이크를 새로 시작해요. 지금 가진 키로 암호화해요. TLS 1.3에서는 없어졌어요.
server-hello = 서버가 버전, 암호 스위트, 그룹을 고르고 키 교환의 자기 몫을 더해요. 이제 양쪽이 같은 비밀을 가지고, 뒤따르는 핸드셰이크 메시지는 모두 암호화돼요.
server-hello-of-both = 서버가 버전과 암호 스위트와 그룹을 고르고, 클라이언트가 가리킨 비밀(PSK)을 받아들이고, 키 교환 몫을 보내요. 이제 양쪽은 그 비밀과 키 교환에서 함께 나온 비밀을 갖고, 나머지 핸드셰이크는 모두 암호화돼요.
server-hello-of-secret = 서버가 버전과 암호 스위트를 고르고, 키 교환 없이 클라이언트가 가리킨 비밀(PSK)을 받아들여요. 이제 양쪽은 그 비밀만으로 만든 비밀을 갖고, 나머지 핸드셰이크는 모두 암호화돼요. 그 비밀을 가진 사람은 나중에라도 모두 읽을 수 있어요.
server-hello-legacy = 서버가 버전과 암호 스위트를 골라요. 키 교환은 다른 메시지에서 하고, 이전 세션을 이어 가면 하지 않아요.
hello-retry-request = 서버가 ClientHello를 다시 청해요. 서버가 말한 그룹의 몫이나 쿠키(cookie)를 더해야 해요.
encrypted-extensions = 서버가 정했지만 다른 사람은 알 필요가 없는 것이에요. 애플리케이션 프로토콜 같은 것이죠. 핸드셰이크에서 암호화된 첫 메시지예요.
certificate-request = 상호 TLS가 되는 것은 이 메시지 때문이에요. 서버가 클라이언트에게 누구인지 묻고 어떤 서명을 받는지 말해요. 신뢰하는 인증 기관(CA)의 이름을 대기도 해요.
server-certificate = 서버가 자신이 누구인지 보여요. 서버 인증서와, CA까지 이어 주는 인증서예요. 클라이언트가 그 CA를 신뢰해야 해요.
client-certificate = 클라이언트가 자신이 누구인지 보여요. 보일 것이 없으면 빈 목록을 보내요. TLS 1.3에서는 중간에서 아무도 읽지 못하고, TLS 1.2에서는 연결의 첫 핸드셰이크라면 누구나 읽을 수 있어요.
server-certificate-verify = 인증서는 누구나 베낄 수 있어요. 서버는 지금까지 오간 모든 말에 서명해서 키를 가졌다는 것을 증명해요.
client-certificate-verify = 클라이언트는 이 연결의 핸드셰이크에서 지금까지 오간 모든 말에 서명해서, 보여 준 인증서의 키를 가졌다는 것을 증명해요.
server-bare-key = 양쪽이 정한 대로 서버가 인증서 대신 공개 키(raw public key)만 보여요(RFC 7250). 보증하는 CA가 없어서, 누구의 키인지 클라이언트가 다른 길로 알고 있어야 해요.
client-bare-key = 양쪽이 정한 대로 클라이언트가 인증서 대신 공개 키(raw public key)만 보이거나, 없으면 아무것도 보이지 않아요(RFC 7250). 보증하는 CA가 없어서, 누구의 키인지 서버가 다른 길로 알고 있어야 해요.
server-bare-key-unsaid = 서버가 인증서 대신 공개 키(raw public key)만 보여요(RFC 7250). 둘이 그렇게 정한 메시지는 여기서 읽을 수 없지만, 내용이 인증서가 아니라 공개 키라는 것은 바이트로 알 수 있어요. 보증하는 CA가 없어서, 누구의 키인지 클라이언트가 다른 길로 알고 있어야 해요.
client-bare-key-unsaid = 클라이언트가 인증서 대신 공개 키(raw public key)만 보여요(RFC 7250). 둘이 그렇게 정한 메시지는 여기서 읽을 수 없지만, 내용이 인증서가 아니라 공개 키라는 것은 바이트로 알 수 있어요. 보증하는 CA가 없어서, 누구의 키인지 서버가 다른 길로 알고 있어야 해요.
bare-key-verify = 공개 키는 누구나 베낄 수 있어요. 보낸 쪽은 지금까지 오간 모든 말에 서명해서 개인 키를 가졌다는 것을 증명해요.
finished = 보낸 쪽은 둘만 계산할 수 있는 검사값으로, 핸드셰이크의 어떤 바이트도 누가 바꾸지 않았다는 것을 확인해요.
client-finished = 클라이언트도 같은 것을 확인해요. 클라이언트는 여기서 끝났다고 여기지만 서버는 클라이언트를 들여보낼지 아직 정하지 않았어요. 그래서 거부는 나중에 와요.
new-session-ticket = 서버가 티켓(ticket)을 줘요. 클라이언트는 이 티켓으로 인증서를 다시 보이지 않고 돌아올 수 있어요.
new-session-ticket-alone = 서버가 티켓(ticket)을 줘요. 클라이언트는 이 티켓으로 돌아와서 이 세션을 이어 갈 수 있어요.
key-update = 한 키를 너무 오래 쓰지 않도록, 보낸 쪽이 새 키로 바꿔요.
end-of-early-data = 핸드셰이크가 끝나기 전에 보내려던 데이터를 클라이언트가 다 보냈어요.
server-key-exchange = 서버의 키 교환 몫이고, 인증서의 키로 서명되어 있어요. TLS 1.3에서는 ServerHello로 옮겨졌어요.
server-key-exchange-of-bare-key = 서버의 키 교환 몫이고, 보여 준 키로 서명되어 있어요. TLS 1.3에서는 ServerHello로 옮겨졌어요.
server-key-exchange-of-secret = 서버의 키 교환 몫이에요. TLS 밖에서 정한 비밀 가운데 어느 것인지 알려 주고, 암호 스위트에 따라 새 키 교환의 몫이 뒤따라요. 서명은 없어요. 서버가 그 비밀을 가졌다는 것은 서버의 Finished가 보여 줘요.
server-key-exchange-unsigned = 서버의 키 교환 몫이에요. 이 암호 스위트는 인증서를 쓰지 않고 서명도 없어서, 누구든지 보낼 수 있어요.
server-hello-done = 서버가 지금 할 말을 다 했어요. 이제 클라이언트 차례예요.
client-key-exchange = 클라이언트의 키 교환 몫이에요. 이제 양쪽이 마스터 비밀(master secret)을 계산할 수 있어요.
client-key-exchange-of-secret = TLS 밖에서 정한 비밀 가운데 어느 것을 쓰는지 클라이언트가 알려 줘요. 키 교환 몫은 따로 없고, 이제 양쪽이 마스터 비밀(master secret)을 계산할 수 있어요. 그 비밀을 가진 사람은 나중에라도 모두 읽을 수 있어요.
certificate-status = 서버 인증서에 대해 CA가 한 말을 서버가 함께 가져와서, 클라이언트가 물어보지 않아도 돼요.
unknown-handshake = 여기서 풀어 보이지 않는 핸드셰이크 메시지예요.
change-cipher-spec = 이쪽은 다음 레코드부터 이 핸드셰이크의 키로 암호화해요.
alert = 한쪽이 연결을 끝낸다는 것과 그 까닭을 숫자 하나로 말해요.
alert-warning = 한쪽이 무언가를 숫자 하나로 알려요. 연결은 이어질 수 있어요.
alert-goodbye = 한쪽이 더 할 말이 없다고 말해요.
application-data = 이 모든 일의 목적인, 양쪽이 서로 하는 말이에요. 요청과 응답 같은 것이고, 암호화되어 있어요.
unknown-record = 내용을 여기서 풀어 보이지 않는 레코드예요.
sealed = 여기서 열지 못한 암호화된 레코드예요.
not-tls = 이 바이트들은 TLS가 아니에요.
beyond = 여기부터 이 쪽이 보낸 것은 읽지 않아요. 어떤 레코드도 가질 수 없는 길이라서, 다음 레코드가 어디서 시작하는지 알 수 없어요.
remainder = 앞부분을 읽을 수 없는 데이터의 나머지예요. 그래서 무엇을 말하는지 알 수 없어요.
beginning = 이 메시지는 앞부분만 여기에 있어서, 그 뒤에 무엇을 말하는지는 알 수 없어요.

## Records

record-type = 레코드가 무엇을 나르는지 말해요. TLS 1.3의 암호화된 레코드는 모두 application_data라고 해서, 중간에서 종류를 알 수 없어요.
record-version = TLS 1.2까지는 쓰이는 버전이고, 첫 레코드에서는 더 오래된 버전일 수 있어요. 1.3부터는 옛 자리만 남아서 1.0이나 1.2로 머물러요. 중간의 오래된 장비가 모르는 버전을 버리기 때문이에요.
record-too-long = 뒤에 온다고 하는 바이트의 수예요. 하지만 TLS의 어떤 레코드도 이렇게 길 수 없어요.
record-length = 뒤에 오는 바이트의 수예요. 한 메시지가 여러 레코드에 나뉘기도 해요.
encrypted-record = 내용을 암호화해서 나온 것이에요. 암호문이 있고 그 뒤에 태그가 있어요.
ciphertext = 암호화된 내용이에요. 평문과 바이트 수가 같고, 키 없이는 읽을 수 없어요.
tag = 인증 태그(authentication tag)예요. 아무도 레코드를 바꾸지 않았을 때만 맞고, 둘만 만들 수 있어요.
explicit-nonce = 레코드마다 다르게 암호화하려고 TLS 1.2가 함께 보내는 논스(nonce)의 일부예요. TLS 1.3은 대신 순서를 세요.
inner-type = 레코드가 실제로 나르는 것이에요. TLS 1.3은 내용 뒤에 두고 함께 암호화해요.
record-padding = 내용의 길이를 감추는 0이에요.
fragment = 암호화되지 않은 내용이에요.

## Headers and hellos

message-type = 어떤 메시지인지 말해요.
message-length = 이 메시지의 바이트가 몇 개 뒤따르는지 말해요.
legacy-version = 중간의 오래된 장비 때문에 TLS 1.2로 남아 있어요. 실제 버전은 supported_versions 확장에서 정해요.
client-version = 클라이언트가 쓸 수 있는 가장 새 버전이에요. TLS 1.3부터는 확장에서 말해요.
client-random = 다른 핸드셰이크에는 없는 32바이트예요. 핸드셰이크마다 달라지게 하고, 키 로그는 이 값으로 연결을 찾아요.
server-random = 서버의 32바이트예요. 누가 양쪽을 옛 버전으로 끌어내렸는지 끝부분에 드러나요.
retry-random = 정해진 값이에요. 클라이언트는 이것으로 HelloRetryRequest와 ServerHello를 구별해요.
legacy-session-id = TLS 1.2에서는 이어 갈 세션의 이름이에요. TLS 1.3에서는 중간의 오래된 장비에 익숙해 보이게 하는 난수예요.
session-id-echo = TLS 1.3에서는 클라이언트가 보낸 값을 그대로 돌려줘요. TLS 1.2에서는 세션의 이름이고, 클라이언트가 말한 이름이면 그 세션을 지금 이어 가요.
session-taken-up = 클라이언트가 말한 이름을 다시 말해요. 그 세션을 지금 이어 간다는 뜻이에요. 티켓(RFC 5077, 3.4)을 쓸 때는 클라이언트가 이름을 지어 보내고, 이것을 보고 티켓을 받았는지 알아요.
session-named = 이 세션의 이름이에요. 클라이언트가 나중에 이 이름으로 세션을 이어 갈 수 있어요.
session-unnamed = 비어 있어요. 나중에 이름으로는 이 세션을 이어 갈 수 없고, 티켓으로는 될 수도 있어요.
cipher-suites = 클라이언트가 아는 암호화 방법을 좋아하는 순서로 적어요. 서버가 그중 하나를 골라요.
cipher-suite = 서버가 고른 암호 스위트예요.
compression = 언제나 null이에요. 암호화 전에 압축하면 비밀이 새기 때문이에요(CRIME, 2012).
extensions = TLS가 초기 버전 뒤에 배운 것은 모두 확장(extension)으로 말해요. 서버는 클라이언트의 확장 가운데 모르는 것을 건너뛰어요.

## Extensions

server-name = SNI예요. 클라이언트가 원하는 호스트를 말해서, 이름이 여럿인 서버가 인증서를 고를 수 있어요.
server-name-taken = 서버가 그 이름을 썼다고 말해요.
host-in-clear = 연결의 첫 핸드셰이크에서는 중간에 있는 누구나 이 이름을 읽어요. TLS 1.3에서도 그래요.
max-fragment-length = 더 짧은 레코드를 청해요. 지금은 record_size_limit를 써요.
status-request = OCSP stapling이에요. 인증서에 대한 CA의 말이 핸드셰이크에 함께 오므로 따로 물어보지 않아도 돼요.
supported-groups = 클라이언트가 아는 키 교환 그룹을 좋아하는 순서로 적어요.
server-groups = 서버가 쓰고 싶은 그룹을 좋아하는 순서로 적어요. 클라이언트는 다음 연결에서 참고할 수 있어요.
point-formats = 곡선의 점을 적는 방법이에요. TLS 1.2의 것이고 지금은 한 가지만 남았어요.
signature-algorithms = 이쪽이 검사할 수 있는 서명이에요. 키가 이런 서명을 만들지 못하는 인증서는 여기서 쓸 수 없어요.
requested-signatures = 서버가 검사할 수 있는 서명이에요. 이런 서명을 만들지 못하는 키를 가진 클라이언트는 인증서를 아예 보내지 않아요.
certificate-signatures = 인증서 안에서 받는 서명이에요. 핸드셰이크의 서명과 다를 때 써요.
protocols = ALPN이에요. 안에서 쓸 프로토콜을 클라이언트가 좋아하는 순서로 적어요.
protocol-chosen = ALPN이에요. 안에서 쓸 프로토콜이 정해졌어요.
timestamps = 인증서가 공개 로그에 있다는 증거(Certificate Transparency)이거나 그것을 바란다는 뜻이에요. 사설 CA에는 없어요.
certificate-type = 인증서 대신 공개 키만 쓸 수 있게 해요. 쓰는 곳은 거의 없어요.
padding = 특정 길이에서 멈추는 오래된 장비 때문에 ClientHello를 늘려요.
padding-octets = 0이에요.
encrypt-then-mac = 옛 CBC 암호 스위트를 더 안전하게 해요. 다른 것에는 영향이 없어요.
extended-master-secret = TLS 1.2의 마스터 비밀을 핸드셰이크 전체에 묶어서, 같은 비밀로 두 연결 사이에 끼어들지 못하게 해요.
certificate-compression = 이쪽이 풀 수 있는 인증서 압축 방법이에요.
record-size-limit = 이쪽이 받는 가장 긴 레코드의 길이예요.
session-ticket = TLS 1.2의 것이에요. 클라이언트가 이전 세션의 티켓을 보이거나, 티켓을 바란다고 말해요.
session-ticket-promised = TLS 1.2의 것이에요. 서버가 핸드셰이크 끝에 티켓을 주겠다고 말해요.
pre-shared-key = 클라이언트가 둘이 이미 가진 비밀을 대요. 이전 세션의 티켓이거나 TLS 밖에서 정한 이름이에요. 바인더(binder)가 앞의 모든 것을 포함하므로 맨 끝에 있어요.
pre-shared-key-taken = 서버가 그 비밀을 받아서, 이번에는 인증서를 보이지 않아요. 이전 세션의 비밀이면 그때 확인한 것이 그대로 유효해요.
psk-identity = 서버만 읽을 수 있는 티켓이거나, TLS 밖에서 정한 비밀의 이름이에요.
ticket-age = 티켓의 나이예요. 서버가 함께 준 숫자로 가려져 있어요. TLS 밖에서 정한 비밀이면 0이에요.
binders = 클라이언트가 자신이 댄 비밀을 가졌다는 증거예요.
binder-key = 바인더를 만드는 키예요. 티켓의 비밀에서만 나오므로, 바인더를 만든 쪽은 그 비밀을 가지고 있어요.
psk-modes = 티켓을 어떻게 쓸지 말해요. psk_dhe_ke는 새 키 교환을 더해서, 옛 비밀로 새 연결을 열 수 없게 해요.
early-data = 핸드셰이크가 끝나기 전의 데이터예요. 누가 기록해 두었다가 다시 보낼 수 있으니, 두 번 받아도 해가 없어야 해요.
versions = 클라이언트가 쓸 수 있는 버전이에요. 버전이라는 이름의 필드가 아니라 여기서 말해요.
version-chosen = 서버가 고른 버전이에요.
cookie = 서버가 기억하지 않아도 되도록 클라이언트가 그대로 돌려주는 쪽지예요.
certificate-authorities = 원하는 인증서를 발급한 CA의 이름이에요. 목록이 비어 있으면 이름을 대지 않은 것이에요. 인증서가 여럿인 클라이언트는 이것을 보고 골라요. curl을 비롯한 대부분은 상관없이 받은 인증서를 보내요.
authority-name = CA의 주체(subject)이고 키는 없어요. 이름이 같은 두 CA는 이것으로 구별할 수 없어요.
oid-filters = 클라이언트 인증서가 가져야 하는 확장이에요. 쓰는 곳은 거의 없어요.
post-handshake = 나중에 대화 중간에 인증서를 요청해도 된다고 클라이언트가 말해요.
key-share = 이쪽의 키 교환 몫이에요. 클라이언트는 바로 내놓는 그룹마다 하나씩, 서버는 고른 그룹의 것 하나를 보내요. 비공개 절반은 각자 가지고 있고, 그것과 상대가 보낸 것에서 양쪽이 같은 비밀을 얻어요. 중간에는 비공개 절반이 없으므로 아무도 그 비밀을 계산할 수 없어요.
group-wanted = 서버가 몫을 원하는 그룹이에요.
share-octets = 이 핸드셰이크만을 위해 만들고 잊는 값이에요. 나중에 인증서의 키를 훔쳐도 이 연결은 열 수 없어요.
ml-kem-share = 양자 컴퓨터를 견디는 몫이에요. 클라이언트는 키를, 서버는 그 키로 감싼 비밀을 보내요.
encrypted-hello = ClientHello 안에 암호화한 ClientHello를 넣는 자리예요. 중간에서 그 안의 호스트를 볼 수 없어요. 여기에 쓸 키가 없는 브라우저는 같은 모양의 난수를 넣고, 밖에서는 둘을 구별할 수 없어요.
renegotiation = TLS 1.2의 것이에요. 새 핸드셰이크를 앞의 것에 묶어요. 처음에는 비어 있어요.
grease = 아무 뜻이 없는 숫자예요. 서버가 모르는 것을 계속 건너뛰도록 브라우저가 섞어 보내요.
unused-here = TLS 위의 HTTP에서는 쓰지 않아요.
unknown-extension = 여기서 풀어 보이지 않는 확장이에요.

## Certificates and signatures

request-context = 한 연결의 여러 요청을 구별해요. 핸드셰이크 중에는 비어 있어요.
certificate-types = 서버가 받는 키의 종류예요.
client-certificate-list = 클라이언트 인증서가 먼저 오고, CA까지 이어 주는 인증서가 뒤따라요. 비어 있으면 보일 인증서가 없다는 뜻이에요.
bare-key = 공개 키와 그 종류예요. 인증서 안에 들어가는 것과 같고, 이름도 유효 기간도 발급자도 없어요.
server-certificate-list = 서버 인증서가 먼저 오고, CA까지 이어 주는 인증서가 뒤따라요. 루트는 클라이언트가 가지고 있으니 빠져도 돼요.
leaf = 보낸 쪽의 인증서예요. 보낸 쪽은 이 인증서의 키를 가졌다는 것을 증명해야 해요.
issuer = 바로 앞 인증서를 발급한 쪽의 인증서예요.
issuer-root = 바로 앞 인증서를 발급한 쪽의 인증서이고, 자기 키로 서명한 루트(root)예요. 신뢰하는 쪽은 이미 가지고 있으므로 빼도 돼요.
issuer-twin = 바로 앞 인증서를 발급한 쪽과 이름은 같지만, 앞 인증서는 다른 키로 서명했어요. 같은 이름의 CA가 둘 있는 거예요.
issuer-elsewhere = 바로 앞 인증서가 아니라, 이 목록의 다른 인증서를 발급한 쪽의 인증서예요.
certificate-again = 같은 인증서가 한 번 더 왔어요. 쓸모는 없어요.
stray-certificate = 이 목록의 다른 인증서를 하나도 발급하지 않은 인증서예요.
further-certificate = 그다음 인증서예요. 바로 앞 인증서를 발급한 쪽의 것인지는 여기서 말하지 않아요.
certificate-der = 인증서 자체예요. 살펴보기에서 풀어 볼 수 있어요.
signature-scheme = 어떤 알고리즘으로 서명했는지 말해요.
signature = 이 핸드셰이크에서 지금까지 오간 모든 말에 대한 서명이라서 다른 연결에는 맞지 않아요.
exchange-signature = 두 난수와 서버의 키 교환 몫에 대한 서명이라서 다른 연결에는 맞지 않아요.
secret-hint = TLS 밖에서 정한 비밀(pre-shared key) 가운데 클라이언트가 고르게 도와주는 서버의 말이에요. 비어 있을 때가 많아요.
secret-name = 클라이언트가 쓰는 비밀의 이름이고, TLS 밖에서 정한 거예요. 암호화하지 않고 보내므로 엿듣는 사람도 읽을 수 있어요.
ocsp-response = 이 인증서에 대한 CA의 말이에요. 정상, 폐기, 알 수 없음 중 하나예요.

## Key exchange of TLS 1.2, finishing, tickets

named-curve = 서버가 고른 곡선이에요.
server-public = 이 핸드셰이크에만 쓰는 서버의 공개 키예요.
client-public = 이 핸드셰이크에만 쓰는 클라이언트의 공개 키예요.
encrypted-premaster = 서버의 키로 암호화한 비밀이에요. 나중에 그 키를 얻으면 전에 기록한 것을 모두 열 수 있어요.
verify-data = 둘만 가진 키로 만든, 핸드셰이크 전체의 검사값이에요.
ticket-lifetime = 티켓이 유효한 시간(초)이에요. TLS 1.3에서는 7일을 넘지 않아요.
ticket-age-add = 중간에서 같은 클라이언트의 두 방문을 알아보지 못하도록 티켓의 나이에 더하는 값이에요.
ticket-nonce = 티켓마다 비밀이 달라지게 해요.
ticket = 클라이언트는 읽을 수 없어요. 세션의 이름이거나, 서버만 열 수 있게 암호화한 세션이에요.
request-update = 상대도 키를 바꾸어야 하는지 말해요.

## Alerts and what is said inside

alert-level = TLS 1.2에서 fatal은 연결을 끝내고, warning 뒤에는 연결이 이어질 수 있어요. TLS 1.3에서는 뜻이 없어요. close_notify와 user_canceled 말고는 모든 경고가 연결을 끝내요.
alert-description = 까닭을 나타내는 숫자 하나예요. 프로그램은 이것을 저마다의 메시지로 바꿔요.
close-notify = 연결을 정상적으로 닫는다는 알림이에요. 잘린 것 없이 할 말을 다 했어요.
compatibility-spec = TLS 1.3에서는 아무 일도 하지 않아요. 중간의 오래된 장비가 TLS 1.2 연결로 여기게 하려고 보내요.
application-octets = 애플리케이션이 한 말 그대로예요.
request-line = 요청의 메서드, 대상, 버전이에요.
status-line = 응답을 숫자 하나와 짧은 말로 나타내요.
empty-line = 헤더 부분이 끝나요.
http2-preface = 클라이언트가 HTTP/2로 말하겠다고 해요. HTTP/1.1 서버라면 거부할 말로 되어 있어요.
http2-frame = 프레임(frame)이에요. HTTP/2에서는 모든 말이 이런 조각으로 오고, 여러 요청의 조각이 번갈아 올 수 있어요.
http2-stream = 어느 요청의 것인지예요. 0은 연결 자체예요.
http2-window = 상대가 이만큼의 바이트를 더 보내도 돼요.
http2-field = HPACK으로 줄인 헤더 필드예요. 양쪽이 함께 갖는 표를 가리키는 한 바이트일 때가 많아요.
http2-rest = 앞의 레코드나 프레임에서 시작했고, 그것과 함께 읽어요.
http2-begun = 뒤의 레코드나 프레임으로 이어지고, 끝나는 곳에서 읽어요.
http2-undecoded = 풀지 않았어요. 앞의 것이 빠졌거나 너무 많거나, 손상되었어요.
body = 메시지가 나르는 내용이에요.

## What cannot be read

unread = 여기에 없어야 할 바이트예요. 알린 끝보다 뒤에 있어요.
cut-short = 이 필드에 필요한 것보다 바이트가 적어요. 메시지가 잘렸거나 길이가 틀렸어요.

## The key schedule

shared-secret = 두 키 교환 몫에서 나온 값이에요. 각자 상대가 보낸 것과 자신만 가진 것으로 계산하고, 중간에서는 계산할 수 없어요.
ticket-secret = 표(ticket)의 비밀 값(PSK)이에요. 표를 준 연결의 resumption_master_secret과 표의 nonce에서 나와요.
early-secret = 키 스케줄(key schedule)의 시작이에요. 티켓이 없으면 해시(hash)가 같은 모든 연결에서 같아요.
derived = 한 비밀을 두 곳에 쓰지 않기 위한 중간 단계예요.
early-traffic = 핸드셰이크가 끝나기 전에 클라이언트가 보내는 데이터를 위한 비밀이에요. 이전 비밀(PSK)과 ClientHello만으로 만들기 때문에, 나중에 그 비밀을 얻은 사람은 이 데이터를 읽을 수 있어요.
next-traffic = 이 쪽 레코드의 다음 비밀이고, 바로 앞의 비밀로 만들어요. 이것을 얻어도 앞의 비밀은 계산할 수 없으므로, 전에 한 말은 닫힌 채로 남아요.
handshake-secret = 공유 비밀을 섞은 값이에요. 이제 둘만 가진 비밀이 생겨요.
master-secret = 대화 자체에 쓸 키가 여기서 나와요.
handshake-traffic = 핸드셰이크 동안 이쪽이 하는 말을 암호화해요. 인증서도 포함돼요.
application-traffic = 핸드셰이크가 끝난 뒤 이쪽이 하는 말을 암호화해요.
exporter-secret = 양쪽이 TLS 밖에서 쓸 키를 만들 때 써요.
resumption-secret = 티켓의 비밀이 여기서 나와요.
write-key = 이쪽이 레코드를 암호화하는 키예요.
write-iv = 레코드의 번호와 섞어서, 다시 나오지 않는 논스를 만들어요.
write-iv-in-front = 레코드마다 함께 오는 바이트(nonce_explicit) 앞에 서요. 둘을 합친 것이 그 레코드의 논스이고, 같은 키로는 다시 나오면 안 돼요.
finished-key = 이쪽 Finished의 검사값을 만드는 키예요.
key-block = TLS 1.2의 모든 키를 한 줄로 만든 것이고, 잘라서 써요.
