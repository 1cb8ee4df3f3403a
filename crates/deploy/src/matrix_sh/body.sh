set -u
# curl, openssl and sed speak alike everywhere, and bytes that are no text stop none of them
LC_ALL=C
export LC_ALL
umask 077

give_up() {
    printf '%s\n' "$1" >&2
    exit 2
}

# --- What was asked for ---

json=no
while [ $# -gt 0 ]; do
    case $1 in
    --json)
        json=yes
        shift
        ;;
    --path)
        if [ $# -lt 2 ]; then give_up "$1: $say_bad_path"; fi
        path=$2
        shift 2
        ;;
    --help)
        printf '%s\n' "$say_usage" "  $say_usage_host" "  $say_usage_port" "  $say_usage_name" "  $say_usage_path" \
            "  $say_usage_json" "$say_usage_exit"
        exit 0
        ;;
    -*) give_up "$1: $say_bad_option" ;;
    *) break ;;
    esac
done
if [ $# -gt 3 ]; then give_up "$4: $say_bad_option"; fi
name=${3:-$host}
port=${2:-$port}
host=${1:-$host}

for value in "$host" "$name"; do
    case $value in
    '' | -* | *[!0-9A-Za-z._:-]*) give_up "$value: $say_bad_address" ;;
    esac
done
case $port in
'' | 0* | *[!0-9]* | ??????*) give_up "$port: $say_bad_port" ;;
esac
if [ "$port" -gt 65535 ]; then give_up "$port: $say_bad_port"; fi
case $path in
*[!!-~]* | *'#'*) give_up "$path: $say_bad_path" ;;
/*) ;;
*) give_up "$path: $say_bad_path" ;;
esac
# both curl's addresses and its URLs want brackets around IPv6
case $host in *:*) host="[$host]" ;; esac
case $name in *:*) name="[$name]" ;; esac
url="https://$name:$port$path"

for tool in curl mktemp cmp; do
    command -v "$tool" >/dev/null 2>&1 || give_up "$tool: $say_no_tool"
done

# present ID TITLE PREDICTED BECAUSE SHOWN ADVICE: its files are here.
present() {
    if [ "$5" = nothing ]; then return; fi
    for file in "$1.crt" "$1.key"; do
        if [ ! -r "$file" ]; then give_up "$file: $say_no_file"; fi
    done
}
if [ ! -r ca.crt ]; then give_up "ca.crt: $say_no_file"; fi
for_each_trial present
# a kit is good for a day: afterwards everything is refused, and that would prove nothing. In its last minute the one that begins
# too late begins.
if command -v openssl >/dev/null 2>&1 && ! openssl x509 -in good.crt -noout -checkend 60 >/dev/null 2>&1; then
    give_up "good.crt: $say_over"
fi

folder=$(mktemp -d "${TMPDIR:-/tmp}/matrix.XXXXXX") || give_up "mktemp: $say_no_folder"
trap 'rm -rf "$folder"' EXIT
# a shell that a signal ends may leave out what EXIT asks for
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# --- How it is told ---

good=0
failed=0
untold=0
entries=''

# One value as JSON. Control characters are gone: in JSON they cannot stand, on a terminal they could mislead.
quoted() {
    printf '"%s"' "$(printf '%s' "$1" | tr -d '\000-\037\177' | sed 's/["\\]/\\&/g')"
}

word() {
    case $1 in
    let-in) printf '%s' "$say_let_in" ;;
    refused) printf '%s' "$say_refused" ;;
    *) printf '%s' "$say_unknown" ;;
    esac
}

# The mark by which a refusal is known, in JSON.
known_by() {
    if [ -n "$mark" ]; then printf '"%s"' "$mark"; else printf null; fi
}

# report ID TITLE PREDICTED BECAUSE ADVICE: of the call just made.
report() {
    case $class in
    "$3") ok=true verdict='ok    ' good=$((good + 1)) ;;
    unknown) ok=null verdict='--    ' untold=$((untold + 1)) ;;
    *) ok=false verdict='FAILED' failed=$((failed + 1)) ;;
    esac
    if [ "$code" -eq 0 ]; then answer="HTTP $status"; else answer="curl $code: $problem"; fi
    if [ "$json" = yes ]; then
        entry="{\"name\":\"$1\",\"predicted\":\"$3\",\"because\":$(quoted "$4"),\"seen\":\"$class\",\"refusal\":$(known_by)"
        entry="$entry,\"http_status\":$status,\"curl_exit\":$code,\"curl_error\":$(quoted "$problem"),\"ok\":$ok}"
        entries="$entries${entries:+,}$entry"
        return
    fi
    printf '%s  %s | %s: %s (%s) | %s: %s (%s)\n' "$verdict" "$2" "$say_predicted" "$(word "$3")" "$4" \
        "$say_seen" "$(word "$class")" "$answer"
    case $ok:$mark in
    false:*) printf '        %s\n' "$5" ;;
    null:not-allowed) printf '        %s\n' "$say_only_listed" ;;
    null:) if [ "$why" = "$say_other_answer" ]; then printf '        %s\n' "$why"; fi ;;
    esac
}

# --- How the server is called ---

# call ARGUMENTS: sets code, status, problem; the answer is in the folder.
# --disable comes first, or the caller's own .curlrc could switch off what is looked at here.
call() {
    : >"$folder/body"
    status=$(curl --disable --silent --show-error --max-time 20 --noproxy '*' --globoff \
        --connect-to "::$host:$port" --cacert ca.crt --path-as-is \
        --header 'Accept: application/json, */*;q=0.5' --output "$folder/body" --write-out '%{http_code}' \
        "$@" "$url" 2>"$folder/error")
    code=$?
    # as a number: 000 is no answer, and a leading zero is none in JSON
    case $status in [1-9][0-9][0-9]) ;; *) status=0 ;; esac
    problem=$(sed -n '1s/^curl: ([0-9]*) //p' "$folder/error" | tr -d '\000-\037\177')
}

