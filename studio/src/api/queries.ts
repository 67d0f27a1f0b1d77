import { keepPreviousData, QueryClient, queryOptions } from "@tanstack/react-query";
import { answer, api, send, type Schemas } from "./client";
import { problemOf } from "./problem";

/** Nothing is asked again on its own but what changes on its own; who lost the server hears so at once. */
export const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, networkMode: "always", staleTime: 10_000, refetchOnWindowFocus: (query) => query.state.status !== "error", throwOnError: false },
    mutations: { retry: false, networkMode: "always" },
  },
});

const often = 5_000;

export const callerQuery = queryOptions({
  queryKey: ["caller"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/caller", { signal })),
});

export const modelsQuery = queryOptions({
  queryKey: ["models"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/models", { signal })),
  staleTime: 300_000,
});

export interface Traffic {
  calls: number;
  input_tokens: number;
  cached_tokens: number;
  output_tokens: number;
}

/** What models cost, with the traffic it was asked for. */
export const comparisonQuery = (models: readonly string[], traffic: Traffic) =>
  queryOptions({
    queryKey: ["comparison", models, traffic],
    queryFn: async ({ signal }) => ({ ...(await answer(api.GET("/api/v1/models/compare", { signal, params: { query: { model: [...models], ...traffic } } }))), asked: traffic }),
    enabled: models.length > 0,
    placeholderData: keepPreviousData,
    staleTime: 300_000,
  });

/** Names of filters of a usage report, as the API has them. */
export const usageFilters = ["team", "project", "key", "cost_center", "model", "deployment", "provider", "connection", "region", "operation", "user", "outcome", "cause"] as const;

export type UsageFilter = (typeof usageFilters)[number];

export interface UsageAsked {
  from: string;
  to?: string;
  by?: readonly string[];
  only?: Readonly<Partial<Record<UsageFilter, string[]>>>;
}

/** A report with what it answers: while another is read it stays, and is shown as what it is. */
export type UsageReport = Schemas["UsageReportView"] & { asked: { from: string; by: readonly string[]; only: NonNullable<UsageAsked["only"]> } };

export const usageQuery = ({ from, to, by = [], only = {} }: UsageAsked) =>
  queryOptions({
    queryKey: ["usage", from, to, by, only],
    queryFn: async ({ signal }): Promise<UsageReport> => ({
      ...((await answer(api.GET("/api/v1/usage", { signal, params: { query: { from, ...(to ? { to } : {}), by: [...by], ...only } } }))) as Schemas["UsageReportView"]),
      asked: { from, by, only },
    }),
    placeholderData: keepPreviousData,
  });

export const callQuery = (id: string) =>
  queryOptions({ queryKey: ["calls", id], queryFn: ({ signal }) => answer(api.GET("/api/v1/calls/{id}", { signal, params: { path: { id } } })) });

export const targetsQuery = queryOptions({
  queryKey: ["targets"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/targets", { signal })),
  refetchInterval: often,
});

export const connectionsQuery = queryOptions({
  queryKey: ["connections"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/connections", { signal })),
});

export const keysQuery = (revoked: boolean) =>
  queryOptions({ queryKey: ["keys", revoked], queryFn: ({ signal }) => answer(api.GET("/api/v1/keys", { signal, params: { query: { revoked } } })), placeholderData: keepPreviousData });

export type QuotaKind = "budgets" | "limits";

export const quotasQuery = (kind: QuotaKind) =>
  queryOptions({ queryKey: [kind], queryFn: ({ signal }) => answer(api.GET(`/api/v1/${kind}`, { signal })), refetchInterval: often });

export type GroupKind = "teams" | "projects" | "cost-centers";

export const groupsQuery = (kind: GroupKind) =>
  queryOptions({ queryKey: [kind], queryFn: ({ signal }) => answer(api.GET(`/api/v1/${kind}`, { signal })) });

export const auditQuery = (subject: string, limit: number) =>
  queryOptions({
    queryKey: ["audit", subject, limit],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/audit", { signal, params: { query: { limit, ...(subject ? { subject } : {}) } } })),
    placeholderData: keepPreviousData,
  });

/** The names a caller may ask for, as every OpenAI client sees them. */
export const servedQuery = queryOptions({
  queryKey: ["served"],
  queryFn: async ({ signal }) => {
    const reply = await send("/v1/models", { signal });
    const body = (await reply.json().catch(() => null)) as { data?: { id: string }[] } | null;
    if (!reply.ok || !body?.data) {
      throw problemOf(reply.status, body);
    }
    return body.data.map((model) => model.id);
  },
});
