#!/usr/bin/env python3
"""Moves a programme's effects elsewhere: regions, locations, shoppers and competitor brands get each
other's names, and time may run backwards. usage: move_effects.py IN OUT --seed N [--reverse-waves]
Prints, as JSON, what each name has become. Python's standard library only."""
import argparse
import csv
import json
import pathlib
import random


def read(path: pathlib.Path) -> list[dict[str, str]]:
    with path.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def write(path: pathlib.Path, rows: list[dict[str, str]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def shuffled(names: list[str], chance: random.Random) -> dict[str, str]:
    others = list(names)
    chance.shuffle(others)
    return dict(zip(names, others))


def reverse_waves(waves: list[dict[str, str]], audits: list[dict[str, str]]) -> None:
    """The audits of the last wave become those of the first, dates and all."""
    became = {wave["wave"]: other for wave, other in zip(waves, reversed(waves))}
    for audit in audits:
        old, new = next(w for w in waves if w["wave"] == audit["wave"]), became[audit["wave"]]
        if old["start"] <= audit["start"][:10] <= old["end"]:
            audit["start"] = new["start"] + audit["start"][10:]
        audit["wave"] = new["wave"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source", type=pathlib.Path)
    parser.add_argument("target", type=pathlib.Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--reverse-waves", action="store_true")
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    tables = {path.stem: read(path) for path in asked.source.glob("*.csv")}
    own = [row for row in tables["locations"] if row["kind"] == "own"]
    became = {
        "regions": shuffled(sorted({row["region"] for row in own}), chance),
        "locations": shuffled([row["location_id"] for row in own], chance),
        "shoppers": shuffled([row["shopper_id"] for row in tables["shoppers"]], chance),
    }
    columns = {"region": "regions", "home_region": "regions", "location_id": "locations", "shopper_id": "shoppers"}
    for rows in tables.values():
        for row in rows:
            for column, kind in columns.items():
                if column in row:
                    row[column] = became[kind].get(row[column], row[column])
    if asked.reverse_waves:
        reverse_waves(tables["waves"], tables["audits"])
    asked.target.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        write(asked.target / f"{name}.csv", rows)
    print(json.dumps(became))


main()
