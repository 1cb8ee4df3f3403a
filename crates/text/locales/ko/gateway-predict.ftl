# Why a call to the gateway ends as it does, as `predict` says it. What the caller is answered stands in gateway-refusal.ftl.
nobody-listens = 게이트웨이가 이 호출이 닿을 수 있는 { $port }번 포트의 주소에서 듣고 있지 않아요.
    .try = 호출의 주소와 포트를 gateway.toml의 listen과 견주어 보세요.
unknown-name = 핸드셰이크가 “{ $host }”라는 이름을 대는데 게이트웨이의 어느 서버에도 그 이름이 없어서, 경고 112로 끝나요.
    .try = 인증서나 names에 있는 이름을 부르거나, 서버 하나에 그 이름을 주세요.
no-name = 호출이 주소로 가서 핸드셰이크에 호스트 이름이 없는데, 게이트웨이에 기본 서버도 없어요.
    .try = --resolve나 --connect-to와 함께 이름으로 부르거나, 서버 하나에 default = true를 두세요.
no-common-version = curl은 TLS { $offered } 버전을 내놓는데 게이트웨이는 { $server }만 받아서, 함께 쓸 버전이 없어요.
    .try = --tls-max와 --tlsv1.3을 빼거나, gateway.toml에서 두 버전을 모두 허용하세요([tls] versions).
no-common-cipher = TLS 1.3 전에는 게이트웨이가 AES-GCM이나 ChaCha20과 함께 쓰는 ECDHE만 받는데, 호출의 암호 가운데 그것과 인증서의 { $key } 키에 모두 맞는 것이 없어요.
    .try = --ciphers를 빼거나, 키 종류에 맞게 ECDHE-ECDSA-… 또는 ECDHE-RSA-…를 적거나, TLS 1.3을 허용하세요.
no-common-group = 호출이 게이트웨이의 키 합의 그룹(X25519, P-256, P-384)을 하나도 내놓지 않아요.
    .try = --curves를 빼거나, 거기에 X25519를 더하세요.
no-common-protocol = 게이트웨이는 HTTP/2만 말하는데 호출은 HTTP/1을 원해요.
    .try = --http1.1을 빼거나, gateway.toml에 http/1.1을 더하세요([tls] http).
server-curve = TLS 1.3 전에는 --curves에 그 곡선이 있을 때만 curl이 { $curve } 곡선의 인증서를 받아요.
    .try = --curves에 { $curve }를 더하거나, TLS 1.3을 허용하세요.
accepted = 게이트웨이가 클라이언트 인증서를 확인했어요: “{ $subject }”.
    .try = 할 일이 없어요.
without-certificate = 호출이 클라이언트 인증서를 내지 않는데, 인증서 없는 호출을 들이는 규칙이 있어요.
    .try = 아무도 그렇게 들어오면 안 된다면, 규칙에 who = "any-verified"를 적거나 클라이언트를 지정하세요.

row-check = handfast-gateway check: { $words }
row-status = 게이트웨이가 상태 { $status }(으)로 답해요.
row-log = 게이트웨이의 로그 [{ $level }]: { $words }
row-reason = 로그에 남는 까닭: { $reason }
