#!/bin/sh
# shellcheck disable=SC1112
# api.example.com 서비스의 파일을 제자리에 놓고 필요한 것을 시작해요. 파일이 있는 폴더에서
# root로 실행하세요: sudo sh install.sh
# 서비스를 건드리지 않고 미리 해 보려면: sh install.sh --root /some/folder. 모두 다시
# 치우려면: sudo sh install.sh --uninstall
set -eu
umask 022

NAME=api.example.com
CONF=/mtls-demo/nginx/nginx.conf
LINEAGE=''
HOSTS=''
KEY_PASSWORD=''
SERVER_IS_OURS=yes
PORTS=443
SERVER_UNIT=mtls-api.example.com.service
BACKEND_UNIT=mtls-api.example.com-backend.service
BACKEND_TOOLS='gunicorn python3'
TAKES_BINARY=no
SERVER_TOOLS=nginx
SERVER_PROCESS=nginx
SERVER_NEEDED=1.18.0
KIB_NEEDED=16384

TEXT_USAGE='사용법: sh install.sh [--root 폴더] [--no-service] [--uninstall]'
TEXT_BAD_OPTION='“%s”은(는) 이 스크립트에 없는 옵션이에요. “sh install.sh --help”로 어떤 옵션이 있는지 볼 수 있어요.'
TEXT_ROOT_MISSING='“--root” 뒤에 폴더가 없어요. “--root /tmp/rehearsal”처럼 폴더의 전체 경로를 뒤에 적어 주세요.'
TEXT_NOT_ROOT='시스템 폴더에는 root만 쓸 수 있어요. “sudo sh install.sh”로 실행하거나, “sh install.sh --root 폴더”로 자기 폴더 아래에서 미리 해 보세요.'
TEXT_NO_SYSTEMD='이 서버에서는 systemd가 돌고 있지 않아서 서비스를 시작할 수 없어요. “sh install.sh --no-service”로 실행하고, README에 적힌 대로 웹 서버를 손으로 시작해 주세요.'
TEXT_ROOT_PLAIN='“%s” 폴더는 설정에 그대로 적을 수 없어요. 슬래시로 시작하고 글자와 숫자, - _ . + @ 기호만 있는 경로를 골라 주세요.'
TEXT_ROOT_SYSTEM='“--root %s”은(는) 이 서버 그 자체라서 미리 해 보는 것이 아니에요. “--root /tmp/rehearsal”처럼 자기 폴더를 적거나, 정말 설치하려면 “--root” 없이 실행해 주세요.'
TEXT_FILE_MISSING='“%s” 파일이 %s 폴더에 없어요. 번들을 다시 풀고, 그때 생긴 폴더에서 실행해 주세요.'
TEXT_TOOL_MISSING='이 서버에 “%s” 프로그램이 없어요. “sudo apt-get install -y nginx gunicorn python3-flask” 명령을 실행한 다음 다시 시작해 주세요.'
TEXT_NO_CERTIFICATE='%s 폴더에 공인 CA의 인증서가 아직 없어요. 이 번들의 README대로 certbot으로 받은 다음 다시 시작해 주세요.'
TEXT_STAND_IN='%s 폴더에 인증서가 없어서, 이번 연습에서는 그 자리에서 만든 인증서가 대신해요.'
TEXT_NAME_MISSING='공인 CA의 인증서에 %s 이름이 없어요. 이 번들의 README대로 서비스의 모든 이름으로 다시 받거나, 배포 화면에 맞는 폴더를 적어 주세요.'
TEXT_KEY_DIFFERS='server.key의 키가 server.crt의 인증서와 맞지 않아요. 둘 다 같은 번들에서 나오도록 번들을 다시 풀어 주세요.'
TEXT_CLOCK_BEHIND='이 서버의 시계는 %s인데, 인증서는 %s부터 쓸 수 있어요. 시계를 맞추고(timedatectl set-ntp true) 다시 시작해 주세요.'
TEXT_EXPIRED='서버 인증서는 %s에 끝났고, 이 서버의 시계는 %s예요. 시계를 확인해 주세요. 시계가 맞으면 서버 인증서를 새로 발급하고 번들을 다시 내보내 주세요.'
TEXT_PASSWORD_WRONG='server.key.password의 암호로는 server.key가 열리지 않아요. 둘 다 같은 번들에서 나오도록 번들을 다시 풀어 주세요.'
TEXT_LIST_OTHER='client-ca.crl의 폐기 목록이 client-ca.crt에 있는 CA의 것이 아니어서, 웹 서버가 폐기하지 않은 호출자까지 거부하게 돼요. 번들을 다시 풀거나, 이 CA가 서명한 목록을 그 자리에 두고 다시 시작해 주세요.'
TEXT_LIST_EXPIRED='client-ca.crl의 폐기 목록은 %s에 끝났고, 이 서버의 시계는 %s예요. 이대로면 웹 서버가 모두를 거부해요. CA마다 가장 새로운 목록을 이 폴더의 client-ca.crl에 넣고(우리 것은 Handfast의 CA 카드에서 서명해요) 다시 시작해 주세요.'
TEXT_LIST_KEPT='%s 파일이 이 번들의 목록보다 나중에 서명한 것이라서 그대로 두어요. 예전 목록을 놓으면 그사이에 폐기한 쪽이 다시 들어와요.'
TEXT_LIST_MIXED='%s 파일의 목록 가운데 하나는 이 번들의 것보다 새롭고, 다른 CA의 것은 더 오래됐거나 없어요. CA마다 가장 새로운 목록을 이 폴더의 client-ca.crl에 넣고(우리 것은 Handfast의 CA 카드에서 서명해요) 다시 시작해 주세요.'
TEXT_PORT_TAKEN='%s번 포트를 이미 쓰고 있어요: %s. 그 프로그램을 끝내거나 Handfast의 배포에서 다른 포트를 고른 다음 다시 시작해 주세요.'
TEXT_DISK_FULL='%s 디스크에 %s KiB밖에 남지 않았어요. 자리를 비우고 다시 시작해 주세요.'
TEXT_SERVER_REFUSES='%s 파일이 거부되었고, 까닭은 바로 위에 있어요. 거기 적힌 것을 고치고 다시 시작해 주세요.'
TEXT_UNIT_FAILED='“%s” 유닛이 시작되지 않았어요. “journalctl -u %s” 명령으로 까닭을 보고, 고친 다음 다시 시작해 주세요.'
TEXT_ROLLING_BACK='한 단계가 실패해서 모두 원래대로 되돌려요.'
TEXT_ROLLED_BACK='모두 이전과 같아요.'
TEXT_NOT_ROLLED_BACK='모두를 원래대로 되돌리지는 못했고, 까닭은 위에 있어요. 디스크에 자리를 비우고, 원래 있던 것을 %s 폴더에서 다시 복사해 주세요. “paths” 파일의 셋째 줄이 “kept/3”의 자리이고, 나머지도 그렇게 찾을 수 있어요.'
TEXT_WILL_INSTALL='%s 서비스의 파일이에요:'
TEXT_WILL_START='지금, 그리고 서버가 켜질 때마다 시작할 유닛이에요: %s'
TEXT_WILL_RELOAD='설정을 다시 읽을 유닛이에요. 연결은 끊기지 않아요: %s'
TEXT_KEY_OPEN='이 서버의 다른 사용자도 %s 파일을 읽을 수 있었어요. 모드가 %s였어요. 모드는 지금 바로잡아요. 다른 사람이나 프로그램의 계정이 있는 서버라면 키가 새어 나갔다고 보고 서버 인증서를 새로 발급해 주세요.'
TEXT_NOTHING_TO_DO='모두 이미 제자리에 있어서 아무것도 바꾸지 않았어요.'
TEXT_DONE='%s 서비스의 파일이 제자리에 있어요.'
TEXT_REHEARSED='미리 해 본 것이에요. 번들에 키가 있으면 %s 아래의 사본에도 있으니, 살펴본 다음 치워 주세요: sh install.sh --root %s --uninstall'
TEXT_NOT_STARTED='아무것도 시작하지 않았어요.'
TEXT_NOT_THERE='%s의 파일이 여기에 없어서 치울 것이 없었어요.'
TEXT_WILL_REMOVE='%s 서비스의 파일을 로그까지 모두 치워요.'
TEXT_FOLDER_KEPT='다른 파일이 있어서 %s 폴더는 남겨 두었어요.'
TEXT_REMOVED='%s 서비스를 모두 치웠어요.'
WORD_NEW='새로'
WORD_CHANGED='바꿈'
WORD_SAME='그대로'
TEXT_SERVER_OLD='이 서버의 nginx는 %s 버전인데, 이 설정에는 %s 이상이 필요해요. 배포판의 backports나 nginx.org에서 더 새로운 nginx를 설치해 주세요.'
TEXT_NOT_INCLUDED='nginx가 %s 파일을 읽지 않아요. /etc/nginx/nginx.conf의 http 블록에 “include /etc/nginx/conf.d/*.conf;” 줄을 넣고 다시 시작해 주세요.'

