# client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
# httpx는 이제 파일 경로를 받지 않아서 컨텍스트(context)를 직접 만들어요.
import ssl

import httpx

URL = 'https://api.example.com/'
context = ssl.create_default_context(cafile='ca.crt')
context.load_cert_chain('client.crt', 'client.key')
answer = httpx.get(URL, verify=context, timeout=10)
print(answer.status_code, answer.reason_phrase)
print(answer.text)
