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
rules-accept = 규칙(RFC 5280)으로는 올바른 체인이에요.
openssl-accepts = OpenSSL이 받아들여요. ssl_verify_depth가 { NUMBER($depth) }인 nginx와 같아요.
openssl-refuses = nginx가 쓰는 OpenSSL이 오류 { $number }(으)로 거부해요. 깊이 { NUMBER($depth) }: { $words }.
    .try = 어느 규칙이고 어떻게 고치는지는 아래 단계에서 볼 수 있어요.
webpki-accepts = rustls와 handfast-gateway가 쓰는 webpki가 받아들여요.
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
from-then = { $at }부터
