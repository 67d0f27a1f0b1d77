import { Button, Checkbox, Field, Input, Radio, RadioGroup, Select } from "@fluentui/react-components";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { answer, api } from "../../api/client";
import { count, percent } from "../../formats/numbers";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Fault } from "../../parts/states";
import { text } from "../../strings";
import { profileQuery, reference, shown, type Version } from "./dataset";
import styles from "./Datasets.module.css";

const words = text.datasets.dedupe;
const likenesses = ["exact", "normalized", "near"] as const;
const looked = 20;

/** Rows that repeat earlier ones: looked at first, then left out of a new version. */
export function Dedupe({ name, version, onClose }: { name: string; version: Version; onClose: () => void }) {
  const notices = useNotices();
  const navigate = useNavigate();
  const [by, setBy] = useState<(typeof likenesses)[number]>("exact");
  const [threshold, setThreshold] = useState("80");
  const [columns, setColumns] = useState<readonly string[]>([]);
  const [into, setInto] = useState<string | null>(null);
  const all = useQuery(profileQuery(name, version.version)).data?.columns ?? [];
  const asked = (preview: boolean) =>
    answer(
      api.POST("/api/v1/datasets/{name}/dedupe", {
        params: { path: { name } },
        body: { version: version.version, by, columns: [...columns], into: into?.trim() ?? null, preview, ...(by === "near" ? { threshold: Number(threshold) / 100 } : {}) },
      }),
    );
  const look = useMutation({ mutationFn: () => asked(true) });
  const change = () => look.reset();

  async function make() {
    const { added } = await asked(false);
    if (added) {
      notices.done(words.done(reference(added.dataset, added.version.version)));
      void navigate(`/datasets/${added.dataset}`);
    }
  }

  return (
    <FormDialog title={words.title(reference(name, version.version))} submit={words.submit} onSubmit={make} onDone={onClose} onClose={onClose}>
      <Field label={words.by}>
        <RadioGroup
          value={by}
          onChange={(_, data) => {
            setBy(data.value as typeof by);
            change();
          }}
        >
          {likenesses.map((one) => (
            <Radio key={one} value={one} label={words.bys[one]} />
          ))}
        </RadioGroup>
      </Field>
      {by === "near" && (
        <Field label={words.threshold}>
          <Input
            type="number"
            min={30}
            max={100}
            contentAfter="%"
            value={threshold}
            onChange={(_, data) => {
              setThreshold(data.value);
              change();
            }}
          />
        </Field>
      )}
      <fieldset>
        <legend>{words.columns}</legend>
        <Checkbox
          label={words.allColumns}
          checked={columns.length === 0}
          onChange={() => {
            setColumns([]);
            change();
          }}
        />
        {all.map((c) => (
          <Checkbox
            key={c.name}
            label={c.name}
            checked={columns.includes(c.name)}
            onChange={(_, data) => {
              setColumns(data.checked === true ? [...columns, c.name] : columns.filter((other) => other !== c.name));
              change();
            }}
          />
        ))}
      </fieldset>
      <div className={styles.pair}>
        <Field label={words.into}>
          <Select value={into === null ? "same" : "new"} onChange={(_, data) => setInto(data.value === "same" ? null : `${name}-clean`)}>
            <option value="same">{words.intoSame}</option>
            <option value="new">{words.intoNew}</option>
          </Select>
        </Field>
        {into !== null && (
          <Field label={text.datasets.name} required>
            <Input required value={into} onChange={(_, data) => setInto(data.value)} />
          </Field>
        )}
      </div>
      <div>
        <Button onClick={() => look.mutate()} disabledFocusable={look.isPending}>
          {words.look}
        </Button>
      </div>
      {look.isError && <Fault error={look.error} />}
      {look.data && (
        <div role="status">
          <p>{look.data.dropped_count === 0 ? words.foundNone : words.found(count(look.data.dropped_count), count(look.data.rows))}</p>
          <ul className={styles.dropped}>
            {look.data.dropped.slice(0, looked).map((d) => (
              <li key={d.row}>
                <strong>{words.repeats(count(d.row), count(d.repeats))}</strong>
                {d.similarity < 1 && ` · ${words.alike(percent(d.similarity))}`}
                <p>{shown(d.value)}</p>
                <p className={styles.muted}>{shown(d.kept)}</p>
              </li>
            ))}
            {look.data.dropped_count > looked && <li>{words.more(count(look.data.dropped_count - looked))}</li>}
          </ul>
        </div>
      )}
    </FormDialog>
  );
}
