#!/usr/bin/env python3
"""Writes a folder of random vectors for `golden`, with values computed by reference.py.
usage: random_vectors.py OUT --seed N. Small and awkward data on purpose: ties, constants, single
observations, missing cells, rows in any order."""
import argparse
import csv
import json
import pathlib
import random

import reference as ref
import reference_groups as groups

CASES = 60


class Writer:
    def __init__(self, folder: pathlib.Path, metric: str, inputs: list[str], columns: list[str]):
        self.stem, self.inputs, self.columns = folder / metric, inputs, columns
        self.cases, self.data, self.expected = [], [], {}

    def add(self, inputs: list, rows: list[list], expected: dict) -> None:
        name = f"r{len(self.cases):03}"
        self.cases.append([name, *inputs])
        self.data += [[name, *("" if cell is None else cell for cell in row)] for row in rows]
        self.expected[name] = expected

    def close(self) -> None:
        for suffix, head, rows in (("cases", self.inputs, self.cases), ("data", self.columns, self.data)):
            with open(f"{self.stem}.{suffix}.csv", "w", newline="", encoding="utf-8") as file:
                csv.writer(file, lineterminator="\n").writerows([["case_id", *head], *rows])
        with open(f"{self.stem}.expected.json", "w", encoding="utf-8") as file:
            json.dump({"cases": self.expected, "suggested_rel_tolerance": 1e-8}, file)


def some(chance: random.Random, most: int, draw) -> list:
    """A few values: sometimes none, one, or all the same."""
    n = chance.choice([0, 1, 2, 3, most])
    if chance.random() < 0.15:
        return [draw()] * n
    return [draw() for _ in range(n)]


def rates(folder: pathlib.Path, chance: random.Random) -> None:
    prop = Writer(folder, "prop_ci", ["k", "n", "conf"], [])
    diff = Writer(folder, "diff_prop", ["k1", "n1", "k2", "n2", "conf"], [])
    trend = Writer(folder, "cochran_armitage", ["note"], ["wave", "score", "k", "n"])
    for _ in range(CASES):
        conf = chance.choice([0.8, 0.9, 0.95, 0.99])
        n1, n2 = chance.choice([0, 1, 5, 40, 300]), chance.choice([0, 1, 7, 60, 500])
        k1, k2 = chance.choice([0, n1, chance.randint(0, n1)]), chance.choice([0, n2, chance.randint(0, n2)])
        prop.add([k1, n1, conf], [], ref.prop_ci(k1, n1, conf))
        diff.add([k1, n1, k2, n2, conf], [], ref.diff_prop(k1, n1, k2, n2, conf))
        points = []
        for wave in range(chance.randint(0, 6)):
            n = chance.choice([0, 1, 20, 90])
            points.append((wave + chance.randint(0, 2), chance.choice([0, n, chance.randint(0, n)]), n))
        chance.shuffle(points)
        trend.add([""], [[i, *p] for i, p in enumerate(points)], ref.cochran_armitage(points))
    for writer in (prop, diff, trend):
        writer.close()


def means(folder: pathlib.Path, chance: random.Random) -> None:
    plain = Writer(folder, "mean_ci", ["conf"], ["idx", "value"])
    two = Writer(folder, "welch", ["conf"], ["group", "idx", "value"])
    for _ in range(CASES):
        conf = chance.choice([0.9, 0.95])
        offset = chance.choice([0, 50, 1e6])
        draw = lambda: round(chance.gauss(0, 8), 1) + offset  # noqa: E731
        a, b = some(chance, 25, draw), some(chance, 12, draw)
        rows = [[i, v] for i, v in enumerate([*a, None])]
        chance.shuffle(rows)
        plain.add([conf], rows, ref.mean_ci(a, conf))
        rows = [[g, i, v] for g, values in (("a", a), ("b", b)) for i, v in enumerate([*values, None])]
        chance.shuffle(rows)
        two.add([conf], rows, ref.welch(a, b, conf))
    plain.close()
    two.close()


def series(folder: pathlib.Path, chance: random.Random) -> None:
    monotone = Writer(folder, "mann_kendall", ["note"], ["idx", "value"])
    many = Writer(folder, "bh", ["note"], ["idx", "value"])
    for _ in range(CASES):
        digits = chance.choice([0, 3])
        values = some(chance, 7, lambda: round(chance.uniform(0, 6), digits))
        if digits == 0 and len(values) > 2:
            values.append(values[0])  # a tie: no exact p
        points = [(i + 1, None if chance.random() < 0.1 else v) for i, v in enumerate(values)]
        rows = [list(p) for p in points]
        chance.shuffle(rows)
        monotone.add([""], rows, ref.mann_kendall([p for p in points if p[1] is not None]))
        p_values = [None if chance.random() < 0.1 else round(chance.random() ** 3, 3)
                    for _ in range(chance.choice([0, 1, 2, 30]))]
        rows = [[i + 1, p] for i, p in enumerate(p_values)]
        chance.shuffle(rows)
        many.add([""], rows, ref.adjust(p_values))
    monotone.close()
    many.close()


