import { Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { useNavigate } from "react-router";
import { answer, api } from "../../api/client";
import { count } from "../../formats/numbers";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import { reference, type Version } from "./dataset";
import styles from "./Datasets.module.css";
import { ColumnChoice } from "./Split";

const words = text.datasets.sample;

/** Some rows of a version, drawn by chance. */
export function Sample({ name, version, onClose }: { name: string; version: Version; onClose: () => void }) {
  const notices = useNotices();
  const navigate = useNavigate();
  const [rows, setRows] = useState(String(Math.min(100, version.rows)));
  const [into, setInto] = useState(`${name}-sample`);
  const [stratify, setStratify] = useState("");
  const [seed, setSeed] = useState("1");

  async function draw() {
    const made = await answer(
      api.POST("/api/v1/datasets/{name}/sample", { params: { path: { name } }, body: { version: version.version, count: Number(rows), into: into.trim(), seed: Number(seed), stratify: stratify || null } }),
    );
    notices.done(text.datasets.send.made(reference(made.dataset, made.version.version), text.datasets.rowCount(count(made.version.rows))));
    void navigate(`/datasets/${made.dataset}`);
  }

  return (
    <FormDialog title={words.title(reference(name, version.version))} submit={words.submit} onSubmit={draw} onDone={onClose} onClose={onClose}>
      <p className={styles.muted}>{words.lead}</p>
      <div className={styles.pair}>
        <Field label={words.count}>
          <Input type="number" min={1} max={version.rows} required value={rows} onChange={(_, data) => setRows(data.value)} />
        </Field>
        <Field label={words.into} required>
          <Input required value={into} onChange={(_, data) => setInto(data.value)} />
        </Field>
        <ColumnChoice name={name} version={version} label={text.datasets.split.stratify} hint={text.datasets.split.stratifyHint} value={stratify} onChange={setStratify} />
        <Field label={text.datasets.split.seed}>
          <Input type="number" required value={seed} onChange={(_, data) => setSeed(data.value)} />
        </Field>
      </div>
    </FormDialog>
  );
}
