# 무슨 일이 왜 일어나는지: 읽은 curl 명령, nginx와 curl이 하는 일, 설정에서 눈에 띄는 것.

## curl 명령
curl-empty = 명령이 없어요.
    .try = “curl”부터 주소까지 명령 전체를 붙여 넣어 주세요.
curl-other = curl이 아니라 “{ $word }” 명령이에요.
    .try = 사용하는 curl 명령을 붙여 넣거나, 앞에 있는 다른 명령을 빼 주세요.
curl-unclosed = { $line }행 { $column }열에서 연 따옴표 { $quote }가 닫히지 않아서 셸이 나머지를 기다려요.
    .try = 따옴표를 닫고 명령을 끝까지 복사해 주세요.
curl-unknown = curl { "7.88.1" }은 “{ $option }” 옵션을 몰라서 종료 코드 2로 멈춰요.
    .try = 철자를 확인해 주세요. 값은 “=”가 아니라 빈칸 뒤에 써야 해요.
curl-ambiguous = “{ $option }”으로 시작하는 curl 옵션이 여러 개라서 종료 코드 2로 멈춰요.
    .try = 옵션의 전체 이름을 써 주세요.
curl-no-value = “{ $option }” 옵션에 필요한 값이 없어서 curl이 종료 코드 2로 멈춰요.
    .try = 옵션 뒤에 빈칸을 두고 값을 써 주세요.
curl-bad-value = “{ $option }” 옵션은 “{ $value }” 값을 받지 않아서 curl이 종료 코드 2로 멈춰요.
    .try = 설명서에 있는 값을 써 주세요. --tls-max는 1.0, 1.1, 1.2, 1.3, default를 받아요.
curl-not-boolean = “{ $option }”은 값을 받는 옵션을 끄려고 해서 curl이 종료 코드 2로 멈춰요.
    .try = 그 옵션을 빼 주세요.
curl-no-url = 명령에 주소가 없어서 curl이 종료 코드 2로 멈춰요.
    .try = https://api.example.com/ 같은 주소를 덧붙여 주세요.