# 이 폴더의 각 파일과 놓을 자리와 권한, 그리고 안쪽부터 적은 폴더예요.
each_file() {
    "$@" server.crt /mtls-demo/certs/server.crt 0644
    "$@" server.key /mtls-demo/certs/server.key 0600
    "$@" client-ca.crt /mtls-demo/certs/client-ca.crt 0644
    "$@" nginx.conf /mtls-demo/nginx/nginx.conf 0644
    "$@" app.py /mtls-demo/backend/app.py 0644
    "$@" backend.service /etc/systemd/system/mtls-api.example.com-backend.service 0644
    "$@" nginx.service /etc/systemd/system/mtls-api.example.com.service 0644
    "$@" logrotate.conf /etc/logrotate.d/mtls-api.example.com 0644
}
each_folder() {
    "$@" /mtls-demo/backend
    "$@" /mtls-demo/nginx
    "$@" /mtls-demo/certs
    "$@" /mtls-demo
}
# nginx가 스스로 만드는 것과, 미리 해 볼 때 다른 폴더 아래로 옮기는 폴더예요.
each_runtime() {
    "$@" /mtls-demo/nginx/error.log
    "$@" /mtls-demo/nginx/access.log
    "$@" /mtls-demo/nginx/nginx.pid
    "$@" /mtls-demo/nginx/client_body_temp
    "$@" /mtls-demo/nginx/proxy_temp
    "$@" /mtls-demo/nginx/fastcgi_temp
    "$@" /mtls-demo/nginx/uwsgi_temp
    "$@" /mtls-demo/nginx/scgi_temp
}
each_relocated() {
    "$@" /mtls-demo
}

