#!/usr/bin/env bash
# Compares the metrics with plain Python over random vectors. usage: random_test.sh GOLDEN [SEED...]
set -euo pipefail
golden=$1
shift
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for seed in "${@:-1}" 2 3; do
  python3 -B "$here/random_vectors.py" "$folder/$seed" --seed "$seed"
  "$golden" "$folder/$seed" | { grep -v "^ok" || true; }
  "$golden" "$folder/$seed" > /dev/null
done
# What is not known is named, and fails.
mkdir "$folder/unknown"
printf 'case_id,note\nc01,\n' > "$folder/unknown/horoscope.cases.csv"
printf '{"cases": {"c01": {"status": "ok"}}}' > "$folder/unknown/horoscope.expected.json"
if "$golden" "$folder/unknown" > "$folder/said"; then
  echo "an unknown metric passed" && exit 1
fi
grep -q 'horoscope.*unknown metric' "$folder/said"
grep -qx '0 passed, 1 failed' "$folder/said"
