import { expect, test } from "vitest";
import { asEdited } from "./lineEnds";

test("lines that end as on Windows are as the editor has them, so that a saved text is no change", () => expect(asEdited({ path: "p", text: "a\r\nb\n\r\nc" })).toEqual({ path: "p", text: "a\nb\n\nc" }));