# ---- the server: nginx ------------------------------------------------------------------------------------------

tell_kept() { :; }

# all that is put in place
each_thing() { each_file "$1"; }

# it reads all of its files anew while it runs
start_server() { systemctl reload-or-restart "$SERVER_UNIT"; }

check_server() {
    version=$(nginx -v 2>&1 | sed -n 's|.*nginx/\([0-9.]*\).*|\1|p')
    at_least "$version" "$SERVER_NEEDED" || fail "$TEXT_SERVER_OLD" "$version" "$SERVER_NEEDED"
}

check_configuration() {
    if [ -z "$root" ] && [ "$SERVER_IS_OURS" = yes ]; then
        nginx -t -q -c "$CONF" || fail "$TEXT_SERVER_REFUSES" "$CONF"
    elif [ -z "$root" ]; then
        nginx -t -q || fail "$TEXT_SERVER_REFUSES" "$CONF"
        nginx -T 2>/dev/null | grep -qxF "# configuration file $CONF:" || fail "$TEXT_NOT_INCLUDED" "$CONF"
    else
        rehearse
    fi
}

# Under another root the paths in the file begin with that root: a copy says so, is checked, and goes again.
rehearse() {
    : >"$state/relocate"
    # who is not root has one account alone, and nginx would warn of the other
    [ "$(id -u)" -eq 0 ] || printf '/^user /d\n' >>"$state/relocate"
    each_relocated relocate
    if [ "$stand_in" = yes ]; then
        make_stand_in
        relocate_to "$LINEAGE" "$state"
    elif [ -n "$LINEAGE" ]; then
        relocate "$LINEAGE"
    fi
    each_runtime make_parent
    if [ "$SERVER_IS_OURS" = yes ]; then
        sed -f "$state/relocate" "$root$CONF" >"$state/rehearsal.conf"
    else
        # a site stands inside the configuration of the distribution's nginx; here that is the least that nginx takes
        {
            printf 'pid nginx.pid;\nevents { }\nhttp {\n'
            for kind in client_body proxy fastcgi uwsgi scgi; do printf '%s_temp_path %s;\n' "$kind" "$kind"; done
            sed -f "$state/relocate" "$root$CONF"
            printf '}\n'
        } >"$state/rehearsal.conf"
    fi
    nginx -t -q -p "$state" -c "$state/rehearsal.conf" || fail "$TEXT_SERVER_REFUSES" "$root$CONF"
}

