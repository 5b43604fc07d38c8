#!/usr/bin/env python3
"""The headline figures of a programme folder, computed straight from its CSV files.

usage: expected_summary.py DATA_DIR [--check EXPECTED_JSON]

Prints the JSON object that `summary` of a report must equal; with --check compares it with a file (its
`found` aside) to a relative 1e-12 and names what differs. Standard library only, and no relation to the
C++: fractions are Python's own exact ones until a figure is printed."""
import csv
import json
import os
import sys
from collections import defaultdict
from fractions import Fraction

SCORE_RULE = (
    "100*sum(w*f)/sum(w), f=(v-1)/4 for likert5, v for yesno; N/A and blank out; "
    "section Outcome has weight 0"
)


def read(folder, name):
    with open(os.path.join(folder, name + ".csv"), newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def fraction_of(question, value):
    kind = question["type"]
    if kind.startswith("likert"):
        return Fraction(int(value) - 1, int(question["max"]) - 1)
    return Fraction(int(value), int(question["max"]))


def mean(values):
    values = list(values)
    return sum(values, Fraction(0)) / len(values)


def percent(share):
    return float(100 * share)


def percentile(ordered, per_mille):
    """Type 7 (linear between order statistics); the position is exact."""
    position = Fraction((len(ordered) - 1) * per_mille, 1000)
    below = int(position)
    rest = position - below
    if rest == 0:
        return float(ordered[below])
    return float(ordered[below] + rest * (ordered[below + 1] - ordered[below]))


def one_way_icc(pairs):
    """ICC(1): one-way random effects, two ratings per unit (Shrout and Fleiss 1979)."""
    n = len(pairs)
    if n < 2:
        return None
    grand = mean(x for pair in pairs for x in pair)
    means = [(a + b) / 2 for a, b in pairs]
    between = 2 * sum((m - grand) ** 2 for m in means) / (n - 1)
    within = sum((x - m) ** 2 for pair, m in zip(pairs, means) for x in pair) / n
    if between + within == 0:
        return None
    return float((between - within) / (between + within))


class Programme:
    def __init__(self, folder):
        self.questions = {q["question_id"]: q for q in read(folder, "questions")}
        self.locations = {x["location_id"]: x for x in read(folder, "locations")}
        self.audits = read(folder, "audits")
        self.answers = read(folder, "answers")
        earned = defaultdict(Fraction)
        possible = defaultdict(Fraction)
        self.failed = set()
        self.answers_scored = 0
        for answer in self.answers:
            if answer["na"] == "1" or answer["value"] == "":
                continue
            question = self.questions[answer["question_id"]]
            weight = Fraction(question["weight"])
            fraction = fraction_of(question, answer["value"])
            if question["critical"] == "1" and fraction < 1:
                self.failed.add(answer["audit_id"])
            if weight == 0:
                continue
            self.answers_scored += 1
            parts = [""]
            # Dimensions are those of the 22 RATER items; legal and complaint items carry one too, but
            # are not part of that instrument.
            if question["section"] == "Service" and question["dimension"]:
                parts.append(question["dimension"])
            for part in parts:
                earned[answer["audit_id"], part] += weight * fraction
                possible[answer["audit_id"], part] += weight
        self.earned = earned
        self.possible = possible
        self.share = {key: earned[key] / total for key, total in possible.items() if total > 0}

    def is_own(self, audit):
        return self.locations[audit["location_id"]]["kind"] == "own"

    def region(self, audit):
        return self.locations[audit["location_id"]]["region"]


def mean_scores_by(programme, audits, key_of, part=""):
    groups = defaultdict(list)
    for audit in audits:
        share = programme.share.get((audit["audit_id"], part))
        if share is not None:
            groups[key_of(audit)].append(share)
    return {key: percent(mean(groups[key])) for key in sorted(groups)}


def nps(programme, own_ids):
    values = [
        int(a["value"])
        for a in programme.answers
        if programme.questions[a["question_id"]]["type"] == "nps"
        and a["audit_id"] in own_ids
        and a["na"] != "1"
        and a["value"] != ""
    ]
    promoters = sum(v >= 9 for v in values)
    detractors = sum(v <= 6 for v in values)
    score = float(Fraction(100 * (promoters - detractors), len(values))) if values else None
    return {"n": len(values), "promoters": promoters, "detractors": detractors, "nps": score}


def summary(programme):
    own = [a for a in programme.audits if programme.is_own(a)]
    own_ids = {a["audit_id"] for a in own}
    shares = [
        programme.share[a["audit_id"], ""] for a in own if (a["audit_id"], "") in programme.share
    ]
    dimensions = sorted({q["dimension"] for q in programme.questions.values() if q["dimension"]})
    by_dimension = {}
    for dimension in dimensions:
        by_dimension.update(
            mean_scores_by(
                programme,
                own,
                lambda a, d=dimension: f"{programme.region(a)}|{d}|{a['wave']}",
                dimension,
            )
        )
    pooled_earned = sum((programme.earned[a["audit_id"], ""] for a in own), Fraction(0))
    pooled_possible = sum((programme.possible[a["audit_id"], ""] for a in own), Fraction(0))
    waits = sorted(int(a["wait_s"]) for a in programme.audits if a["wait_s"] != "")
    doubles = defaultdict(list)
    for audit in programme.audits:
        share = programme.share.get((audit["audit_id"], ""))
        if audit["pair_id"] and share is not None:
            doubles[audit["pair_id"]].append(share)
    pairs = [tuple(x) for x in doubles.values() if len(x) == 2]
    return {
        "score_rule": SCORE_RULE,
        "audits": len(programme.audits),
        "answers_scored": programme.answers_scored,
        "na": sum(a["na"] == "1" for a in programme.answers),
        "blank": sum(a["na"] != "1" and a["value"] == "" for a in programme.answers),
        "critical_fail_audits": len(programme.failed),
        "own_mean_of_audit_scores": percent(mean(shares)),
        "pooled_item_score_own": percent(pooled_earned / pooled_possible),
        "own_score_by_wave": mean_scores_by(programme, own, lambda a: a["wave"]),
        "own_score_by_region": mean_scores_by(programme, own, programme.region),
        "first_audits": {
            a["audit_id"]: percent(programme.share[a["audit_id"], ""])
            for a in programme.audits[:10]
            if (a["audit_id"], "") in programme.share
        },
        "own_dimension_by_region_wave": dict(sorted(by_dimension.items())),
        "nps_own": nps(programme, own_ids),
        "wait_all": {
            "n": len(waits),
            "p50": percentile(waits, 500) if waits else None,
            "p90": percentile(waits, 900) if waits else None,
            "p95": percentile(waits, 950) if waits else None,
        },
        "double_audits": {"pairs": len(pairs), "icc1": one_way_icc(pairs)},
    }


def differences(ours, theirs, where=""):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(set(ours) | set(theirs)):
            if key not in ours or key not in theirs:
                yield f"{where}/{key}: only in {'ours' if key in ours else 'the file'}"
            else:
                yield from differences(ours[key], theirs[key], f"{where}/{key}")
    elif isinstance(ours, (int, float)) and isinstance(theirs, (int, float)):
        if abs(ours - theirs) > 1e-12 * max(1, abs(ours), abs(theirs)):
            yield f"{where}: {ours!r} here, {theirs!r} in the file"
    elif ours != theirs:
        yield f"{where}: {ours!r} here, {theirs!r} in the file"


def main(arguments):
    if len(arguments) not in (1, 3) or (len(arguments) == 3 and arguments[1] != "--check"):
        print(__doc__, file=sys.stderr)
        return 2
    ours = summary(Programme(arguments[0]))
    if len(arguments) == 1:
        json.dump(ours, sys.stdout, indent=1)
        print()
        return 0
    with open(arguments[2], encoding="utf-8") as file:
        theirs = json.load(file)
    theirs.pop("found", None)
    found = list(differences(ours, theirs))
    for line in found:
        print(line)
    print("equal" if not found else f"{len(found)} differences", file=sys.stderr)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
