"""clang-tidy over the sources that a build folder knows how to compile."""
from __future__ import annotations

import concurrent.futures
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator

from .tree import Finding, Tree, Unusable

ANALYSER = "clang-tidy-19"
BUILDS = ("dev", "asan", "release")


def check(tree: Tree) -> Iterator[Finding]:
    if not shutil.which(ANALYSER):
        raise Unusable(f"{ANALYSER} is not installed.", "Run tools/setup.")
    database = next((tree.root / "build" / name / "compile_commands.json" for name in BUILDS
                     if (tree.root / "build" / name / "compile_commands.json").is_file()), None)
    if database is None:
        raise Unusable("No build folder says how the sources are compiled.", "Run: cmake --preset dev")
    known = {entry["file"] for entry in json.loads(database.read_text())}
    names = [name for name in tree.with_suffix({".cpp"}) if str(tree.root / name) in known]

    def run(name: str) -> str:
        done = subprocess.run([ANALYSER, "--quiet", "-p", str(database.parent), name], cwd=tree.root,
                              capture_output=True, text=True, check=False)
        return done.stdout

    seen = set()
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for output in pool.map(run, names):
            for path, number, message in re.findall(r"^(\S+?):(\d+):\d+: (?:error|warning): (.*)$", output, re.M):
                found = Finding(os.path.relpath(path, tree.root), int(number), message)
                if found not in seen:
                    seen.add(found)
                    yield found
