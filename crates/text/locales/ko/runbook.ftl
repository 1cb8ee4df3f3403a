# 운영 절차서(runbook): 서버에서 협력사의 첫 호출까지 모든 단계. 화면에도 있고, 서버 번들의 RUNBOOK.md에도 있어요.

file = 서버에서 첫 호출까지 모든 단계와 그때 보여야 하는 것
title = { $service } 운영 절차서
what = 서버에서 협력사의 첫 호출까지 모든 단계를 실제 값으로 적었어요. 위에서 아래로 진행하면서, 보이는 결과를 여기 적힌 것과 비교해 주세요.
done = 완료
expect = 이렇게 보여야 해요: { $what }
otherwise = 다르게 보인다면
console = 구글 클라우드(Google Cloud) 콘솔에서 하는 방법
where-here = 내 컴퓨터에서
where-machine = 서버에서
where-client = 클라이언트 번들의 파일이 있는 폴더에서, 호출해도 되는 컴퓨터로

## 서버
machine = 서버와 그 이름
machine-why = 호출하는 쪽이 찾아오는 길이에요: 주소, 그 주소의 이름, 그리고 방화벽의 포트.
address = 서버의 주소 찾기
address-gcloud = 인터넷에서 찾아오는 외부 주소예요.
address-gcloud-1 = Compute Engine의 VM 인스턴스(https://console.cloud.google.com/compute/instances)를 열고 { $project } 프로젝트를 골라 주세요.
address-gcloud-2 = 영역 { $zone }의 { $instance } 줄에서 “외부 IP” 아래의 주소를 복사해 주세요.
address-expect = 203.0.113.10 같은 주소 하나
address-none = 아무것도 나오지 않아요. 인스턴스에 외부 주소가 없거나 꺼져 있어요.
    .try = 켜거나 주소를 주세요. 콘솔에서 인스턴스를 열고 수정, 네트워크 인터페이스를 차례로 골라 주세요.
address-moves = 어제와 주소가 달라요. 임시 주소는 인스턴스를 껐다 켜면 바뀌어요.
    .try = VPC 네트워크의 IP 주소에서 고정 주소로 예약해 주세요.
address-ssh = 서버가 스스로 알고 있는 주소들이에요.
address-ssh-expect = 호출하는 쪽이 찾아오는 주소가 그 안에 있어요
address-private = 10.x.x.x나 192.168.x.x 같은 주소만 나와요. 다른 장비가 앞에서 이 서버로 넘겨주고 있어요.
    .try = 네트워크를 운영하는 분에게 바깥 주소를 묻고, { $port }번 포트를 넘겨 달라고 해 주세요.
address-unsaid = 호출하는 쪽이 서버를 찾아오는 주소를 적어 두세요. 서버를 제공하는 곳의 화면에 나와 있어요.
dns = 이름이 서버를 가리키게 하기
dns-what = 도메인을 관리하는 곳에서, 서버의 주소로 A 레코드(IPv6 주소라면 AAAA)를 만들어 주세요. 이름: { $names }
dns-console-1 = 도메인이 Cloud DNS에 있다면 네트워크 서비스, Cloud DNS, 그 도메인의 영역을 차례로 열어 주세요.
dns-console-2 = “표준 추가”를 고르고 이름 { $name }, 유형 A, 서버의 주소를 넣어 만들어 주세요.
dns-console-3 = 도메인이 다른 곳에 있다면 등록 업체의 화면에서 같은 레코드를 만들어 주세요.
dns-expect = 서버의 주소 하나만
dns-none = 아무것도 나오지 않아요. 그런 레코드가 없거나 아직 퍼지지 않았어요.
    .try = 레코드의 이름을 한 글자씩 비교하고, TTL만큼 기다려 주세요. 그때까지는 호출마다 --resolve { $name }:{ $port }:주소 를 붙이면 돼요.
dns-other = 다른 주소가 나와요. 예전 레코드가 남아 있어요.
    .try = 새로 더하지 말고 그 레코드를 고친 다음, 예전 TTL만큼 기다려 주세요.
firewall-gcloud-1 = VPC 네트워크의 방화벽을 열고 “방화벽 규칙 만들기”를 골라 주세요.
firewall-gcloud-2 = 이름과 대상 태그: { $rule }. 방향: 수신. 소스 범위: { $callers }. 프로토콜과 포트: { $ports }.
firewall-gcloud-3 = { $instance } 인스턴스를 열고 수정을 골라 { $rule } 네트워크 태그를 더해 주세요.
firewall-gcloud-4 = “HTTPS 트래픽 허용”은 선택하지 마세요. 누구에게나 443번 포트를 열어 버려요.
firewall-expect = 호출하는 쪽의 범위만 있고 다른 범위는 없는 규칙
firewall-open = 다른 규칙이 0.0.0.0/0을 들여보내요. 예를 들면 https-server 태그의 default-allow-https예요.
    .try = 누구나 접속해도 되는 서버가 아니라면 인스턴스에서 그 태그를 떼어 주세요.
firewall-timeout = 호출한 쪽이 “Connection timed out”(curl 28)을 봐요. 방화벽이 그쪽 주소를 모르고 있어요.
    .try = 어느 주소에서 호출하는지 물어보고, 그 주소를 규칙에 더해 주세요.

## 파일 옮기기
bring = 파일을 옮기고 설치하기
bring-why = { $archive } 파일은 내보내기 화면에서 저장한 서버 번들이에요.
bring-unsaid = 다른 파일을 옮길 때처럼 { $archive } 파일을 서버의 폴더 가운데 다른 사람이 읽지 못하는 곳에 복사하고, 서버에 로그인해 주세요.
copy-expect = 파일 이름과 100%
copy-refused = “Permission denied (publickey)”가 나와요. 서버가 내 키를 몰라요.
    .try = 배포 화면에 맞는 개인 키 파일을 적거나, 서버의 ~/.ssh/authorized_keys에 내 공개 키를 넣어 달라고 해 주세요.
copy-timeout = “Connection timed out”이 나와요. 서버의 방화벽이 SSH 포트로 들여보내지 않아요.
    .try = 내 주소에만 그 포트를 열거나, 서버를 관리하는 화면에서 시작해 주세요. 구글 콘솔에는 인스턴스 줄에 SSH 버튼이 있어요.
enter-expect = 서버의 명령 줄
enter-host-key = ssh가 호스트의 키가 바뀌었다고 경고해요.
    .try = 더 나아가기 전에 이유를 알아내 주세요. 새로 만든 서버도 키가 새것이지만, 중간에 끼어든 사람도 그래요.
install-expect = “{ $done }”
install-stopped = 스크립트가 멈추고 이유를 말해요.
    .try = 모든 것이 전과 같아요. 두 번째 문장대로 한 다음 다시 시작해 주세요.
install-twice = 모든 것이 이미 제자리에 있다고 말해요.
    .try = 잘못된 것이 아니에요. 두 번째 실행은 아무것도 바꾸지 않아요.

## 백엔드
backend = 백엔드가 대답하는지
backend-why = nginx는 들여보낸 요청을 뒤로 넘겨요. 뒤에 아무도 없으면 호출한 쪽은 502를 받아요.
backend-runs = 백엔드가 돌고 있는지 보기
backend-runs-expect = active
backend-failed = “failed”나 “inactive”가 나와요.
    .try = 왜 끝났는지 읽고 고친 다음 다시 시작해 주세요:
backend-direct = nginx를 거치지 않고 직접 물어보기
backend-direct-expect = HTTP 403과 “This request did not come through the server that verifies clients.”
backend-direct-meaning = 거절이 맞아요. 여기서는 아무도 보증해 주지 않으니까요. 백엔드는 nginx가 확인한 호출에만 대답해요.
backend-direct-refused = “Connection refused”(curl 7)이거나 그런 소켓이 없다고 나와요. 백엔드가 거기서 듣고 있지 않아요.
    .try = 앞 단계로 돌아가 주세요.
backend-direct-hello = 인사말이 나와요. 이 번들의 app.py가 아닌 다른 프로그램이 거기서 듣고 있어요.
    .try = 찾아서 끝내거나 배포 화면에서 다른 포트를 골라 주세요:
backend-own = 서버에서 백엔드에 직접 물어보기
backend-own-expect = 어떤 것이든 내 백엔드의 대답
backend-own-refused = “Connection refused”이거나 시간이 초과돼요. 백엔드가 { $backend }에서 듣고 있지 않거나 사이에 방화벽이 있어요.
    .try = 백엔드를 시작하고, 주소가 배포 화면에 적은 것과 같은지 비교해 주세요.

## nginx
nginx = nginx가 듣고 있는지
nginx-why = install.sh가 이미 시작했어요. 아래 명령은 nginx가 이 설정으로 돌고 있는지 보여 줘요.
nginx-test = nginx에게 설정을 검사하게 하기
nginx-test-expect = “syntax is ok”와 “test is successful”
nginx-test-refused = nginx가 파일과 줄을 말해요.
    .try = 아무도 그 파일을 고치지 않았다면 번들을 다시 풀고 install.sh를 실행해 주세요. 바뀐 것을 되돌려 놓아요.
nginx-runs = 돌고 있는지 보기
nginx-runs-expect = active
nginx-failed = “failed”나 “inactive”가 나와요.
    .try = 이유를 읽고 고친 다음 다시 시작해 주세요. “Address already in use”는 다른 프로그램이 그 포트를 쓰고 있다는 뜻이에요:
nginx-resumption = CVE-2025-23419가 고쳐졌는지 보기
nginx-resumption-why = 오래된 nginx에서는 같은 서버의 다른 사이트에서 맺은 TLS 세션이 클라이언트 인증서를 낸 것처럼 통할 수 있었어요. 배포판은 판 번호를 바꾸지 않고 고쳐요.
nginx-resumption-expect = CVE-2025-23419를 말하는 줄
nginx-resumption-none = 아무것도 나오지 않아요. 패키지가 수정보다 오래되었어요.
    .try = 패키지를 올려 주세요:

## 점검
checks = mTLS가 되고, 정말 켜져 있는지
checks-why = 성공한 호출 하나는 거절에 대해 아무것도 증명하지 않아요. 아래 모두가 함께 증명해요.
check-script = 모든 점검을 한 번에 하기
check-script-expect = “{ $done }”
check-script-failed = 어떤 줄이 “실패”라고 해요.
    .try = 그다음 줄이 무엇을 해 볼지 말해 줘요. 아래 호출들은 같은 것을 손으로 보여 줘요.
check-name = “Could not resolve host”(curl 6)가 나와요.
    .try = 이름을 다룬 단계로 돌아가 주세요.
check-nobody = “Connection refused”(7)이나 “Connection timed out”(28)이 나와요.
    .try = 7이면 nginx가 듣고 있지 않고, 28이면 방화벽이 막고 있어요. 그 단계로 돌아가 주세요.
check-untrusted = --cacert를 주었는데도 “SSL certificate problem”(60)이 나와요.
    .try = ca.crt와 서버 인증서가 서로 다른 세트에서 왔거나, 주소의 이름이 인증서에 없어요. 이 클라이언트와 같은 세트의 서버 번들을 설치해 주세요.
check-gateway = HTTP 502나 504가 나와요.
    .try = nginx는 들여보냈는데 백엔드가 대답하지 않아요. 백엔드를 다룬 단계로 돌아가 주세요.
check-log = 내 인증서로 호출했는데 HTTP 400이 나와요.
    .try = 이유는 nginx의 오류 로그에 info 수준으로만 남아요:

## 넘겨주기
hand = 호출하는 쪽마다 넘겨주기
hand-why = 호출하는 쪽마다 자기 키가 든 번들을 따로 받아요. 둘에게 같은 것을 주면 둘을 한꺼번에 폐기할 수밖에 없어요.
hand-save = 내보내기 화면에서 클라이언트마다 번들 저장하기
hand-save-what = 누가 열지 거기서 골라 주세요. 안에 어떤 파일이 들어가고 README가 무엇을 설명할지가 정해져요.
hand-send = 파일과 암호를 서로 다른 길로 보내기
hand-send-what = 예를 들면 ZIP은 메일로, 암호는 전화로 보내 주세요. 다른 사람에게는 둘 다 필요 없어요.
hand-address = { $url } 주소를 알려 주고, 방화벽이 들여보내야 한다면 그쪽 주소를 물어봐 주세요.
hand-first = 첫 호출이 오는지 보기
hand-first-expect = “SUCCESS”와 호출한 쪽의 주체(subject)가 있는 줄
hand-first-none = 그쪽의 줄이 없어요. 호출이 nginx까지 오지 않았어요.
    .try = curl이 보여 준 메시지와 번호를 물어봐 주세요. 번호마다의 뜻은 점검 단계에 있어요.
hand-first-refused = 그 줄에 SUCCESS가 아닌 다른 말이 있어요.
    .try = “NONE”은 인증서를 보내지 않았다는 뜻이고, 이유가 붙은 “FAILED”는 거절되었다는 뜻이에요. 그쪽 번들의 README에 호출 방법이 있어요.

## 계속 운영하기
keep = 계속 운영하기
keep-why = 인증서가 끝나는 날은 오늘 이미 알 수 있어요. 달력에 적어 두면 갑작스럽지 않아요.
dates = 끝나는 날들
dates-what = 무엇이
dates-when = 언제 끝나는지
dates-unmade = 아직 만든 인증서가 없어요. 만들면 날짜가 나와요.
ends-server = 서버 { $name }
ends-client = 클라이언트 { $name }
ends-clients = 클라이언트 { NUMBER($count) }곳 가운데 첫 번째
ends-authority = 인증 기관 { $name }: 그때는 모두 끝나요
ends-list = 폐기 목록: 그때는 모두 거절돼요
renew-server = 서버 인증서를 제때 새로 하기
renew-server-what = 내보내기 화면에서 인증 기관 번들을 열고, 만들기 화면에서 서버를 하나 더 발급한 다음, 그 번들을 내보내 위와 같이 설치해 주세요. 2주 전이면 충분해요. install.sh는 파일을 바꾸고, 호출을 끊지 않고 nginx가 다시 읽게 해요.
renew-client = 클라이언트 인증서를 제때 새로 하기
renew-client-what = 만들기 화면에서 새 클라이언트를 발급해 번들을 넘겨주세요. 예전 인증서도 제 날짜까지는 통하니 한밤중에 바꿀 필요가 없어요.
renew-list = 다음 폐기 목록에 제때 서명하기
renew-list-what = 위의 날짜 전에, 그리고 클라이언트를 폐기할 때마다 만들기 화면의 인증 기관 카드에서 서명해 주세요. client-ca.crl을 서버로 복사하고, 거기서 실행해 주세요:
renew-list-expect = 아무 메시지도 없고, 그다음 좋은 인증서로 한 점검이 여전히 성공해요
renew-list-everybody = 모두가 HTTP 400으로 거절되고, 오류 로그에 “CRL has expired”가 있어요.
    .try = 새 목록에 서명해 제자리에 놓아 주세요. 다른 방법은 없어요.
quiet = 모두 잘되면 로그를 조용하게 하기
quiet-what = 거절된 이유를 알 수 있도록 오류 로그가 info 수준으로 되어 있어요. 더 이상 필요 없으면 { $path }에서 “error_log … notice;”로 바꾸고 다시 읽게 해 주세요.
