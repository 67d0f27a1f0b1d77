import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";
import { asEdited } from "./lineEnds";

export type FlowSummary = Schemas["FlowSummaryView"];
export type Flow = Omit<Schemas["FlowView"], "definition"> & { definition: Definition };
export type FlowNode = Schemas["FlowNodeView"] & {
  /** The variant that stands in its place; the default one where absent. */
  shown?: string;
};
export type Definition = Omit<Schemas["FlowDefinitionView"], "nodes"> & { nodes: readonly FlowNode[] };
export type FlowInput = Schemas["FlowInputView"];
export type Fault = Schemas["FaultView"];
export type NodeRecord = Schemas["NodeRecordView"];
export type FlowError = Schemas["FlowErrorView"];

export const flowsQuery = queryOptions({
  queryKey: ["flows"],
  queryFn: ({ signal }) => answer(api.GET("/api/v1/flows", { signal })),
});

export const flowQuery = (path: string) =>
  queryOptions({
    queryKey: ["flows", "one", path],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/flows/{path}", { signal, params: { path: { path } } })).then(asEdited),
    staleTime: 0,
  });

export const fileQuery = (path: string) =>
  queryOptions({
    queryKey: ["flow-files", path],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/flow-files/{path}", { signal, params: { path: { path } } })).then(asEdited),
    staleTime: 0,
    enabled: path !== "",
  });

/** What a text that is not saved would mean. */
export const validationQuery = (path: string, text: string) =>
  queryOptions({
    queryKey: ["flows", "validation", path, text],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/flows/validate", { signal, body: { path, text } })),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    gcTime: 60_000,
  });

export const schemaQuery = (name: string) =>
  queryOptions({
    queryKey: ["schemas", name],
    queryFn: async ({ signal }): Promise<unknown> => answer<unknown>(api.GET("/api/v1/schemas/{name}", { signal, params: { path: { name } } })),
    staleTime: Infinity,
  });

/** The address of a flow's page. */
export const flowAddress = (path: string) => `/flows/${path.split("/").map(encodeURIComponent).join("/")}`;

export const nameOf = (path: string) => path.split("/").at(-1) ?? path;
