#!/bin/sh
# shellcheck disable=SC1112
# Proves that mutual TLS of api.example.com really is on: calls it as it should be called, and
# in every way that must be refused, and compares. Run it in the folder that holds client.crt,
# client.key and ca.crt: sh check.sh. It needs curl and openssl, and leaves nothing in that
# folder. “sh check.sh --help” tells its options.

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

say_usage='sh check.sh [--connect ADDRESS] [--address ADDRESS] [--days NUMBER] [--json]'
say_usage_connect='--connect ADDRESS   call this address and not the one that DNS gives for api.example.com'
say_usage_address='--address ADDRESS   the machine’s address, to which the name must lead'
say_usage_days='--days NUMBER       how long a certificate must still be good, 14 days unless you say otherwise'
say_usage_json='--json              one JSON object for monitoring, and nothing else'
say_usage_exit='Exit code: 0 all well, 1 a check failed, 2 it could not be run.'
say_expected=expected
say_got=got
say_same='not checked, because the first call did not get this far'
say_name='The name leads to the machine'
say_name_expected='an address (say which with --address)'
say_name_none='not checked, because the server is called by its address'
say_name_connect='not checked, because --connect says what to call'
say_with='With your certificate'
say_any_answer='any answer of the backend'
say_without='Without a certificate'
say_stranger='With a stranger’s certificate'
say_no_stranger='not checked, because this openssl could not make a stranger’s certificate'
say_no_authority='Without ca.crt (proves nothing about mutual TLS, only that the server’s authority is private)'
say_old_tls='TLS 1.1 and older'
say_old_unknown='not checked, because this curl cannot speak such old TLS:'
say_forged='Forged identity headers'
say_forged_expected='HTTP 200 and nothing forged in the answer'
say_forged_unseen='not checked, because your backend does not show which headers reach it'
say_port='The backend’s port 8080'
say_port_expected='no connection'
say_port_unknown='not checked, because the backend is your own and only you know who may reach it'
say_port_none='it listens on a socket that the server alone may open'
say_port_loopback='not checked, because the server was called on this machine, where the backend may answer; run it from another machine'
say_days_client='Your certificate’s expiry'
say_days_authority='The authority’s expiry'
say_days_public='not checked, because callers know the server by a public authority, which this bundle does not hold'
say_days_server='The server certificate’s expiry'
say_days_list='The revocation list’s expiry'
say_days_list_absent='not checked, because no client-ca.crl that openssl can read is in this folder; the operator can put a copy of the server’s here, it is no secret'
say_days_expected='DAYS days from now or later'
say_days_unread='not checked, because the server’s certificate could not be fetched'
say_good=ok
say_failed=failed
say_skipped='not checked'
say_all_good='Every check that could be made came out as it must.'
say_bad_option='This option is unknown. “sh check.sh --help” lists those that there are.'
say_bad_address='This is no address or name to connect to. Give it without a port, such as --connect 192.0.2.10 or --connect 2001:db8::10.'
say_bad_machine='This is no address of a machine. Give an IPv4 or IPv6 address, such as --address 192.0.2.10 or --address 2001:db8::10.'
say_bad_days='This is no number of days. Give a whole number from 1 to 9999, such as --days 30.'
say_no_tool='This program is missing. Install it with the system’s packages, and run the script again.'
say_no_file='This file is missing here, or cannot be read. Run the script in the folder into which you unpacked the bundle, as the user who unpacked it.'
say_no_certificate='There is no certificate in this file. Unpack the bundle again, and do not edit its files.'
say_no_folder='No folder for passing files could be made. Make room on the disk, or name a folder of yours in the variable TMPDIR.'
say_dns='The name api.example.com has no address in DNS. Set its DNS record, or try past DNS with --connect and the server’s address.'
say_name_other='The name api.example.com leads to another machine, or to another one as well. Change the older DNS record instead of adding one, and wait as long as its TTL says.'
say_unreachable='Nobody answers on port 443 of the server. See that the server runs and that every firewall on the way lets you in to this port.'
say_slow='The server took the connection and gave no answer within 20 seconds. See whether the backend hangs; the server itself answers at once.'
say_own_files='curl cannot use client.crt with client.key. Unpack the bundle again; if the two do not belong together, ask the operator for a new one.'
say_untrusted='The server shows a certificate that was not issued by ca.crt, is not for api.example.com, or has expired. Make sure that this is the right server; then put a new server certificate of the same authority in place.'
say_cut_off='The connection broke off before there was an answer. What the gateway says stands in its answer above, and in “journalctl -u mtls-api.example.com.service” on the server: ask for a new client certificate, or sign and install the next revocation list (client-ca.crl).'
say_refused='The server does not accept client.crt: it has expired or was revoked, another authority issued it, or the server’s revocation list has ended. What the gateway says stands in its answer above, and in “journalctl -u mtls-api.example.com.service” on the server: ask for a new client certificate, or sign and install the next revocation list (client-ca.crl).'
say_unasked='The server did not get client.crt: it asks for no certificate, or something between you and it handles TLS itself. Run install.sh of the server’s bundle again: it puts gateway.toml back and has the gateway take it. Let nothing in between handle TLS.'
say_not_allowed='The server is willing to talk, and this certificate is not on its list. Add it to the list in Handfast’s Deploy room, install the server’s files anew, and call again.'
say_backend_down='The server let you in, but the backend does not answer at 127.0.0.1:8080. Start the backend, and see that its address is the one in the server’s configuration.'
say_not_vouched='The backend refuses, because the server does not tell it that your certificate was verified: mutual TLS is OFF, or X-SSL-Client-Verify is not passed on. Run install.sh of the server’s bundle again: it puts gateway.toml back and has the gateway take it. Let nothing in between handle TLS.'
say_other_answer='Something else than the backend of this bundle answers. Look at the answer with curl.sh, and see that app.py runs and that no other site took this name.'
say_other_page='The request is refused, but not with the server’s own words about certificates. Run install.sh of the server’s bundle again: it puts gateway.toml back and has the gateway take it. Let nothing in between handle TLS.'
say_off='The server lets callers in without a certificate: mutual TLS is OFF. Run install.sh of the server’s bundle again: it puts gateway.toml back and has the gateway take it. Let nothing in between handle TLS.'
say_anybody='The server does not refuse a certificate that anyone can make: mutual TLS is OFF. Run install.sh of the server’s bundle again: it puts gateway.toml back and has the gateway take it. Let nothing in between handle TLS.'
say_public='curl trusts the server without ca.crt: this machine trusts the server’s authority already. With a public certificate this check says nothing; a private authority could vouch for any site on this machine, so remove it from the system’s store.'
say_old_allowed='The server still speaks TLS 1.1 or older, which RFC 8996 forbids. Run install.sh of the server’s bundle again: it puts gateway.toml back and has the gateway take it. Let nothing in between handle TLS.'
say_believed='What a caller writes into identity headers reaches the backend, which would believe it. Run install.sh of the server’s bundle again: it puts gateway.toml back and has the gateway take it. Let nothing in between handle TLS.'
say_port_open='Whoever reaches this port bypasses mutual TLS. Let the backend listen on 127.0.0.1 alone, and close the port in the firewall.'
say_days_client_over='Your certificate has expired or will within DAYS days. Ask the operator for a new one now.'
say_days_authority_over='The authority’s certificate has expired or will within DAYS days, and then every call fails. Have the operator make a new authority, with new certificates for the server and all callers.'
say_days_list_over='A revocation list in client-ca.crl has ended or will within DAYS days, and then the server refuses all callers of that authority. Sign the next one on the authority’s card in Handfast, install it as the server’s README says, and put a copy here.'
say_days_server_over='The server’s certificate has expired or will within DAYS days, and then every call fails. Have the operator issue a new one, put it in place and reload the server.'

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
