"""Who may include and link whom. The table is the `arrows` block of ARCHITECTURE.md."""
from __future__ import annotations

import re
from collections.abc import Iterator

from .tree import CPP, Finding, Tree, Unusable

INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
# Tests of whole programs, and what tests share, stand outside the rooms.
FREE_TESTS = ("tests/e2e/", "tests/bench/", "tests/support/", "tests/simulation/", "tests/conformance/", "tests/fuzz/",
              "tests/golden/")
NATIVE_ONLY = {"core/report", "core/authoring", "core/forms", "core/lint"}
FORBIDDEN_HEADERS = re.compile(
    r"^(fmt/|spdlog/|prometheus/|boost/|CLI/|filesystem$|thread$|mutex$|shared_mutex$|condition_variable$|future$"
    r"|stop_token$|semaphore$|latch$|barrier$|iostream$|fstream$|ostream$|istream$|print$|format$|stdio\.h$"
    r"|ctime$|time\.h$|sys/|netinet/|arpa/|unistd\.h$|fcntl\.h$|pthread\.h$)")
# <cstdio> is there for std::snprintf, which writes to memory only.
STDIO = re.compile(r"\b(fopen|freopen|tmpfile|fread|fwrite|fgets|fputs|fprintf|printf|puts|putchar|stdin|stdout|stderr)\b")
CLOCKS = re.compile(r"\b(system_clock|steady_clock|high_resolution_clock|gettimeofday|clock_gettime|std::time\s*\()")


Table = dict[str, set[str]]


def read_tables(tree: Tree) -> tuple[Table, Table]:
    """The rooms behind each room's arrow, and those that a folder of tests may use besides its room's."""
    block = re.search(r"^```arrows\n(.*?)^```", (tree.root / "ARCHITECTURE.md").read_text(), re.S | re.M)
    if not block:
        raise Unusable("ARCHITECTURE.md has no block ```arrows.", "Restore the table of rooms from git's history.")
    rooms: Table = {}
    tests: Table = {}
    for row in filter(None, map(str.strip, block.group(1).split("\n"))):
        folder, arrow, behind = row.partition("->")
        if not arrow:
            raise Unusable(f"ARCHITECTURE.md: '{row}' is no row of arrows.", "Write: room -> rooms that it may use.")
        (tests if folder.startswith("tests/") else rooms)[folder.strip()] = set(behind.split())
    for folder, behind in [*rooms.items(), *tests.items()]:
        if unknown := behind - rooms.keys():
            raise Unusable(f"ARCHITECTURE.md: {folder} points to unknown rooms: {' '.join(sorted(unknown))}.",
                           "Give each room a row of its own.")
    _refuse_cycles(rooms)
    return rooms, tests


def _refuse_cycles(table: Table) -> None:
    left = {room: set(behind) for room, behind in table.items()}
    while left:
        ready = [room for room, behind in left.items() if not behind & left.keys()]
        if not ready:
            raise Unusable(f"ARCHITECTURE.md: the arrows run in a circle among {' '.join(sorted(left))}.",
                           "Arrows point one way: take one of them out.")
        for room in ready:
            del left[room]


def room_of(name: str, table: Table) -> str | None:
    folder = "/".join(name.split("/")[:2])
    return folder if folder in table else None


def includes(tree: Tree, name: str) -> Iterator[tuple[int, str]]:
    for number, line in tree.lines(name):
        if match := INCLUDE.match(line):
            yield number, match.group(2)


def check(tree: Tree) -> Iterator[Finding]:
    table, tests = read_tables(tree)
    for name in tree.with_suffix(CPP):
        if name.startswith(FREE_TESTS):
            continue
        room = room_of(name.removeprefix("tests/"), table)
        if room is None:
            yield Finding(name, 1, "this folder is no room of ARCHITECTURE.md")
            continue
        allowed = {room} | table[room]
        for folder, behind in tests.items():
            if name.startswith(f"{folder}/"):
                allowed |= behind
        for number, header in includes(tree, name):
            target = room_of(header, table)
            if header.startswith(("core/", "sync-server/", "clients/")) and target is None:
                yield Finding(name, number, f"{header} lies in no room of ARCHITECTURE.md")
            elif header.startswith("tests/") and not name.startswith("tests/"):
                yield Finding(name, number, f"{room} includes a test's header: {header}")
            elif target is not None and target not in allowed:
                yield Finding(name, number, f"{room} may not include {target}: {header}")
            elif header.startswith("../") or header.startswith("./"):
                yield Finding(name, number, f"include paths start at the root of the tree: {header}")
    yield from _check_links(tree, table)


def _check_links(tree: Tree, table: Table) -> Iterator[Finding]:
    """A room's libraries are those that its CMakeLists.txt, or one in a folder below it, defines."""
    descriptions = [(name, room_of(name, table)) for name in tree.files if name.endswith("/CMakeLists.txt")]
    room_by_library = {
        f"muster_{library}": room for name, room in descriptions if room
        for library in re.findall(r"muster_room\(\s*(\w+)", tree.text(name))
    }
    for name, room in descriptions:
        if room is None:
            continue
        for number, line in tree.lines(name):
            for library in re.findall(r"\bmuster_\w+", line.split("#", 1)[0]):
                target = room_by_library.get(library)
                if target is not None and target != room and target not in table[room]:
                    yield Finding(name, number, f"{room} may not link {target}: {library}")


def check_generated(tree: Tree) -> Iterator[Finding]:
    for name in tree.with_suffix(CPP):
        if name.endswith("_codec.cpp") or name.startswith(("sync-server/rpc/", "tests/")):
            continue
        for number, header in includes(tree, name):
            if header.endswith(".pb.h"):
                yield Finding(name, number, f"{header} belongs into a *_codec.cpp file or sync-server/rpc")


def check_portable(tree: Tree) -> Iterator[Finding]:
    for name in tree.with_suffix(CPP):
        room = "/".join(name.split("/")[:2])
        if not name.startswith("core/") or room in NATIVE_ONLY:
            continue
        for number, header in includes(tree, name):
            if FORBIDDEN_HEADERS.match(header):
                yield Finding(name, number, f"{room} is portable and may not include <{header}>")
        for number, line in tree.lines(name):
            code = line.split("//", 1)[0]
            if stdio := STDIO.search(code):
                yield Finding(name, number, f"{room} is portable and does no input or output: {stdio.group(1)}")
            if clock := CLOCKS.search(code):
                yield Finding(name, number, f"core reads no clock of its own; take a Clock: {clock.group(1)}")
