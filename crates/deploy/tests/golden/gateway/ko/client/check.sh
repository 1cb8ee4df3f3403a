#!/bin/sh
# shellcheck disable=SC1112
# api.example.com 서비스의 상호 TLS(mutual TLS)가 정말 켜져 있는지 증명해요. 제대로 된 호출과
# 거부되어야 하는 호출을 모두 해 보고 결과를 비교해요. client.crt, client.key, ca.crt 파일이
# 있는 폴더에서 sh check.sh로 실행하세요. curl과 openssl이 필요하고, 그 폴더에는 아무것도
# 남기지 않아요. 옵션은 “sh check.sh --help”가 알려 줘요.

url=https://api.example.com/
host=api.example.com
authority=ca.crt
port=443
address=''
server_name=api.example.com
backend=flask
greeting='Hello from api.example.com backend!'
unverified='This request did not come through the server that verifies clients.'
flask_port=8080
none_sent='A client certificate is needed here, and none was sent.'
refused=certificate
refused_status=400
not_allowed='is in order, and may not do this here.'
tells_why=yes
revokes=no

say_usage='sh check.sh [--connect 주소] [--address 주소] [--days 숫자] [--json]'
say_usage_connect='--connect 주소   DNS가 알려 주는 api.example.com의 주소 대신 이 주소를 호출해요'
say_usage_address='--address 주소   이름이 가리켜야 하는 서버의 주소예요'
say_usage_days='--days 숫자      인증서가 적어도 며칠 더 유효해야 하는지, 적지 않으면 14일이에요'
say_usage_json='--json           모니터링을 위해 JSON 객체 하나만 출력해요'
say_usage_exit='종료 코드: 0은 모두 좋음, 1은 실패한 점검이 있음, 2는 실행할 수 없음이에요.'
say_expected='기대'
say_got='결과'
say_same='첫 번째 호출이 여기까지 오지 못해서 점검하지 않았어요'
say_name='이름이 서버를 가리키는지'
say_name_expected='주소(어느 주소인지는 --address로 알려 주세요)'
say_name_none='서버를 주소로 호출해서 점검하지 않았어요'
say_name_connect='--connect로 호출할 곳을 정해서 점검하지 않았어요'
say_with='받은 인증서로'
say_any_answer='백엔드의 어떤 답이든'
say_without='인증서 없이'
say_stranger='낯선 사람의 인증서로'
say_no_stranger='이 openssl로 낯선 사람의 인증서를 만들 수 없어서 점검하지 않았어요'
say_no_authority='ca.crt 없이 (상호 TLS에 대해서는 아무것도 증명하지 못하고, 서버의 CA가 사설이라는 것만 알려 줘요)'
say_old_tls='TLS 1.1과 그 이전'
say_old_unknown='이 curl이 그렇게 오래된 TLS를 쓸 수 없어서 점검하지 않았어요:'
say_forged='꾸며 낸 신원 헤더'
say_forged_expected='HTTP 200, 꾸며 낸 값이 없는 답'
say_forged_unseen='어떤 헤더가 닿는지 직접 쓰는 백엔드가 보여 주지 않아서 점검하지 않았어요'
say_port='백엔드의 8080번 포트'
say_port_expected='연결되지 않음'
say_port_unknown='누가 닿아도 되는지는 백엔드를 직접 쓰는 사람만 알아서 점검하지 않았어요'
say_port_none='웹 서버만 열 수 있는 소켓에서 받아요'
say_port_loopback='백엔드가 답해도 되는 이 컴퓨터 안에서 호출해서 점검하지 않았어요. 다른 컴퓨터에서 실행해 보세요'
say_days_client='클라이언트 인증서의 만료일'
say_days_authority='CA 인증서의 만료일'
say_days_public='호출하는 쪽은 이 번들에 없는 공인 CA로 서버를 알아보므로 점검하지 않았어요'
say_days_server='서버 인증서의 만료일'
say_days_list='폐기 목록의 만료일'
say_days_list_absent='openssl이 읽을 수 있는 client-ca.crl이 이 폴더에 없어서 점검하지 않았어요(비밀이 아니므로, 운영자는 서버의 것을 여기에 복사해 두면 돼요)'
say_days_expected='지금부터 DAYS일 뒤나 그 이후'
say_days_unread='서버의 인증서를 가져올 수 없어서 점검하지 않았어요'
say_good='통과'
say_failed='실패'
say_skipped='점검하지 않음'
say_all_good='할 수 있는 점검은 모두 기대한 대로예요.'
say_bad_option='모르는 옵션이에요. 쓸 수 있는 옵션은 “sh check.sh --help”로 볼 수 있어요.'
say_bad_address='연결할 수 있는 주소나 이름이 아니에요. --connect 192.0.2.10 또는 --connect 2001:db8::10 처럼 포트 없이 적어 주세요.'
say_bad_machine='서버의 주소가 아니에요. --address 192.0.2.10 또는 --address 2001:db8::10 처럼 IPv4나 IPv6 주소를 적어 주세요.'
say_bad_days='며칠인지 읽을 수 없는 값이에요. --days 30 처럼 1에서 9999 사이의 정수를 적어 주세요.'
say_no_tool='이 프로그램이 없어요. 시스템의 패키지로 설치하고 스크립트를 다시 실행해 주세요.'
say_no_file='이 파일이 여기에 없거나 읽을 수 없어요. 번들을 푼 폴더에서, 번들을 푼 사용자로 스크립트를 실행해 주세요.'
say_no_certificate='이 파일 안에 인증서(certificate)가 없어요. 번들을 다시 풀고, 파일은 고치지 말아 주세요.'
say_no_folder='잠시 쓸 파일을 둘 폴더를 만들 수 없어요. 디스크에 자리를 만들거나, 쓸 수 있는 폴더를 TMPDIR 변수에 적어 주세요.'
say_dns='api.example.com 이름의 주소가 DNS에 없어요. DNS 레코드를 만들거나, --connect 다음에 서버의 주소를 적어 DNS 없이 해 보세요.'
say_name_other='api.example.com 이름이 다른 서버를 가리키거나, 다른 서버도 함께 가리켜요. 레코드를 더하지 말고 예전 DNS 레코드를 고친 다음, TTL만큼 기다려 주세요.'
say_unreachable='서버의 443번 포트에서 아무도 답하지 않아요. 웹 서버가 실행 중인지, 도중의 방화벽이 모두 이 포트를 열어 두었는지 확인해 주세요.'
say_slow='서버가 연결은 받았지만 20초 안에 답하지 않았어요. 웹 서버 자신은 바로 답하므로, 백엔드가 멈춰 있는지 확인해 주세요.'
say_own_files='curl이 client.crt와 client.key를 함께 쓸 수 없어요. 번들을 다시 풀어 보고, 둘이 서로 맞지 않으면 운영자에게 새 번들을 받아 주세요.'
say_untrusted='서버가 보여 준 인증서는 ca.crt의 CA가 발급하지 않았거나, api.example.com 이름의 것이 아니거나, 만료되었어요. 맞는 서버인지 먼저 확인하고, 같은 CA의 새 서버 인증서를 놓아 주세요.'
say_cut_off='답이 오기 전에 연결이 끊어졌어요. 게이트웨이가 한 말은 위의 답과 서버의 “journalctl -u mtls-api.example.com.service”에 있어요. 새 클라이언트 인증서를 요청하거나, 다음 폐기 목록(client-ca.crl)에 서명해 놓아 주세요.'
say_refused='웹 서버가 client.crt를 받아들이지 않아요: 만료되었거나 폐기되었거나, 다른 CA가 발급했거나, 서버의 폐기 목록(CRL)이 끝났어요. 게이트웨이가 한 말은 위의 답과 서버의 “journalctl -u mtls-api.example.com.service”에 있어요. 새 클라이언트 인증서를 요청하거나, 다음 폐기 목록(client-ca.crl)에 서명해 놓아 주세요.'
say_unasked='웹 서버가 client.crt를 받지 못했어요: 인증서를 요구하지 않거나, 중간에서 무언가가 TLS를 대신 처리해요. 서버 번들의 install.sh를 다시 실행해 주세요. gateway.toml을 되돌려 놓고 게이트웨이가 쓰게 해요. 중간에서 TLS를 처리하는 것도 없애 주세요.'
say_not_allowed='서버와 통하지만, 이 인증서는 서버의 목록에 없어요. Handfast의 배포 화면에서 목록에 더하고, 서버 파일을 다시 설치한 다음 다시 불러 주세요.'
say_backend_down='웹 서버는 들여보냈지만, 127.0.0.1:8080 주소의 백엔드(backend)가 답하지 않아요. 백엔드를 시작하고, 그 주소가 서버 설정의 주소와 같은지 확인해 주세요.'
say_not_vouched='상호 TLS가 꺼져 있거나(OFF) X-SSL-Client-Verify 헤더가 넘어오지 않아서, 인증서를 검증했다는 말을 듣지 못한 백엔드가 거부해요. 서버 번들의 install.sh를 다시 실행해 주세요. gateway.toml을 되돌려 놓고 게이트웨이가 쓰게 해요. 중간에서 TLS를 처리하는 것도 없애 주세요.'
say_other_answer='이 번들의 백엔드가 아닌 다른 것이 답해요. curl.sh로 답을 살펴보고, app.py가 실행 중인지, 다른 사이트가 이 이름을 쓰고 있지 않은지 확인해 주세요.'
say_other_page='요청이 거부되었지만, 인증서에 관한 서버의 안내가 아니에요. 서버 번들의 install.sh를 다시 실행해 주세요. gateway.toml을 되돌려 놓고 게이트웨이가 쓰게 해요. 중간에서 TLS를 처리하는 것도 없애 주세요.'
say_off='서버가 인증서 없는 호출을 들여보내므로, 상호 TLS가 꺼져 있어요(OFF). 서버 번들의 install.sh를 다시 실행해 주세요. gateway.toml을 되돌려 놓고 게이트웨이가 쓰게 해요. 중간에서 TLS를 처리하는 것도 없애 주세요.'
say_anybody='누구나 만들 수 있는 인증서를 웹 서버가 거부하지 않으므로, 상호 TLS가 꺼져 있어요(OFF). 서버 번들의 install.sh를 다시 실행해 주세요. gateway.toml을 되돌려 놓고 게이트웨이가 쓰게 해요. 중간에서 TLS를 처리하는 것도 없애 주세요.'
say_public='이 컴퓨터가 서버의 CA를 이미 신뢰해서, curl이 ca.crt 없이도 서버를 신뢰해요. 공인 인증서라면 이 점검은 뜻이 없고, 사설 CA라면 이 컴퓨터에서 어떤 사이트든 보증할 수 있으니 시스템 저장소에서 지워 주세요.'
say_old_allowed='RFC 8996이 금지한 TLS 1.1이나 더 오래된 TLS를 서버가 아직 받아들여요. 서버 번들의 install.sh를 다시 실행해 주세요. gateway.toml을 되돌려 놓고 게이트웨이가 쓰게 해요. 중간에서 TLS를 처리하는 것도 없애 주세요.'
say_believed='호출한 쪽이 신원 헤더에 적은 값이 백엔드까지 닿고, 백엔드는 그것을 믿게 돼요. 서버 번들의 install.sh를 다시 실행해 주세요. gateway.toml을 되돌려 놓고 게이트웨이가 쓰게 해요. 중간에서 TLS를 처리하는 것도 없애 주세요.'
say_port_open='이 포트에 닿는 사람은 상호 TLS를 우회해요. 백엔드가 127.0.0.1에서만 연결을 받게 하고, 방화벽에서 이 포트를 닫아 주세요.'
say_days_client_over='클라이언트 인증서가 만료되었거나 DAYS일 안에 만료돼요. 지금 운영자에게 새 인증서를 받아 주세요.'
say_days_authority_over='CA의 인증서가 만료되었거나 DAYS일 안에 만료되고, 그러면 모든 호출이 실패해요. 운영자가 새 CA를 만들고 서버와 모든 호출자의 인증서를 새로 발급하게 해 주세요.'
say_days_list_over='client-ca.crl의 폐기 목록이 끝났거나 DAYS일 안에 끝나고, 그러면 웹 서버가 그 CA의 호출자를 모두 거부해요. Handfast의 CA 카드에서 다음 목록에 서명하고, 서버의 README대로 설치한 다음 여기에도 복사해 주세요.'
say_days_server_over='서버의 인증서가 만료되었거나 DAYS일 안에 만료되고, 그러면 모든 호출이 실패해요. 운영자가 새 서버 인증서를 발급해 놓고 웹 서버가 다시 읽게 해 주세요.'

