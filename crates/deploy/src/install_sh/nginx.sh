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

