"""More of the formulas in plain Python: several units at once, charts, weights and contacts."""
from __future__ import annotations

import math
from fractions import Fraction

from reference import chi_square_p_odd, fisher_f_p, mean, variance, welch, wilson, z_of, adjust


def p_chart(points: list[tuple[int, int]]) -> dict:
    n = sum(p[1] for p in points)
    if n == 0:
        gaps = [None] * len(points)
        return {"status": "no_data", "center": None, "lcl": gaps, "ucl": gaps, "out": gaps}
    centre = sum(p[0] for p in points) / n
    low, high, out = [], [], []
    for k, size in points:
        half = 3 * math.sqrt(centre * (1 - centre) / size) if size else 0
        low.append(max(0.0, centre - half) if size else None)
        high.append(min(1.0, centre + half) if size else None)
        out.append(int(not low[-1] - 1e-9 <= k / size <= high[-1] + 1e-9) if size else None)
    return {"status": "ok", "center": centre, "lcl": low, "ucl": high, "out": out}


def xmr(values: list[float | None]) -> dict:
    there = [v for v in values if v is not None]
    out = {"status": "no_data", "n": len(there), "out": []}
    out |= dict.fromkeys(("center", "mr_bar", "lnpl", "unpl", "url"))
    if not there:
        return out
    centre = mean(there)
    ranges = [abs(b - a) for a, b in zip(values, values[1:]) if a is not None and b is not None]
    out |= {"status": "too_few", "center": centre}
    if not ranges:
        return out
    mr, d2, d3 = mean(ranges), 2 / math.sqrt(math.pi), math.sqrt(2 - 4 / math.pi)
    half = 3 * mr / d2
    outside = [i for i, v in enumerate(values, 1) if v is not None and abs(v - centre) > half + 1e-9]
    return out | {"status": "ok", "mr_bar": mr, "lnpl": centre - half, "unpl": centre + half,
                  "url": mr * (1 + 3 * d3 / d2), "out": outside}


def eb_prop(units: list[tuple[int, int]]) -> dict:
    there = [(k, n) for k, n in units if n]
    out = {"status": "no_data", "k": len(there), "mu": None, "tau2": None, "m": None, "shrunk": [None] * len(units)}
    if not there:
        return out
    total, g = sum(n for _, n in there), len(there)
    mu = sum(k for k, _ in there) / total
    below = total * total - sum(n * n for _, n in there) - total * (g - 1)
    if g == 1 or below == 0:
        return out | {"status": "too_few", "mu": mu, "shrunk": [k / n if n else None for k, n in units]}
    q = sum(n * (k / n - mu) ** 2 for k, n in there)
    tau2 = max(0.0, (q - (g - 1) * mu * (1 - mu)) / (below / total))
    m = max(0.0, mu * (1 - mu) / tau2 - 1) if tau2 else None
    shrunk = [mu if m is None or n + m == 0 else (k + m * mu) / (n + m) for k, n in units]
    return out | {"status": "ok", "mu": mu, "tau2": tau2, "m": m, "shrunk": shrunk}


def eb_normal(units: list[tuple[float, float]]) -> dict:
    y, v = [u[0] for u in units], [u[1] for u in units]
    out = {"status": "no_data", "k": len(y), "tau2": None, "mu": None, "i2": None, "shrunk": []}
    if len(y) < 2:
        return out | ({"status": "too_few", "mu": y[0], "shrunk": y} if y else {})
    w = [1 / x for x in v]
    fixed = sum(a * b for a, b in zip(w, y)) / sum(w)
    q, scale = sum(a * (b - fixed) ** 2 for a, b in zip(w, y)), sum(w) - sum(a * a for a in w) / sum(w)
    tau2 = max(0.0, (q - (len(y) - 1)) / scale)
    w = [1 / (x + tau2) for x in v]
    mu = sum(a * b for a, b in zip(w, y)) / sum(w)
    shrunk = [(tau2 * a + x * mu) / (tau2 + x) for a, x in zip(y, v)]
    i2 = 100 * tau2 / (tau2 + (len(y) - 1) / scale)
    return out | {"status": "ok", "tau2": tau2, "mu": mu, "i2": i2, "shrunk": shrunk}


def icc(units: list[list[float]], raters: int) -> dict:
    keys = ("icc1", "icc_a1", "icc_c1", "icc1k", "icc_ak", "icc_ck")
    n, k = len(units), raters
    out = {"status": "no_data" if n == 0 else "too_few", "units": n, "raters": k if n else None} | dict.fromkeys(keys)
    if n < 2 or k < 2:
        return out
    if len({x for u in units for x in u}) == 1:
        return out | {"status": "no_variation"}
    whole = [[Fraction(x) for x in u] for u in units]  # exact, so that nothing is nothing
    rows, columns = [sum(u) / k for u in whole], [sum(u[r] for u in whole) / n for r in range(k)]
    grand = sum(rows) / n
    rows_ms = k * sum((r - grand) ** 2 for r in rows) / (n - 1)
    columns_ms = n * sum((c - grand) ** 2 for c in columns) / (k - 1)
    within = sum((x - r) ** 2 for u, r in zip(whole, rows) for x in u) / (n * (k - 1))
    rest = sum((x - r - c + grand) ** 2 for u, r in zip(whole, rows) for x, c in zip(u, columns)) / ((n - 1) * (k - 1))
    parts = ((rows_ms - within, rows_ms + (k - 1) * within),
             (rows_ms - rest, rows_ms + (k - 1) * rest + k * (columns_ms - rest) / n),
             (rows_ms - rest, rows_ms + (k - 1) * rest), (rows_ms - within, rows_ms),
             (rows_ms - rest, rows_ms + (columns_ms - rest) / n), (rows_ms - rest, rows_ms))
    return out | {"status": "ok"} | dict(zip(keys, (float(a / b) if b else None for a, b in parts)))


