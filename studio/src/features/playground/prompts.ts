import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { variablesOf, type Column, type Draft, type Prompt } from "./draft";
import { notShown, parametersOf, type SavedPrompt } from "./saved";

export const promptsQuery = queryOptions({
  queryKey: ["prompts"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/prompts", { signal })),
});

export const readPrompt = (name: string) => answer(api.GET("/api/v1/prompts/{name}", { params: { path: { name } } }));

/** Saves a prompt as a file of the workspace; over the one it came from where the name is the same. */
export async function savePrompt(name: string, description: string, draft: Draft, prompt: Prompt, column: Column): Promise<SavedPrompt> {
  const before = prompt.saved?.name === name ? notShown((await readPrompt(name)).parameters) : {};
  return answer(
    api.PUT("/api/v1/prompts/{name}", {
      params: { path: { name }, header: prompt.saved?.name === name ? { "If-Match": prompt.saved.etag } : {} },
      body: {
        model: column.model,
        ...(description.trim() === "" ? {} : { description: description.trim() }),
        parameters: { ...before, ...parametersOf(draft, column) },
        system: prompt.system,
        user: prompt.user,
        sample: Object.fromEntries(variablesOf([prompt]).map((variable) => [variable, draft.variables[variable] ?? ""])),
      },
    }),
  );
}
