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
