import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { datasetQuery, profileQuery, readRows, sendRows, type ColumnFacts } from "../datasets/dataset";
import type { Asked } from "./calibration";
import { withNested } from "./nestedColumns";

export const sources = ["dataset", "run", "file"] as const;

export type Source = (typeof sources)[number];

const list = (text: string) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter(Boolean);

/** What is asked, as it stands in the address; a file that was chosen is in this tab only. */
export function useLabels() {
  const { one, all, change: setAddress } = useAddress();
  const [file, setFile] = useState<File | null>(null);
  const source: Source = sources.find((s) => s === one("from")) ?? "dataset";
  const dataset = one("dataset");
  const [name = "", number = ""] = dataset.split("@");
  const detail = useQuery({ ...datasetQuery(name), enabled: source === "dataset" && name !== "" });
  const version = number === "" ? (detail.data?.dataset.latest ?? 0) : Number(number);
  const profile = useQuery({ ...profileQuery(name, version), enabled: source === "dataset" && name !== "" && version > 0 });
  const preview = useQuery({
    queryKey: ["preview", "labels", file && [file.name, file.size, file.lastModified]],
    queryFn: ({ signal }) => sendRows<Schemas["PreviewView"]>("/api/v1/datasets/preview", { file: file?.name ?? "" }, file ?? "", {}, signal),
    enabled: source === "file" && file !== null,
  });
  const first = useQuery({
    queryKey: ["dataset-version", name, version, "first"],
    queryFn: ({ signal }) => readRows(name, version, 0, 20, signal),
    enabled: source === "dataset" && name !== "" && version > 0,
    staleTime: Infinity,
  });
  const columns: readonly ColumnFacts[] | undefined =
    source === "dataset" ? profile.data && withNested(profile.data.columns, first.data?.rows ?? []) : source === "file" ? preview.data && withNested(preview.data.columns, preview.data.first) : undefined;
  const judge = one("judge") || (columns?.some((c) => c.name === one("evaluator")) ? one("evaluator") : "");
  const people = source === "run" ? list(one("people")) : all("people");
  const isComplete = judge !== "" && people.length > 0 && (source === "dataset" ? dataset !== "" : source === "run" ? one("run") !== "" : file !== null);

  /** The request; a file's text is read when it is sent. */
  async function asked(): Promise<Asked> {
    const production = one("production");
    return {
      labels: source === "dataset" ? { dataset } : source === "run" ? { run: one("run") } : { file: { name: file?.name ?? "", text: (await file?.text()) ?? "" } },
      judge,
      people,
      slices: source === "run" ? list(one("slice")) : all("slice"),
      passing: one("passing") === "" ? null : Number(one("passing")),
      cluster: one("cluster") || null,
      key: source === "run" ? null : one("key") || null,
      record: false,
      production: production === "" ? null : production.startsWith("run:") ? { run: production.slice(4) } : { dataset: production },
    };
  }

  // Another question has no answer yet.
  const change = (changes: Readonly<Record<string, string | readonly string[]>>) => setAddress({ ...changes, compare: "" });
  const key = [source, dataset, one("run"), file && [file.name, file.size, file.lastModified], judge, people, all("slice"), one("passing"), one("cluster"), one("key"), one("production")];
  return { one, all, change, compare: () => setAddress({ compare: "1" }), source, file, setFile, columns, fault: profile.error ?? preview.error ?? detail.error, judge, people, isComplete, isAsked: isComplete && one("compare") === "1", asked, key };
}

export type Labels = ReturnType<typeof useLabels>;
