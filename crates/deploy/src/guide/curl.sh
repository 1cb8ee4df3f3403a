curl --cert client.crt --key client.key --cacert ca.crt https://test.woorifisa.site
