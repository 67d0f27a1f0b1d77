import { locale } from "../strings";

const moments = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "short" });
const exact = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
const days = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeZone: "UTC" });
const hours = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
const relative = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });

const steps: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
  ["second", 1],
];

/** Nov 21, 2026, 11:39 AM, where the reader is. */
export const moment = (at: string): string => moments.format(new Date(at));

/** 13:00, where the reader is. */
export const hour = (at: string): string => hours.format(new Date(at));

/** With seconds. */
export const exactMoment = (at: string): string => exact.format(new Date(at));

/** Nov 21, 2026, of a day in UTC as 2026-11-21. */
export const day = (at: string): string => days.format(new Date(at));

/** in 9 days, 3 minutes ago. */
export function fromNow(at: string, now: number = Date.now()): string {
  const seconds = (new Date(at).getTime() - now) / 1000;
  const [unit, size] = steps.find(([, size]) => Math.abs(seconds) >= size) ?? ["second", 1];
  return relative.format(Math.trunc(seconds / size), unit);
}