# says MARK WORDS: whether the answer is known as a refusal by these words. The first that stand there count.
says() {
    if [ -z "$mark" ] && grep -F -q -e "$2" "$folder/body"; then mark=$1; fi
}

# What came of the first one, which is to be let in: let-in, refused, unknown; and whether it came as far as being looked at.
first=''
first_status=0
looked_at=no
# Whether the next one that is to be let in was answered the same: only then a body tells something.
second=''
alike=no

# is_other: whether the answer is another than those have who are let in.
is_other() {
    [ "$status" != "$first_status" ] || { [ "$alike" = yes ] && ! cmp -s "$folder/body" "$folder/first"; }
}

# by_answer PREDICTED SHOWN: of an answer over HTTP. A refusal is known by nginx's own statuses, or by its words with a status of
# refusals. One that says nothing is a refusal only where the first one was let in.
by_answer() {
    case $status in
    4??) for_each_refusal says ;;
    esac
    case $status:$mark in
    495: | 496:) class=refused mark=refused ;;
    4??:not-allowed)
        class=refused
        # it was found in order: what is wrong with it went unnoticed, or would have
        if [ "$1:$2" = refused:certificate ]; then class=unknown; fi
        ;;
    4??:unverified)
        class=let-in
        # who should be let in is not, and who should be refused is refused by the application alone
        if [ "$1" = let-in ]; then class=refused; fi
        ;;
    4??:?*) class=refused ;;
    400: | 401: | 403:)
        class=unknown why=$say_bare
        if [ "$first" = let-in ]; then class=refused; fi
        ;;
    421:) class=unknown why=$say_other_name ;;
    429: | 497:) class=unknown why=$say_bare ;;
    *)
        class=let-in
        # an error page may send on those who are refused, or say so with the status of a good answer
        if [ "$1:$first" = refused:let-in ] && is_other; then class=unknown why=$say_other_answer; fi
        ;;
    esac
}

