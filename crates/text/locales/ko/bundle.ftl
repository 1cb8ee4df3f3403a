# 암호화해서 내보내고 다시 열기.

## 형식과 관계없이
no-entropy = 시스템에서 난수를 얻지 못해서 아무것도 암호화하지 않았어요.
    .try = 페이지를 새로고침하고, 그래도 안 되면 브라우저를 다시 시작해 주세요.
not-the-same = 암호화한 파일을 다시 열어 확인했더니 넣은 내용과 달라서 내보내지 않았어요.
    .try = 다시 시도해 보고, 또 일어나면 브라우저 이름과 버전을 적어 알려 주세요.
key-does-not-match = 비밀키(private key)가 “{ $subject }” 인증서의 키가 아니에요.
    .try = 함께 만든 키와 인증서를 짝지어 주세요.
not-an-authority = “{ $subject }” 인증서는 인증 기관(CA) 인증서가 아니라서 다른 인증서를 발급할 수 없어요.
    .try = CA 자신의 인증서와 키를 골라 주세요. 서버나 클라이언트의 인증서로는 발급할 수 없어요.

## 암호
passphrase-empty = 암호(passphrase)가 비어 있어요.
    .try = 직접 입력하거나 만들어 드린 것을 쓰세요.
passphrase-too-long = 암호가 { NUMBER($length) }자인데, 7-Zip은 { NUMBER($allowed) }자까지만 받아요.
    .try = 줄여 주세요. 무작위 20자면 충분히 강해요.
passphrase-not-ascii = 암호에 “{ $character }” 문자가 있는데, ZIP 프로그램과 Java의 keytool은 이런 문자를 서로 다르게 인코딩해요.
    .try = 어느 컴퓨터에서나 열리도록 영문자, 숫자, 영문 자판의 기호만 쓰세요.
passphrase-control = 암호에 탭, 줄바꿈처럼 보이지 않는 문자가 있어요.
    .try = 붙여넣지 말고 직접 입력해 주세요.
passphrase-space = 암호의 처음이나 끝에 공백이 있는데, 복사할 때 빠지기 쉬워요.
    .try = 그 공백을 지워 주세요.
passphrase-weak = 이 암호는 { $time } 안에 찾아낼 수 있어요. { $reason }.
    .try = 만들어 드린 것을 쓰거나 무작위로 고른 문자를 더해 주세요.

weakness-short = 너무 짧아요
weakness-reason = 들어 있는 것: { $kinds }
weakness-password = 많은 사람이 쓰는 비밀번호
weakness-word = 흔한 단어나 이름
weakness-hangul = 영문 자판으로 친 한글
weakness-word-like = 단어처럼 이어지는 글자
weakness-keyboard = 자판에서 나란한 키
weakness-sequence = 차례로 이어지는 문자
weakness-repeat = 되풀이
weakness-date = 날짜나 연도
weakness-known = 이 구성에 나오는 이름

time-moments = 1분
time-minutes = { NUMBER($count) }분
time-hours = { NUMBER($count) }시간
time-days = { NUMBER($count) }일
time-years = { NUMBER($count) }년
time-million-years = 100만 년 이상

## 압축 파일
zip-path = “{ $path }” 이름은 풀 수 없는 시스템이 있어요.
    .try = 영문자, 숫자, 점, 하이픈만 쓰세요.
zip-path-twice = “{ $path }” 이름이 압축 파일에 두 번 나와요.
    .try = 둘 중 하나의 이름을 바꿔 주세요. 대소문자만 다르면 구별하지 못하는 시스템이 있어요.
zip-too-many = 압축 파일에 항목이 { NUMBER($count) }개 있는데, { NUMBER($allowed) }개까지만 받아요.
    .try = 여러 번들을 모은 압축 파일 대신 번들 파일 하나를 골라 주세요.
zip-entry-too-large = “{ $path }” 크기가 { NUMBER($size) }바이트라서 번들에 담을 수 없어요.
    .try = 내용을 줄여 주세요.
zip-not = 이 파일은 ZIP 압축 파일이 아니에요.
    .try = 이름이 “handfast-”로 시작하는 번들이나 .p12, 또는 PEM으로 된 인증서와 키를 골라 주세요.
zip-truncated = ZIP 압축 파일의 끝부분이 없어요.
    .try = 다시 복사하거나 내려받고, SHA-256이 내보낼 때 보인 값과 같은지 비교해 주세요.
zip-not-encrypted = 압축 파일 안의 “{ $path }” 항목이 암호화되어 있지 않아서 여기서 만든 번들이 아니에요.
    .try = 내려받은 그대로의 번들을 골라 주세요. 암호화되지 않은 것은 풀어서 파일을 고르면 돼요.
zip-crypto = 이 압축 파일은 1994년에 깨진 ZipCrypto로 암호화되어 있어서 여기서 만든 번들이 아니에요.
    .try = 내려받은 그대로의 번들을 고르거나 AES-256으로 다시 압축해 주세요: 7z a -tzip -mx=0 -mem=AES256 -p.
