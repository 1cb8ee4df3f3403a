# 핸드셰이크 화면: 무엇을 해 보는지, 어떻게 끝났는지, 무엇을 보냈는지.

of-yours = 이 화면에서 만든 인증서로 해 봤어요. 일부러 틀리게 한 것은 이번에만 쓰려고 만들었어요.
of-an-example = 키까지 있는 세트가 없어서 이번에만 쓰는 예를 만들었어요. 만들기에서 세트를 만들면 그것으로 볼 수 있어요.
recorded = 기록된 그대로 풀어 놓았어요.
recorded-from-openssl = 이 화면의 라이브러리로는 해 볼 수 없어서 실제 openssl 프로그램의 기록을 보여요. 예측은 내 인증서나 예로 만든 인증서에 같은 문제가 있을 때의 것이에요.
from-to = { $client }에서 { $server }(으)로 연결했어요.
further-connections = 이 기록의 연결 { NUMBER($count) }개는 여기에 보이지 않아요.
    .try = Wireshark의 “Export Specified Packets”로 찾는 연결만 따로 저장해서 열어 주세요.
completed = { $side } 쪽에서는 핸드셰이크가 끝났고 할 말을 다 했어요.
stopped = { $side }가 { $step }을(를) 읽다가 경고(alert) 없이 끝냈어요.
stopped-with = { $side }가 { $step }을(를) 읽다가 { $alert } 경고(alert)를 보내고 끝냈어요.
told = { $side }는 { $step }을(를) 기다리다가 { $alert } 경고(alert)를 받았어요.
left-waiting = { $side }는 { $step }을(를) 계속 기다렸어요. 상대가 떠났어요.
not-tls = { $side }는 TLS로 말하지 않았어요.
agreed = 합의한 것: { $version }, { $suite }.
side-client = 클라이언트
side-server = 서버
backend-asked = 서버가 백엔드에 물어봐요: { $line }
backend-answers = 백엔드가 답해요: { $line }
backend-silent = 답하는 백엔드가 없어서 서버가 직접 그렇게 알려요.
octets = { NUMBER($count) }바이트
encrypted = 암호화됨: 중간에서 아무도 읽을 수 없어요
in-clear = 평문: 중간에서 누구나 읽을 수 있어요
signed = 서명하는 내용
signature-fits = 서명이 제시한 인증서와 맞아요.
signature-differs = 서명이 제시한 인증서와 맞지 않아요.
checksum-fits = 앞의 모든 것에 대한 검사값이 맞아요.
checksum-differs = 앞의 모든 것에 대한 검사값이 틀려요.
recompute = openssl로 똑같이 계산하기
schedule = 이제 양쪽이 계산하는 값 { NUMBER($count) }개

## 같은 것으로 nginx와 curl이 하는 일
where-it-is-seen = 어디에서
what-is-seen = 보이는 것
taken = 설정을 받아들여요
row-alert = TLS 경고(alert)
alert-of-nginx = nginx가 { $alert }을(를) 보내요
alert-of-curl = curl이 { $alert }을(를) 보내요
status-and-title = { $status }, nginx 자체 페이지: { $title }
no-answer = 응답 없음
not-written = error_log 수준 때문에 적히지 않아요
exit-code = 종료 코드 { $code }
stricter = 여기에서는 nginx와 curl이 위의 핸드셰이크와 달라요. rustls는 통과시키지만 nginx와 curl은 막아요.
laxer = 여기에서는 nginx와 curl이 위의 핸드셰이크와 달라요. rustls는 끝내지만 nginx와 curl은 통과시켜요.
models = 이 파일과 명령만 보고 nginx { $nginx }, curl { $curl }, OpenSSL { $openssl } 모델로 예측했어요. 모델은 실제 프로그램과 비교해 두었어요.
command = nginx가 있는 컴퓨터에서 칠 명령
configuration = 설정 파일

## 시험 꾸러미
kit = 시험 꾸러미
kit-purpose = 서버가 거절해야 할 클라이언트 인증서들과 들여보내야 할 하나, 그리고 내 서버에 하나씩 시험해 보는 스크립트예요.
make-kit = 시험 꾸러미 만들어 저장하기
making-kit = 시험 꾸러미를 만들고 있어요
kit-no-set = 내 세트로 만들어요. 만들기에서 세트를 만들거나, 내보내기에서 인증 기관 꾸러미를 여세요.
kit-passphrase = 꾸러미의 암호
copy-passphrase = 암호 복사하기
kit-unpack = 서버에 연결할 수 있는 컴퓨터에서 7-Zip, Keka, bsdtar로 파일을 푸세요. 암호를 물어봐요.
kit-list = 꾸러미의 client-ca.crl을 서버에 설치하세요. 인증 기관의 최신 폐기 목록이고, 이것이 없으면 폐기된 인증서를 들여보내요.
kit-run = 그 폴더에서 “sh matrix.sh”를 실행하세요. 인증서를 하나씩 시험해 보고 예측과 다른 것을 알려 줘요.
kit-certificate = 인증서
kit-recorded = 인증 기관이 꾸러미를 위해 발급한 것은 하루만 유효하고, 이름에 “Handfast trial”이 있고, 인증 기관의 기록에 남아요. 기록이 남도록 인증 기관 꾸러미를 다시 저장하세요.
kit-without-key = 인증 기관의 키가 여기 없어서 꾸러미에 넣을 것을 발급할 수 없어요.
    .try = 내보내기에서 인증 기관 꾸러미를 연 다음 만드세요.
kit-unwritable = { $host }은(는) 스크립트에 쓸 수 없어요.
    .try = 호스트 이름이나 주소로 세트를 만드세요.

## 시나리오 전체
play-all = 시나리오 모두 해 보기
playing-all = 시나리오를 모두 해 보고 있어요
round = 모든 시나리오
round-done = 시나리오 { $count }개 가운데 { $through }개는 통과하고 { $stopped }개는 막혀요. nginx와 curl의 결과가 핸드셰이크와 다르거나, 그 뒤에서 오류가 나거나, 한쪽이 확인 없이 들어가면 주의 표시가 있어요.
round-scenario = 시나리오
round-end = 누가 어디서 끝냈는지
round-seen = 경고(alert)와 curl이 nginx에서 보는 것
round-rule = 규칙
round-through = 통과
round-stopped = { $side }, { $step }에서
round-recorded = { $end } (기록)
back-to-round = 모든 시나리오로 돌아가기

## 화면
title = 핸드셰이크 · Handfast
name = 핸드셰이크
purpose = 내 인증서로 이 화면에서 실제 핸드셰이크를 해 봐요. 메시지와 바이트 하나하나, 그리고 왜 실패하는지 보여 줘요.
scenarios = 시나리오
prediction = nginx와 curl이 하는 일
again = 다시 해 보기
record = 기록 열기
record-what = pcapng나 pcap 파일이에요. 비밀 값이 들어 있거나 평문 핸드셰이크면 돼요.
sequence = 메시지
before = 이전 메시지
next = 다음 메시지
fields = 필드와 바이트
first-connection = 첫 번째 연결
second-connection = 첫 연결의 세션을 이어받는 두 번째 연결
playing = 핸드셰이크를 하고 있어요
beside = TLS 1.2와 1.3 나란히
one-version = 한 버전만
run = 차례로 보기
run-stop = 여기서 멈추기
open-all = 모두 펼치기
open-one = 하나씩 보기
save-png = PNG로 저장