relocate() { relocate_to "$1" "$root$1"; }

relocate_to() {
    pattern=$(printf '%s' "$1/" | sed 's/[.]/\\&/g')
    printf 's|%s|%s|g\n' "$pattern" "$2/" >>"$state/relocate"
}

# ---- from here on the same for every service ------------------------------------------------------------------

fail() {
    # shellcheck disable=SC2059 # the texts above are formats
    printf "$@" >&2
    printf '\n' >&2
    exit 1
}

tell() {
    # shellcheck disable=SC2059 # the texts above are formats
    printf "$@"
    printf '\n'
}

root=''
rehearses=no
service=yes
deed=install
binary=''
while [ $# -gt 0 ]; do
    case $1 in
        --root)
            # empty is what a variable leaves that nobody set: it must not become the machine itself
            [ -n "${2-}" ] || fail "$TEXT_ROOT_MISSING"
            rehearses=yes
            root=${2%/}
            shift
            ;;
        --binary)
            # nginx comes from the distribution
            [ "$TAKES_BINARY" = yes ] || fail "$TEXT_BAD_OPTION" "$1"
            binary=${2-none}
            if [ $# -ge 2 ]; then shift; fi
            ;;
        --no-service) service=no ;;
        --uninstall) deed=uninstall ;;
        --help)
            tell "$TEXT_USAGE"
            exit 0
            ;;
        *) fail "$TEXT_BAD_OPTION" "$1" ;;
    esac
    shift
done

here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