set -u
# curl, openssl and sed speak alike everywhere, and bytes that are no text stop none of them
LC_ALL=C
export LC_ALL
umask 077

# stands in nobody's certificate: whoever answers with it has believed the caller
forged='CN=forged-by-check.sh'
# a new certificate takes days to agree on and to bring
fewest_days=14
# the next list is signed in a minute, and many lists are good for a week
fewest_list_days=3

give_up() {
    printf '%s\n' "$1" >&2
    exit 2
}

# --- What was asked for ---

connect=''
json=no
while [ $# -gt 0 ]; do
    case $1 in
    --connect)
        connect=${2-}
        case $connect in
        # an option is no address, and curl would take an empty one for "as DNS says"
        '' | -* | *[!][0-9A-Za-z._:-]*) give_up "--connect $connect: $say_bad_address" ;;
        # both curl and openssl want brackets around IPv6
        *:*:*)
            connect=${connect#\[}
            connect="[${connect%\]}]"
            ;;
        # a port
        *:*) give_up "--connect $connect: $say_bad_address" ;;
        esac
        shift 2
        ;;
    --address)
        address=$(printf '%s' "${2-}" | tr A-F a-f)
        case $address in
        *[!0-9a-f.:]*) give_up "--address $address: $say_bad_machine" ;;
        *[0-9].[0-9]* | *:*) ;;
        *) give_up "--address $address: $say_bad_machine" ;;
        esac
        shift 2
        ;;
    --days)
        fewest_days=${2-}
        # a leading zero would make it octal
        case $fewest_days in
        '' | 0* | *[!0-9]* | ?????*) give_up "--days $fewest_days: $say_bad_days" ;;
        esac
        shift 2
        ;;
    --json)
        json=yes
        shift
        ;;
    --help)
        printf '%s\n' "$say_usage" "  $say_usage_connect" "  $say_usage_address" "  $say_usage_days" "  $say_usage_json" \
            "$say_usage_exit"
        exit 0
        ;;
    *) give_up "$1: $say_bad_option" ;;
    esac
