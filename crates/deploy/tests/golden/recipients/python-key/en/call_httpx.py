# Run this in the folder that holds client.crt, client.key and ca.crt.
# The passphrase of client.key is asked for, unless the variable HANDFAST_PASSPHRASE holds it.
# It never stands among the arguments, which everybody on the machine can see.
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