# Another root is for rehearsals: no service is touched there.
if [ "$rehearses" = yes ]; then
    service=no
    case $root/ in
        /*) ;;
        *) fail "$TEXT_ROOT_PLAIN" "$root" ;;
    esac
    case $root in
        *[!A-Za-z0-9/._+@-]*) fail "$TEXT_ROOT_PLAIN" "$root" ;;
    esac
    # "/", and whatever leads there
    case /$root/ in
        *[!/]*) [ "$(CDPATH='' cd -- "$root" 2>/dev/null && pwd -P)" != / ] || fail "$TEXT_ROOT_SYSTEM" "$root" ;;
        *) fail "$TEXT_ROOT_SYSTEM" / ;;
    esac
elif [ "$(id -u)" -ne 0 ]; then
    fail "$TEXT_NOT_ROOT"
fi
if [ "$service" = yes ] && [ ! -d /run/systemd/system ]; then
    fail "$TEXT_NO_SYSTEMD"
fi

# ---- what there is to do ----------------------------------------------------------------------------------------

# where a file of this name comes from
from() {
    case $1 in
        handfast-gateway) printf '%s' "$binary" ;;
        client-ca.crl) printf '%s' "$list_from" ;;
        *) printf '%s/%s' "$here" "$1" ;;
    esac
}

changes=0
changed_backend=no
changed_start=no
list() {
    # $1 name in this folder, $2 place, $3 mode
    if [ ! -e "$root$2" ]; then
        word=$WORD_NEW
    elif cmp -s "$(from "$1")" "$root$2" && [ "$(stat -c %a "$root$2")" = "${3#0}" ] &&
        [ "$(stat -c %u "$root$2")" -eq "$(id -u)" ]; then
        word=$WORD_SAME
    else
        word=$WORD_CHANGED
    fi
    if [ "$word" != "$WORD_SAME" ]; then
        changes=$((changes + 1))
        case $1 in
            app.py | backend.service) changed_backend=yes ;;
            # what a server is started with and does not read anew while it runs
            server.key | gateway.toml | gateway.service | handfast-gateway) changed_start=yes ;;
        esac
    fi
    printf '  %s  %s  %s\n' "$word" "$3" "$root$2"
    if [ "$3" = 0600 ] && [ -e "$root$2" ]; then
        mode=$(stat -c %a "$root$2")
        # more than its owner may do something with it
        [ $((0$mode & 077)) -eq 0 ] || tell "$TEXT_KEY_OPEN" "$root$2" "$mode"
    fi
}

# ---- checks before anything is touched --------------------------------------------------------------------------

at_least() {
    # whether the dotted version $1 is $2 or newer
    [ "$(printf '%s\n%s\n' "$2" "$1" | sort -t. -k1,1n -k2,2n -k3,3n | head -n 1)" = "$2" ]
}

check_tools() {
    for tool in $SERVER_TOOLS openssl install cmp stat sed $BACKEND_TOOLS; do
        command -v "$tool" >/dev/null 2>&1 || fail "$TEXT_TOOL_MISSING" "$tool"
    done
    if [ -n "$BACKEND_UNIT" ] && ! python3 -c 'import flask' 2>/dev/null; then
        fail "$TEXT_TOOL_MISSING" python3-flask
    fi
    check_server
}

check_bundle() { [ -f "$here/$1" ] || fail "$TEXT_FILE_MISSING" "$1" "$here"; }

stand_in=no
check_certificate() {
    crt=$here/server.crt
    key=$here/server.key
    if [ -n "$LINEAGE" ]; then
        crt=$root$LINEAGE/fullchain.pem
        key=$root$LINEAGE/privkey.pem
        if [ ! -e "$crt" ] || [ ! -e "$key" ]; then
            [ -n "$root" ] || fail "$TEXT_NO_CERTIFICATE" "$LINEAGE"
            # certbot keeps it for root alone; below another root the server has another one to look at
            stand_in=yes
            tell "$TEXT_STAND_IN" "$root$LINEAGE"
            return 0
        fi
    fi
    set --
    if [ -n "$KEY_PASSWORD" ]; then
        set -- -passin "file:$here/$KEY_PASSWORD"
        openssl pkey -noout -in "$key" "$@" 2>/dev/null || fail "$TEXT_PASSWORD_WRONG"
    fi
    if ! [ "$(openssl x509 -noout -pubkey -in "$crt")" = "$(openssl pkey -pubout -in "$key" "$@")" ]; then
        fail "$TEXT_KEY_DIFFERS"
    fi
    for host in $HOSTS; do
        case $(openssl x509 -noout -checkhost "$host" -in "$crt") in
            *' does match certificate') ;;
            *) fail "$TEXT_NAME_MISSING" "$host" ;;
        esac
    done
    end=$(openssl x509 -noout -enddate -in "$crt")
    start=$(openssl x509 -noout -startdate -in "$crt")
    if [ "$(date -d "${start#*=}" +%s)" -gt "$(date +%s)" ]; then
        fail "$TEXT_CLOCK_BEHIND" "$(date -u)" "${start#*=}"
    fi
    openssl x509 -noout -checkend 0 -in "$crt" >/dev/null || fail "$TEXT_EXPIRED" "${end#*=}" "$(date -u)"
}

# the part of a PEM file $1 at the place $2, or nothing
part() { awk -v wanted="$2" '/^-----BEGIN / { place++ } place == wanted' "$1"; }

# when each list in the file $1 was signed: lines of the authority's hash and the moment. What the authorities of this bundle
# did not sign is none of theirs, whatever name it bears.
signed() {
    place=1
    while one=$(part "$1" "$place") && [ -n "$one" ]; do
        case $(printf '%s\n' "$one" | openssl crl -noout -CAfile "$here/client-ca.crt" 2>&1) in
            *'verify OK'*)
                moment=$(printf '%s\n' "$one" | openssl crl -noout -lastupdate)
                issuer=$(printf '%s\n' "$one" | openssl crl -noout -hash)
                printf '%s %s\n' "$issuer" "$(date -d "${moment#*=}" +%s)"
                ;;
        esac
        place=$((place + 1))
    done
}

# Lists are renewed without a bundle. An older one in the place of a newer would let in again whom the newer keeps out.
list_from=$here/client-ca.crl
keep_newer_list() {
    # $1 name in this folder, $2 place
    [ "$1" = client-ca.crl ] && [ -f "$root$2" ] || return 0
    answer=$({ signed "$root$2" | sed 's/^/there /' && signed "$here/$1" | sed 's/^/here /'; } | awk '
        $1 == "there" { if ($3 > moment[$2]) moment[$2] = $3; next }
        !($2 in moment) || moment[$2] < $3 { older = 1; next }
        moment[$2] > $3 { newer = 1 }
        END { print newer + 0 older + 0 }')
    case $answer in
        11) fail "$TEXT_LIST_MIXED" "$root$2" ;;
        10)
            list_from=$root$2
            tell "$TEXT_LIST_KEPT" "$root$2"
            ;;
    esac
}

# the server wants a list of each authority, and looks at neither signatures nor days before it is asked
check_list() {
    lists=$list_from
    authorities=$here/client-ca.crt
    [ -f "$lists" ] || return 0
    issuers=''
    place=1
    while one=$(part "$lists" "$place") && [ -n "$one" ]; do
        # openssl 3.0 tells it in words alone and not by its exit
        case $(printf '%s\n' "$one" | openssl crl -noout -CAfile "$authorities" 2>&1) in
            *'verify OK'*) ;;
            *) fail "$TEXT_LIST_OTHER" ;;
        esac
        end=$(printf '%s\n' "$one" | openssl crl -noout -nextupdate)
        end=${end#*=}
        if [ "$end" != NONE ] && [ "$(date -d "$end" +%s)" -le "$(date +%s)" ]; then
            fail "$TEXT_LIST_EXPIRED" "$end" "$(date -u)"
        fi
        issuers="$issuers $(printf '%s\n' "$one" | openssl crl -noout -hash) "
        place=$((place + 1))
    done
    place=1
    while one=$(part "$authorities" "$place") && [ -n "$one" ]; do
        case $issuers in
            *" $(printf '%s\n' "$one" | openssl x509 -noout -subject_hash) "*) ;;
            *) fail "$TEXT_LIST_OTHER" ;;
        esac
        place=$((place + 1))
    done
}

check_port() {
    # without ss the server itself will find out
    command -v ss >/dev/null 2>&1 || return 0
    for port in $PORTS; do
        taken=$(ss -Hltnp "sport = :$port")
        # the server that runs may have the port; that another program has it would show in its log alone when it is reloaded
        if systemctl is-active --quiet "$SERVER_UNIT"; then
            taken=$(printf '%s\n' "$taken" | sed -n "/users:/{/\"$SERVER_PROCESS\"/!p;}")
        fi
        [ -z "$taken" ] || fail "$TEXT_PORT_TAKEN" "$port" "$(printf '%s\n' "$taken" | head -n 1)"
    done
}

check_disk() {
    # the folder of a rehearsal may still have to be made: what counts is where it will be
    place=$root/
    while [ ! -d "$place" ]; do place=$(dirname -- "$place"); done
    free=$(df -Pk "$place" | awk 'NR == 2 { print $4 }')
    [ "$free" -ge "$KIB_NEEDED" ] || fail "$TEXT_DISK_FULL" "$place" "$free"
}

# ---- undoing ----------------------------------------------------------------------------------------------------

state=''
services_touched=no
rollback() {
    # $1 is the exit status on the way out
    trap - EXIT INT TERM HUP
    [ -n "$state" ] || exit "$1"
    if [ "$1" -ne 0 ]; then
        tell "$TEXT_ROLLING_BACK" >&2
        whole=yes
        while IFS= read -r made; do rm -f -- "$made" "$made.handfast-new"; done <"$state/made"
        for path in "$state"/kept/*; do
            [ -e "$path" ] || continue
            number=${path##*/}
            target=$(sed -n "${number}p" "$state/paths")
            { cp -p -- "$path" "$target.handfast-new" && mv -f -- "$target.handfast-new" "$target"; } || whole=no
        done
        # the step that failed may have left its file beside the place
        while IFS= read -r target; do rm -f -- "$target.handfast-new"; done <"$state/paths"
        each_runtime remove_new "$state/runtime"
        sort -r "$state/folders" | while IFS= read -r folder; do
            [ ! -d "$folder" ] || rmdir -- "$folder" 2>/dev/null || true
        done
        if [ "$services_touched" = yes ]; then
            systemctl daemon-reload || true
            for unit in $BACKEND_UNIT $SERVER_UNIT; do
                if grep -qx "$unit" "$state/active"; then
                    systemctl reload-or-restart "$unit" || true
                else
                    end_unit "$unit"
                fi
            done
        fi
        if [ "$whole" = no ]; then
            tell "$TEXT_NOT_ROLLED_BACK" "$state" >&2
            exit "$1"
        fi
        tell "$TEXT_ROLLED_BACK" >&2
    fi
    # it held copies of what was replaced, keys among them
    rm -rf -- "$state"
    exit "$1"
}

