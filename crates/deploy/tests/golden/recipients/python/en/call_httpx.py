# Run this in the folder that holds client.crt, client.key and ca.crt.
# The context is made by hand: httpx takes no paths any more.
import ssl

import httpx

URL = 'https://api.example.com/'
context = ssl.create_default_context(cafile='ca.crt')
context.load_cert_chain('client.crt', 'client.key')
answer = httpx.get(URL, verify=context, timeout=10)
print(answer.status_code, answer.reason_phrase)
print(answer.text)
