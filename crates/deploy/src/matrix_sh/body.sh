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
    --help)
        printf '%s\n' "$say_usage" "  $say_usage_host" "  $say_usage_port" "  $say_usage_name" "  $say_usage_json" \
            "$say_usage_exit"
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
'' | *[!0-9]* | ??????*) give_up "$port: $say_bad_port" ;;
esac
# both curl's addresses and its URLs want brackets around IPv6
case $host in *:*) host="[$host]" ;; esac
case $name in *:*) name="[$name]" ;; esac
url="https://$name:$port/"

for tool in curl mktemp; do
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
# a kit is good for a day: afterwards everything is refused, and that would prove nothing
if command -v openssl >/dev/null 2>&1 && ! openssl x509 -in good.crt -noout -checkend 0 >/dev/null 2>&1; then
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

# report ID TITLE PREDICTED BECAUSE ADVICE: of the call just made.
report() {
    case $class in
    "$3") ok=true mark='ok    ' good=$((good + 1)) ;;
    unknown) ok=null mark='--    ' untold=$((untold + 1)) ;;
    *) ok=false mark='FAILED' failed=$((failed + 1)) ;;
    esac
    if [ "$code" -eq 0 ]; then answer="HTTP $status"; else answer="curl $code: $problem"; fi
    if [ "$json" = yes ]; then
        entry="{\"name\":\"$1\",\"predicted\":\"$3\",\"because\":$(quoted "$4"),\"seen\":\"$class\""
        entry="$entry,\"http_status\":$status,\"curl_exit\":$code,\"curl_error\":$(quoted "$problem"),\"ok\":$ok}"
        entries="$entries${entries:+,}$entry"
        return
    fi
    printf '%s  %s | %s: %s (%s) | %s: %s (%s)\n' "$mark" "$2" "$say_predicted" "$(word "$3")" "$4" \
        "$say_seen" "$(word "$class")" "$answer"
    if [ "$ok" = false ]; then printf '        %s\n' "$5"; fi
}

# --- How the server is called ---

# call ARGUMENTS: sets code, status, problem; the answer is in the folder.
# --disable comes first, or the caller's own .curlrc could switch off what is looked at here.
call() {
    : >"$folder/body"
    status=$(curl --disable --silent --show-error --max-time 20 --noproxy '*' --globoff \
        --connect-to "::$host:$port" --cacert ca.crt --output "$folder/body" --write-out '%{http_code}' \
        "$@" "$url" 2>"$folder/error")
    code=$?
    # as a number: 000 is no answer, and a leading zero is none in JSON
    case $status in [1-9][0-9][0-9]) ;; *) status=0 ;; esac
    problem=$(sed -n '1s/^curl: ([0-9]*) //p' "$folder/error" | tr -d '\000-\037\177')
}

says() {
    if grep -F -q -e "$1" "$folder/body"; then refused_in_words=yes; fi
}

# What the answer to the first one was: others are compared with it.
first=''

# Sets class: let-in, refused, or unknown where the call says nothing about the certificate.
classify() {
    refused_in_words=no
    for_each_refusal says
    case $code:$first in
    # the handshake was ended, or the connection right behind it; without a first answer nobody knows by whom
    35:[1-9]* | 52:[1-9]* | 55:[1-9]* | 56:[1-9]*) class=refused ;;
    0:*)
        class=let-in
        if [ "$refused_in_words" = yes ]; then class=refused; fi
        case $status:$first in
        4??:4??) ;;
        # another program, or pages of its own
        400:?* | 401:?* | 403:?* | 495:?* | 496:?*) class=refused ;;
        esac
        ;;
    *) class=unknown ;;
    esac
}

# --- Each certificate ---

advice=''

# try_one ID TITLE PREDICTED BECAUSE SHOWN ADVICE
try_one() {
    if [ "$5" = nothing ]; then call; else call --cert "$1.crt" --key "$1.key"; fi
    classify
    if [ -z "$first" ]; then
        if [ "$class" = let-in ]; then first=$status; else first=0; fi
        case $code in
        0) if [ "$class" = refused ]; then advice=$say_first_refused; fi ;;
        60) advice=$say_untrusted ;;
        35 | 52 | 55 | 56) advice=$say_first_refused ;;
        *) advice=$say_unreachable ;;
        esac
    fi
    report "$1" "$2" "$3" "$4" "$6"
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
[ "$all" = true ]