done

for tool in curl openssl mktemp; do
    command -v "$tool" >/dev/null 2>&1 || give_up "$tool: $say_no_tool"
done
for file in client.crt client.key $authority; do
    if [ ! -f "$file" ] || [ ! -r "$file" ]; then give_up "$file: $say_no_file"; fi
done
for file in client.crt $authority; do
    openssl x509 -in "$file" -noout 2>/dev/null || give_up "$file: $say_no_certificate"
done

folder=$(mktemp -d "${TMPDIR:-/tmp}/check.XXXXXX") || give_up "mktemp: $say_no_folder"
trap 'rm -rf "$folder"' EXIT
# a shell that a signal ends may leave out what EXIT asks for
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# --- How it is told ---

good=0
failed=0
skipped=0
entries=''

# One value as JSON. Control characters are gone: in JSON they cannot stand, on a terminal they could mislead.
quoted() {
    printf '"%s"' "$(printf '%s' "$1" | tr -d '\000-\037\177' | sed 's/["\\]/\\&/g')"
}

# report KEY NAME EXPECTED GOT true|false|null [ADVICE]
report() {
    case $5 in
    true) mark='ok    ' good=$((good + 1)) ;;
    false) mark='FAILED' failed=$((failed + 1)) ;;
    *) mark='--    ' skipped=$((skipped + 1)) ;;
    esac
    if [ "$json" = yes ]; then
        entry="{\"name\":\"$1\",\"expected\":$(quoted "$3"),\"got\":$(quoted "$4"),\"ok\":$5}"
        entries="$entries${entries:+,}$entry"
        return
    fi
    printf '%s  %s | %s: %s | %s: %s\n' "$mark" "$2" "$say_expected" "$3" "$say_got" "$4"
    if [ "$5" = false ]; then printf '        %s\n' "$6"; fi
}

