import { expect, test } from "vitest";
import { bytes } from "./bytes";

test("sizes have three digits or so and the unit that people say", () => {
  expect([0, 381, 999, 1000, 26_512, 1_200_000_000].map(bytes)).toEqual(["0 B", "381 B", "999 B", "1 kB", "26.5 kB", "1.2 GB"]);
});
