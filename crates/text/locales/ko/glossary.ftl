# 왜 mTLS인지, 그리고 놓인 자리에서 뜻이 열리는 말들.

title = 왜 mTLS인지, 그리고 용어
why-gives = 얻는 것: 요청을 읽기 전에 서버는 자기 인증서의 키를 가졌음을 호출한 쪽에 증명하고, 호출한 쪽도 서버에 같은 것을 증명해요. 오가는 내용은 암호화되고, 중간에 있는 누구도 바꿀 수 없어요.
why-not = 얻지 못하는 것: 누가 호출하는지는 알려 주지만 무엇을 해도 되는지는 알려 주지 않아요. 그것은 백엔드가 정해요. 복사된 키나 nginx 뒤에서 일어나는 일은 지켜 주지 못해요. 인증서는 끝나거나 폐기 목록에 오를 때까지 통해요.
why-private = 왜 사설 인증 기관(CA)인지: 크롬의 루트 프로그램이 서버 전용 계층만 받아들이려 해서, 공인 CA들이 클라이언트 인증서를 그만두고 있어요. Let’s Encrypt는 2026년 5월에 끝낸다고 알렸고, DigiCert와 Sectigo도 같은 달이에요. 게다가 공인 CA는 내가 만난 적 없는 사람도 보증해요. 내 CA라면 내가 인증서를 준 쪽만 들어와요.
why-rules = 어떤 규정이 요구하는지: 가이드는 셋을 말해요. 2026년 11월 기준이고 법률 자문이 아니에요. 개인정보 보호법과 그 안전성 확보 조치는 일부 개인정보를 전송할 때 암호화하도록 하고, 전자금융거래법은 전자금융에 참여하는 쪽에 거래의 안전성을 확보할 조치를 요구하고, PCI DSS 4.0.1(요구사항 4.2.1)은 카드 데이터가 개방된 공용 네트워크를 지날 때 강력한 암호를 요구해요. 어느 것도 mTLS를 이름으로 요구하지는 않아요. 요구를 만족하는 한 가지 방법이에요. 나에게 적용되는 조문은 책임질 수 있는 사람에게 확인해 주세요.
words = 용어

mtls = mTLS
mtls-means = 양쪽이 모두 인증서를 보여 주고 그 키를 가졌음을 증명하는 TLS예요(mutual TLS). 보통의 TLS는 서버에게만 물어요.
authority = CA
authority-means = 인증서에 서명하는 쪽이에요(certificate authority, 인증 기관). CA를 신뢰하면 서명한 인증서도 신뢰하게 돼요. 여기서는 내가 직접 만들어요.
certificate = 인증서
certificate-means = 주인의 이름과 공개 키를 CA가 서명한 것이에요(X.509). 비밀이 아니에요.
csr = CSR
csr-means = 인증서 서명 요청(certificate signing request)이에요. 공개 키와 이름에 주인의 키로 서명해서, CA가 인증서를 만들게 해요.
key = 개인 키
key-means = 키 쌍에서 비밀인 반쪽이에요(private key). 개인 키로 서명하고, 인증서 안의 공개 키로 서명을 확인해요. 가진 사람은 주인처럼 행동할 수 있어요.
handshake = 핸드셰이크
handshake-means = TLS 연결의 첫 메시지들이에요(handshake). 요청보다 먼저 인증서를 보여 주고 증명하고, 키를 정해요.
list = 폐기 목록
list-means = 더는 통하지 않는 인증서를 CA가 서명해 알리는 목록이에요(CRL). 목록에도 끝나는 날이 있어요.
backend = 백엔드
backend-means = nginx 뒤에서 요청에 답하는 프로그램이에요(backend). nginx만 닿는 곳에서 들어요.
subject = 주체
subject-means = CN=partner-a,O=Example 처럼 인증서에 적힌 이름이에요(subject). 누구의 인증서인지 말해요.
record = A 레코드
record-means = 이름의 IPv4 주소를 알려 주는 DNS의 항목이에요. IPv6는 AAAA예요.
fingerprint = 지문
fingerprint-means = 인증서 전체로 계산한 짧은 수예요(fingerprint). 수가 같으면 같은 인증서예요.
