import { expect, test } from "vitest";
import { isMissingFile } from "./missingFile";

test("a file of the page that is not to be had is told from a screen that fails", () => {
  const words = ["Failed to fetch dynamically imported module: /assets/Runs.js", "error loading dynamically imported module: /assets/Runs.js", "Importing a module script failed.", "Unable to preload CSS for /assets/Runs.css"];
  expect(words.filter((message) => !isMissingFile(new TypeError(message)))).toEqual([]);
  expect(isMissingFile(new TypeError("Cannot read properties of undefined (reading 'map')"))).toBe(false);
});