# --- How the server is called ---

# trusting ARGUMENTS: a call that trusts the server as callers do.
trusting() {
    if [ -n "$authority" ]; then set -- --cacert "$authority" "$@"; fi
    call "$@"
}

# call ARGUMENTS: sets code, status, joined, secured, peer, problem; the answer is in the folder. Joined and secured are
# the seconds that TCP and TLS took, 0.000000 when it did not come so far.
# --disable comes first, or the caller's own .curlrc could switch off what is looked at here.
call() {
    if [ -n "$connect" ]; then set -- --connect-to "::$connect:" "$@"; fi
    : >"$folder/body"
    seen=$(curl --disable --silent --show-error --max-time 20 --noproxy '*' --globoff \
        --output "$folder/body" --write-out '%{http_code} %{time_connect} %{time_appconnect} %{remote_ip}' \
        "$@" 2>"$folder/error")
    code=$?
    status=${seen%% *}
    seen=${seen#* }
    joined=${seen%% *}
    seen=${seen#* }
    secured=${seen%% *}
    peer=${seen##* }
    problem=$(sed -n '1s/^curl: ([0-9]*) //p' "$folder/error" | tr -d '\000-\037\177')
}

answer_has() {
    [ -n "$1" ] && grep -F -q -e "$1" "$folder/body"
}

# What came back, in words that need no translation.
outcome() {
    if [ "$code" -ne 0 ]; then
        printf 'curl %s: %s' "$code" "$problem"
        return
    fi
    printf 'HTTP %s' "$status"
    # whoever says why is quoted, in letters that mislead nobody
    if [ "$tells_why" = yes ] && [ "$status" -ge 400 ] && [ "$(wc -l <"$folder/body")" -eq 1 ]; then
        printf ', "%s"' "$(tr -d '\000-\037\177-\377' <"$folder/body")"
        return
    fi
    for words in "$none_sent" "$refused" "$not_allowed" "$unverified" "$greeting" "$forged"; do
        if answer_has "$words"; then printf ', "%s"' "$words"; fi
    done
}

# Whether it was not the certificate that kept the call out: the server went on to its list, or to the backend, or asked for none.
passed_on() {
    answer_has "$not_allowed" || answer_has "$unverified" || answer_has "$none_sent"
}

# must_be_refused KEY NAME WORDS ADVICE: the call just made must have been refused with these words.
must_be_refused() {
    expected="HTTP $refused_status, \"$3\""
    if [ "$code" -ne 0 ] && [ "$code" -eq "$first_code" ]; then
        report "$1" "$2" "$expected" "$say_same" null
    elif [ "$code" -ne 0 ]; then
        report "$1" "$2" "$expected" "$(outcome)" false "$say_cut_off"
    elif [ "$status" = "$refused_status" ] && answer_has "$3" && { [ "$3" = "$none_sent" ] || ! passed_on; }; then
        report "$1" "$2" "$expected" "$(outcome)" true
    elif [ "$status" = "$refused_status" ] && ! passed_on; then
        report "$1" "$2" "$expected" "$(outcome)" false "$say_other_page"
    else
        report "$1" "$2" "$expected" "$(outcome)" false "$4"
    fi
}

# --- The name ---

trusting --cert client.crt --key client.key "$url"
first_code=$code
first_peer=$peer
got=$(outcome)

# Every address that the name has here, one a line. No two systems are asked alike; curl tells of one alone.
addresses() {
    if command -v getent >/dev/null 2>&1; then
        getent ahosts "$host" | awk '{ print $1 }'
    elif command -v dscacheutil >/dev/null 2>&1; then
        dscacheutil -q host -a name "$host" | awk '/^ip(v6)?_address:/ { print $2 }'
    else
        printf '%s\n' "$first_peer"
    fi | sort -u
}

expected=${address:-$say_name_expected}
if [ -z "$server_name" ]; then
    report dns "$say_name" "$expected" "$say_name_none" null
elif [ -n "$connect" ]; then
    report dns "$say_name" "$expected" "$say_name_connect" null
elif [ "$code" -eq 6 ]; then
    report dns "$say_name" "$expected" "$got" false "$say_dns"
else
    found=$(addresses)
    found=${found:-$first_peer}
    # a machine may have one of each kind, and only one of them was named
    case $address in
    '') same='' ;;
    *:*) same=$(printf '%s\n' "$found" | grep -F :) ;;
    *) same=$(printf '%s\n' "$found" | grep -v -F :) ;;
    esac
    all=$(printf '%s' "$found" | tr '\n' ' ')
    if [ -z "$found" ]; then
        report dns "$say_name" "$expected" "$say_same" null
    elif [ "$same" = "$address" ]; then
        report dns "$say_name" "$expected" "$all" true
    else
        report dns "$say_name" "$expected" "$all" false "$say_name_other"
    fi
