# api.example.com 서비스의 백엔드예요. 앞의 웹 서버가 호출한 쪽의 인증서를 검증하고 누구인지
# 헤더로 알려 줘요.
# Flask는 데비안과 우분투에 들어 있어요: apt-get install python3-flask. 이것은 Flask의 개발용
# 서버예요. 운영에서는 같은 app을 gunicorn 뒤에 두세요.
import re

from flask import Flask, jsonify, request

SERVICE = 'api.example.com'
PORT = 8080
PLAIN = {'Content-Type': 'text/plain; charset=utf-8'}

app = Flask(__name__)


@app.before_request
def refuse_unverified():
    # X-SSL-Client 헤더를 믿는 까닭은 앞의 웹 서버가 늘 덮어쓰고, 네트워크의 다른 누구도 이 포트에
    # 닿지 못하기 때문이에요. 헤더 자체는 증거가 아니에요. 이 서버의 어떤 프로그램이든 보낼 수
    # 있어요.
    if request.headers.get('X-SSL-Client-Verify') != 'SUCCESS':
        return 'This request did not come through the server that verifies clients.\n', 403, PLAIN
    return None


def as_text(subject):
    # 앞의 웹 서버는 호출한 쪽 인증서의 주체(subject)를 RFC 2253대로 CN=partner-a 처럼 적고,
    # ASCII가 아닌 바이트는 역슬래시와 16진수 두 자리로 적어요. CN=홍길동은
    # CN=\ED\99\8D\EA\B8\B8\EB\8F\99로 와요. 여기서 그것을 글자로 되돌리고, 쉼표를 적은 \, 같은
    # 나머지는 그대로 둬요.
    def text(found):
        octets = bytes.fromhex((found[1] or '').replace('\\', ''))
        return octets.decode(errors='backslashreplace') if octets else found[0]

    return re.sub(r'((?:\\[89A-F][0-9A-F])+)|\\.', text, subject)


@app.route('/')
def hello():
    # 누가 호출했는지예요. 누가 무엇을 할 수 있는지 여기서 정하세요. 비교할 때는 받은 헤더가
    # 아니라 이 글자를 쓰고, 인증서 하나만을 가리키는 일련번호나 지문(fingerprint)을 쓰면 더
    # 좋아요.
    caller = as_text(request.headers.get('X-SSL-Client-S-DN', '')) or 'nobody known'
    return f'Hello from {SERVICE} backend!\nYou are {caller}\n', 200, PLAIN


@app.route('/whoami')
def whoami():
    return jsonify(
        subject=as_text(request.headers.get('X-SSL-Client-S-DN', '')),
        issuer=as_text(request.headers.get('X-SSL-Client-I-DN', '')),
        serial=request.headers.get('X-SSL-Client-Serial'),
        # 앞의 웹 서버가 주는 인증서의 SHA-1이에요. 알아보는 데는 좋지만 증명이 되지는 않아요.
        sha1=request.headers.get('X-SSL-Client-Fingerprint'),
    )


if __name__ == '__main__':
    # 0.0.0.0이 아니라 늘 127.0.0.1이에요. 밖에서 이 포트에 닿는 사람은 상호 TLS를 우회해요.
    app.run(host='127.0.0.1', port=PORT)
