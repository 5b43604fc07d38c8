#!/usr/bin/env bash
# Proves that every rule of tools/check can fail: plants one fault in a copy of a small clean tree and
# expects exactly that rule to name it. Prints a line per case and "N passed, N failed".
set -euo pipefail
source_tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
passed=0
failed=0

# clean_tree: a fresh small tree at $work/tree in which no rule finds anything.
clean_tree() {
    rm -rf "$work/tree"
    mkdir -p "$work/tree"/{core/{base,sqlite,sync},sync-server/net,clients/cli,tests/core/base,tools}
    cp "$source_tree/.clang-format" "$work/tree"
    # Only the tables: what else these documents name is not in this small tree.
    sed -n '/^```arrows/,/^```/p' "$source_tree/ARCHITECTURE.md" >"$work/tree/ARCHITECTURE.md"
    sed -n '/^## Words we do not use/,$p' "$source_tree/GLOSSARY.md" >"$work/tree/GLOSSARY.md"
    printf '// A room of one constant.\n#pragma once\n\nconstexpr int answers_max = 3;\n' >"$work/tree/core/base/limit.hpp"
    printf '#include "core/base/limit.hpp"\n\nint answers() {\n    return answers_max;\n}\n' >"$work/tree/core/sync/count.cpp"
    printf 'muster_room(base)\n' >"$work/tree/core/base/CMakeLists.txt"
    printf 'muster_room(sync PUBLIC muster_base)\n' >"$work/tree/core/sync/CMakeLists.txt"
    printf 'muster_room(sqlite PUBLIC muster_base)\n' >"$work/tree/core/sqlite/CMakeLists.txt"
    printf '#!/usr/bin/env bash\nset -euo pipefail\n' >"$work/tree/tools/check"
    chmod +x "$work/tree/tools/check"
}

