"""The files that the rules read, and what they find in them."""
from __future__ import annotations

import dataclasses
import os
import pathlib
import subprocess
from collections.abc import Iterator

SKIPPED_FOLDERS = {".git", ".cache", "build", "demo", "node_modules", "__pycache__"}
CPP = {".cpp", ".hpp"}
SOURCES = CPP | {".sql", ".proto", ".cmake", ".py", ".sh", ".ts", ".tsx", ".css"}


class Unusable(Exception):
    """The check itself cannot run; a message and a hint for a person."""

    def __init__(self, message: str, hint: str):
        super().__init__(message)
        self.message = message
        self.hint = hint


@dataclasses.dataclass(frozen=True, order=True)
class Finding:
    path: str
    line: int
    message: str
    is_warning: bool = False
    rule: str = ""

    def of(self, rule: str) -> Finding:
        return dataclasses.replace(self, rule=rule)

    def text(self) -> str:
        level = "warning" if self.is_warning else "error"
        return f"{self.path}:{self.line}: {level}: {self.message} [{self.rule}]"


class Tree:
    """A checked-out tree: what git knows or would add, or every file where there is no git."""

    def __init__(self, root: pathlib.Path, only_changed: bool = False, fix: bool = False):
        self.root = root.resolve()
        self.fix = fix
        if not (self.root / "ARCHITECTURE.md").is_file():
            raise Unusable(f"{self.root} holds no ARCHITECTURE.md.", "Name the root of the tree with --root.")
        self.files = sorted(self._changed() if only_changed else self._all())
        self._texts: dict[str, str] = {}

    def _git(self, *arguments: str) -> list[str] | None:
        if not (self.root / ".git").exists():
            return None
        done = subprocess.run(["git", "-C", str(self.root), "-c", f"safe.directory={self.root}", *arguments],
                              capture_output=True, text=True, check=False)
        return [name for name in done.stdout.split("\0") if name] if done.returncode == 0 else None

    def _all(self) -> list[str]:
        names = self._git("ls-files", "-z", "--cached", "--others", "--exclude-standard")
        if names is not None:
            return [name for name in names if (self.root / name).is_file()]
        found = []
        for folder, folders, files in os.walk(self.root):
            folders[:] = [name for name in folders if name not in SKIPPED_FOLDERS]
            found += [str((pathlib.Path(folder) / name).relative_to(self.root)) for name in files]
        return found

    def _changed(self) -> list[str]:
        changed = self._git("diff", "-z", "--name-only", "--diff-filter=d", "HEAD")
        added = self._git("ls-files", "-z", "--others", "--exclude-standard")
        if changed is None or added is None:
            raise Unusable("There is no commit to compare with.", "Leave --changed out to check every file.")
        return changed + added

    def text(self, name: str) -> str:
        """A file's text; empty for one that is not UTF-8 text."""
        if name not in self._texts:
            content = (self.root / name).read_bytes()
            try:
                self._texts[name] = "" if b"\0" in content else content.decode()
            except UnicodeDecodeError:
                self._texts[name] = ""
        return self._texts[name]

    def lines(self, name: str) -> Iterator[tuple[int, str]]:
        return enumerate(self.text(name).split("\n"), start=1)

    def with_suffix(self, suffixes: set[str]) -> list[str]:
        return [name for name in self.files if pathlib.PurePosixPath(name).suffix in suffixes]

    def scripts(self, interpreter: str) -> list[str]:
        """Files whose first line names the interpreter, and those with its usual ending."""
        ending = {"bash": ".sh", "python3": ".py"}[interpreter]
        return [name for name in self.files
                if name.endswith(ending) or (self.text(name).startswith("#!") and
                                             interpreter in self.text(name).split("\n", 1)[0])]

