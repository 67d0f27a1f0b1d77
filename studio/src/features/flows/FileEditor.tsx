import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import { Loaded, Loading } from "../../parts/states";
import { text } from "../../strings";
import { drafts, useDrafts } from "./drafts";
import { fileQuery, schemaQuery, type Fault } from "./queries";

const CodeEditor = lazy(() => import("./editor/CodeEditor"));

const schemas: readonly (readonly [RegExp, string])[] = [
  [/flow\.dag\.ya?ml$/, "flow.dag"],
  [/flow\.flex\.ya?ml$/, "flow.flex"],
];

interface Props {
  path: string;
  label: string;
  onSave: () => void;
  /** In place of what the file itself is found to lack. */
  faults?: readonly Fault[] | undefined;
  line?: number | null;
  most?: string;
}

/** A text file of a flow: what is typed is kept as a draft until it is saved. */
export function FileEditor({ path, label, onSave, faults, line = null, most }: Props) {
  const draft = useDrafts().get(path);
  const query = useQuery({ ...fileQuery(path), enabled: draft?.etag !== "" });
  const schemaName = schemas.find(([pattern]) => pattern.test(path))?.[1];
  const schema = useQuery({ ...schemaQuery(schemaName ?? ""), enabled: schemaName !== undefined }).data;
  const editor = (value: string, own: readonly Fault[]) => (
    <Suspense fallback={<Loading label={text.states.loading} />}>
      <CodeEditor
        label={label}
        path={path}
        value={value}
        onChange={(typed) => drafts.type(path, typed, query.data)}
        onSave={onSave}
        faults={faults ?? own}
        schema={schema}
        line={line}
        {...(most === undefined ? {} : { most })}
      />
    </Suspense>
  );
  return draft && query.data === undefined ? editor(draft.text, []) : <Loaded query={query}>{(saved) => editor(draft?.text ?? saved.text, draft ? [] : saved.faults)}</Loaded>;
}
