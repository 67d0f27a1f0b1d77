import { QueryClient, QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";
import { firstPageQuery, type PageOfRows } from "./usePages";

const settled = () => new Promise((done) => setTimeout(done));

test("a list stays on the screen while it is filtered otherwise, and another list never shows its rows", async () => {
  const client = new QueryClient();
  const answers: ((page: PageOfRows<string>) => void)[] = [];
  const load = () => new Promise<PageOfRows<string>>((done) => answers.push(done));
  const observer = new QueryObserver(client, firstPageQuery(["runs", "one"], { find: "" }, load));
  const stop = observer.subscribe(() => undefined);
  answers[0]?.({ rows: ["a", "b"], count: 2 });
  await settled();

  observer.setOptions(firstPageQuery(["runs", "one"], { find: "a" }, load));
  expect(observer.getCurrentResult()).toMatchObject({ data: { count: 2 }, isPlaceholderData: true });
  answers[1]?.({ rows: ["a"], count: 1 });
  await settled();
  expect(observer.getCurrentResult()).toMatchObject({ data: { count: 1 }, isPlaceholderData: false });

  observer.setOptions(firstPageQuery(["runs", "two"], { find: "a" }, load));
  expect(observer.getCurrentResult().data).toBeUndefined();
  stop();
  client.clear();
});
