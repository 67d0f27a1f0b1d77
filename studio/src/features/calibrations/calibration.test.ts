import { expect, test } from "vitest";
import { agreementAxis, biasWords, rangeOf, shareRange, verdictOf, type Figure } from "./calibration";

const figure = (estimate: number | null, low: number | null = null, high: number | null = null): Figure => ({ estimate, low, high });
const main = (judge: Figure, people: Figure | null) => ({ name: "kappa", judge, people });

test("a figure is told with its range, and says so where it has none", () => {
  expect(rangeOf(figure(0.814, 0.749, 0.861))).toBe("0.81 (0.75 to 0.86)");
  expect(rangeOf(figure(0.5))).toBe("0.50 (no interval)");
  expect(rangeOf(figure(null))).toBe("can't be told: one value everywhere");
  expect(shareRange(figure(0.5, 0.25, 0.755))).toBe("50% (25% to 75.5%)");
});

test("a bias is called one only where its range leaves zero out", () => {
  expect(biasWords(figure(-0.03, -0.18, 0.12))).toContain("neither higher nor lower");
  expect(biasWords(figure(0.3, 0.1, 0.5))).toBe("The judge scores higher than people: +0.30 (+0.10 to +0.50).");
  expect(biasWords(figure(-0.3, -0.5, -0.1))).toContain("lower than people: −0.30 (−0.50 to −0.10)");
});

test("a judge is held against the ceiling of people, and against none", () => {
  expect(verdictOf(main(figure(0.2, -0.1, 0.5), null))).toBe("none");
  expect(verdictOf(main(figure(0.5, 0.3, 0.6), null))).toBe("shown");
  expect(verdictOf(main(figure(0.5, 0.3, 0.6), figure(0.8, 0.7, 0.9)))).toBe("below");
  expect(verdictOf(main(figure(0.8, 0.7, 0.9), figure(0.8, 0.7, 0.9)))).toBe("ceiling");
});

test("agreement is drawn from none to perfect, and lower where it must be; an error in points does not count", () => {
  expect(agreementAxis([main(figure(0.8, 0.7, 0.9), null)])).toEqual({ from: 0, to: 1 });
  expect(agreementAxis([main(figure(0.1, -0.2, 0.3), null), { name: "mean absolute error", judge: figure(3, -9, 4), people: null }])).toEqual({ from: -0.2, to: 1 });
});
