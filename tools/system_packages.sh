#!/bin/sh
# Installs Debian packages that the tests need and this machine lacks; where it may not, says what to type.
#
#     sh tools/system_packages.sh PACKAGE:PROGRAM ...
#
# PROGRAM is what the package brings; a package whose program is there already is left alone.
set -eu
PATH="$PATH:/usr/sbin:/sbin"  # where daemons are, and where not everybody looks

missing=
for pair in "$@"; do
    command -v "${pair#*:}" >/dev/null 2>&1 || missing="$missing ${pair%%:*}"
done
[ -n "$missing" ] || exit 0

if command -v apt-get >/dev/null 2>&1; then
    as_root=
    if [ "$(id -u)" -ne 0 ]; then
        if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then
            as_root="sudo -n"
        else
            as_root=no
        fi
    fi
    if [ "$as_root" != no ]; then
        echo "Installing what only the tests need:$missing"
        log=$(mktemp)
        # $as_root and $missing hold several words on purpose.
        # shellcheck disable=SC2086
        if $as_root apt-get update >"$log" 2>&1 &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends $missing >>"$log" 2>&1; then
            rm -f "$log"
            exit 0
        fi
        tail -n 20 "$log" >&2
        rm -f "$log"
        echo "apt-get could not install:$missing" >&2
        exit 1
    fi
fi
echo "The tests need programs that this machine lacks, and you may not install them. As root, type:" >&2
echo "    apt-get install$missing" >&2
exit 1