def cronbach(people: list[list[float | None]], items: int) -> dict:
    whole = [p for p in people if None not in p]
    out = {"status": "no_data", "n": len(whole), "items": items, "alpha": None}
    if not whole:
        return out
    if items < 2 or len(whole) < 2:
        return out | {"status": "too_few"}
    total = variance([sum(p) for p in whole])
    if total == 0:
        return out | {"status": "no_variation"}
    within = sum(variance([p[i] for p in whole]) for i in range(items))
    return out | {"status": "ok", "alpha": items / (items - 1) * (1 - within / total)}


def weighted_mean(rows: list[tuple[float, float, str]], conf: float) -> dict:
    rows = [r for r in rows if r[1] > 0]
    keys = ("mean", "se", "se_strat", "n_eff", "deff_kish", "lo", "hi")
    out = {"status": "no_data", "n": len(rows)} | dict.fromkeys(keys)
    if not rows:
        return out
    w = sum(r[1] for r in rows)
    m = sum(r[0] * r[1] for r in rows) / w
    n_eff = w * w / sum(r[1] ** 2 for r in rows)
    out |= {"status": "too_few", "mean": m, "n_eff": n_eff, "deff_kish": len(rows) / n_eff}
    n = len(rows)
    if n < 2:
        return out
    u = [(r[1] * (r[0] - m) / w, r[2]) for r in rows]
    se = math.sqrt(n / (n - 1) * sum(x * x for x, _ in u))
    strata = {s: [x for x, t in u if t == s] for _, s in u}
    if len(strata) > 1 and all(len(x) > 1 for x in strata.values()):
        out["se_strat"] = math.sqrt(sum(len(x) * variance(x) for x in strata.values()))
    half = z_of(conf) * se
    return out | {"status": "ok", "se": se, "lo": m - half, "hi": m + half}


def digit_pref(values: list[int]) -> dict:
    keys = ("chisq", "df", "p_value", "share_0_or_5", "share_0")
    n = len(values)
    out = {"status": "no_data", "n": n} | dict.fromkeys(keys)
    if not n:
        return out
    counts = [sum(v % 10 == d for v in values) for d in range(10)]
    chisq = sum((c - n / 10) ** 2 / (n / 10) for c in counts)
    return out | {"status": "too_few" if n < 50 else "ok"} | dict(zip(keys, (
        chisq, 9, chi_square_p_odd(chisq, 9), (counts[0] + counts[5]) / n, counts[0] / n)))


def severity(values: dict[str, list[float]]) -> dict:
    names = sorted(values)
    out = {"status": "no_data", "shoppers": names, "diff": [], "p_raw": [], "p_bh": []}
    out |= dict.fromkeys(("f", "df1", "df2", "p_value"))
    if len(names) < 2:
        return out | {"status": "too_few" if names else "no_data"}
    everything = [x for v in values.values() for x in v]
    tests = [welch(values[s], [x for t in names if t != s for x in values[t]], 0.95) for s in names]
    out |= {"diff": [t["diff"] for t in tests], "p_raw": [t["p_value"] for t in tests]}
    out["p_bh"] = adjust(out["p_raw"])["bh"]
    df1, df2 = len(names) - 1, len(everything) - len(names)
    if df2 == 0:
        return out | {"status": "too_few"}
    within = sum((len(v) - 1) * variance(v) for v in values.values() if len(v) > 1)
    out |= {"status": "no_variation", "df1": df1, "df2": df2}
    if within == 0:
        return out
    grand = mean(everything)
    f = sum(len(v) * (mean(v) - grand) ** 2 for v in values.values()) / df1 / (within / df2)
    return out | {"status": "ok", "f": f, "p_value": fisher_f_p(f, df1, df2)}


def fcr(contacts: list[tuple[str, str, int, int]], window: int, conf: float) -> dict:
    first = resolved = 0
    for i, (who, topic, day, done) in enumerate(contacts):
        others = [c[2] for j, c in enumerate(contacts) if j != i and c[:2] == (who, topic)]
        # Of the same day the one that stands first in the list is the earlier.
        same_day = [j for j, c in enumerate(contacts) if c[:3] == (who, topic, day)]
        before = [d for d in others if d < day]
        if same_day[0] != i or (before and day - max(before) <= window):
            continue
        first += 1
        followed = len(same_day) > 1 or any(day < d <= day + window for d in others)
        resolved += bool(done) and not followed
    share = resolved / first if first else None
    low, high = wilson(resolved, first, conf) if first else (None, None)
    return {"status": "ok" if first else "no_data", "first_contacts": first, "resolved_first": resolved,
            "fcr": share, "lo": low, "hi": high}
