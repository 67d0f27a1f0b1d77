import { expect, test } from "vitest";
import { arrivedAt, changed, read, written } from "./ahead";

const at = (text: string) => new URLSearchParams(text);

test("letters typed before the router follows are all there", () => {
  const one = changed(null, "/runs", at("sort=name"), { find: "a" });
  const two = changed(one, "/runs", at("sort=name"), { find: "ab" });
  expect(two.parameters.toString()).toBe("sort=name&find=ab");
  expect(arrivedAt(two, "/runs", at("sort=name"))).toBe(two);
  expect(arrivedAt(two, "/runs", at("sort=name&find=a"))).toBe(two);
  expect(arrivedAt(two, "/runs", at("sort=name&find=ab"))).toBeNull();
});

test("a link or Back that leads elsewhere holds, whatever was ahead", () => {
  const ahead = changed(null, "/runs", at(""), { find: "a" });
  expect(arrivedAt(ahead, "/runs", at("state=failed"))).toBeNull();
  expect(arrivedAt(ahead, "/flows", at(""))).toBeNull();
});

test("of another screen's parameters nothing is taken along", () => expect(changed(changed(null, "/runs", at(""), { find: "a" }), "/flows", at(""), { kind: "dag" }).parameters.toString()).toBe("kind=dag"));

test("an empty value or list removes a parameter", () => expect(changed(null, "/", at("a=1&b=2&b=3"), { a: "", b: [] }).parameters.toString()).toBe(""));

test("long texts reach no server, and what is ahead arrives as it was set", () => {
  const long = "Answer in one sentence. ".repeat(500);
  const ahead = changed(null, "/evaluations/new", at("data=questions"), { target: [long, "short"], with: ["f1_score"] });
  const { search, hash } = written(ahead.parameters);
  expect(search).toBe("?data=questions&with=f1_score");
  expect(hash.length).toBeGreaterThan(long.length);
  const arrived = read(search, hash);
  expect(arrived.getAll("target")).toEqual([long, "short"]);
  expect(arrivedAt(ahead, "/evaluations/new", arrived)).toBeNull();

  const shorter = changed(null, "/evaluations/new", arrived, { target: ["short"] });
  expect(written(shorter.parameters)).toEqual({ search: "?data=questions&with=f1_score&target=short", hash: "" });
  expect(read("?a=1", "#content").toString()).toBe("a=1");
});