list_runtime() { [ ! -e "$root$1" ] || printf '%s\n' "$root$1"; }

# removes what the server made at $2, unless it is listed in the file $1
remove_new() {
    if [ -e "$root$2" ] && ! grep -qxF "$root$2" "$1"; then
        rm -rf -- "$root$2"
    fi
}

# the distribution's nginx serves others too: it is never taken from them
end_unit() {
    if [ "$1" = "$SERVER_UNIT" ] && [ "$SERVER_IS_OURS" = no ]; then
        systemctl stop "$1" || true
    else
        systemctl disable --now "$1" >/dev/null 2>&1 || true
    fi
}

# ---- installing -------------------------------------------------------------------------------------------------

make_folder() { make_whole "$root$1"; }

# every folder that is missing on the way is noted, the root of a rehearsal too: a failure takes them all away again
make_whole() {
    [ ! -d "$1" ] || return 0
    make_whole "$(dirname -- "$1")"
    printf '%s\n' "$1" >>"$state/folders"
    install -d -m 0755 "$1"
}

put() {
    # $1 name in this folder, $2 place, $3 mode: beside its place first, so that nobody ever sees half a file
    folder=$(dirname -- "$2")
    make_folder "$folder"
    target=$root$2
    if [ -e "$target" ]; then
        number=$(($(wc -l <"$state/paths") + 1))
        printf '%s\n' "$target" >>"$state/paths"
        # whole or not at all: a part of a file must never come back in the place of the file
        cp -p -- "$target" "$state/keeping"
        mv -f -- "$state/keeping" "$state/kept/$number"
    else
        printf '%s\n' "$target" >>"$state/made"
    fi
    install -m "$3" "$(from "$1")" "$target.handfast-new"
    mv -f -- "$target.handfast-new" "$target"
}

