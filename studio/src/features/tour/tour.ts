import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { text } from "../../strings";
import { first, promptOf, second, type TourDraft } from "./draft";

export const dataset = "product-questions";
const evaluations = "first-comparison";

export type Row = Record<string, unknown>;

/** The sample's dataset; null while it is not there. */
export const tourDataQuery = queryOptions({
  queryKey: ["datasets", dataset, "tour"],
  queryFn: async ({ signal }) => (await answer(api.GET("/api/v1/datasets", { signal }))).find(({ name }) => name === dataset) ?? null,
});

export const rowsQuery = (name: string, version: number | undefined, after: number, limit: number) =>
  queryOptions({
    queryKey: ["datasets", name, "rows", version, after, limit],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/datasets/{name}/rows", { signal, params: { path: { name }, query: { after, limit, ...(version === undefined ? {} : { version }) } } })),
  });

/** One line with all that is in it, by its number from 1. */
export const rowQuery = (name: string, version: number | undefined, number: number) =>
  queryOptions({
    queryKey: ["datasets", name, "row", version, number],
    queryFn: async ({ signal }): Promise<Row> => (await answer(api.GET("/api/v1/datasets/{name}/rows/{number}", { signal, params: { path: { name, number }, query: version === undefined ? {} : { version } } }))).value,
  });

export async function addSample() {
  const { sampleLines } = await import("./sample");
  return answer(api.POST("/api/v1/datasets", { params: { query: { name: dataset, file: "product-questions.jsonl", description: text.tour.data.why } }, body: sampleLines(), bodySerializer: (body: string) => body, headers: { "content-type": "application/octet-stream" } }));
}

/** The newest comparison of the tour; null while there is none. */
export const newestQuery = queryOptions({
  queryKey: ["evaluations", "tour"],
  queryFn: async ({ signal }) => {
    const { evaluations: found } = await answer(api.GET("/api/v1/evaluations", { signal, params: { query: { find: evaluations, limit: 200 } } }));
    return found.filter((e) => e.name === evaluations || e.name.startsWith(`${evaluations}-`));
  },
});

const often = 700;

export const evaluationQuery = (name: string) =>
  queryOptions({
    queryKey: ["evaluations", name],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/evaluations/{name}", { signal, params: { path: { name } } })),
    refetchInterval: (query) => (query.state.data?.evaluation.state === "running" ? often : false),
  });

function nextName(taken: readonly string[]): string {
  let number = 1;
  while (taken.includes(number === 1 ? evaluations : `${evaluations}-${number}`)) {
    number++;
  }
  return number === 1 ? evaluations : `${evaluations}-${number}`;
}

/** Begins a comparison under a name of its own, and gives that name. */
export async function compare(draft: TourDraft, taken: readonly string[]): Promise<string> {
  const target = (name: string, system: string) => ({ name, prompt: promptOf(system), models: [draft.model] });
  const begun = await answer(
    api.POST("/api/v1/evaluations", {
      body: {
        name: nextName(taken),
        description: text.tour.compare.description(first, second),
        data: dataset,
        targets: [target(first, draft.prompts[0]), target(second, draft.prompts[1])],
        evaluators: ["f1_score", "total_tokens"],
        comparison: { slices: ["answerable"], margins: { f1_score: 0.03 } },
      },
    }),
  );
  return begun.name;
}
