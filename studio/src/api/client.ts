import createClient from "openapi-fetch";
import { currentKey, keyWasRefused } from "../session/key";
import { offline, problemOf } from "./problem";
import type { components, paths } from "./schema";

export type Schemas = components["schemas"];

/** Sends with the key that the user signed in with, or another one that is to be tried; a refused key is told to the session, wherever it was met. */
export async function send(address: string | URL | Request, init: RequestInit = {}, key: string | null = currentKey()): Promise<Response> {
  const request = new Request(address, init);
  if (key !== null) {
    request.headers.set("authorization", `Bearer ${key}`);
  }

  let answer: Response;
  try {
    answer = await fetch(request);
  } catch (error) {
    if (request.signal.aborted) {
      throw error;
    }
    throw offline();
  }

  if (answer.status === 401) {
    keyWasRefused(key);
  }

  return answer;
}

/** The administration, typed by its OpenAPI document. */
export const api = createClient<paths>({
  // Tests of what computes run without a browser.
  baseUrl: "window" in globalThis ? window.location.origin : "",
  fetch: (request) => send(request),
  querySerializer: { array: { style: "form", explode: true } },
});

interface Answered<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** What was answered, or the problem thrown. */
export async function answer<T>(pending: Promise<Answered<T>>): Promise<T> {
  const { data, error, response } = await pending.catch((fault: unknown) => {
    // A body that breaks off is a server that is gone.
    throw fault instanceof TypeError ? offline() : fault;
  });
  if (!response.ok) {
    throw problemOf(response.status, error);
  }
  return data as T;
}
