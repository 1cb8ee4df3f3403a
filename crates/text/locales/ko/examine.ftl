# 살펴보기 화면.
choose = 파일 고르기
drop = 또는 여기에 놓으세요. PEM, DER, .p12, .p7b, ZIP, 쿠버네티스 시크릿(Kubernetes secret)을 여러 개 함께 놓아도 돼요.
paste = 글로 붙여 넣기
passphrase = 잠긴 것을 여는 암호(passphrase)
open = 암호로 열기
looking = 살펴보는 중
forget = 모두 지우기
things = 들어 있는 것
findings = 찾은 문제
save = 보고서 저장(JSON)
reveal = 키 보기
tree = ASN.1
octets = 바이트
copy-hex = 바이트 복사
nothing = 아직 볼 것이 없어요
nothing-why = 파일을 놓거나 글을 붙여 넣어 보세요. 이름은 무엇이든 좋아요. 무엇이 들어 있고, 무엇과 짝이며, 무엇이 잘못됐는지 여기에서 알려 줘요. 파일은 이 탭을 벗어나지 않아요. 만들기에서 만든 세트도 볼 수 있어요.
made = 이 화면에서 만든 것도 함께 보기
