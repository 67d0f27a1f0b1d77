import { expect, test } from "vitest";
import { steps } from "./overTime";

test("every step of a period is there, the begun ones too", () => {
  expect(steps("2026-11-19T18:30:00Z", "2026-11-21T06:00:00Z", "day")).toEqual(["2026-11-19", "2026-11-20", "2026-11-21"]);
  expect(steps("2026-11-21T22:10:00Z", "2026-11-22T01:00:00Z", "hour")).toEqual(["2026-11-21T22:00Z", "2026-11-21T23:00Z", "2026-11-22T00:00Z"]);
  expect(steps("2025-12-31T00:00:00Z", "2026-02-01T00:00:00Z", "month")).toEqual(["2025-12", "2026-01"]);
});
