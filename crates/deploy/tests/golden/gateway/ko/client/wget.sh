#!/bin/sh
# client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
wget --no-verbose --server-response --content-on-error '--output-document=-' \
    '--ca-certificate=ca.crt' '--certificate=client.crt' '--private-key=client.key' \
    https://api.example.com/
