mkdir -p ./certs
cd ./certs
openssl genpkey -algorithm RSA -out ca.key
cd ./certs
openssl req -new -x509 -key ca.key -out ca.crt -days 365 -subj "/CN=TestCA"
cd ./certs
openssl genpkey -algorithm RSA -out server.key
cd ./certs
openssl req -new -key server.key -out server.csr -subj "/CN=test.woorifisa.site"
cd ./certs
openssl x509 -req -in server.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out server.crt -days 365
cd ./certs
openssl genpkey -algorithm RSA -out client.key
cd ./certs
openssl req -new -key client.key -out client.csr -subj "/CN=client.woorifisa.site"
cd ./certs
openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -out client.crt -days 365