fi

# --- With the certificate ---

host_reached=yes
entered=no
if [ "$code" -ne 0 ]; then
    case $code:$secured in
    6:*) advice=$say_dns host_reached=no ;;
    28:*[1-9]*) advice=$say_slow ;;
    7:* | 28:*) advice=$say_unreachable host_reached=no ;;
    58:*) advice=$say_own_files ;;
    60:*) advice=$say_untrusted ;;
    *) advice=$say_cut_off ;;
    esac
elif answer_has "$none_sent"; then
    advice=$say_unasked
elif [ "$status" = "$refused_status" ] && answer_has "$refused"; then
    advice=$say_refused
elif [ "$status" = 403 ] && answer_has "$not_allowed"; then
    # nobody is on the list where the server asks for no certificate: then the same is said to who has none
    trusting "$url"
    if answer_has "$not_allowed"; then advice=$say_off; else advice=$say_not_allowed; fi
elif [ "$status" = 502 ] || [ "$status" = 504 ]; then
    advice=$say_backend_down
elif [ "$backend" = own ]; then
    entered=yes
elif [ "$status" = 200 ] && answer_has "$greeting"; then
    entered=yes
elif [ "$status" = 403 ]; then
    # our backend answers so when the server does not vouch for the caller
    advice=$say_not_vouched
