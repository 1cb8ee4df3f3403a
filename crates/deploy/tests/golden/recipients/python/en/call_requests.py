# Run this in the folder that holds client.crt, client.key and ca.crt.
# requests takes a key without a passphrase alone.
import requests

URL = 'https://api.example.com/'
answer = requests.get(URL, cert=('client.crt', 'client.key'), verify='ca.crt', timeout=10)
print(answer.status_code, answer.reason)
print(answer.text)
