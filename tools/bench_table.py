"""Prints the JSON lines of tools/bench as tables: one per bench, a row per line, a column per key."""
import json
import sys


def cell(value: object) -> str:
    if isinstance(value, bool) or not isinstance(value, float):
        return str(value)
    return f"{value:.4g}" if abs(value) < 1e5 else f"{value:.0f}"


def show(title: str, rows: list[dict]) -> None:
    columns = list(dict.fromkeys(key for row in rows for key in row if key != "bench"))
    table = [columns] + [[cell(row.get(column, "")) for column in columns] for row in rows]
    widths = [max(map(len, column)) for column in zip(*table)]
    print(f"\n{title}")
    for line in [table[0], ["-" * width for width in widths], *table[1:]]:
        print("  " + "  ".join(text.ljust(width) for text, width in zip(line, widths)).rstrip())


def main(path: str) -> int:
    groups: dict[str, list[dict]] = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("{"):
                row = json.loads(line)
                groups.setdefault(str(row.get("bench", "bench")), []).append(row)
    for title, rows in groups.items():
        show(title, rows)
    return 0 if groups else 1


sys.exit(main(sys.argv[1]))
