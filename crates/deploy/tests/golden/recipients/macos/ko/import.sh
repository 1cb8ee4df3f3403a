#!/bin/sh
# client.p12 파일을 키체인에 가져오고, ca.crt CA를 웹사이트에 대해 신뢰해요. 두 파일이 있는
# 폴더에서 실행하세요. client.p12 파일의 암호(passphrase)는 macOS가 창을 띄워 물어봐요.
security import client.p12 -f pkcs12
# macOS는 CA를 신뢰하기 전에 사용자의 비밀번호를 물어봐요.
security add-trusted-cert -r trustRoot -p ssl ca.crt
open -a Safari https://api.example.com/
