import { locale } from "../strings";

const units = ["B", "kB", "MB", "GB", "TB"] as const;
const digits = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

/** 381 B, 26.5 kB, 1.2 GB, as the command line says them. */
export function bytes(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${digits.format(value)} ${units[unit] ?? ""}`;
}
