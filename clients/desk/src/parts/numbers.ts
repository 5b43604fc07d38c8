// Figures as people read them; what does not exist is a dash.
export function score(value: number | null): string {
  return value === null ? "–" : value.toFixed(1);
}

export function percent(share: number | null): string {
  return share === null ? "–" : `${Math.round(share * 100)} %`;
}

export function signed(value: number | null): string {
  if (value === null) return "–";
  const text = Math.abs(value).toFixed(1);
  return value < 0 ? `−${text}` : `+${text}`;
}

export function range(low: number | null, high: number | null, say: (value: number | null) => string): string {
  return low === null || high === null ? "" : `${say(low)} to ${say(high)}`;
}

// 28 to 69 %
export function percents(low: number | null, high: number | null): string {
  const whole = (share: number | null) => String(Math.round((share ?? 0) * 100));
  const text = range(low, high, whole);
  return text === "" ? "" : `${text} %`;
}

export function count(value: number | null): string {
  return value === null ? "–" : value.toLocaleString("en-GB");
}
