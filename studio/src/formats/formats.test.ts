import { describe, expect, test } from "vitest";
import { money, nano, roundMoney, sum } from "./money";
import { count, duration, percent, short } from "./numbers";
import { fromNow } from "./times";

describe("money", () => {
  test.each([
    [0, "$0.00"],
    [0.0015232, "$0.0015232"],
    [1e-9, "$0.000000001"],
    [0.1, "$0.10"],
    [1234.5, "$1,234.50"],
    [999999.123456789, "$999,999.123456789"],
    [-0.25, "−$0.25"],
  ])("%d dollars are shown with every digit", (dollars, shown) => expect(money(nano(dollars))).toBe(shown));

  test("sums are exact where floating point is not", () => expect(sum([0.1, 0.2, 0.3].map(nano))).toBe(nano(0.6)));

  test("every billionth below a dollar comes back as it was written", () => {
    for (let n = 1; n < 1_000_000_000; n += 7_654_321) {
      expect(nano(n / 1e9)).toBe(BigInt(n));
    }
  });

  test.each([
    [91.415, "$91.42"],
    [0.004567891, "$0.00457"],
    [0.9999, "$1.00"],
    [-0.000123456, "−$0.000123"],
    [0, "$0.00"],
    [12345.678, "$12,345.68"],
  ])("%d dollars are rounded for a glance", (dollars, shown) => expect(roundMoney(nano(dollars))).toBe(shown));
});

test("numbers are grouped, shortened and shared", () => {
  expect(count(1234567)).toBe("1,234,567");
  expect(short(72_400_000)).toBe("72.4M");
  expect(percent(0.3333)).toBe("33.3%");
});

test.each([
  [0.25, "250 µs"],
  [12.34, "12.3 ms"],
  [999, "999 ms"],
  [1240, "1.24 s"],
  [7000, "7 s"],
  [125_400, "2 min 5 s"],
])("%d ms are %s", (milliseconds, shown) => expect(duration(milliseconds)).toBe(shown));

test("a moment is told from now", () => {
  const now = Date.parse("2026-11-21T12:00:00Z");
  expect(fromNow("2026-11-30T12:00:00Z", now)).toBe("in 9 days");
  expect(fromNow("2026-11-21T11:57:00Z", now)).toBe("3 minutes ago");
});