# The handshake was ended, or the connection right behind it. Alerts that speak of certificates (RFC 8446, 6.2) are refusals; others
# are where the first one was looked at.
by_end() {
    class=refused
    case $problem in
    *'wrong version number'* | *'packet length too long'* | *'http request'*) class=unknown why=$say_not_tls ;;
    *'unrecognized name'*) class=unknown why=$say_other_name ;;
    *alert*'unknown ca'*) mark=untrusted ;;
    # 1116 is what some call certificate_required
    *alert*certificate* | *alert*'access denied'* | *alert*'decrypt error'* | *'reason(1116)'*) mark=refused ;;
    *) if [ "$looked_at" = no ]; then class=unknown why=$say_no_handshake; fi ;;
    esac
}

# classify PREDICTED SHOWN: sets class (let-in, refused, or unknown where the call says nothing about the certificate), the mark of a
# refusal, and why nothing is known.
classify() {
    mark=''
    why=''
    case $code in
    0) by_answer "$1" "$2" ;;
    35 | 52 | 55 | 56) by_end ;;
    60)
        class=unknown why=$say_untrusted
        # with this and nothing behind it curl tells of the alert certificate_expired; of the server's own certificate it says more
        if [ "$problem" = 'SSL certificate verification failed' ]; then class=refused mark=refused; fi
        ;;
    *) class=unknown why=$say_unreachable ;;
    esac
}

# What is to be done where a certificate is refused that should be let in, by what the refusal says.
mend() {
    case $mark in
    not-allowed) printf '%s' "$say_not_allowed" ;;
    untrusted) printf '%s' "$say_not_trusted" ;;
    list) printf '%s' "$say_list_wrong" ;;
    missing) printf '%s' "$say_not_arrived" ;;
    unverified) printf '%s' "$say_unverified" ;;
    *) printf '%s' "$1" ;;
    esac
}

# --- Each certificate ---

advice=''

# try_one ID TITLE PREDICTED BECAUSE SHOWN ADVICE
try_one() {
    if [ "$5" = nothing ]; then call; else call --cert "$1.crt" --key "$1.key"; fi
    classify "$3" "$5"
    if [ -z "$first" ]; then
        first=$class first_status=$status
        cp "$folder/body" "$folder/first"
        if [ "$code" -eq 0 ] || [ "$class" = refused ]; then looked_at=yes; fi
        case $class:$mark in
        refused:not-allowed | refused:unverified) ;;
        refused:*) advice=$say_first_refused ;;
        *) advice=$why ;;
        esac
    elif [ -z "$second" ] && [ "$3" = let-in ]; then
        second=$class
        if [ "$first:$second:$status" = "let-in:let-in:$first_status" ] && cmp -s "$folder/body" "$folder/first"; then alike=yes; fi
    fi
    if [ "$3" = let-in ]; then report "$1" "$2" "$3" "$4" "$(mend "$6")"; else report "$1" "$2" "$3" "$4" "$6"; fi
}
for_each_trial try_one

# --- What it comes to ---

if [ "$failed" -eq 0 ] && [ "$untold" -eq 0 ]; then all=true; else all=false; fi
if [ "$json" = yes ]; then
    printf '{"url":%s,"ok":%s,"trials":[%s]}\n' "$(quoted "$url")" "$all" "$entries"
else
    printf '\n%s: %s   %s: %s   %s: %s\n' "$say_as_predicted" "$good" "$say_otherwise" "$failed" "$say_untold" "$untold"
    if [ "$all" = true ]; then printf '%s\n' "$say_all_good"; fi
    if [ -n "$advice" ]; then printf '%s\n' "$advice"; fi
fi
if [ "$failed" -gt 0 ]; then exit 1; fi
if [ "$untold" -gt 0 ]; then exit 3; fi
