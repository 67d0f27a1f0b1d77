import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useState } from "react";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import { drafts, useDrafts, type Written } from "./drafts";
import { flowQuery, nameOf, validationQuery, type Definition, type Flow } from "./queries";

const pause = 250;

/** A text some time after it was last changed. */
function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}

const isUnread = (flow: Definition) => flow.nodes.length === 0 && flow.faults.some((fault) => fault.severity === "error");

/** A flow as it stands in the editors: its text, what that means, and which of its files are not saved. `file` is the path it was asked for by. */
export function useFlow(file: string, first: Flow) {
  const flow = useQuery({ ...flowQuery(file), refetchOnMount: false }).data ?? first;
  const all = useDrafts();
  const queries = useQueryClient();
  const notices = useNotices();
  const source = all.get(flow.path)?.text ?? flow.text;
  const settled = useSettled(source);
  const validation = useQuery({ ...validationQuery(flow.path, settled), enabled: settled !== flow.text });
  const current = settled === flow.text ? flow.definition : (validation.data ?? flow.definition);

  // While a text can't be read the graph of before stays.
  const [readable, setReadable] = useState(current);
  if (!isUnread(current) && readable !== current) {
    setReadable(current);
  }

  const folder = flow.path.slice(0, flow.path.length - nameOf(flow.path).length);
  const changed = useMemo(() => [...all.keys()].filter((path) => path === flow.path || (folder !== "" && path.startsWith(folder)) || flow.definition.nodes.some((node) => node.file === path)), [all, flow, folder]);

  const onSource = useCallback((next: string) => drafts.type(flow.path, next, { text: flow.text, etag: flow.etag }), [flow]);

  const onWritten = useCallback(
    (written: Written) => {
      queries.setQueryData(["flow-files", written.path], written);
      if (written.path === flow.path) {
        const meaning = queries.getQueryData<Definition>(validationQuery(flow.path, written.text).queryKey);
        queries.setQueryData<Flow>(flowQuery(file).queryKey, (before) => before && { ...before, text: written.text, etag: written.etag, definition: meaning ?? before.definition });
      }
      notices.done(text.flows.saved(nameOf(written.path)));
    },
    [queries, notices, file, flow.path],
  );

  /** Saves every file that was changed. Whether all of it is on disk now. */
  const save = useCallback(async (): Promise<boolean> => {
    let whole = true;
    for (const path of changed) {
      try {
        await drafts.save(path, onWritten);
      } catch {
        whole = false;
      }
    }
    await queries.invalidateQueries({ queryKey: ["flows"], predicate: (query) => query.queryKey[1] !== "validation" });
    return whole;
  }, [changed, onWritten, queries]);

  return { flow, source, onSource, read: isUnread(current) ? readable : current, stale: isUnread(current) && readable !== current, faults: current.faults, changed, save, onWritten };
}
