# ---- the server: the Handfast gateway -------------------------------------------------------------------------

tell_kept() { [ ! -e "$root$PROGRAM" ] || tell "$TEXT_PROGRAM_KEPT" "$root$PROGRAM"; }

# all that is put in place: the files, and the program where it comes along
each_thing() {
    each_file "$1"
    [ -z "$binary" ] || "$1" handfast-gateway "$PROGRAM" 0755
}

start_server() {
    # $1 whether something changed that it reads at its start alone
    verb=reload-or-restart
    [ "$1" = no ] || verb=restart
    systemctl "$verb" "$SERVER_UNIT"
}

# Its own program is put in place where one is named or lies beside this script; else the one that is there already will do.
check_server() {
    [ -z "$binary" ] || [ -f "$binary" ] || fail "$TEXT_BINARY_MISSING"
    if [ -z "$binary" ] && [ -f "$here/handfast-gateway" ]; then binary=$here/handfast-gateway; fi
    runs=$binary
    for place in "$root$PROGRAM" "$PROGRAM"; do
        if [ -z "$runs" ] && [ -x "$place" ]; then runs=$place; fi
    done
    [ -n "$runs" ] || fail "$TEXT_NO_PROGRAM" "$PROGRAM"
    case $runs in
        /*) ;;
        *) runs=$PWD/$runs ;;
    esac
    [ -z "$binary" ] || binary=$runs
    version=$("$runs" --version 2>/dev/null | sed -n 's|^handfast-gateway \([0-9.]*\).*|\1|p') || version=''
    [ -n "$version" ] || fail "$TEXT_PROGRAM_BROKEN" "$runs"
    at_least "$version" "$SERVER_NEEDED" || fail "$TEXT_PROGRAM_OLD" "$version" "$SERVER_NEEDED"
}

# Files are named from the configuration's own folder, and the key is found where systemd would read it: nothing has to be moved.
check_configuration() {
    credentials=$root$CREDENTIALS
    worst=0
    if [ "$stand_in" = yes ]; then
        make_stand_in
        credentials=$state
        # it does not bear the names of the service
        worst=1
    fi
    code=0
    said=$(CREDENTIALS_DIRECTORY=$credentials "$runs" check --config "$root$CONF" 2>&1) || code=$?
    if [ "$code" -gt "$worst" ]; then
        printf '%s\n' "$said" >&2
        fail "$TEXT_SERVER_REFUSES" "$root$CONF"
    fi
}

