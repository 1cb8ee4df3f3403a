# 체인 화면: 그림에 적는 말, 나란히 놓은 판정, 단계, 시간 축.

## 그림
place-root = 루트, 스스로 서명함
place-authority = CA
place-leaf = 맨 아래 인증서
trusted = 신뢰함
cross-signed = 교차 서명됨
revoked = { $since }에 폐기됨
issuer-missing = 발급자가 여기에 없음: { $issuer }
twin-name = { $other }와(과) 이름이 같고 키가 다름
twin-key = { $other }와(과) 키가 같고 이름이 다름
twin-again = { $other }와(과) 이름과 키가 같음: 갱신했거나 교차 서명함
in-a-circle = 서로 서명해 맴도는 { NUMBER($count) }개 가운데 하나
span = { $from }부터 { $to }까지
edge-proven = { $issuer }이(가) { $subject }을(를) 발급했어요. 그 키로 서명되어 있어요.
edge-claimed = { $subject }에 { $issuer }이(가) 발급자로 적혀 있어요. 서명은 여기에서 검증할 수 없어요.
edge-refuted = { $subject }에 { $issuer }이(가) 발급자로 적혀 있지만 이 키로 서명되지 않았어요.

## 판정
summary = 인증서 { NUMBER($certificates) }개, 폐기 목록 { NUMBER($lists) }개.
judged = { $moment } 기준으로 판정했어요.
judged-as-client = 서버에 제시하는 클라이언트로 판정했어요.
judged-as-server = 이름과 상관없이 서버로 판정했어요.
judged-as-server-of = { $name }(이)라고 불리는 서버로 판정했어요.
rules-accept = 규칙(RFC 5280)으로는 올바른 체인이에요.
rules-refuse = 규칙(RFC 5280)으로는 거부해요. { $words }
at-certificate = “{ $name }”: { $words }
openssl-accepts = OpenSSL이 받아들여요. ssl_verify_depth가 { NUMBER($depth) }인 nginx와 같아요.
openssl-refuses = nginx가 쓰는 OpenSSL이 오류 { $number }(으)로 거부해요: { $words }.
    .try = 어느 규칙이고 어떻게 고치는지는 아래 단계에서 볼 수 있어요.
webpki-accepts = rustls와 handfast-gateway가 쓰는 webpki가 받아들여요.
webpki-refuses = rustls와 handfast-gateway가 쓰는 webpki는 거부해요: { $words }
curl-accepts = curl이 받아들여요.
curl-refuses = curl이 OpenSSL 오류 { $number }(으)로 거부해요: { $words }.
    .try = 어느 규칙이고 어떻게 고치는지는 아래 단계에서 볼 수 있어요.
why-they-differ = 판정이 다른 까닭
nothing-to-judge = 판정할 수 있는 인증서가 여기에 없어요.
    .try = 인증서와 그 위의 CA들을 넣어 주세요. 체인 파일이면 돼요.
nothing-trusted = 신뢰하는 인증서가 없어서 어떤 체인도 받아들일 수 없어요.
    .try = 루트를 넣거나 신뢰할 인증서를 골라 주세요.

## 단계
path = 경로 { NUMBER($number) }: { $names }
path-quiet = 모든 단계를 통과한 인증서 { NUMBER($count) }개.
path-more = 시도하는 것보다 경로가 많아요. 가장 멀리 가는 경로를 보여 드려요.
step = 단계
outcome = 결과
passed = 통과
not-asked = 확인하지 않음
doubtful = 프로그램마다 다름: { $words }
failed = 실패: { $words }

## 시간 축
list-of = { $issuer }의 CRL
without-end = 끝 없음
begins = { $title } 시작.
ends = { $title } 끝.
all-accept = 모두 받아들여요.
accepted-by = 받아들이는 쪽: { $names }.
stays-until = { $moment }까지는 그대로예요.
from-then = { $at }부터

## 묻는 것
asked = 판정할 것
aim = 인증서를 쓰는 곳
aim-client = 클라이언트: 서버에 제시함
aim-server = 서버
server-name = 부르는 이름
server-name-hint = 부르는 쪽이 쓰는 주소의 이름이에요. 비워 두면 이름은 보지 않아요.
depth = nginx의 ssl_verify_depth
depth-hint = 맨 아래 인증서와 루트 사이에 CA가 몇 개까지 있어도 되는지예요.
with-lists = 여기에 있는 폐기 목록을 확인하기
nothing = 아직 그릴 것이 없어요
nothing-why = 만들기에서 세트를 만들거나 살펴보기에 인증서를 넣어 주세요. 있는 것을 바로 그리고 판정해요.

## 화면의 그림
drawing = 체인
drawing-help = 위 화살표는 발급자로, 아래 화살표는 발급된 것으로, 좌우 화살표는 옆으로 가요.
larger = 크게
smaller = 작게
save-svg = SVG 저장
save-png = PNG 저장
judged-one = 판정 대상
judge = 이 인증서 판정하기
trust = 신뢰하기
distrust = 신뢰하지 않기
closer = 자세히 보기
links = 서명

## 화면의 시간 축
time = 시간 축
time-help = 슬라이더를 옮기면 살펴보기까지 모두 그 시각을 기준으로 판정해요.
moment = 시각
day = 날짜
now = 지금으로
elsewhere = 지금이 아니라 { $moment } 기준으로 판정했어요.
changes = 언제 무엇이 달라지는지
verdicts = 판정
paths = 모든 경로를 한 단계씩
judging = 체인을 판정하고 있어요
