import { locale } from "../strings";

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat(locale, { notation: "compact", maximumSignificantDigits: 3 });
const percents = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });

/** 12,345 */
export const count = (value: number): string => whole.format(value);

/** 12.3K */
export const short = (value: number): string => compact.format(value);

/** 12.3% of a share between 0 and 1; what is not all and not nothing is not called so. */
export const percent = (share: number): string => (share > 0.999 && share < 1 ? percents.format(0.999) : share > 0 && share < 0.001 ? `< ${percents.format(0.001)}` : percents.format(share));

/** 840 µs, 12.3 ms, 1.24 s, 2 min 5 s: three digits, of milliseconds. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) {
    return `${Math.round(milliseconds * 1000)} µs`;
  }
  if (milliseconds < 1000) {
    return `${digits(milliseconds)} ms`;
  }
  if (milliseconds < 60_000) {
    return `${digits(milliseconds / 1000)} s`;
  }
  const seconds = Math.round(milliseconds / 1000);
  return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}

// Trailing zeros say nothing here.
const digits = (value: number): string => (value >= 100 ? value.toFixed(0) : Number(value.toPrecision(3)).toString());
