# 다른 곳에서 만든 CA에 대해 알아야 할 것.
intermediate = 인증 기관(CA) “{ $subject }”은(는) 루트가 아니에요. “{ $issuer }”이(가) 서명했고, nginx는 체인 중간에 있는 CA만으로는 아무도 검증하지 않아요.
    .try = 루트와 그 키를 가져오거나, 만들기에서 새 CA를 만들어 보세요.
purposes = CA의 extendedKeyUsage에 { $missing }이(가) 빠져 있어요. OpenSSL과 이를 쓰는 nginx와 curl은 CA에 없는 용도의 인증서를 거부해요.
    .try = extendedKeyUsage 없이 CA의 인증서를 다시 서명하거나, 만들기에서 새 CA를 만들어 보세요.
version-one = CA의 인증서가 버전 1이라서 CA의 것이라고 말할 수 없어요. OpenSSL, nginx, curl은 받아들이지만 Python 3.13처럼 엄격한 프로그램은 이 CA가 발급한 것을 거부해요.
    .try = 엄격한 프로그램이 호출하지 않는 동안만 쓰고, 만들기에서 만든 새 CA로 옮길 계획을 세워 보세요.
name-constraints = CA가 정해진 이름으로 제한되어 있어요(nameConstraints). 검증하는 쪽은 다른 이름의 인증서를 거부하고, 여기서는 이름을 비교하지 않아요.
    .try = “openssl x509 -noout -text”로 제한을 확인하고, 그 안의 이름으로만 발급해 보세요.
former-certificates = CA가 전에 발급한 것은 여기서 알 수 없어서 폐기할 수 없고, 폐기 목록 번호는 1부터 시작해요.
    .try = 다른 곳에서 폐기 목록에 서명해 왔다면 그곳에서 계속 서명해 보세요.
