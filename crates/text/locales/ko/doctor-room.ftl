# 진단 화면: 증상에서 해결까지, 그리고 배포하기 전에 어떻게 될지.

## 알아본 것
recognised = { $count ->
    [0] 여기서 아는 메시지가 없어요.
   *[other] 아는 메시지가 { NUMBER($count) }개 있어요. 가장 많은 것을 알려 주는 것부터 보여 줘요.
  }
by-server = { NUMBER($line) }번째 줄: 서버가 한 말
by-client = { NUMBER($line) }번째 줄: 클라이언트가 한 말
by-tool = { NUMBER($line) }번째 줄: 아무것도 보내기 전에 프로그램이 한 말
by-either = { NUMBER($line) }번째 줄: 클라이언트나 서버가 한 말(어느 쪽인지는 글에 없어요)
causes = 그럴듯한 원인을 가능성이 큰 것부터 적었어요.
tell-apart = 구별하는 방법
remedy = 할 일
seen-in = 실제로 본 곳
unknown = 여기서 모르는 것
unknown-lines = 이 줄들은 무언가 잘못되었다고 하지만 여기서 아는 것이 아니에요.
line = { $number }번째 줄
nothing-loaded = 불러온 인증서가 없어서 인증서 없이 설명했어요. 양쪽의 인증서를 불러오면 이름이 같은 두 인증 기관(CA)이나 기간이 끝난 것을 찾아 줘요.
to-inspect = 살펴보기에서 인증서 불러오기

## 화면
name = 진단
purpose = 보이는 것을 붙여 넣으면 무슨 뜻이고 무엇을 할지 알려 줘요. 배포하기 전에 어떻게 될지도 볼 수 있어요.
symptom = 증상
message = 보이는 것
message-hint = curl의 출력(-v 포함), nginx error.log의 줄, 브라우저의 오류 코드, Java·Go·Python·Node.js·.NET의 예외, 경고(alert)의 이름이나 번호, 오류가 적힌 페이지를 붙여 넣으세요. 이 탭을 벗어나지 않아요.
example = 예시 보기
forget = 지우기
looking = 아는 것이 있는지 찾고 있어요
answer = 무슨 뜻인지

## 미리 돌려 보기
dry-run = 미리 돌려 보기
dry-run-what = 배포하기 전에 nginx나 Handfast 게이트웨이, 그리고 curl이 설정, 파일, 명령으로 무엇을 할지 보여 줘요.
inputs = 돌려 볼 것
configuration = nginx나 게이트웨이의 설정
configuration-hint = 붙여 넣거나 아래에 nginx.conf나 gateway.toml을 놓으세요. 사이트 파일만 있으면 Debian의 nginx가 포함하는 대로 읽어요.
trial-files = 파일 고르기
trial-files-what = nginx.conf와 거기에 포함된 파일, gateway.toml, 인증서, 폐기 목록이에요. 이름으로 경로와 맞춰요.
commands = 명령
commands-hint = POSIX 셸, cmd.exe, PowerShell용 curl 호출이에요. 가이드의 다른 명령도 살펴봐요.
keep-keys = 주지 않은 개인 키는 맞는 키로 볼게요
backend-down = 그 뒤에서 아무것도 답하지 않아요
not-rendered = 지금 배포에서 고른 것으로는 아무것도 만들 수 없어요: { $problem }
    .try = { $remedy }
public-stands-in = 공개 인증서와 그 키, 그리고 모든 시스템이 신뢰하는 CA는 여기에 없어요. 이 자리에서 만든 예시가 대신해요.
list-signed-here = 폐기 목록(CRL)은 이 예측만을 위해 서명했고, 인증서 { NUMBER($count) }개가 올라 있어요. 꾸러미에 들어갈 목록은 내보내기에서 서명해요.
deployed = 내가 배포에서 고른 것
guide = 가이드의 예시
running = 어떻게 될지 보고 있어요
outcome = 어떻게 될지
remove = { $name } 지우기
test = 설정
call = { NUMBER($line) }번째 줄의 호출
call-more = 나머지 호출
more-calls = 호출 { NUMBER($count) }개는 보지 않았어요.
is-site = 사이트 파일이라서 Debian 12의 nginx.conf가 포함하는 대로 읽었어요.
no-configuration = 아직 설정이 없어요. 붙여 넣거나 파일을 놓으면 호출마다 어떻게 될지 알려 줘요.
foreseen = { $at }에 하는 대로예요.
remarks = 설정에서 눈에 띄는 것
remarks-files = 파일에서 눈에 띄는 것
remarks-commands = 명령에서 눈에 띄는 것
further-remarks = 보이지 않는 같은 종류의 것이 { NUMBER($count) }개 더 있어요. 이것부터 고치거나 서버를 하나씩 넣어 보세요.
no-remarks = 설정에서 눈에 띄는 것이 없어요.
files = 파일
missing = 이름이 적혀 있지만 아직 주지 않은 파일이에요. 여기에 놓거나 경로를 고쳐 주세요.
kept-back = 주지 않았지만 맞는 키로 본 개인 키예요.
given = 있는 파일이에요.
unused = 아무 데서도 쓰지 않는 파일: { $names }
