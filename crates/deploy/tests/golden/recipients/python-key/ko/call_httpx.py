# client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
# client.key의 암호를 물어봐요. 변수 HANDFAST_PASSPHRASE에 있으면 묻지 않아요. 인자는 같은
# 컴퓨터의 누구나 볼 수 있어서 암호를 인자로는 쓰지 않아요.
import getpass
import os
import ssl

import httpx

URL = 'https://api.example.com/'
passphrase = os.environ.get('HANDFAST_PASSPHRASE') or getpass.getpass()
context = ssl.create_default_context(cafile='ca.crt')
context.load_cert_chain('client.crt', 'client.key', passphrase)
answer = httpx.get(URL, verify=context, timeout=10)
print(answer.status_code, answer.reason_phrase)
print(answer.text)
