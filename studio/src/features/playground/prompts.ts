import { queryOptions } from "@tanstack/react-query";
import { answer, api } from "../../api/client";
import { parameters, variablesOf, type Column, type Draft, type Prompt } from "./draft";
import { parametersOf, type SavedPrompt } from "./saved";

export const promptsQuery = queryOptions({
  queryKey: ["prompts"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/prompts", { signal })),
});

export const readPrompt = (name: string) => answer(api.GET("/api/v1/prompts/{name}", { params: { path: { name } } }));

/** Saves a prompt as a file of the workspace; over the one it came from where the name is the same. */
export async function savePrompt(name: string, description: string, draft: Draft, prompt: Prompt, column: Column): Promise<SavedPrompt> {
  const before = prompt.saved?.name === name ? await kept(name) : {};
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

// Fields that the playground has no place for, such as a format of the answer, stay.
async function kept(name: string): Promise<Record<string, unknown>> {
  const own: readonly string[] = [...parameters, "tools"];
  const { parameters: there } = await readPrompt(name);
  return Object.fromEntries(Object.entries(there).filter(([field]) => !own.includes(field)));
}