# what stands in for a certificate of certbot's
make_stand_in() {
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj "/CN=stand-in" -days 1 \
        -keyout "$state/privkey.pem" -out "$state/fullchain.pem" 2>/dev/null
}

make_parent() { make_folder "$(dirname -- "$1")"; }

start_services() {
    services_touched=yes
    systemctl daemon-reload
    if [ -n "$BACKEND_UNIT" ]; then
        systemctl enable --quiet "$BACKEND_UNIT"
        if [ "$changed_backend" = yes ]; then
            systemctl restart "$BACKEND_UNIT" || fail "$TEXT_UNIT_FAILED" "$BACKEND_UNIT" "$BACKEND_UNIT"
        else
            systemctl start "$BACKEND_UNIT" || fail "$TEXT_UNIT_FAILED" "$BACKEND_UNIT" "$BACKEND_UNIT"
        fi
    fi
    [ "$SERVER_IS_OURS" = no ] || systemctl enable --quiet "$SERVER_UNIT"
    start_server "$changed_start" || fail "$TEXT_UNIT_FAILED" "$SERVER_UNIT" "$SERVER_UNIT"
}

running() {
    for unit in $BACKEND_UNIT $SERVER_UNIT; do
        systemctl is-active --quiet "$unit" || return 1
    done
}

