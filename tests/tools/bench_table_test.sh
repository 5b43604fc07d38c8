#!/usr/bin/env bash
# The table of tools/bench: one block per bench, a column per key, other lines left out, and a failure
# where a bench printed no result. Prints a line per case and "N passed, N failed".
set -euo pipefail
source_tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

verdict() {
    if [ "$1" = 0 ]; then
        passed=$((passed + 1))
        printf 'ok     %s\n' "$2"
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n' "$2"
    fi
}

printf '%s\n' 'warming up' '{"bench":"ingest","ops":1000,"ratio":0.612345}' \
    '{"bench":"sync","ratio":3.5}' '{"bench":"ingest","ops":60,"ratio":0.41,"floor":0.3}' >"$work/lines"
printf '%s\n' '' 'ingest' '  ops   ratio   floor' '  ----  ------  -----' '  1000  0.6123' '  60    0.41    0.3' \
    '' 'sync' '  ratio' '  -----' '  3.5' >"$work/expected"
status=0
python3 "$source_tree/tools/bench_table.py" "$work/lines" >"$work/table" || status=$?
verdict $status 'results become a table'
status=0
diff "$work/expected" "$work/table" || status=$?
verdict $status 'grouped by bench, a column per key'
status=0
printf 'nothing measured\n' >"$work/lines"
python3 "$source_tree/tools/bench_table.py" "$work/lines" || status=1
verdict $((1 - status)) 'no result at all is a failure'

printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
