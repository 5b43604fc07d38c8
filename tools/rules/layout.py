"""How files look: their length, how a header opens, properties that are checked, clang-format, scripts that parse."""
from __future__ import annotations

import ast
import concurrent.futures
import os
import pathlib
import re
import shutil
import subprocess
from collections.abc import Iterator

from .tree import CPP, SOURCES, Finding, Tree, Unusable

LINES_WARNED = 400
LINES_MAX = 600
FORMATTER = "clang-format-19"
UNCHECKED_PROPERTY = re.compile(r"\s*rc::check\(")


def check_sizes(tree: Tree) -> Iterator[Finding]:
    for name in set(tree.with_suffix(SOURCES)) | set(tree.scripts("bash")) | set(tree.scripts("python3")):
        if name.startswith("tests/data/"):
            continue
        length = tree.text(name).count("\n")
        if length > LINES_MAX:
            yield Finding(name, length, f"{length} lines, more than {LINES_MAX}: split it by noun")
        elif length > LINES_WARNED:
            yield Finding(name, length, f"{length} lines, more than {LINES_WARNED}", is_warning=True)


def check_headers(tree: Tree) -> Iterator[Finding]:
    for name in tree.with_suffix({".hpp"}):
        lines = tree.text(name).split("\n")
        if not lines[0].startswith("// "):
            yield Finding(name, 1, "a header opens with a comment on what it is for")
        opening = next((number for number, line in enumerate(lines) if not line.startswith("//")), len(lines) - 1)
        if lines[opening] != "#pragma once":
            yield Finding(name, opening + 1, "#pragma once follows the opening comment")


def check_properties(tree: Tree) -> Iterator[Finding]:
    """rc::check returns whether the property holds; Catch hears of it only through CHECK or REQUIRE."""
    for name in tree.with_suffix({".cpp", ".hpp"}):
        for number, line in tree.lines(name):
            if UNCHECKED_PROPERTY.match(line):
                yield Finding(name, number, "the outcome of this property is dropped: write CHECK(rc::check(…))")


def check_format(tree: Tree) -> Iterator[Finding]:
    names = tree.with_suffix(CPP)
    if not names:
        return
    if not shutil.which(FORMATTER):
        raise Unusable(f"{FORMATTER} is not installed.", "Run tools/setup.")
    batches = [names[start:start + 8] for start in range(0, len(names), 8)]
    mode = ["-i"] if tree.fix else ["--dry-run", "-Werror"]

    def run(batch: list[str]) -> str:
        done = subprocess.run([FORMATTER, "--style=file", *mode, *batch], cwd=tree.root, capture_output=True,
                              text=True, check=False)
        return done.stderr

    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for output in pool.map(run, batches):
            seen = set()
            for name, number in re.findall(r"^(\S+?):(\d+):\d+: error: ", output, re.M):
                if name not in seen:
                    seen.add(name)
                    yield Finding(name, int(number), "clang-format would change this file; run tools/check --fix")
            if output and not seen:
                raise Unusable(f"{FORMATTER} failed: {output.strip().splitlines()[0]}", "Check .clang-format.")


def check_scripts(tree: Tree) -> Iterator[Finding]:
    for name in tree.scripts("python3"):
        try:
            ast.parse(tree.text(name), name)
        except SyntaxError as problem:
            yield Finding(name, problem.lineno or 1, f"Python cannot read this: {problem.msg}")
    for name in tree.scripts("bash"):
        text = tree.text(name)
        done = subprocess.run(["bash", "-n"], input=text, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            yield Finding(name, 1, f"bash cannot read this: {done.stderr.strip().splitlines()[0]}")
        if text.startswith("#!"):
            if "set -euo pipefail" not in text:
                yield Finding(name, 1, "a script stops at its first error: set -euo pipefail")
            if not os.access(pathlib.Path(tree.root, name), os.X_OK):
                yield Finding(name, 1, "a script that names its interpreter is executable: chmod +x")
