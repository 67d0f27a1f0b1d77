import { locale } from "../strings";

/** Billionths of a dollar, in which all sums are exact. */
export type Nano = bigint;

const perDollar = 1_000_000_000n;

/**
 * Dollars as they come in JSON. A number with up to 15 digits is what was written, so amounts below a million dollars are exact to the billionth;
 * larger ones are to the cent and better.
 */
export function nano(dollars: number): Nano {
  const [whole = "0", fraction = ""] = plain(Math.abs(dollars)).split(".");
  const value = BigInt(whole) * perDollar + BigInt(fraction.slice(0, 9).padEnd(9, "0"));
  return dollars < 0 ? -value : value;
}

export const sum = (amounts: Iterable<Nano>): Nano => [...amounts].reduce((a, b) => a + b, 0n);

/** Every digit: $0.0015232, $1,234.50, $0.00. */
export function money(amount: Nano): string {
  const positive = amount < 0n ? -amount : amount;
  const fraction = (positive % perDollar).toString().padStart(9, "0").replace(/0+$/, "").padEnd(2, "0");
  return `${amount < 0n ? "−" : ""}$${(positive / perDollar).toLocaleString(locale)}.${fraction}`;
}

/** For a glance: cents from a dollar on, three digits below. */
export function roundMoney(amount: Nano): string {
  const positive = amount < 0n ? -amount : amount;
  if (positive === 0n || positive >= perDollar) {
    const cents = (positive + 5_000_000n) / 10_000_000n;
    return `${amount < 0n ? "−" : ""}$${(cents / 100n).toLocaleString(locale)}.${(cents % 100n).toString().padStart(2, "0")}`;
  }
  const digits = positive.toString().length;
  const step = 10n ** BigInt(Math.max(0, digits - 3));
  return money(((amount + (amount < 0n ? -step : step) / 2n) / step) * step);
}

/** A price for a million tokens, as price lists write it: $0.40, $12.50, $0.0375. */
export const price = (dollars: number): string => money(nano(dollars));

// Never with an exponent.
function plain(value: number): string {
  const text = value.toString();
  return text.includes("e") ? value.toFixed(12).replace(/\.?0+$/, "") : text;
}