install_all() {
    check_tools
    each_file check_bundle
    check_certificate
    each_file keep_newer_list
    check_list
    check_disk
    tell "$TEXT_WILL_INSTALL" "$NAME"
    each_thing list
    if [ "$service" = yes ]; then
        check_port
        if [ "$SERVER_IS_OURS" = yes ]; then
            tell "$TEXT_WILL_START" "$SERVER_UNIT $BACKEND_UNIT"
        else
            [ -z "$BACKEND_UNIT" ] || tell "$TEXT_WILL_START" "$BACKEND_UNIT"
            tell "$TEXT_WILL_RELOAD" "$SERVER_UNIT"
        fi
    fi
    if [ "$changes" -eq 0 ] && { [ "$service" = no ] || running; }; then
        tell "$TEXT_NOTHING_TO_DO"
        exit 0
    fi

    # Beside the system's temporary files keys would be within reach of others; this folder is root's alone.
    folder_of_state=$root/var/lib
    [ -d "$folder_of_state" ] || folder_of_state=$here
    state=$(mktemp -d "$folder_of_state/.handfast-XXXXXX")
    mkdir "$state/kept"
    : >"$state/paths"
    : >"$state/made"
    : >"$state/folders"
    : >"$state/active"
    each_runtime list_runtime >"$state/runtime"
    if [ "$service" = yes ]; then
        for unit in $BACKEND_UNIT $SERVER_UNIT; do
            ! systemctl is-active --quiet "$unit" || printf '%s\n' "$unit" >>"$state/active"
        done
    fi
    trap 'rollback $?' EXIT
    trap 'exit 130' INT TERM HUP

    each_thing put
    check_configuration
    if [ "$service" = yes ]; then
        start_services
    else
        # nginx made its logs and folders to check the configuration; nobody runs here
        each_runtime remove_new "$state/runtime"
    fi
    tell "$TEXT_DONE" "$NAME"
    if [ "$service" = no ]; then tell "$TEXT_NOT_STARTED"; fi
    if [ "$rehearses" = yes ]; then tell "$TEXT_REHEARSED" "$root" "$root"; fi
}

# ---- taking it away ---------------------------------------------------------------------------------------------

take() { rm -f -- "$root$2"; }

# and what logrotate made of it
take_runtime() { rm -rf -- "$root$1" "$root$1".*; }

remove_folder() { [ ! -d "$root$1" ] || rmdir -- "$root$1" 2>/dev/null || tell "$TEXT_FOLDER_KEPT" "$root$1"; }

there=no
look_at() { [ ! -e "$root$1" ] || there=yes; }
look_for() { look_at "$2"; }

uninstall_all() {
    each_file look_for
    each_runtime look_at
    if [ "$there" = no ]; then
        tell "$TEXT_NOT_THERE" "$NAME"
        exit 0
    fi
    tell "$TEXT_WILL_REMOVE" "$NAME"
    if [ "$service" = yes ]; then
        [ "$SERVER_IS_OURS" = no ] || end_unit "$SERVER_UNIT"
        [ -z "$BACKEND_UNIT" ] || end_unit "$BACKEND_UNIT"
    fi
    each_file take
    if [ "$service" = yes ] && [ "$SERVER_IS_OURS" = no ] && systemctl is-active --quiet "$SERVER_UNIT"; then
        systemctl reload "$SERVER_UNIT"
    fi
    each_runtime take_runtime
    each_folder remove_folder
    if [ "$service" = yes ]; then systemctl daemon-reload; fi
    tell "$TEXT_REMOVED" "$NAME"
    tell_kept
}

case $deed in
    install) install_all ;;
    uninstall) uninstall_all ;;
esac