else
    advice=$say_other_answer
fi
if [ "$backend" = own ]; then expected=$say_any_answer; else expected="HTTP 200, \"$greeting\""; fi
if [ "$entered" = yes ]; then
    report with-certificate "$say_with" "$expected" "$got" true
elif [ "$first_code:$connect" = 6: ]; then
    # the name alone is at fault, and that is told
    report with-certificate "$say_with" "$expected" "$got" null
else
    report with-certificate "$say_with" "$expected" "$got" false "$advice"
fi

# --- Without one, and with a stranger's ---

if [ "$host_reached" = yes ]; then
    trusting "$url"
    must_be_refused without-certificate "$say_without" "$none_sent" "$say_off"
else
    report without-certificate "$say_without" "HTTP $refused_status, \"$none_sent\"" "$say_same" null
fi

if [ "$host_reached" = no ]; then
    report stranger "$say_stranger" "HTTP $refused_status, \"$refused\"" "$say_same" null
elif openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=stranger -days 1 \
    -keyout "$folder/stranger.key" -out "$folder/stranger.crt" >/dev/null 2>&1; then
    trusting --cert "$folder/stranger.crt" --key "$folder/stranger.key" "$url"
    must_be_refused stranger "$say_stranger" "$refused" "$say_anybody"
else
    report stranger "$say_stranger" "HTTP $refused_status, \"$refused\"" "$say_no_stranger" null
fi

# --- Without the authority: proves nothing about mutual TLS. A public one every system knows by itself. ---

if [ -n "$authority" ]; then expected='curl 60'; else expected="HTTP $refused_status"; fi
if [ "$host_reached" = no ]; then
    report without-authority "$say_no_authority" "$expected" "$say_same" null
elif [ -z "$authority" ]; then
    call "$url"
    if [ "$code" -eq 0 ]; then
        report without-authority "$say_no_authority" "$expected" "$(outcome)" true
    elif [ "$code" -eq "$first_code" ]; then
        report without-authority "$say_no_authority" "$expected" "$say_same" null
    else
        report without-authority "$say_no_authority" "$expected" "$(outcome)" false "$say_cut_off"
    fi
