"""The formulas of docs/statistics.md once more, in plain Python: standard library only, written from
the words and not from the C++, so that a mistake would have to be made twice."""
from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations, permutations
from statistics import NormalDist, median

Z = NormalDist()


def continued_fraction(a: float, b: float, x: float) -> float:
    """Lentz's method for the incomplete beta function."""
    tiny, c = 1e-300, 1.0
    d = 1 - (a + b) * x / (a + 1)
    d = 1 / (d if abs(d) > tiny else tiny)
    h = d
    for m in range(1, 2000):
        for top in (m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
                    -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))):
            d = 1 + top * d
            d = 1 / (d if abs(d) > tiny else tiny)
            c = 1 + top / c
            c = c if abs(c) > tiny else tiny
            h *= c * d
        if abs(c * d - 1) < 1e-16:
            break
    return h


def beta_below(a: float, b: float, x: float) -> float:
    """P(B <= x) of a beta distribution."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    front = math.exp(math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b)
                     + a * math.log(x) + b * math.log1p(-x))
    if x < (a + 1) / (a + b + 2):
        return front * continued_fraction(a, b, x) / a
    return 1 - front * continued_fraction(b, a, 1 - x) / b


def solve(below, target: float, low: float, high: float) -> float:
    for _ in range(200):
        middle = (low + high) / 2
        low, high = (middle, high) if below(middle) < target else (low, middle)
    return (low + high) / 2


def student_p(t: float, df: float) -> float:
    return beta_below(df / 2, 0.5, df / (df + t * t))


def student_limit(conf: float, df: float) -> float:
    # Of x = df / (df + t²), which stays within 0 and 1.
    x = solve(lambda at: beta_below(df / 2, 0.5, at), 1 - conf, 0.0, 1.0)
    return math.sqrt(df * (1 - x) / x)


def fisher_f_p(f: float, a: float, b: float) -> float:
    return beta_below(b / 2, a / 2, b / (b + a * f)) if f > 0 else 1.0


def chi_square_p_odd(x: float, df: int) -> float:
    """Closed form for odd degrees of freedom."""
    out = math.erfc(math.sqrt(x / 2))
    term = math.sqrt(2 * x / math.pi) * math.exp(-x / 2)
    for k in range(1, df, 2):
        out += term
        term *= x / (k + 2)
    return out


def z_of(conf: float) -> float:
    return Z.inv_cdf(1 - (1 - conf) / 2)


def normal_p(z: float) -> float:
    return math.erfc(abs(z) / math.sqrt(2))


def mean(v: list[float]) -> float:
    return math.fsum(v) / len(v)


def variance(v: list[float]) -> float:
    m = mean(v)
    return 0.0 if len(set(v)) == 1 else math.fsum((x - m) ** 2 for x in v) / (len(v) - 1)


def wilson(k: int, n: int, conf: float = 0.95) -> tuple[float, float]:
    z, p = z_of(conf), k / n
    centre, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    scale = 1 + z * z / n
    return (0.0 if k == 0 else (centre - half) / scale), (1.0 if k == n else (centre + half) / scale)


def prop_ci(k: int, n: int, conf: float) -> dict:
    keys = ("p", "wilson_lo", "wilson_hi", "cp_lo", "cp_hi")
    if not 0 <= k <= n or n == 0:
        return {"status": "no_data" if n == 0 and k == 0 else "invalid_input"} | dict.fromkeys(keys)
    tail = (1 - conf) / 2
    low = 0.0 if k == 0 else solve(lambda p: beta_below(k, n - k + 1, p), tail, 0, 1)
    high = 1.0 if k == n else solve(lambda p: beta_below(k + 1, n - k, p), 1 - tail, 0, 1)
    return {"status": "ok"} | dict(zip(keys, (k / n, *wilson(k, n, conf), low, high)))


def fisher_exact(k1: int, n1: int, k2: int, n2: int) -> float:
    """In whole numbers: how many ways there are to each table."""
    k = k1 + k2
    ways = {a: math.comb(n1, a) * math.comb(n2, k - a) for a in range(max(0, k - n2), min(n1, k) + 1)}
    return float(Fraction(sum(w for w in ways.values() if w <= ways[k1] * (1 + 1e-7)), sum(ways.values())))


def diff_prop(k1: int, n1: int, k2: int, n2: int, conf: float) -> dict:
    keys = ("diff", "newcombe_lo", "newcombe_hi", "z", "p_value", "fisher_p")
    if n1 == 0 or n2 == 0:
        return {"status": "no_data"} | dict.fromkeys(keys)
    p1, p2, d = k1 / n1, k2 / n2, k1 / n1 - k2 / n2
    (l1, u1), (l2, u2) = wilson(k1, n1, conf), wilson(k2, n2, conf)
    low, high = d - math.hypot(p1 - l1, u2 - p2), d + math.hypot(u1 - p1, p2 - l2)
    p = (k1 + k2) / (n1 + n2)
    z = None if p in (0, 1) else d / math.sqrt(p * (1 - p) * (1 / n1 + 1 / n2))
    return {"status": "no_variation" if z is None else "ok"} | dict(zip(keys, (
        d, low, high, z, None if z is None else normal_p(z), fisher_exact(k1, n1, k2, n2))))


def mean_ci(v: list[float], conf: float) -> dict:
    out = {"status": "no_data", "n": len(v)} | dict.fromkeys(("mean", "sd", "se", "lo", "hi"))
    if v:
        out |= {"status": "too_few", "mean": mean(v)}
    if len(v) > 1:
        sd = math.sqrt(variance(v))
        se = sd / math.sqrt(len(v))
        half = student_limit(conf, len(v) - 1) * se
        out |= {"status": "ok", "sd": sd, "se": se, "lo": out["mean"] - half, "hi": out["mean"] + half}
    return out


def welch(a: list[float], b: list[float], conf: float) -> dict:
    out = {"status": "no_data", "n_a": len(a), "n_b": len(b)}
    out |= dict.fromkeys(("diff", "t", "df", "p_value", "lo", "hi"))
    if not a or not b:
        return out
    out |= {"status": "too_few", "diff": mean(a) - mean(b)}
    if len(a) < 2 or len(b) < 2:
        return out
    va, vb = variance(a) / len(a), variance(b) / len(b)
    if va + vb == 0:
        return out | {"status": "no_variation"}
    se, df = math.sqrt(va + vb), (va + vb) ** 2 / (va * va / (len(a) - 1) + vb * vb / (len(b) - 1))
    half = student_limit(conf, df) * se
    return out | {"status": "ok", "t": out["diff"] / se, "df": df, "p_value": student_p(out["diff"] / se, df),
                  "lo": out["diff"] - half, "hi": out["diff"] + half}


def adjust(p_values: list[float | None]) -> dict:
    there = sorted((p, i) for i, p in enumerate(p_values) if p is not None)
    m, bh, holm = len(there), [None] * len(p_values), [None] * len(p_values)
    for rank, (p, i) in enumerate(there, 1):
        bh[i] = min(min(1.0, m * q / j) for j, (q, _) in enumerate(there, 1) if j >= rank)
        holm[i] = max(min(1.0, (m - j + 1) * q) for j, (q, _) in enumerate(there, 1) if j <= rank)
    return {"status": "ok" if there else "no_data", "bh": bh, "holm": holm}


def mann_kendall(points: list[tuple[float, float]]) -> dict:
    keys = ("s", "var_s", "z", "p_value", "tau_b", "exact_p", "sen_slope")
    n = len(points)
    out = {"status": "no_data" if n == 0 else "too_few", "n": n} | dict.fromkeys(keys)
    if n < 3:
        return out
    points = sorted(points)
    v = [y for _, y in points]

    def score(w) -> int:
        return sum((b > a) - (b < a) for a, b in combinations(w, 2))

    s, pairs = score(v), n * (n - 1) / 2
    ties = [v.count(x) for x in set(v)]
    variance_s = (n * (n - 1) * (2 * n + 5) - sum(t * (t - 1) * (2 * t + 5) for t in ties)) / 18
    slope = median((y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2))
    out |= {"s": s, "var_s": variance_s, "sen_slope": slope}
    if len(ties) == 1:
        return out | {"status": "no_variation"}
    z = (s - (s > 0) + (s < 0)) / math.sqrt(variance_s)
    exact = None
    if len(ties) == n and n <= 7:  # every order, one by one
        orders = [score(order) for order in permutations(range(n))]
        exact = sum(abs(o) >= abs(s) for o in orders) / len(orders)
    out |= {"status": "ok", "z": z, "p_value": normal_p(z), "exact_p": exact}
    return out | {"tau_b": s / math.sqrt(pairs * (pairs - sum(t * (t - 1) / 2 for t in ties)))}


def cochran_armitage(points: list[tuple[float, int, int]]) -> dict:
    there = [(t, k, n) for t, k, n in points if n > 0]
    out = {"status": "no_data", "waves": len(there)} | dict.fromkeys(("chisq", "z", "p_value"))
    if len(there) < 2:
        return out | {"status": "too_few" if there else "no_data"}
    k, n = sum(p[1] for p in there), sum(p[2] for p in there)
    if k in (0, n):
        return out | {"status": "no_variation"}
    p = Fraction(k, n)
    top = sum(Fraction(t) * (a - b * p) for t, a, b in there)
    spread = sum(b * Fraction(t) ** 2 for t, _, b in there) - sum(Fraction(t) * b for t, _, b in there) ** 2 / n
    if spread == 0:
        return out | {"status": "no_variation"}
    z = float(top) / math.sqrt(p * (1 - p) * spread)
    return out | {"status": "ok", "chisq": z * z, "z": z, "p_value": normal_p(z)}


def kappa2(pairs: list[tuple[str, str]], categories: list[str]) -> dict:
    keys = ("agreement", "kappa", "kappa_linear", "kappa_quadratic", "kappa_se")
    n = len(pairs)
    out = {"status": "no_data", "n": n} | dict.fromkeys(keys)
    if not n:
        return out
    size = range(len(categories))
    at = {c: i for i, c in enumerate(categories)}
    share = [[sum(at[a] == i and at[b] == j for a, b in pairs) / n for j in size] for i in size]
    row, col = [sum(r) for r in share], [sum(r[j] for r in share) for j in size]
    po = sum(a == b for a, b in pairs) / n
    out |= {"status": "no_variation", "agreement": po}
    if len({x for pair in pairs for x in pair}) == 1:
        return out

    def weighted(weight) -> float:
        seen = sum(weight(i, j) * share[i][j] for i in size for j in size)
        chance = sum(weight(i, j) * row[i] * col[j] for i in size for j in size)
        return (seen - chance) / (1 - chance)

    top = len(categories) - 1
    kappa = weighted(lambda i, j: i == j)
    pe = sum(row[i] * col[i] for i in size)
    a = sum(share[i][i] * (1 - (row[i] + col[i]) * (1 - kappa)) ** 2 for i in size)
    b = (1 - kappa) ** 2 * sum(share[i][j] * (col[i] + row[j]) ** 2 for i in size for j in size if i != j)
    c = (kappa - pe * (1 - kappa)) ** 2
    return out | {"status": "ok", "kappa": kappa, "kappa_linear": weighted(lambda i, j: 1 - abs(i - j) / top),
                  "kappa_quadratic": weighted(lambda i, j: 1 - ((i - j) / top) ** 2),
                  "kappa_se": math.sqrt(max(0.0, a + b - c) / n) / (1 - pe)}


def krippendorff(units: list[list[float]]) -> dict:
    units = [u for u in units if len(u) > 1]
    values = [x for u in units for x in u]
    out = {"status": "no_data", "pairable": len(values)} | dict.fromkeys(("nominal", "ordinal", "interval"))
    if not values:
        return out
    if len(set(values)) == 1:
        return out | {"status": "no_variation"}
    n_of = {c: values.count(c) for c in set(values)}

    def ordinal(c: float, k: float) -> float:
        low, high = min(c, k), max(c, k)
        return (sum(n for g, n in n_of.items() if low <= g <= high) - (n_of[c] + n_of[k]) / 2) ** 2

    def alpha(distance) -> float:
        seen = sum(distance(a, b) / (len(u) - 1) for u in units for a, b in permutations(u, 2))
        chance = sum(n_of[c] * n_of[k] * distance(c, k) for c in n_of for k in n_of)
        return 1 - (len(values) - 1) * seen / chance

    return out | {"status": "ok", "nominal": alpha(lambda c, k: float(c != k)),
                  "ordinal": alpha(lambda c, k: ordinal(c, k) if c != k else 0.0),
                  "interval": alpha(lambda c, k: (c - k) ** 2)}
