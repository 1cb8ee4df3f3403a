# 네이티브 동반 프로그램이 터미널에서 하는 말.
serving = Handfast 주소는 { $address }이에요 (Ctrl-C로 멈춰요).
listen-wrong = “{ $text }”은(는) 포트까지 적은 주소가 아니에요.
    .try = 127.0.0.1:8600이나 [::1]:8600처럼 적어 주세요. localhost 같은 이름은 주소로 쓸 수 없어요.
port-taken = 다른 프로그램이 이미 { $address }에서 기다리고 있어요.
    .try = --listen { $other }처럼 다른 포트를 고르거나 그 프로그램을 멈춰 주세요.
port-forbidden = 1024보다 낮은 포트에는 특별한 권한이 필요해서 이 사용자는 { $address }에서 기다릴 수 없어요.
    .try = --listen { $other }처럼 더 높은 포트를 골라 주세요.
address-not-ours = { $address } 주소는 이 컴퓨터의 주소가 아니에요.
    .try = 이 컴퓨터에서만 쓰려면 127.0.0.1:{ $port }, 모든 주소에서 받으려면 0.0.0.0:{ $port } 주소를 쓰세요.
handed-over-not-named = systemd가 { $address } 소켓을 넘겼는데, 설정에는 그 주소가 없어요.
    .try = “listen”에 “{ $address }”를 쓰거나 소켓 유닛의 ListenStream=을 고쳐 주세요.
cannot-listen = { $address }에서 기다리지 못했어요: { $reason }.
    .try = --listen으로 다른 주소를 골라 주세요.
no-runtime = 시스템이 이 프로그램에 스레드를 주지 않았어요: { $reason }.
    .try = 이 사용자의 프로세스 한도(ulimit -u)를 올리고 다시 시작해 주세요.
file-unreadable = { $file } 파일을 읽을 수 없어요: { $reason }.
    .try = 이름이 맞는지, 이 사용자가 읽어도 되는 파일인지 확인해 주세요.
