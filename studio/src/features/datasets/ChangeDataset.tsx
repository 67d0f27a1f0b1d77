import { Field, Input, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import { answer, api, type Schemas } from "../../api/client";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import styles from "./Datasets.module.css";

const words = text.datasets.change;

/** What a dataset says and promises of its rows; by the version that was looked at. */
export function ChangeDataset({ detail, onClose }: { detail: Schemas["DatasetDetailView"]; onClose: () => void }) {
  const { dataset } = detail;
  const notices = useNotices();
  // What is looked at when the form opens: what somebody else does meanwhile is not overruled.
  const [etag] = useState(detail.etag);
  const [was] = useState({ description: dataset.description ?? "", key: dataset.key ?? "", schema: detail.schema ?? "" });
  const [made, setMade] = useState(was);
  const set = (field: keyof typeof made) => (_: unknown, data: { value: string }) => setMade((before) => ({ ...before, [field]: data.value }));

  async function save() {
    const changed = Object.fromEntries(Object.entries(made).filter(([field, value]) => value !== was[field as keyof typeof was]));
    await answer(api.PATCH("/api/v1/datasets/{name}", { params: { path: { name: dataset.name } }, headers: { "If-Match": etag }, body: changed }));
    notices.done(words.done(dataset.name));
  }

  return (
    <FormDialog title={words.title(dataset.name)} submit={text.act.save} onSubmit={save} onDone={onClose} onClose={onClose}>
      <p className={styles.muted}>{words.lead}</p>
      <Field label={text.datasets.description}>
        <Input value={made.description} onChange={set("description")} />
      </Field>
      <Field label={text.datasets.key} hint={words.keyHint}>
        <Input value={made.key} onChange={set("key")} autoComplete="off" spellCheck={false} />
      </Field>
      <Field label={text.datasets.schema} hint={words.schemaHint} className={styles.rows ?? ""}>
        <Textarea value={made.schema} onChange={set("schema")} rows={10} resize="vertical" spellCheck={false} />
      </Field>
    </FormDialog>
  );
}
