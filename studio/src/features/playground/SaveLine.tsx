import { Field, Input, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { datasetsQuery } from "../../api/datasets";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import styles from "./Playground.module.css";

const words = text.saving;
const source = "playground";

/** Makes a dataset of one line, or adds it to one that is there. */
async function add(dataset: string, isNew: boolean, line: Record<string, string>) {
  return isNew
    ? answer(api.POST("/api/v1/datasets", { params: { query: { name: dataset, file: `${source}.jsonl` } }, body: JSON.stringify(line), bodySerializer: (body: string) => body, headers: { "content-type": "application/octet-stream" } }))
    : answer(api.POST("/api/v1/datasets/{name}/rows", { params: { path: { name: dataset } }, body: { rows: [line], from: source } }));
}

interface Props {
  values: Readonly<Record<string, string>>;
  given: string;
  onClose: () => void;
}

/** An exchange as a line of a dataset. */
export function SaveLine({ values, given, onClose }: Props) {
  const notices = useNotices();
  const datasets = useQuery(datasetsQuery).data ?? [];
  const [chosen, setChosen] = useState("");
  const [name, setName] = useState("");
  const [column, setColumn] = useState("reference_answer");
  const line = { ...values, [column.trim()]: given };

  async function save() {
    const { dataset, version } = await add(chosen || name.trim(), chosen === "", line);
    notices.done(words.lineSaved(dataset, version.version));
  }

  return (
    <FormDialog title={words.lineTitle} submit={text.act.save} onSubmit={save} onDone={onClose} onClose={onClose}>
      <p>{words.lineLead}</p>
      <Field label={words.dataset}>
        <Select value={chosen} onChange={(_, { value }) => setChosen(value)}>
          <option value="">{words.newDataset}</option>
          {datasets.map((d) => (
            <option key={d.name} value={d.name}>
              {d.name}
            </option>
          ))}
        </Select>
      </Field>
      {chosen === "" && (
        <Field label={words.newName} required>
          <Input value={name} onChange={(_, data) => setName(data.value)} required autoComplete="off" spellCheck={false} />
        </Field>
      )}
      <Field label={words.column} hint={words.columnHint} required>
        <Input value={column} onChange={(_, data) => setColumn(data.value)} required spellCheck={false} />
      </Field>
      <Field label={words.preview}>
        {/* It scrolls, so it must be reachable by keys. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre tabIndex={0} className={styles.linePreview}>{JSON.stringify(line, null, 2)}</pre>
      </Field>
    </FormDialog>
  );
}
