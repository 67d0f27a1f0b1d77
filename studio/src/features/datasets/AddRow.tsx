import { Field, Switch, Textarea } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { Problem } from "../../api/problem";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { inexactIn, inexactOf, kindOf, profileQuery, reference, shown, valueOf, type ColumnFacts, type Dataset } from "./dataset";
import styles from "./Datasets.module.css";

const words = text.datasets.addRow;

/** A row to add to the latest ones: a field for each column, or JSON. */
export function AddRow({ dataset, onClose }: { dataset: Dataset; onClose: () => void }) {
  const notices = useNotices();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const [json, setJson] = useState<string | null>(null);
  const [misfit, setMisfit] = useState(false);
  const profile = useQuery(profileQuery(dataset.name, dataset.latest ?? 0));
  const columns = profile.data?.columns ?? [];

  // What was typed as JSON goes into the fields; where it does not fit into them it stays.
  function asFields() {
    const row = json === null ? {} : objectOf(json);
    if (row === null || inexactIn(json ?? "") !== undefined || Object.keys(row).some((name) => !columns.some((c) => c.name === name))) {
      setMisfit(true);
      return;
    }
    setTyped(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, shown(value)])));
    setMisfit(false);
    setJson(null);
  }

  // A field that can't be sent says so beside it, and stays.
  function asJson() {
    if (!columns.some((c) => inexactOf(typed[c.name] ?? "", c) !== undefined)) {
      setJson(JSON.stringify(fromFields(columns, typed), null, 2));
    }
  }

  async function add() {
    const added = await answer(api.POST("/api/v1/datasets/{name}/rows", { params: { path: { name: dataset.name } }, body: { rows: [json === null ? fromFields(profile.data?.columns, typed) : parsed(json)], from: "the page" } }));
    notices.done(words.added(reference(added.dataset, added.version.version)));
  }

  return (
    <FormDialog title={words.title(dataset.name)} submit={words.submit} onSubmit={add} onDone={onClose} onClose={onClose}>
      <p className={styles.muted}>{words.hint}</p>
      <Switch label={words.asJson} checked={json !== null} onChange={(_, data) => (data.checked ? asJson() : asFields())} />
      {json === null ? (
        <Loaded query={profile}>
          {(read) =>
            read.columns.map((c) => (
              <Field key={c.name} label={c.name} hint={words.fieldHint(kindOf(c))} {...refused(inexactOf(typed[c.name] ?? "", c))}>
                <Textarea value={typed[c.name] ?? ""} onChange={(_, data) => setTyped((before) => ({ ...before, [c.name]: data.value }))} resize="vertical" rows={(c.longest ?? 0) > 80 ? 4 : 1} />
              </Field>
            ))
          }
        </Loaded>
      ) : (
        <Field label={words.json} className={styles.rows ?? ""} {...refused(inexactIn(json))} {...(misfit ? { validationMessage: words.noFields } : {})}>
          <Textarea value={json} onChange={(_, data) => setJson(data.value)} resize="vertical" rows={10} spellCheck={false} />
        </Field>
      )}
    </FormDialog>
  );
}

const refused = (number: string | undefined) => (number === undefined ? {} : { validationMessage: words.inexact(number) });

function refuse(number: string | undefined) {
  if (number !== undefined) {
    throw new Problem(-1, words.inexact(number), "number-inexact");
  }
}

function fromFields(columns: readonly ColumnFacts[] | undefined, typed: Readonly<Record<string, string>>): Record<string, never> {
  if (columns === undefined) {
    throw new Problem(-1, words.unread, "columns-unread");
  }
  columns.forEach((c) => refuse(inexactOf(typed[c.name] ?? "", c)));
  return Object.fromEntries(columns.map((c) => [c.name, valueOf(typed[c.name] ?? "", c)] as const).filter(([, value]) => value !== undefined)) as Record<string, never>;
}

function objectOf(json: string): Record<string, never> | null {
  try {
    const value = JSON.parse(json) as unknown;
    return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Record<string, never>) : null;
  } catch {
    return null;
  }
}

function parsed(json: string): Record<string, never> {
  const row = objectOf(json);
  if (row === null) {
    throw new Problem(-1, words.notJson, "not-json");
  }
  refuse(inexactIn(json));
  return row;
}