else
    call "$url"
    if [ "$code" -eq 60 ]; then
        report without-authority "$say_no_authority" 'curl 60' "$(outcome)" true
    elif [ "$code" -eq 0 ]; then
        report without-authority "$say_no_authority" 'curl 60' "$(outcome)" false "$say_public"
    else
        report without-authority "$say_no_authority" 'curl 60' "$(outcome)" null
    fi
fi

# --- Old TLS ---

# OpenSSL 3 offers nothing older than TLS 1.2 unless its security level is 0, and a system may set a lowest version
# that only an explicit --tlsv1.0 overrides: without both, curl refuses by itself, and nobody asked the server.
if [ "$host_reached" = no ]; then
    report tls-1.1 "$say_old_tls" 'curl 35' "$say_same" null
else
    trusting --tlsv1.0 --tls-max 1.1 --ciphers DEFAULT:@SECLEVEL=0 "$url"
    case $secured in
    *[1-9]*) agreed=yes ;;
    *) agreed=no ;;
    esac
    case $agreed:$code:$problem in
    # TLS was agreed on, whatever came of the request; 60: it went as far as the server's certificate
    yes:* | no:0:* | no:60:*) report tls-1.1 "$say_old_tls" 'curl 35' "$(outcome)" false "$say_old_allowed" ;;
    # it was the server that ended the handshake, by an alert or by closing the connection
    no:35:*alert* | no:35:*SYSCALL* | no:35:*eof* | no:35:*eset* | no:35:*closed*)
        report tls-1.1 "$say_old_tls" 'curl 35' "$(outcome)" true
        ;;
    # all else is this curl's own inability
    *) report tls-1.1 "$say_old_tls" 'curl 35' "$say_old_unknown curl $code: $problem" null ;;
    esac
fi

# --- Forged identity headers ---

if [ "$backend" = own ]; then
    report identity-headers "$say_forged" "$say_forged_expected" "$say_forged_unseen" null
elif [ "$entered" = no ]; then
    report identity-headers "$say_forged" "$say_forged_expected" "$say_same" null
else
    set --
    for header in X-SSL-Client-S-DN X-SSL-Client-Verify X_SSL_Client_S_DN X_SSL_Client_Verify \
        x-ssl-client-s-dn X-Ssl-Client-Verify; do
        set -- "$@" --header "$header: $forged"
    done
    trusting --cert client.crt --key client.key "$@" "$url"
    if [ "$code" -eq 0 ] && [ "$status" = 200 ] && ! answer_has "$forged"; then
        report identity-headers "$say_forged" "$say_forged_expected" "$(outcome)" true
    else
        report identity-headers "$say_forged" "$say_forged_expected" "$(outcome)" false "$say_believed"
    fi
fi

# --- The way around the server ---

if [ "$backend" = own ]; then
    report backend-port "$say_port" "$say_port_expected" "$say_port_unknown" null
elif [ -z "$flask_port" ]; then
    report backend-port "$say_port" "$say_port_expected" "$say_port_none" null
elif [ "$host_reached" = no ]; then
    report backend-port "$say_port" "$say_port_expected" "$say_same" null
else
    case $first_peer in
    127.* | ::1 | ::ffff:127.*)
        report backend-port "$say_port" "$say_port_expected" "$say_port_loopback" null
        ;;
    *)
        call --connect-timeout 5 "http://$host:$flask_port/"
        case $code:$joined in
        # out of time after it was joined: somebody listens and is silent
        28:*[1-9]*) report backend-port "$say_port" "$say_port_expected" "$(outcome)" false "$say_port_open" ;;
        7:* | 28:*) report backend-port "$say_port" "$say_port_expected" "$(outcome)" true ;;
        *) report backend-port "$say_port" "$say_port_expected" "$(outcome)" false "$say_port_open" ;;
        esac
        ;;
    esac
fi

# --- Days left ---

# with_days TEXT [NUMBER]
with_days() {
    printf '%s\n' "$1" | sed "s/DAYS/${2-$fewest_days}/"
}

