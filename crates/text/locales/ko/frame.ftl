# 모든 화면을 둘러싼 틀.
name = Handfast
rooms = 화면
skip = 본문으로 건너뛰기
create = 만들기
create-for = 인증 기관(CA)과, 그 기관이 보증하는 서버·클라이언트 인증서를 만들어요.
deploy = 배포
deploy-for = 서버에 놓을 파일과, 제대로 동작하는지 확인하는 명령이에요.
export = 내보내기
export-for = 받는 사람마다 암호화된 번들(bundle)을 만들고, CA 번들을 다시 열 수 있어요.
inspect = 살펴보기
inspect-for = 가진 것을 무엇이든 놓아 보세요. 인증서, 키, 요청(CSR), 폐기 목록(CRL), 번들이 무엇이고 무엇과 짝이며 무엇이 잘못됐는지 알려 줘요.
chain = 체인
chain-for = 가진 것이 어떻게 이어지는지, 누가 받아들이고 왜 받아들이지 않는지, 언제 달라지는지 보여 줘요.
about = 정보
about-for = 무엇을 어디서 계산하는지, 무엇을 약속하고 약속하지 않는지, 직접 확인하는 방법이에요.

language = 언어
theme-system = 색상: 시스템 설정을 따라요. 밝은 색으로 바꾸기
theme-light = 색상: 밝은 색이에요. 어두운 색으로 바꾸기
theme-dark = 색상: 어두운 색이에요. 시스템 설정으로 바꾸기

authority = CA
server = 서버
client = 클라이언트
backend = 백엔드
secret = 비밀
fine = 정상
caution = 주의
refused = 거부

status = 상태
count-authorities = CA { NUMBER($count) }개
count-servers = 서버 { NUMBER($count) }개
count-clients = 클라이언트 { NUMBER($count) }개
loses-nothing = 아직 만든 것이 없어요. 탭을 닫아도 잃을 것이 없어요.
all-saved = 여기서 만든 키를 모두 저장했어요. 탭을 닫아도 잃을 것이 없어요.
passphrases-unseen = 저장한 번들 { NUMBER($count) }개의 암호(passphrase)를 아직 보지 않았어요
changes-unsaved = 저장한 번들 { NUMBER($count) }개가 지금 내용과 달라요
authority-unsaved = CA를 아직 저장하지 않았어요
unsaved = 비밀키(private key) { NUMBER($count) }개를 아직 저장하지 않았어요
save-authority = CA 번들 저장하기
go-export = 내보내기로 이동
offline = 오프라인에서 동작
nothing-sent = 전송한 것 없음
prove = 확인하는 방법
worker-starting = 계산을 맡은 부분을 불러오고 있어요.

cancel = 취소
close = 닫기
copy = 복사
copy-of = 복사: { $what }
save = 저장
save-of = 저장: { $what }
show-more = { NUMBER($count) }개 더 보기
clear-all = { NUMBER($count) }개 모두 지우기
shown = { NUMBER($total) }개 중 { NUMBER($shown) }개 표시
progress = { NUMBER($total) }개 중 { NUMBER($done) }개
working = 작업 중…

said-set = CA와 인증서 { NUMBER($count) }개를 만들었어요.
said-issued = 인증서 { NUMBER($count) }개를 발급했어요.
said-copied = 복사했어요.
said-saved = “{ $name }” 파일을 브라우저의 다운로드로 넘겼어요.
said-saved-all = 파일 { NUMBER($count) }개를 브라우저의 다운로드로 넘겼어요.
said-renamed = 이름을 바꿨어요.
said-over = 세트를 지웠어요.
said-bundles = 번들 { NUMBER($count) }개를 만들고, 다시 열어서 비교했어요.
said-unpacked = 열었어요. 저장할 수 있는 파일: { NUMBER($count) }개.
said-opened = CA를 열었어요. 그동안 발급한 인증서는 { NUMBER($count) }개예요.
said-removed = “{ $name }” 인증서를 세트에서 제거했어요.
said-listed = 폐기 목록(CRL) { $number }번에 서명했어요. 저장해서 서버에 설치해 주세요.
said-cancelled = 중단했어요. 그 전에 있던 것은 그대로예요.

ask-remove = “{ $name }” 인증서를 제거할까요?
ask-remove-why = 저장하지 않은 비밀키(private key)는 사라져요. 인증서 사본은 어디에 있든 { $day }까지 유효해요. 여기서 제거한다고 폐기(revocation)되지는 않고, CA의 기록에 남아요.
ask-remove-do = 제거하기
ask-remove-revoked-why = 폐기된 상태는 그대로예요. 앞으로의 폐기 목록(CRL)에도 계속 남아요.
ask-revoke = “{ $name }” 인증서를 폐기할까요?
ask-revoke-why = 되돌릴 수 없어요. 인증서는 표시와 함께 남고 비밀키(private key)는 사라져요. 서버는 새 폐기 목록(CRL)을 설치해야 이 인증서를 거부해요. 제거는 이 화면에서 빼기만 해요.
ask-revoke-do = 폐기하기
ask-start-over = 이 세트를 지우고 처음부터 시작할까요?
ask-start-over-why = 양식에 입력한 값은 그대로 남아요.
ask-start-over-do = 세트 지우기
ask-key = “{ $name }” 비밀키를 암호화하지 않고 저장할까요?
ask-key-why = 이 파일을 읽는 사람은 누구나 “{ $name }” 행세를 할 수 있어요. 내보내기의 번들에는 같은 키가 암호(passphrase)로 보호되어 들어 있어요.
ask-key-authority-why = 이 파일을 읽는 사람은 “{ $name }” 이름으로 인증서를 발급할 수 있고, 이 CA를 신뢰하는 모두가 그 인증서를 받아들여요. 내보내기의 CA 번들에는 같은 키가 암호(passphrase)로 보호되어 들어 있어요.
ask-key-do = 키를 암호화하지 않고 저장
ask-opened = “{ $name }” 파일을 암호화하지 않고 저장할까요?
ask-opened-why = 이 파일을 읽은 사람은 안에 든 비밀키(private key)나 암호를 갖고 주인 행세를 할 수 있어요. 다른 사람이 읽지 않는 곳에 저장하고, 필요 없어지면 지워 주세요.
ask-opened-do = 암호화하지 않고 저장
ask-replace = 지금 세트를 지우고, 연 CA로 바꿀까요?
ask-replace-why = { $count ->
    [0] 챙겨 두지 않은 암호(passphrase)와 번들을 저장한 뒤에 달라진 것이 영영 사라져요.
   *[other] 저장하지 않은 비밀키(private key) { NUMBER($count) }개가 영영 사라져요.
}
ask-replace-do = 세트 바꾸기
ask-again = 지금 세트를 지우고 새로 만들까요?
ask-again-why = 새 CA는 이름이 같아도 다른 CA예요. 지금 CA를 신뢰하는 쪽은 새 CA를 신뢰하지 않아요.
ask-again-do = 새로 만들기
keep = 그대로 두기
