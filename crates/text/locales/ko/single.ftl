# 하나씩 하는 점검, POSIX 셸과 PowerShell로.

title = { $service } 서비스의 점검
what = 하나마다 이 서비스의 상호 TLS(mutual TLS)에 대해 한 가지를 증명해요. 번들을 푼 폴더에서 실행하고 결과를 비교하세요.
file = 점검마다 명령 하나와 그때 보여야 하는 것
one-by-one = CHECKS.md에 모든 점검이 명령 하나씩으로 있어요. 되어야 하는 것과 거부되어야 하는 것이에요.
windows = 윈도우에서, PowerShell로
windows-what = 윈도우의 curl.exe는 Schannel을 쓰도록 만들어져서 PEM 파일을 받지 않아요. 그래서 client.crt, client.key 파일은 쓸 수 없고 client.p12 파일을 열어요. 파일이 있는 폴더에서 PowerShell에 이것을 한 번 붙여 넣으세요. 암호(passphrase)를 물어보고 그 창에만 남겨 둬요. 아래 PowerShell 줄들은 이것이 있어야 해요. Microsoft와 curl의 문서를 따랐고 실행해 보지는 않았어요.
stranger-windows = 웹 서버가 받는 인증 기관(CA)의 이름을 알려 주므로, 윈도우는 낯선 사람의 인증서를 아예 보내지 않을 수 있어요. 그러면 “{ $none }”라고 답하고, 이것도 거부예요.
authority-windows = Schannel은 다른 말로 해요: curl (60)과 SEC_E_UNTRUSTED_ROOT.
dns = 이름이 서버를 가리키는지
dns-meaning = 호출하는 쪽은 이 이름으로만 서비스를 찾아요. 어딘가에 남은 예전 주소는 레코드의 TTL만큼 지나면 없어져요.
old-tls = TLS 1.1로
old-tls-meaning = 서버는 TLS 1.2 이상만 쓰기 때문에 경고(alert)를 보내고 핸드셰이크를 끝내요. 다른 말이 나오면 이 curl이 못 하는 것이고, 서버에는 아무것도 묻지 않은 거예요. --ciphers DEFAULT:@SECLEVEL=0이 없으면 OpenSSL 3은 그렇게 오래된 TLS를 내놓지 않아요.
old-tls-windows = 새 윈도우는 TLS 1.1을 꺼 두었어요. 그러면 Schannel이 스스로 거부하고(SEC_E_UNSUPPORTED_FUNCTION, SEC_E_ALGORITHM_MISMATCH), 서버에 대해서는 아무것도 증명하지 못해요. 이 점검은 리눅스나 macOS의 curl로 해 주세요.
forged = 꾸며 낸 신원 헤더로
forged-expect = 이렇게 보여야 해요: HTTP 200과 “{ $text }”, “You are” 뒤에 내 이름. “forged”는 어디에도 없어야 해요.
forged-expect-own = 이렇게 보여야 해요: 이 헤더 없이 불렀을 때와 같은 백엔드의 답.
forged-meaning = 웹 서버는 이 헤더를 자기가 검증한 값으로 덮어쓰고, 밑줄로 적은 것은 버려요. 여기서 “forged”가 보인다면 누구든 백엔드를 속일 수 있어요.
forged-meaning-own = 무엇이 닿았는지는 백엔드만 알아요. 백엔드의 로그를 보세요. “forged”가 어디에도 없어야 해요.
port = 웹 서버를 지나치고 백엔드의 포트로
port-expect = 이렇게 보여야 해요: curl의 오류 (7)이나 (28), 답은 오지 않아요. PowerShell에서는 “False”.
port-meaning = 다른 컴퓨터에서 해 주세요. 서버 안에서는 백엔드가 답해도 돼요. 이 포트에 닿는 사람은 상호 TLS를 우회해요.
days = 인증서마다 남은 날
days-expect = 이렇게 보여야 해요: 인증서마다 { $days }일 뒤나 그 이후의 날짜(notAfter, NotAfter).
days-meaning = 그날부터 모든 호출이 실패해요. 새 인증서는 정하고 전하는 데 며칠이 걸려요.
days-windows = 마지막 줄들은 끝나는 날만 읽고 아무것도 보내지 않으므로 서버의 어떤 인증서든 받아요.
