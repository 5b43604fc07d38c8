// Times, dates and numbers as people read them: 14:02, Fri 18 Sep, −2, 2.1 MB.
import { language } from "./language.ts";

const locales = { en: "en-GB", cy: "cy-GB" } as const;
const formats = new Map<string, Intl.DateTimeFormat>();

// Making a format is slow, and a list shows the same one many times.
function dateFormat(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = locales[language.value];
  const name = `${locale} ${JSON.stringify(options)}`;
  let format = formats.get(name);
  if (format === undefined) {
    format = new Intl.DateTimeFormat(locale, options);
    formats.set(name, format);
  }
  return format;
}

// 14:02, in this device's zone.
export function timeText(utcMs: number): string {
  return dateFormat({ hour: "2-digit", minute: "2-digit", hour12: false }).format(utcMs);
}

// 14:02:31
export function secondText(utcMs: number): string {
  return dateFormat({ hour: "2-digit", minute: "2-digit", second: "2-digit", hour12: false }).format(utcMs);
}

// Fri 18 Sep, of a date without a zone; empty where it is none.
export function dayText(date: string): string {
  return localDate(date, { weekday: "short", day: "numeric", month: "short" });
}

// Thursday
export function weekdayText(utcMs: number): string {
  return dateFormat({ weekday: "long" }).format(utcMs);
}

// Friday 18 September
export function longDayText(date: string): string {
  return localDate(date, { weekday: "long", day: "numeric", month: "long" });
}

function localDate(date: string, options: Intl.DateTimeFormatOptions): string {
  const utcMs = Date.parse(`${date}T00:00:00Z`);
  if (Number.isNaN(utcMs)) return "";
  return plain(dateFormat({ ...options, timeZone: "UTC" }).format(utcMs));
}

// Fri 18 Sep, 17:00, in this device's zone.
export function momentText(utcMs: number): string {
  const day = dateFormat({ weekday: "short", day: "numeric", month: "short" }).format(utcMs);
  return `${plain(day)}, ${timeText(utcMs)}`;
}

// English dates come with a comma that nothing needs, and with "Sept".
function plain(date: string): string {
  return date.replace(",", "").replace("Sept ", "Sep ").replace(/Sept$/, "Sep");
}

// 2026-09-18, this device's today.
export function today(nowMs: number): string {
  const now = new Date(nowMs);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

// 2:54, or 1:02:54 from an hour on.
export function durationText(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// 2.1 MB
export function bytesText(bytes: number): string {
  const units = ["B", "kB", "MB", "GB", "TB"];
  const step = Math.min(units.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return `${value >= 10 || step === 0 ? Math.round(value) : value.toFixed(1)} ${units[step] ?? "B"}`;
}

// "Store" of "store": words that an office wrote as codes, where a line begins with them.
export function lineText(words: string): string {
  return words.charAt(0).toLocaleUpperCase(locales[language.value]) + words.slice(1);
}