# days_left KEY NAME FILE ADVICE
days_left() {
    wanted=$(with_days "$say_days_expected")
    end=$(openssl x509 -in "$3" -noout -enddate 2>/dev/null)
    end=${end#notAfter=}
    if [ -z "$end" ]; then
        report "$1" "$2" "$wanted" "$say_days_unread" null
    elif openssl x509 -in "$3" -noout -checkend $((fewest_days * 86400)) >/dev/null 2>&1; then
        report "$1" "$2" "$wanted" "$end" true
    else
        report "$1" "$2" "$wanted" "$end" false "$(with_days "$4")"
    fi
}

days_left days-client "$say_days_client" client.crt "$say_days_client_over"
if [ -n "$authority" ]; then
    days_left days-authority "$say_days_authority" "$authority" "$say_days_authority_over"
else
    report days-authority "$say_days_authority" "$(with_days "$say_days_expected")" "$say_days_public" null
fi

: >"$folder/server.crt"
if [ "$host_reached" = yes ]; then
    # for an address no name is sent (RFC 6066 section 3)
    set -- -connect "${connect:-$host}:$port" -cert client.crt -key client.key
    if [ -n "$server_name" ]; then set -- "$@" -servername "$server_name"; fi
    openssl s_client "$@" </dev/null 2>/dev/null | openssl x509 -out "$folder/server.crt" 2>/dev/null
fi
days_left days-server "$say_days_server" "$folder/server.crt" "$say_days_server_over"

# The revocation list is the operator's: it is looked at where it lies beside the client's files.

# day_number DATE, as openssl prints it (Dec 23 10:00:00 2026 GMT): its day, counted from 1970. No two systems' date reads it
# alike. (Fliegel and Van Flandern, Communications of the ACM 11, 1968)
day_number() {
    read -r name day _ year _ <<END
$1
END
    before=JanFebMarAprMayJunJulAugSepOctNovDec
    before=${before%%"$name"*}
    month=$((${#before} / 3 + 1))
    early=$(((14 - month) / 12))
    year=$((year + 4800 - early))
    day=$((day + (153 * (month + 12 * early - 3) + 2) / 5 + 365 * year + year / 4 - year / 100 + year / 400))
    printf '%s' $((day - 2472633))
}

# The end of the list that ends first, among those of all authorities; nothing where there is none that can be read.
list_end() {
    place=1
    first=''
    while list=$(awk -v wanted="$place" '/^-----BEGIN / { place++ } place == wanted' client-ca.crl) && [ -n "$list" ]; do
        end=$(printf '%s\n' "$list" | openssl crl -noout -nextupdate 2>/dev/null) || return 0
        end=${end#nextUpdate=}
        # one without an end is good for ever
        if [ "$end" != NONE ] && { [ -z "$first" ] || [ "$(day_number "$end")" -lt "$(day_number "$first")" ]; }; then
            first=$end
        fi
        place=$((place + 1))
    done
    if [ "$place" -gt 1 ]; then printf '%s' "${first:-NONE}"; fi
}

if [ "$revokes" = yes ] || [ -f client-ca.crl ]; then
    if [ "$fewest_days" -lt "$fewest_list_days" ]; then fewest_list_days=$fewest_days; fi
    wanted=$(with_days "$say_days_expected" "$fewest_list_days")
    end=''
    if [ -f client-ca.crl ]; then end=$(list_end); fi
    if [ -z "$end" ]; then
        report days-list "$say_days_list" "$wanted" "$say_days_list_absent" null
    elif [ "$end" = NONE ] || [ $(($(date +%s) / 86400 + fewest_list_days)) -le "$(day_number "$end")" ]; then
        report days-list "$say_days_list" "$wanted" "$end" true
    else
        advice=$(with_days "$say_days_list_over" "$fewest_list_days")
        report days-list "$say_days_list" "$wanted" "$end" false "$advice"
    fi
fi

# --- What it comes to ---

if [ "$failed" -eq 0 ]; then all=true; else all=false; fi
if [ "$json" = yes ]; then
    printf '{"url":%s,"ok":%s,"checks":[%s]}\n' "$(quoted "$url")" "$all" "$entries"
else
    printf '\n%s: %s   %s: %s   %s: %s\n' "$say_good" "$good" "$say_failed" "$failed" "$say_skipped" "$skipped"
    if [ "$all" = true ]; then printf '%s\n' "$say_all_good"; fi
fi
[ "$all" = true ]
