# 만들기 화면.
form-label = 세트를 정하는 양식
services = 서버: 이름과 IP 주소
services-hint = 클라이언트가 서버에 접속할 때 쓰는 이름과 주소를 모두 적어 주세요. Enter나 쉼표로 추가하고, 목록을 붙여 넣으면 한꺼번에 들어가요.
services-empty = api.example.com
service-remove = { $name } 제거
services-chosen = 서버의 이름과 주소
clients = 클라이언트
clients-hint = 하나마다 인증서를 하나씩 만들어요. 이름 목록을 붙여 넣으면 여러 개가 돼요.
client-name = 클라이언트 { NUMBER($number) } 이름
client-name-empty = partner-1
client-remove = 클라이언트 { NUMBER($number) } 제거
client-more = 이메일, SPIFFE ID
client-email = 이메일
client-uri = URI 또는 SPIFFE ID
client-uri-empty = spiffe://example.com/partner-1
add-client = 클라이언트 추가

more = 더 정하기
subject = 주체(subject)의 나머지 항목
organization = 조직(O)
unit = 부서(OU)
country = 국가(C)
country-hint = KR, GB처럼 두 글자
authority-name = 인증 기관(CA) 이름(CN)
authority-name-hint = 비워 두면 첫 번째 서버 이름으로 겹치지 않는 이름을 만들어요.
key-and-lifetime = 키와 유효기간(validity)
algorithm = 키 종류
lifetime = 유효기간(validity): 일수, 또는 2027-11-23처럼 마지막 날
lifetime-ends = { $day }까지예요.
lifetime-lasts = 지금부터 { NUMBER($days) }일이에요.
lifetime-starts = { $ends } 시계가 조금 늦은 기기에서도 바로 쓸 수 있도록, 인증서는 만들기 { NUMBER($minutes) }분 전부터 유효해요.
about-p384 = 384비트를 요구하는 규정에 맞아요. 서명이 더 느려요.
about-rsa2048 = 오래된 시스템용이에요. 아직 허용되는 가장 작은 RSA예요.
about-rsa3072 = 128비트 보안을 요구하는 오래된 시스템용이에요. 0.5초쯤 걸려요.
about-rsa4096 = RSA 4096을 지정한 규정용이에요. 만드는 데 몇 초, 핸드셰이크(handshake)마다 시간이 더 걸려요.

make = 인증서 만들기
make-again = 새로 만들기
making = 인증서를 만드는 중
mend-first = 먼저 확인할 항목이 { NUMBER($count) }개 있어요.

empty = 한 번 누르면 바로 쓸 수 있는 세트가 만들어져요
empty-why = CA, 서버 인증서(server certificate), 클라이언트마다 인증서(client certificate)를 하나씩, 각각의 비밀키(private key)와 함께 만들어요. 양식에 있는 값 그대로 시작해도 괜찮아요. 저장하기 전까지는 모두 이 탭 안에만 있어요.
or-open = CA 번들이 이미 있나요? 열어서 이어서 할 수 있어요.
sketch = 맨 위에 CA가 있고, 서버와 클라이언트로 선이 이어져요.

set = 인증서 세트
issued-count = 발급한 인증서 { NUMBER($count) }개
next = 다음: 서버에 놓을 파일
issue-clients = 클라이언트 더 발급
many = 여럿 한꺼번에
issue-server = 서버 더 발급
start-over = 처음부터
no-authority-key = CA의 키가 여기 없어서 더 발급할 수 없어요.
subject-empty = 비어 있음, 이름은 SAN에 있어요
subject-name = 주체(subject)
names = 이름(SAN)
valid-span = { $from } ~ { $to }
days-left = { $count ->
    [0] 오늘까지
   *[other] { NUMBER($count) }일 남음
}
expired = 만료됨
today-is = 오늘 표시, { $day }
span = { $from }부터 { $to }까지 유효
serial = 일련번호(serial number)
fingerprint = SHA-256 지문(fingerprint)
key-here = 비밀키(private key): 여기 있고, 저장하지 않음
key-saved = 비밀키(private key): 여기 있고, 저장함
key-gone = 비밀키(private key): 여기 없음
copy-pem = PEM 복사
save-pem = PEM 저장
save-key = 키를 암호화하지 않고 저장…
rename = 이름 바꾸기
rename-label = 이 화면과 파일 이름에 쓸 이름
rename-hint = 인증서 자체는 바뀌지 않아요.
rename-do = 바꾸기
remove = 제거…
revoke = 폐기…
revoked-on = { $day }에 폐기함
list = 폐기 목록(CRL) { $number }번, 폐기한 인증서는 { NUMBER($count) }개예요.
    .try = { $day }까지 쓸 수 있고, 그 뒤에는 이 목록을 쓰는 서버가 모두 거부해요.
list-none = 폐기 목록(CRL)이 아직 없어요.
    .try = 목록을 쓰는 서버는 그 안의 인증서를 거부하고, 기한이 지나면 모두 거부해요.
list-old = 폐기 목록(CRL)의 기한이 지났거나 나중에 폐기한 인증서가 빠졌어요.
    .try = 새 목록에 서명해서 설치해 주세요.
list-sign = { NUMBER($days) }일짜리 서명
list-copy = 목록 복사
list-save = 목록 저장
of-item = { $action }: { $name }

more-clients = 이 CA로 클라이언트 더 발급
more-server = 이 CA로 서버 더 발급
issue = 발급하기
issuing = 발급하는 중

openssl = openssl로 똑같이 만들기
openssl-why = 어디서든 이 명령으로 똑같은 세트를 만들 수 있어요. 키, 일련번호, 서명만 다르고 나머지 항목은 모두 같아요.
openssl-show = 명령 보기
openssl-rendering = 명령을 쓰는 중
