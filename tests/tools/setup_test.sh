#!/usr/bin/env bash
# tools/setup on a machine that has its packages: quick when nothing is to do, and clear when the pinned
# source cannot be had. Downloads nothing: a program named npm that fails in a chosen way stands first on
# the path. Prints a line per case and "N passed, N failed".
set -euo pipefail
source_tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# expect STATUS PATTERN TEXT -- COMMAND...: the command's exit status, and a line of what it says; an
# empty pattern asks for no line.
expect() {
    local wanted=$1 pattern=$2 text=$3 status=0
    shift 4
    "$@" >"$work/output" 2>&1 </dev/null || status=$?
    if [ $status = "$wanted" ] && { [ -z "$pattern" ] || grep -qE -- "$pattern" "$work/output"; }; then
        passed=$((passed + 1))
        printf 'ok     %s\n' "$text"
    else
        failed=$((failed + 1))
        printf 'FAILED %s (exit status %d)\n' "$text" $status
        sed 's/^/        /' "$work/output"
    fi
}

# npm_that LINES...: a program that runs these lines instead of npm.
npm_that() {
    mkdir -p "$work/bin"
    printf '%s\n' '#!/usr/bin/env bash' 'set -euo pipefail' "$@" >"$work/bin/npm"
    chmod +x "$work/bin/npm"
}

setup() {
    env PATH="$work/bin:$PATH" MUSTER_CACHE="$work/cache" "$source_tree/tools/setup"
}

nothing_kept() {
    [ -z "$(ls -A "$work/cache")" ]
}

started=$SECONDS
expect 0 '^    Set up: ' 'a second run does nothing' -- "$source_tree/tools/setup"
expect 0 '' 'and takes less than five seconds' -- test $((SECONDS - started)) -lt 5
expect 0 '^usage: ' 'help is given' -- "$source_tree/tools/setup" --help
expect 2 '^usage: ' 'an unknown option is wrong use' -- "$source_tree/tools/setup" --fast
expect 1 '^error: HOME is not set' 'without a place for downloads it says so' -- \
    env -u HOME -u MUSTER_CACHE "$source_tree/tools/setup"

npm_that 'echo "npm ERR! network request failed" >&2' 'exit 1'
expect 1 '^error: npm could not fetch' 'npm fails: named' -- setup
expect 0 '' 'npm fails: nothing is kept' -- nothing_kept
expect 1 '^hint: ' 'npm fails: with a remedy' -- setup

npm_that 'echo "<html>Please log in</html>" >better-sqlite3-multiple-ciphers-12.11.1.tgz'
expect 1 '^error: .* is not the pinned file' 'other bytes than the pinned ones are refused' -- setup
expect 0 '' 'and nothing of them is kept' -- nothing_kept

printf '%s\n' 'a damaged copy' >"$work/sqlite3.c"
mkdir -p "$work/cache/sqlite3mc-12.11.1"
mv "$work/sqlite3.c" "$work/cache/sqlite3mc-12.11.1/"
npm_that 'exit 1'
expect 1 '^==> Fetching ' 'a damaged copy is noticed and fetched anew' -- setup

printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
