import { expect, test, vi } from "vitest";
import { answer, send } from "./client";
import { asProblem } from "./problem";

test("a fault of the page's own is not blamed on the server", () => {
  const problem = asProblem(new TypeError("rows is undefined"));
  expect(problem.isOffline).toBe(false);
  expect(problem.message).toBe("rows is undefined");
});

test("whoever finds no server is told so", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
  await expect(send("http://gyre.test/health")).rejects.toMatchObject({ isOffline: true });
  await expect(answer(Promise.reject(new TypeError("network error")))).rejects.toMatchObject({ isOffline: true });
});