zip-unsupported = 이 압축 파일은 여기서 만든 번들에 없는 기능을 써요: { $feature }.
    .try = 내려받은 그대로의 번들을 고르거나, 파일 하나에 압축하지 않고 다시 담아 주세요: 7z a -tzip -mx=0 -mem=AES256 -p.
zip-split = 여러 파일로 나누기
zip-compression = 압축(방식 { $number })
zip-wrong-passphrase = 이 암호로는 압축 파일이 열리지 않아요.
    .try = 적어 둔 것과 하이픈까지 비교해 주세요. 번들마다 암호가 달라요.
zip-damaged = 압축 파일 안의 “{ $path }” 항목이 바뀌었거나 손상되었어요. 확인값이 달라요.
    .try = 다시 복사하거나 내려받고, SHA-256이 내보낼 때 보인 값과 같은지 비교해 주세요.
zip-directory-damaged = 압축 파일의 목록이 손상되었어요.
    .try = 다시 복사하거나 내려받고, SHA-256이 내보낼 때 보인 값과 같은지 비교해 주세요.
zip-file-too-large = 파일이 { NUMBER($size) }바이트인데, { NUMBER($allowed) }바이트까지만 읽어요.
    .try = 번들 자체를 골라 주세요. 인증서 하나에 몇 킬로바이트쯤이에요.
zip-contents-too-large = 압축을 풀면 { NUMBER($size) }바이트가 넘는데, { NUMBER($allowed) }바이트까지만 받아요.
    .try = 내려받은 그대로의 번들을 골라 주세요.
zip-overlap = 이 압축 파일은 여러 항목이 같은 바이트를 함께 써요. 압축 폭탄(zip bomb)이 이렇게 만들어져요.
    .try = 이 파일을 풀지 말고 내려받은 그대로의 번들을 골라 주세요.
zip-unsafe-path = 압축 파일에 “{ $path }” 이름이 있는데, 풀기에 안전하지 않아요.
    .try = 이 파일을 풀지 말고 내려받은 그대로의 번들을 골라 주세요.

## 암호화된 키와 PKCS#12
algorithm-unsupported = 이 파일은 낡았거나 알 수 없는 “{ $algorithm }” 방식을 써서 여기서 읽지 않아요.
    .try = AES-256으로 쓰는 OpenSSL 3의 openssl pkcs8 -topk8 또는 openssl pkcs12 -export 명령으로 바꿔 주세요.
derivation-too-costly = 이 파일은 키를 끌어내는 데 { NUMBER($demanded) }단계의 { $derivation } 계산을 요구하는데, { NUMBER($allowed) }단계까지만 받아요.
    .try = 직접 만든 파일이면 OpenSSL 기본값으로 다시 쓰고, 아니면 믿지 마세요.
key-not-found = 이 텍스트에는 암호화된 비밀키(private key)가 없어요.
    .try = -----BEGIN ENCRYPTED PRIVATE KEY-----로 시작하는 부분을 찾아 주세요.
key-not-encrypted = 이 텍스트의 비밀키(private key)는 암호화되어 있지 않아요.
    .try = 다른 사람이 읽을 수 있었다면 유출된 것으로 보고, openssl pkcs8 -topk8 명령으로 암호화해 주세요.
key-traditional = 비밀키(private key)가 OpenSSL의 옛 방식(Proc-Type: 4,ENCRYPTED)으로 암호화되어 있는데, MD5 한 번으로만 보호돼요.
    .try = openssl pkcs8 -topk8 명령으로 바꿔 주세요.
key-unreadable = 암호화된 비밀키(private key)가 손상되었거나 일부가 빠졌어요.
    .try = 첫 줄과 마지막 줄까지 전부 복사해 주세요.
key-wrong-passphrase = 비밀키(private key)를 풀 수 없어요. 암호가 다르거나 키가 바뀌었어요.
    .try = 암호를 적어 둔 것과 하이픈까지 비교해 주세요.
p12-no-certificate = .p12 파일에는 키의 인증서가 있어야 하는데 없어요.
    .try = 먼저 인증서를 발급해 주세요.
p12-not = 이 파일은 PKCS#12 파일이 아니에요.
    .try = .p12 또는 .pfx로 끝나는 파일을 골라 주세요.
p12-unreadable = PKCS#12 파일이 손상되었거나 일부가 빠졌거나, 여기서 읽지 않는 방식으로 쓰였어요.
    .try = 다시 복사하거나 openssl pkcs12 명령으로 바꿔 주세요.
p12-no-check-value = PKCS#12 파일에 확인값(MAC)이 없어서 바뀌었는지 알 수 없어요.
    .try = openssl pkcs12 -export 명령으로 다시 써 주세요.
