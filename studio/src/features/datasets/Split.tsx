import { Button, Field, Input, Select } from "@fluentui/react-components";
import { Add20Regular, Delete20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { count } from "../../formats/numbers";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import { profileQuery, reference, type Version } from "./dataset";
import styles from "./Datasets.module.css";

const words = text.datasets.split;

/** Parts of a version that share no row. */
export function Split({ name, version, onClose }: { name: string; version: Version; onClose: () => void }) {
  const notices = useNotices();
  const [parts, setParts] = useState([
    { name: `${name}-train`, share: "80" },
    { name: `${name}-test`, share: "20" },
  ]);
  const [group, setGroup] = useState("");
  const [stratify, setStratify] = useState("");
  const [seed, setSeed] = useState("1");
  const set = (at: number, change: Partial<(typeof parts)[number]>) => setParts((before) => before.map((part, i) => (i === at ? { ...part, ...change } : part)));

  async function split() {
    const made = await answer(
      api.POST("/api/v1/datasets/{name}/split", {
        params: { path: { name } },
        body: { version: version.version, parts: parts.map((p) => ({ name: p.name.trim(), share: Number(p.share) })), seed: Number(seed), group: group || null, stratify: stratify || null },
      }),
    );
    notices.done(words.done(made.map((m) => `${reference(m.dataset, m.version.version)} (${text.datasets.rowCount(count(m.version.rows))})`).join(", ")));
  }

  return (
    <FormDialog title={words.title(reference(name, version.version))} submit={words.submit} onSubmit={split} onDone={onClose} onClose={onClose}>
      <p className={styles.muted}>{words.lead}</p>
      {parts.map((part, at) => (
        <div key={at} className={styles.parts}>
          <Field label={words.part(at + 1)} required>
            <Input required value={part.name} onChange={(_, data) => set(at, { name: data.value })} />
          </Field>
          <Field label={words.share}>
            <Input type="number" min={0} step="any" required value={part.share} aria-label={words.shareOf(at + 1)} onChange={(_, data) => set(at, { share: data.value })} />
          </Field>
          <Button appearance="subtle" icon={<Delete20Regular />} aria-label={words.removePart(at + 1)} disabledFocusable={parts.length <= 2} onClick={() => setParts(parts.filter((_, i) => i !== at))} />
        </div>
      ))}
      <div>
        <Button size="small" icon={<Add20Regular />} onClick={() => setParts([...parts, { name: `${name}-validation`, share: "10" }])}>
          {words.addPart}
        </Button>
      </div>
      <div className={styles.pair}>
        <ColumnChoice name={name} version={version} label={words.group} hint={words.groupHint} value={group} onChange={setGroup} />
        <ColumnChoice name={name} version={version} label={words.stratify} hint={words.stratifyHint} value={stratify} onChange={setStratify} />
        <Field label={words.seed}>
          <Input type="number" required value={seed} onChange={(_, data) => setSeed(data.value)} />
        </Field>
      </div>
    </FormDialog>
  );
}

interface ChoiceProps {
  name: string;
  version: Version;
  label: string;
  hint: string;
  value: string;
  onChange: (column: string) => void;
}

/** A column of a version, or none. */
export function ColumnChoice({ name, version, label, hint, value, onChange }: ChoiceProps) {
  const columns = useQuery(profileQuery(name, version.version)).data?.columns ?? [];
  return (
    <Field label={label} hint={hint}>
      <Select value={value} onChange={(_, data) => onChange(data.value)}>
        <option value="">{words.none}</option>
        {columns.map((c) => (
          <option key={c.name} value={c.name}>
            {c.name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