report() {
    if [ "$1" = ok ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        sed 's/^/        /' "$work/output"
    fi
    printf '%-6s %s\n' "$1" "$2"
}

run_check() {
    local status=0
    "$source_tree/tools/check" --root "$work/tree" >"$work/output" 2>&1 || status=$?
    return $status
}

# names RULE TEXT FILE: the one error found is RULE's, in FILE.
names() {
    local status=0
    run_check || status=$?
    if [ $status = 1 ] && [ "$(grep -c ': error: ' "$work/output")" = 1 ] &&
        grep -q "^$3:[0-9]*: error: .*\[$1\]$" "$work/output"; then
        report ok "$2"
    else
        report FAILED "$2"
    fi
    clean_tree
}

# add FILE LINES...: appends lines to a file of the tree.
add() {
    local file=$work/tree/$1
    shift
    mkdir -p "$(dirname "$file")"
    printf '%s\n' "$@" >>"$file"
}

clean_tree
if run_check; then report ok 'a clean tree passes'; else report FAILED 'a clean tree passes'; fi

# Fault words are put together here, so that this file passes the check itself.
for header in core/sqlite/database.hpp sync-server/net/session.hpp clients/cli/command.hpp; do
    add core/sync/other.cpp "#include \"$header\""
    names arrows "core/sync may not include $header" core/sync/other.cpp
done
add core/base/up.cpp '#include "core/sync/count.hpp"'
names arrows 'an arrow never runs backward' core/base/up.cpp
add core/base/near.cpp '#include "../base/limit.hpp"'
names arrows 'include paths start at the root' core/base/near.cpp
add core/attic/old.cpp 'int old;'
names arrows 'a folder that is no room is named' core/attic/old.cpp
add core/base/peek.cpp '#include "tests/support/faults.hpp"'
names arrows 'a room includes no test' core/base/peek.cpp
add tests/core/base/limit_test.cpp '#include "core/sync/count.hpp"'
names arrows 'a test stays within the arrows of the room it tests' tests/core/base/limit_test.cpp
add tests/sync-server/net/session_test.cpp '#include "clients/native/connection.hpp"'
if run_check; then report ok 'a row of tests adds arrows to theirs'; else report FAILED 'a row of tests adds arrows to theirs'; fi
mv "$work/tree/tests/sync-server/net/session_test.cpp" "$work/tree/sync-server/net/session.cpp"
names arrows 'but not to the room itself' sync-server/net/session.cpp
printf 'muster_room(sync PUBLIC muster_sqlite)\n' >"$work/tree/core/sync/CMakeLists.txt"
names arrows 'a room links only what it may include' core/sync/CMakeLists.txt

printf '#include "muster/v1/sync.pb.h"\n' >"$work/tree/core/sync/count.cpp"
names generated 'generated headers stay in codecs' core/sync/count.cpp
for header in fmt/core.h filesystem thread mutex iostream fstream chrono_clock sys/socket.h boost/asio.hpp; do
    if [ $header = chrono_clock ]; then
        printf 'auto moment = std::chrono::system_clock::now();\n' >"$work/tree/core/sync/port.cpp"
    else
        printf '#include <%s>\n' $header >"$work/tree/core/sync/port.cpp"
    fi
    names portable "portable rooms do without $header" core/sync/port.cpp
done
printf 'void show() {\n    std::printf("shown");\n}\n' >"$work/tree/core/sync/port.cpp"
names portable 'portable rooms print nothing' core/sync/port.cpp

for _ in $(seq 601); do echo 'int x;'; done >"$work/tree/core/base/long.cpp"
names sizes 'more than 600 lines fail' core/base/long.cpp
for _ in $(seq 401); do echo 'int x;'; done >"$work/tree/core/base/long.cpp"
if run_check && grep -q 'long.cpp:401: warning: .*\[sizes\]' "$work/output"; then
    report ok 'more than 400 lines warn'
else
    report FAILED 'more than 400 lines warn'
fi
clean_tree

printf '#pragma once\n' >"$work/tree/core/base/mute.hpp"
names headers 'a header without its opening words' core/base/mute.hpp
printf '// Says what it is for.\nint x;\n' >"$work/tree/core/base/twice.hpp"
names headers 'a header without #pragma once' core/base/twice.hpp
printf 'void property() {\n    rc::check([] {});\n}\n' >"$work/tree/tests/core/base/drop_test.cpp"
names properties 'a property whose outcome nobody hears of' tests/core/base/drop_test.cpp
printf 'int   x;\n' >"$work/tree/core/base/wide.cpp"
names format 'a source that clang-format would change' core/base/wide.cpp

printf '#!/usr/bin/env bash\nset -euo pipefail\nif true; then\n' >"$work/tree/tools/check"
names scripts 'a script that bash cannot read' tools/check
printf '#!/usr/bin/env bash\necho on\n' >"$work/tree/tools/check"
names scripts 'a script that goes on after an error' tools/check
chmod -x "$work/tree/tools/check"
names scripts 'a script that cannot be started' tools/check
add tools/count.py 'def count(:'
names scripts 'a Python file that does not parse' tools/count.py

add core/base/string_utils.cpp 'int x;'
names words 'a file name without a meaning' core/base/string_utils.cpp
add core/base/pool.cpp 'class PoolManager;'
names words 'a type name without a meaning' core/base/pool.cpp
add core/base/activity.cpp '// Writes the audit''_log.'
names words 'the activity log is not named after the audit' core/base/activity.cpp
add docs/walk.md 'See [the map](map.md).'
names links 'a link to a document that is not there' docs/walk.md
add docs/walk.md 'The limit stands in `core/base/limits.hpp`.'
names links 'a document that names a file that is not there' docs/walk.md

for word in TO''DO FIX''ME 'for'' now' 'not imple''mented'; do
    add core/base/rest.cpp "// $word"
    names unfinished "'$word' in a source" core/base/rest.cpp
done
for place in /wo''rk/main/x /ro''ot/.cache /ho''me/ann/x ../sha''red/x https://regi''stry.npm''js.org/x http://de''b.deb''ian.org; do
    add docs/place.md "It lies at $place today."
    names leaks "the place '$place'" docs/place.md
done
add clients/package-lock.json '{ "resol''ved": "https://there" }'
names leaks 'a download address in a lock file' clients/package-lock.json

# A table that cannot be read stops the check instead of passing everything.
expect_unusable() {
    local status=0
    run_check || status=$?
    if [ $status = 2 ] && grep -q '^error: ' "$work/output" && grep -q '^hint: ' "$work/output"; then
        report ok "$1"
    else
        report FAILED "$1"
    fi
    clean_tree
}
sed -i 's/^```arrows/```/' "$work/tree/ARCHITECTURE.md"
expect_unusable 'without the table of arrows nothing passes'
sed -i -E 's/^(core\/base +->)$/\1 core\/sync/' "$work/tree/ARCHITECTURE.md"
expect_unusable 'arrows that run in a circle are refused'
sed -i 's/^## Words we do not use/## Words/' "$work/tree/GLOSSARY.md"
expect_unusable 'without the list of words nothing passes'

printf '%d passed, %d failed\n' $passed $failed
[ $failed = 0 ]
