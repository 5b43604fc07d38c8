"""Words: one meaning each. The list of words not to use is the table in GLOSSARY.md."""
from __future__ import annotations

import pathlib
import re
from collections.abc import Iterator

from .tree import CPP, SOURCES, Finding, Tree, Unusable

TYPE_NAME = re.compile(r"\b(?:class|struct|enum class|namespace|message|service)\s+(\w+)")
AUDIT_LOG = re.compile(r"\baudit[ _-]?logs?\b", re.I)
DOCUMENT_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH_IN_TEXT = re.compile(r"`((?:core|sync-server|clients|proto|tests|tools|docs|cmake)/[\w./-]*)`")


def words_not_used(tree: Tree) -> dict[str, str]:
    """Rows `| not | say |` under the heading 'Words we do not use'."""
    glossary = tree.root / "GLOSSARY.md"
    if not glossary.is_file():
        raise Unusable("GLOSSARY.md is missing.", "Restore it from git's history.")
    section = re.search(r"^## Words we do not use\n(.*?)(?=^## |\Z)", glossary.read_text(), re.S | re.M)
    rows = re.findall(r"^\| `([\w, `]+)` \| (.+?) \|$", section.group(1), re.M) if section else []
    if not rows:
        raise Unusable("GLOSSARY.md lists no words under 'Words we do not use'.", "Restore the table.")
    return {word.strip(" `"): instead for words, instead in rows for word in words.split(",")}


def parts_of(name: str) -> set[str]:
    """The words of a name: `SyncManager`, `sync_manager` and `sync-manager` all hold `manager`."""
    return {word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", name)}


def check(tree: Tree) -> Iterator[Finding]:
    banned = words_not_used(tree)
    for name in tree.files:
        path = pathlib.PurePosixPath(name)
        if name.startswith("tests/data/"):
            continue
        for part in [*path.parts[:-1], path.name.split(".", 1)[0]]:
            for word in sorted(parts_of(part) & banned.keys()):
                yield Finding(name, 1, f"'{word}' names nothing; {banned[word]}")
    for name in tree.with_suffix(CPP | {".proto"}):
        for number, line in tree.lines(name):
            for type_name in TYPE_NAME.findall(line.split("//", 1)[0]):
                for word in sorted(parts_of(type_name) & banned.keys()):
                    yield Finding(name, number, f"{type_name}: '{word}' names nothing; {banned[word]}")
    for name in tree.with_suffix(SOURCES):
        for number, line in tree.lines(name):
            if AUDIT_LOG.search(line) and not name.startswith("tools/rules/"):
                yield Finding(name, number, "what users did is the activity log; an audit is the record of one visit")


def check_links(tree: Tree) -> Iterator[Finding]:
    """Links between documents, and paths from the tree's root that stand in backquotes."""
    for name in tree.with_suffix({".md"}):
        folder = pathlib.PurePosixPath(name).parent
        for number, line in tree.lines(name):
            for target in DOCUMENT_LINK.findall(line):
                if "://" in target or target.startswith("mailto:"):
                    continue
                if not (tree.root / folder / target).exists():
                    yield Finding(name, number, f"there is no {target}")
            for target in PATH_IN_TEXT.findall(line):
                if not (tree.root / target).exists():
                    yield Finding(name, number, f"there is no {target}")