p12-wrong-passphrase = PKCS#12 파일을 열 수 없어요. 암호가 다르거나 파일이 바뀌었어요.
    .try = 암호를 적어 둔 것과 하이픈까지 비교해 주세요.
p12-no-key = PKCS#12 파일에 비밀키(private key)가 없어요.
    .try = 키와 함께 만든 파일을 골라 주세요.
p12-several-keys = PKCS#12 파일에 비밀키(private key)가 둘 이상 있어요.
    .try = 키와 인증서를 한 쌍씩 따로 파일로 써 주세요.
p12-other-key = PKCS#12 파일에 비밀키(private key)와 짝이 맞는 인증서가 없어요.
    .try = 이 키로 발급한 인증서를 넣어 다시 써 주세요.
material-nothing = 여기서 읽을 수 있는 인증서도 비밀키(private key)도 들어 있지 않아요.
    .try = 파일 전체를 주거나, 블록마다 -----BEGIN 줄과 -----END 줄까지 붙여 넣어 보세요.
material-too-large = { NUMBER($size) }바이트인데, 인증서와 키는 { NUMBER($allowed) }바이트까지만 읽어요.
    .try = 인증서나 키, 번들 자체를 골라 주세요.
material-wants-passphrase = 암호(passphrase)로 잠겨 있는데 입력한 것이 없어요.
    .try = 암호를 입력하고 다시 열어 보세요.

## workspace.json
workspace-section = 기록의 “{ $section }” 부분을 쓰지 못했어요.
    .try = 페이지를 새로고침하고, 또 일어나면 알려 주세요.
workspace-private-key = 공개 기록에 비밀키(private key)가 들어갈 뻔해서 멈췄어요.
    .try = 입력란에 비밀키가 있는지 찾아 지워 주세요.
workspace-not = workspace.json은 이 제품의 기록이 아니에요.
    .try = 내려받은 그대로의 CA 번들을 골라 주세요.
workspace-newer = workspace.json은 { $found } 버전이고({ $made_by }에서 작성) 이 페이지는 { $known } 버전까지만 알아요.
    .try = 이 페이지의 최신 버전에서 열어 주세요.
workspace-field = workspace.json을 읽을 수 없어요. { NUMBER($line) }번째 줄: { $reason }.
    .try = 직접 고쳤다면 되돌리고, 아니면 번들의 다른 사본을 열어 주세요.
workspace-too-large = workspace.json이 { NUMBER($size) }바이트인데, { NUMBER($allowed) }바이트까지만 읽어요.
    .try = 내려받은 그대로의 CA 번들을 골라 주세요.
workspace-too-many = workspace.json에 인증서가 { NUMBER($count) }개 있는데, { NUMBER($allowed) }개까지만 읽어요.
    .try = 내려받은 그대로의 CA 번들을 골라 주세요.
workspace-moment = workspace.json의 “{ $value }” 값은 2026-11-23T09:00:00Z 같은 시각이 아니에요.
    .try = 직접 고쳤다면 되돌리고, 아니면 번들의 다른 사본을 열어 주세요.
workspace-label = workspace.json의 { NUMBER($number) }번째 인증서 이름이 너무 길거나 보이지 않는 문자가 있어요.
    .try = 200자 이하로 줄여 주세요.
workspace-certificate = workspace.json의 { NUMBER($number) }번째 인증서를 읽을 수 없어요.
    .try = 직접 고쳤다면 되돌리고, 아니면 번들의 다른 사본을 열어 주세요.
workspace-serial = workspace.json의 { NUMBER($number) }번째 인증서 옆에 적힌 일련번호는 { $written }인데, 인증서의 일련번호는 { $certificate }이에요.
    .try = 직접 고쳤다면 되돌리고, 아니면 번들의 다른 사본을 열어 주세요.
workspace-reason = workspace.json의 { NUMBER($number) }번째 인증서를 폐기한 까닭 “{ $value }” 값은 여기서 쓰는 RFC 5280의 사유가 아니에요.
    .try = 직접 고쳤다면 되돌리고, 아니면 번들의 다른 사본을 열어 주세요.
workspace-list = workspace.json의 폐기 목록(CRL)을 읽을 수 없어요.
    .try = 직접 고쳤다면 되돌리고, 아니면 번들의 다른 사본을 열어 주세요.
workspace-list-number = workspace.json의 폐기 목록(CRL) 옆에 적힌 번호는 { $written }인데, 목록의 번호는 { $list }이에요.
    .try = 직접 고쳤다면 되돌리고, 아니면 번들의 다른 사본을 열어 주세요.

## CA 번들
authority-missing = 압축 파일이 열리고 기록도 있지만 “{ $name }” 파일이 없어서 온전한 CA 번들이 아니에요.
    .try = 내려받은 그대로의 CA 번들을 골라 주세요.
authority-not-text = 번들 안의 “{ $name }” 파일이 텍스트가 아니에요.
    .try = 내려받은 그대로의 CA 번들을 골라 주세요.
