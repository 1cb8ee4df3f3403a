# 모든 화면을 둘러싼 틀.
name = Handfast
rooms = 화면
skip = 본문으로 건너뛰기
unsaved = 비밀키 { NUMBER($count) }개를 아직 저장하지 않았어요
failed = “{ $where }”에서 페이지가 멈췄어요.
    .try = 새로고침한 뒤 다시 시도해 주세요.
