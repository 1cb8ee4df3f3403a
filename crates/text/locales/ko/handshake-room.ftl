# 핸드셰이크 화면: 무엇을 해 보는지, 어떻게 끝났는지, 무엇을 보냈는지.

of-yours = 이 화면에서 만든 인증서로 해 봤어요. 일부러 틀리게 한 것은 이번에만 쓰려고 만들었어요.
of-an-example = 키까지 있는 세트가 없어서 이번에만 쓰는 예를 만들었어요. 만들기에서 세트를 만들면 그것으로 볼 수 있어요.
recorded = 기록된 그대로 풀어 놓았어요.
from-to = { $client }에서 { $server }(으)로 연결했어요.
completed = { $side } 쪽에서는 핸드셰이크가 끝났고 할 말을 다 했어요.
stopped = { $side }가 { $step }을(를) 읽다가 경고(alert) 없이 끝냈어요.
stopped-with = { $side }가 { $step }을(를) 읽다가 { $alert } 경고(alert)를 보내고 끝냈어요.
told = { $side }는 { $step }을(를) 기다리다가 { $alert } 경고(alert)를 받았어요.
left-waiting = { $side }는 { $step }을(를) 계속 기다렸어요. 상대가 떠났어요.
not-tls = { $side }는 TLS로 말하지 않았어요.
agreed = 합의한 것: { $version }, { $suite }.
side-client = 클라이언트
side-server = 서버
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

## 화면
title = 핸드셰이크 · Handfast
name = 핸드셰이크
purpose = 내 인증서로 이 화면에서 실제 핸드셰이크를 해 봐요. 메시지와 바이트 하나하나, 그리고 왜 실패하는지 보여 줘요.
scenarios = 시나리오
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
