# 정보 화면.
version = 버전 { $version }
where = 무엇을 어디서 계산하나요
where-tab = 이 탭 안에서
where-tab-what = 전부예요. 두 프로그램이 화면을 그리고, 같은 탭의 웹 워커(Web Worker)에서 도는 다른 두 프로그램이 키를 만들고, 인증서를 발급하고, 설정 파일을 쓰고, 번들을 암호화하고, 가진 것을 살펴보고, 핸드셰이크를 해요. 모두 Rust로 작성해 WebAssembly로 컴파일했어요.
where-browser = 브라우저가 직접
where-browser-what = 난수, RSA 키(WebCrypto), 국제화 이름의 ASCII 형태예요. 브라우저 자체 코드가 만들어서 바로 워커로 넘겨요.
where-server = 서버에서
where-server-what = 아무것도 하지 않아요. 서버는 페이지 파일만 내줘요. 그 뒤로 페이지는 서버에 아무것도 요청하지 않고, 요청할 수도 없어요.
where-stored = 브라우저에 남는 것
where-stored-what = 설정 두 가지, 언어와 색상뿐이에요. 키, 이름, 암호(passphrase), 인증서는 남기지 않아요.

promised = 약속하는 것
promised-offline = “오프라인에서 동작” 표시가 나온 뒤에는 어떤 요청도 나가지 않아요. 프로그램이 요청하지 않고, 콘텐츠 보안 정책(Content-Security-Policy)이 연결을 한 번 더 막아요.
promised-key = 그 파일을 직접 골라 확인하지 않는 한, 비밀키(private key)를 암호화하지 않은 채 저장하지 않아요.
promised-authority = CA 키는 CA 번들에만 들어 있고, 두 번 암호화해요. ZIP 안에서 한 번, 키 파일 자체로 한 번이에요.
promised-compared = 번들은 내주기 전에 다시 열어서 한 바이트씩 비교해요.
promised-random = 키, 일련번호, 생성한 암호는 브라우저의 암호학적 난수로 만들어요. 생성한 암호는 90비트 이상이에요.

not-promised = 약속하지 않는 것
not-host = 이 페이지를 내주는 쪽은 바꿔치기한 페이지를 내줄 수도 있어요. 그 점이 중요하다면 파일 하나로 된 handfast.html을 받아, 다른 경로로 얻은 SHA-256과 비교한 뒤 디스크에서 열어 주세요.
not-policy = 콘텐츠 보안 정책은 프로그램이 탭을 다른 주소로 옮기는 것과 WebRTC를 막지 못해요. 이 프로그램은 둘 다 하지 않지만, 네트워크를 끊고 쓰면 그 말을 믿지 않아도 돼요.
not-extensions = 이 페이지에 접근할 수 있는 브라우저 확장 프로그램은 키까지 읽을 수 있어요. 확장 프로그램이 없는 창(보통 시크릿 창)을 써 주세요.
not-machine = 이 컴퓨터를 장악한 사람은 이 페이지도 장악해요. 화면, 키보드, 클립보드, 메모리, 다운로드 모두요.
not-memory = 더 필요 없는 키는 브라우저가 허용하는 만큼 메모리에서 덮어써요. 그 전에 브라우저가 디스크에 사본을 썼을 수는 있어요.
not-revoked = 서버는 새 폐기 목록(CRL)을 설치해야 폐기(revocation)한 인증서를 거부해요. 여기서 제거한다고 폐기되지는 않아요.
not-lost = CA 번들이나 그 암호를 잃어버리면 누구도 되살릴 수 없어요.

prove = 직접 확인해 보세요
prove-1 = 개발자 도구(F12)의 네트워크 패널을 열고 페이지를 새로고침해요. 이 페이지의 파일, 그리고 이 탭의 메모리에서 나온 blob:이나 data: 항목만 보여요.
prove-2 = 아래 줄에 “오프라인에서 동작”이 나올 때까지 기다린 뒤, 패널을 비워요.
prove-3 = 연결을 끊어요. 네트워크를 끄거나 서버를 멈추면 돼요.
prove-4 = 그대로 계속해요. 세트를 만들고, 번들을 만들고, 저장해요. 어떤 서버에도 아무것도 요청하지 않아요. 나타나도 blob:이나 data: 항목뿐이에요.
prove-5 = 저장한 서버 번들을 7z로 열고, 안의 인증서를 openssl verify로 확인해요. 명령은 그 번들의 README에 있어요.

policy = 브라우저가 강제하는 규칙
policy-why = 이 콘텐츠 보안 정책(Content-Security-Policy)이 페이지와 함께 와요. 프로그램이 무언가를 불러오거나, 어딘가에 연결하거나, 양식을 보내려 해도 브라우저가 거부해요.
policy-barred = 필요한 부분을 모두 불러오면 페이지가 스스로 마지막 허용까지 거둬요. connect-src 'none' 규칙을 더하는데, 한번 더한 규칙은 페이지가 되돌릴 수 없어요. 그때부터는 자신을 내준 서버를 포함해 어디에서도 아무것도 불러올 수 없어요. 개발자 도구에서 확인할 수 있어요.
policy-file = 파일 하나로 열면 같은 규칙이 파일 안에 들어 있어요. 아래 셋과, 서버만 보낼 수 있는 frame-ancestors만 달라요.
policy-file-script = 지문(fingerprint)이 정확히 이와 같은 스크립트와 컴파일된 WebAssembly만 허용해요.
policy-file-style = 지문이 정확히 이와 같은 스타일시트만 허용해요.
policy-file-connect = 처음부터 아무 데도 연결할 수 없어요.
policy-rule = 규칙
policy-meaning = 의미
policy-default = 아래에서 허용하지 않은 것은 모두 금지해요.
policy-script = 페이지에 딸린 스크립트와 컴파일된 WebAssembly만 허용하고, 페이지 안에 적힌 스크립트는 금지해요.
policy-worker = 페이지가 자기 파일로 직접 만든 워커만 허용해요.
policy-style = 페이지에 딸린 스타일시트만 허용해요.
policy-image = 페이지 안에 직접 적힌 그림만 허용해요.
policy-connect = 페이지 자신을 불러올 때 필요한 파일만 허용해요.
policy-object = 플러그인을 금지해요.
policy-base = 페이지 안의 주소를 다른 곳으로 돌릴 수 없어요.
policy-form = 양식을 어디로도 보낼 수 없어요.
policy-frame = 다른 페이지가 이 페이지를 프레임에 넣을 수 없어요.

licences = 라이선스
licences-own = Handfast는 자유 소프트웨어예요. MIT 라이선스와 Apache License 2.0 중에서 골라 쓸 수 있어요. 모든 라이선스의 전문은 이 페이지 옆의 licences.txt와 handfast.html의 끝부분에 있어요.
licences-others = 다른 사람들이 만든 라이브러리 { NUMBER($count) }개가 들어 있어요
library = 라이브러리
licence = 라이선스
