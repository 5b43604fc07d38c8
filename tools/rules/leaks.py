"""What must not stay in the tree: places of one machine or registry, and work left for later."""
from __future__ import annotations

import re
from collections.abc import Iterator

from .tree import SOURCES, Finding, Tree

# Written in halves so that this file passes its own check.
UNFINISHED = re.compile(
    r"\b(TO" r"DO|FIX" r"ME|XX" r"X|HA" r"CK)\b|\b(not imple" r"mented|for n" r"ow(?!\()|stub" r"bed out)\b")
PLACES = [
    (re.compile(r"(?<![\w.~/)-])/(?:wo" r"rk|ro" r"ot|ho" r"me|Us" r"ers|m" r"nt)/[\w.]"), "a path of one machine"),
    (re.compile(r"\.\./sha" r"red/"), "a path outside the repository"),
    (re.compile(r"\b(?:[\w-]+\.)*(?:regi" r"stry|mir" r"ror|mir" r"rors|artif" r"actory|nex" r"us)\.[\w-]+\.[a-z]{2,}"),
     "the address of a package registry"),
    (re.compile(r"\b(?:d" r"eb|secu" r"rity|snap" r"shot|ftp)\.deb" r"ian\.org|\bproxy\.go" r"lang\.org"),
     "the address of a package registry"),
    (re.compile(r'"resol' r'ved"\s*:\s*"\w+:'), "a download address in a lock file (omit-lockfile-registry-resolved=true)"),
]
# Text by other people, kept as it was received.
FOREIGN = ("LICENSE", "tests/data/")


def check_unfinished(tree: Tree) -> Iterator[Finding]:
    sources = set(tree.with_suffix(SOURCES | {".txt", ".yaml", ".md"}))
    for name in sources | set(tree.scripts("bash")) | set(tree.scripts("python3")):
        if name.startswith(FOREIGN):
            continue
        for number, line in tree.lines(name):
            if match := UNFINISHED.search(line):
                yield Finding(name, number, f"'{match.group(0)}': finish it, or leave it out")


def check_places(tree: Tree) -> Iterator[Finding]:
    for name in tree.files:
        if name.startswith(FOREIGN):
            continue
        for number, line in tree.lines(name):
            for pattern, what in PLACES:
                if match := pattern.search(line):
                    yield Finding(name, number, f"{what}: {match.group(0)}")
