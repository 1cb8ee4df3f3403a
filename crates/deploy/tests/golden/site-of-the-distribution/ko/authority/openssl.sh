#!/bin/sh
# 같은 세트를 openssl로 만들어요. 이름, 용도, 유효기간은 같고, 키와 일련번호와 서명은 달라요.
# openssl.cnf 파일만 있는 폴더에서 실행하세요. 다시 실행하면 키를 덮어쓰지 않고 멈춰요.

# OpenSSL 3.0 이상이 필요해요. 3.0은 유효기간을 날수로만 알고, 그러면 마지막 날에 이
# 스크립트를 실행한 시각이 되면 끝나요. 3.4부터는 -not_after 20271123235959Z처럼 마지막 초도
# 받아요. macOS의 /usr/bin/openssl은 LibreSSL이에요. Homebrew로 openssl@3을 설치하거나 "x509
# -req"마다 -CAcreateserial을 붙여 주세요. 3.7 이전의 LibreSSL은 Ed25519 키를 만들지 못해요.

# 비밀키(private key)는 암호화하지 않고 쓰므로, 다른 사람이 이 파일을 읽을 수 없어야 해요.
# ca.key는 어떤 서버에도 두지 마세요. 이 명령으로 암호화할 수 있어요:
#   openssl pkcs8 -topk8 -v2 aes-256-cbc -in authority/ca.key -out authority/ca-encrypted.key
set -eu
umask 077
mkdir authority

# CA예요. 이 키가 나머지를 모두 서명해요.
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out authority/ca.key
openssl req -x509 -new -config openssl.cnf -extensions authority -key authority/ca.key \
    -utf8 -subj '/O=Example/CN=Example CA 7F3A' -sha256 -days 3650 -out authority/ca.crt

# 서버 api.example.com: “server” 폴더와 authority/ca.crt 파일을 서버로 옮기세요.
mkdir server
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out server/server.key
openssl req -new -config openssl.cnf -key server/server.key -utf8 \
    -subj '/O=Example/CN=api.example.com' -out server/server.csr
openssl x509 -req -in server/server.csr -CA authority/ca.crt -CAkey authority/ca.key \
    -extfile openssl.cnf -extensions server -sha256 -days 365 -out server/server.crt

# 클라이언트 partner-a: “client” 폴더와 authority/ca.crt 파일을 클라이언트에게 주세요.
mkdir client
openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out client/client.key
openssl req -new -config openssl.cnf -key client/client.key -utf8 \
    -subj '/O=Example/CN=partner-a' -out client/client.csr
openssl x509 -req -in client/client.csr -CA authority/ca.crt -CAkey authority/ca.key \
    -extfile openssl.cnf -extensions client -sha256 -days 365 -out client/client.crt

# 줄마다 OK가 나와야 해요.
openssl verify -x509_strict -CAfile authority/ca.crt -purpose sslserver server/server.crt
openssl verify -x509_strict -CAfile authority/ca.crt -purpose sslclient client/client.crt
