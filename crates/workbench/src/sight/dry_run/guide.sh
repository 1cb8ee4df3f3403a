# on the MacBook
mkdir -p ./certs
cd ./certs
openssl genpkey -algorithm RSA -out ca.key
openssl req -new -x509 -key ca.key -out ca.crt -days 365 -subj "/CN=TestCA"
openssl genpkey -algorithm RSA -out server.key
openssl req -new -key server.key -out server.csr -subj "/CN=test.woorifisa.site"
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 365
openssl genpkey -algorithm RSA -out client.key
openssl req -new -key client.key -out client.csr -subj "/CN=client.woorifisa.site"
openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out client.crt -days 365
cd ..
sudo scp -i ~/.ssh/[YOUR_SSH_KEY] ./certs/{ca.crt,server.crt,server.key} [USERNAME]@[INSTANCE_IP]:/tmp/
ssh [USERNAME]@[INSTANCE_IP]

# on the instance: Ubuntu 24.10, HTTPS allowed in its firewall
sudo apt-get update -y
sudo apt-get upgrade -y
sudo apt-get install -y nginx python3 python3-pip python3-flask
sudo mkdir -p /mtls-demo/certs /mtls-demo/backend /mtls-demo/nginx
sudo mv /tmp/{ca.crt,server.crt,server.key} /mtls-demo/certs/
sudo tee /mtls-demo/backend/app.py <<'PYTHON'
from flask import Flask
app = Flask(__name__)
app.add_url_rule('/', view_func=lambda: 'Hello')
app.run(host='0.0.0.0', port=8080)
PYTHON
nohup python3 /mtls-demo/backend/app.py &
sudo nginx -t -c /mtls-demo/nginx/nginx.conf
sudo pkill nginx
sudo nginx -c /mtls-demo/nginx/nginx.conf

# on the MacBook again
curl --cert ./certs/client.crt --key ./certs/client.key --cacert ./certs/ca.crt https://test.woorifisa.site
curl https://test.woorifisa.site
zip -e client.zip ./certs/client.crt ./certs/client.key ./certs/ca.crt