def agreement(folder: pathlib.Path, chance: random.Random) -> None:
    kappa = Writer(folder, "kappa2", ["categories"], ["unit", "a", "b"])
    kripp = Writer(folder, "kripp", ["note"], ["rater", "unit", "value"])
    for _ in range(CASES):
        scale = [str(i) for i in range(1, chance.randint(2, 5) + 1)]
        used = chance.choice([scale, scale[:1], scale[:2]])
        pairs = []
        for _ in range(chance.choice([0, 1, 2, 30])):
            a = chance.choice(used)
            pairs.append((a, a if chance.random() < 0.7 else chance.choice(used)))
        rows = [[i, *p] for i, p in enumerate(pairs)] + [["gap", scale[0], None]]
        kappa.add(["|".join(scale)], rows, ref.kappa2(pairs, scale))
        units = []
        for _ in range(chance.choice([0, 1, 2, 12])):
            true = chance.randint(1, 5)
            units.append([float(true if chance.random() < 0.6 else chance.randint(1, 5))
                          for _ in range(chance.randint(0, 4))])
        rows = [[f"r{r}", u, v] for u, values in enumerate(units) for r, v in enumerate(values)]
        chance.shuffle(rows)
        kripp.add([""], rows, ref.krippendorff(units))
    kappa.close()
    kripp.close()


def charts(folder: pathlib.Path, chance: random.Random) -> None:
    rate = Writer(folder, "p_chart", ["note"], ["idx", "k", "n"])
    single = Writer(folder, "xmr", ["note"], ["idx", "value"])
    shrink = Writer(folder, "eb_prop", ["note"], ["location", "k", "n"])
    for _ in range(CASES):
        counts = []
        for _ in range(chance.choice([0, 1, 4, 12])):
            n = chance.choice([0, 1, 8, 60])
            counts.append((chance.choice([0, n, chance.randint(0, n)]), n))
        rate.add([""], shuffled(chance, [[i, *c] for i, c in enumerate(counts, 1)]), groups.p_chart(counts))
        shrink.add([""], [[f"L{i}", *c] for i, c in enumerate(counts)], groups.eb_prop(counts))
        values = [None if chance.random() < 0.2 else v
                  for v in some(chance, 10, lambda: round(chance.gauss(80, 4), 1))]
        single.add([""], shuffled(chance, [[i, v] for i, v in enumerate(values, 1)]), groups.xmr(values))
    for writer in (rate, single, shrink):
        writer.close()


def shuffled(chance: random.Random, rows: list[list]) -> list[list]:
    chance.shuffle(rows)
    return rows


def units(folder: pathlib.Path, chance: random.Random) -> None:
    normal = Writer(folder, "eb_normal", ["note"], ["location", "mean", "var"])
    raters = Writer(folder, "icc", ["note"], ["unit", "rater", "value"])
    alpha = Writer(folder, "cronbach", ["note"], ["resp", "item", "value"])
    for _ in range(CASES):
        places = some(chance, 9, lambda: (round(chance.gauss(75, 5), 1), chance.choice([1, 4, 30])))
        normal.add([""], [[f"L{i}", *p] for i, p in enumerate(places)], groups.eb_normal(places))
        k = chance.randint(2, 4)
        rated = some(chance, 9, lambda: [float(chance.randint(0, 60)) for _ in range(k)])
        rows = [[u, r, v] for u, values in enumerate(rated) for r, v in enumerate(values)]
        if rated:
            rows += [["half", 0, 50]]  # an incomplete unit leaves
        raters.add([""], rows, groups.icc(rated, k))
        people = some(chance, 8, lambda: [chance.choice([1, 2, 3, 4, 5, 5, None]) for _ in range(k)])
        rows = [[p, i, v] for p, values in enumerate(people) for i, v in enumerate(values)]
        alpha.add([""], shuffled(chance, rows), groups.cronbach(people, k if people else 0))
    for writer in (normal, raters, alpha):
        writer.close()


def people(folder: pathlib.Path, chance: random.Random) -> None:
    weights = Writer(folder, "weighted_mean", ["conf"], ["idx", "y", "w", "stratum"])
    digits = Writer(folder, "digit_pref", ["note"], ["idx", "value"])
    judges = Writer(folder, "severity", ["note"], ["shopper", "value"])
    contacts = Writer(folder, "fcr", ["window_days", "conf"], ["contact", "customer", "topic", "day", "resolved"])
    for _ in range(CASES):
        rows = some(chance, 12, lambda: (float(chance.randint(0, 9)), chance.choice([0, 1, 1, 2.5]), chance.choice("AB")))
        weights.add([0.95], [[i, *r] for i, r in enumerate(rows)], groups.weighted_mean(rows, 0.95))
        seconds = some(chance, 90, lambda: chance.randint(0, 300))
        digits.add([""], [[i, v] for i, v in enumerate([*seconds, None])], groups.digit_pref(seconds))
        scores = {f"s{i}": values for i in range(chance.randint(0, 5))
                  if (values := some(chance, 7, lambda: round(chance.gauss(80, 6), 1)))}
        rows = [[s, v] for s, values in scores.items() for v in values]
        judges.add([""], shuffled(chance, rows), groups.severity(scores))
        window = chance.choice([0, 3, 7])
        calls = [(chance.choice("ABC"), chance.choice("xy"), chance.randint(1, 25), chance.randint(0, 1))
                 for _ in range(chance.choice([0, 1, 20]))]
        # Which of two contacts on one day came first is not told: let them agree.
        calls = [c for i, c in enumerate(calls) if not any(c[:3] == o[:3] and c[3] != o[3] for o in calls[:i])]
        contacts.add([window, 0.95], [[i, *c] for i, c in enumerate(calls)], groups.fcr(calls, window, 0.95))
    for writer in (weights, digits, judges, contacts):
        writer.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("--seed", type=int, required=True)
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    chance = random.Random(asked.seed)
    for part in (rates, means, series, agreement, charts, units, people):
        part(asked.out, chance)


main()
