#!/bin/sh
# shellcheck disable=SC1112
# Puts the files of api.example.com in place and starts what belongs to them. Run it as root
# in the folder with the files: sudo sh install.sh
# A rehearsal that touches no service: sh install.sh --root /some/folder. To take everything
# away again: sudo sh install.sh --uninstall
set -eu
umask 022

NAME=api.example.com
CONF=/mtls-demo/nginx/nginx.conf
LINEAGE=/etc/letsencrypt/live/example.com-0001
HOSTS=api.example.com
KEY_PASSWORD=''
SERVER_IS_OURS=yes
PORTS='443 80'
SERVER_UNIT=mtls-api.example.com.service
BACKEND_UNIT=mtls-api.example.com-backend.service
BACKEND_TOOLS='gunicorn python3'
TAKES_BINARY=no
SERVER_TOOLS=nginx
SERVER_PROCESS=nginx
SERVER_NEEDED=1.27.2
KIB_NEEDED=16384

TEXT_USAGE='Use: sh install.sh [--root FOLDER] [--no-service] [--uninstall]'
TEXT_BAD_OPTION='“%s” is no option of this script. “sh install.sh --help” lists those that there are.'
TEXT_ROOT_MISSING='“--root” stands without a folder. Write the whole path of a folder after it, such as “--root /tmp/rehearsal”.'
TEXT_NOT_ROOT='Only root may write to the folders of the system. Run “sudo sh install.sh”, or rehearse below a folder of yours with “sh install.sh --root FOLDER”.'
TEXT_NO_SYSTEMD='systemd does not run on this machine, so no service can be started by it. Run “sh install.sh --no-service” and start the server by hand as the README says.'
TEXT_ROOT_PLAIN='The folder “%s” cannot stand in a configuration as it is. Choose a folder whose whole path begins with a slash and has only letters, digits and the marks - _ . + @ in it.'
TEXT_ROOT_SYSTEM='“--root %s” is this machine itself, and no rehearsal. Name a folder of yours, such as “--root /tmp/rehearsal”; to install in earnest, leave “--root” out.'
TEXT_FILE_MISSING='The file “%s” is missing in %s. Unpack the bundle again and run the script in the folder that it makes.'
TEXT_TOOL_MISSING='“%s” is missing on this machine. Run “sudo apt-get install -y nginx gunicorn python3-flask” and start again.'
TEXT_NO_CERTIFICATE='There is no certificate of the public authority in %s yet. Fetch it with certbot as the README of this bundle says, and start again.'
TEXT_STAND_IN='There is no certificate in %s: in this rehearsal one that is made on the spot stands in for it.'
TEXT_NAME_MISSING='The certificate of the public authority is not for %s. Have certbot fetch one for all names of the service, as the README of this bundle says, or name the right folder in Deploy.'
TEXT_KEY_DIFFERS='The key in privkey.pem does not belong to the certificate in fullchain.pem. Run “sudo certbot certificates”, and have certbot fetch the certificate anew.'
TEXT_CLOCK_BEHIND='This machine’s clock says %s, and the certificate is good from %s only. Set the clock (timedatectl set-ntp true) and start again.'
TEXT_EXPIRED='The public authority’s certificate ended at %s, and this machine’s clock says %s. Check the clock; if it is right, run “sudo certbot renew” and read why it fails.'
TEXT_PASSWORD_WRONG='The password in server.key.password does not open server.key. Unpack the bundle again, so that both come from it.'
TEXT_LIST_OTHER='The revocation lists in client-ca.crl are not those of the authorities in client-ca.crt, so the server would refuse callers whom nobody revoked. Unpack the bundle again, or put the lists in its place that these authorities signed, and start again.'
TEXT_LIST_EXPIRED='The revocation list in client-ca.crl ended at %s, and this machine’s clock says %s: the server would refuse everybody. Put the newest list of each authority into client-ca.crl in this folder (yours is signed on the authority’s card in Handfast), and start again.'
TEXT_LIST_KEPT='%s was signed later than the list in this bundle, so it stays: the older one would let in again whoever was revoked since.'
TEXT_LIST_MIXED='In %s the list of one authority is newer than in this bundle, and that of another is older or missing. Put the newest list of each authority into client-ca.crl in this folder (yours is signed on the authority’s card in Handfast), and start again.'
TEXT_PORT_TAKEN='Port %s is in use already: %s. End that program or choose another port in Handfast’s Deploy room, and start again.'
TEXT_DISK_FULL='On the disk of %s only %s KiB are free. Make room there and start again.'
TEXT_SERVER_REFUSES='%s is refused; the reason stands above. Mend what it names and start again.'
TEXT_UNIT_FAILED='“%s” did not start. Look at what it says with “journalctl -u %s”, mend that, and start again.'
TEXT_ROLLING_BACK='A step failed: everything is put back as it was.'
TEXT_ROLLED_BACK='Everything is as it was before.'
TEXT_NOT_ROLLED_BACK='Not everything could be put back as it was; the reason stands above. Make room on the disk, then copy back what was there from %s: line 3 of the file “paths” says where “kept/3” belongs, and so on.'
TEXT_WILL_INSTALL='These are the files of %s:'
TEXT_WILL_START='These will be started, now and whenever the machine starts: %s'
TEXT_WILL_RELOAD='This will reload its configuration, which breaks no connection: %s'
TEXT_KEY_OPEN='Others on this machine could read %s: its mode was %s. The mode is put right now; if other people or programs have accounts here, take the key for stolen and issue a new server certificate.'
TEXT_NOTHING_TO_DO='Everything is in place already; nothing was changed.'
TEXT_DONE='The files of %s are in place.'
TEXT_REHEARSED='This was a rehearsal: the copies below %s hold the key too, if the bundle has one. Take them away when you have looked: sh install.sh --root %s --uninstall'
TEXT_NOT_STARTED='Nothing was started.'
TEXT_NOT_THERE='Nothing of %s is here, so there was nothing to take away.'
TEXT_WILL_REMOVE='The files of %s are taken away, its logs among them.'
TEXT_FOLDER_KEPT='%s is kept, because other files are in it.'
TEXT_REMOVED='%s is taken away.'
WORD_NEW=new
WORD_CHANGED=changed
WORD_SAME=same
TEXT_SERVER_OLD='This machine has nginx %s, and the configuration needs %s or newer. Install a newer nginx, for instance from the distribution’s backports or from nginx.org.'
TEXT_NOT_INCLUDED='nginx does not read %s. Put “include /etc/nginx/conf.d/*.conf;” into the http block of /etc/nginx/nginx.conf, and start again.'

# Each file of this folder, where it goes, and its mode; each folder, the innermost first.
each_file() {
    "$@" client-ca.crt /mtls-demo/certs/client-ca.crt 0644
    "$@" nginx.conf /mtls-demo/nginx/nginx.conf 0644
    "$@" app.py /mtls-demo/backend/app.py 0644
    "$@" backend.service /etc/systemd/system/mtls-api.example.com-backend.service 0644
    "$@" nginx.service /etc/systemd/system/mtls-api.example.com.service 0644
    "$@" logrotate.conf /etc/logrotate.d/mtls-api.example.com 0644
    "$@" renewal-hook.sh /etc/letsencrypt/renewal-hooks/deploy/mtls-api.example.com.sh 0755
}
each_folder() {
    "$@" /mtls-demo/backend
    "$@" /mtls-demo/nginx
    "$@" /mtls-demo/certs
    "$@" /mtls-demo
}
# What nginx makes by itself; the folders that a rehearsal moves below its own.
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
