import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import { datasetsQuery } from "../../api/datasets";
import { text } from "../../strings";
import { first, promptOf, second, type TourDraft } from "./draft";

export const dataset = "product-questions";
const evaluations = "first-comparison";

/** The sample's dataset; null while it is not there. */
export const tourDataQuery = { ...datasetsQuery, select: (all: readonly Schemas["DatasetView"][]) => all.find(({ name }) => name === dataset) ?? null };

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
