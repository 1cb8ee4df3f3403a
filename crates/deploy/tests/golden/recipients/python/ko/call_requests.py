# client.crt, client.key, ca.crt 파일이 있는 폴더에서 실행하세요.
# requests는 암호를 걸지 않은 키만 받아요.
import requests

URL = 'https://api.example.com/'
answer = requests.get(URL, cert=('client.crt', 'client.key'), verify='ca.crt', timeout=10)
print(answer.status_code, answer.reason)
print(answer.text)
