import { expect, test } from "vitest";
import { picturesOf, withoutPictures } from "./pictures";

const basic = { "data:image/png;base64": "AAAA" };
const vision = { type: "image_url", image_url: { url: "data:image/jpeg;base64,BBBB" } };

test("pictures are found at any depth in both formats, and what only names a file is none", () => {
  expect(picturesOf([{ a: basic }, "text", vision, { "data:image/png;path": "x.png" }])).toEqual(["data:image/png;base64,AAAA", "data:image/jpeg;base64,BBBB"]);
});

test("their bytes are left out of JSON, and nothing else is", () => {
  expect(JSON.stringify({ basic, vision, said: "data" }, withoutPictures)).toBe('{"basic":{"data:image/png;base64":"… (4)"},"vision":{"type":"image_url","image_url":{"url":"… (27)"}},"said":"data"}');
});
