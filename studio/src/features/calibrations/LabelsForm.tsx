import { Button, Checkbox, Field, Input, Radio, RadioGroup, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { datasetsQuery } from "../../api/datasets";
import { bytes } from "../../formats/bytes";
import { Fault } from "../../parts/states";
import { text } from "../../strings";
import { kindOf, reference, type ColumnFacts } from "../datasets/dataset";
import styles from "./Calibrations.module.css";
import { sources, type Labels } from "./useLabels";

const words = text.calibrations.form;
const largest = 64_000_000;

/** Where labels and scores are, and in which columns. */
export function LabelsForm({ labels }: { labels: Labels }) {
  const { one, change, source, columns, judge } = labels;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        labels.compare();
      }}
    >
      <RadioGroup layout="horizontal" aria-label={words.labels} value={source} onChange={(_, data) => change({ from: data.value === "dataset" ? "" : data.value, judge: "", people: [], slice: [], cluster: "", key: "" })}>
        {sources.map((s) => (
          <Radio key={s} value={s} label={words.sources[s]} />
        ))}
      </RadioGroup>
      <div className={styles.pair}>
        {source === "dataset" && <DatasetChoice label={words.dataset} none={words.chooseDataset} value={one("dataset")} onChange={(dataset) => change({ dataset, judge: "", people: [], slice: [], cluster: "", key: "" })} />}
        {source === "run" && (
          <Field label={words.run} hint={words.runHint}>
            <Input value={one("run")} onChange={(_, data) => change({ run: data.value })} spellCheck={false} />
          </Field>
        )}
        {source === "file" && <FileChoice labels={labels} />}
        {source === "run" ? (
          <>
            <Field label={words.judge}>
              <Input value={one("judge")} onChange={(_, data) => change({ judge: data.value })} spellCheck={false} />
            </Field>
            <Field label={words.people} hint={words.columnsOf}>
              <Input value={one("people")} onChange={(_, data) => change({ people: data.value })} spellCheck={false} />
            </Field>
          </>
        ) : (
          columns && (
            <Field label={words.judge}>
              <Select value={judge} onChange={(_, data) => change({ judge: data.value, people: labels.people.filter((p) => p !== data.value) })}>
                <option value="">{words.choose}</option>
                {columns.map((c) => (
                  <option key={c.name} value={c.name}>
                    {`${c.name} (${kindOf(c)})`}
                  </option>
                ))}
              </Select>
            </Field>
          )
        )}
      </div>
      {labels.fault && <Fault error={labels.fault} />}
      {source !== "run" && columns && <ColumnChecks label={words.people} hint={words.peopleHint} columns={columns.filter((c) => c.name !== judge)} chosen={labels.people} onChange={(people) => change({ people })} />}
      <details className={styles.more}>
        <summary>{words.more}</summary>
        <Finer labels={labels} />
      </details>
      <div>
        <Button type="submit" appearance="primary" disabledFocusable={!labels.isComplete}>
          {words.submit}
        </Button>
      </div>
    </form>
  );
}

/** What not everybody needs: slices, conversations, production. */
function Finer({ labels }: { labels: Labels }) {
  const { one, all, change, source, columns } = labels;
  const choice = (field: string, label: string, none: string, hint?: string) =>
    source === "run" ? (
      <Field label={label} {...(hint ? { hint } : {})}>
        <Input value={one(field)} placeholder={none} onChange={(_, data) => change({ [field]: data.value })} spellCheck={false} />
      </Field>
    ) : (
      <Field label={label} {...(hint ? { hint } : {})}>
        <Select value={one(field)} onChange={(_, data) => change({ [field]: data.value })}>
          <option value="">{none}</option>
          {columns?.map((c) => (
            <option key={c.name} value={c.name}>
              {c.name}
            </option>
          ))}
        </Select>
      </Field>
    );
  return (
    <div className={styles.form}>
      <div className={styles.pair}>
        <Field label={words.passing} hint={words.passingHint}>
          <Input type="number" step="any" value={one("passing")} onChange={(_, data) => change({ passing: data.value })} />
        </Field>
        {choice("cluster", words.cluster, words.alone, words.clusterHint)}
        {source !== "run" && choice("key", words.key, words.byNumber)}
        <DatasetChoice label={words.production} none={words.productionNone} value={one("production")} onChange={(production) => change({ production })} />
        {source === "run" && choice("slice", words.slices, "", words.columnsOf)}
      </div>
      {source !== "run" && columns && <ColumnChecks label={words.slices} columns={columns.filter((c) => c.name !== labels.judge && !labels.people.includes(c.name))} chosen={all("slice")} onChange={(slice) => change({ slice })} />}
    </div>
  );
}

function DatasetChoice({ label, none, value, onChange }: { label: string; none: string; value: string; onChange: (reference: string) => void }) {
  const datasets = useQuery(datasetsQuery).data ?? [];
  const versions = datasets.flatMap((d) => d.versions.filter((v) => v.deleted_at === null).map((v) => reference(d.name, v.version)).toReversed());
  // A link may name the latest version without its number.
  const known = value === "" || versions.includes(value) ? versions : [value, ...versions];
  return (
    <Field label={label}>
      <Select value={value} onChange={(_, data) => onChange(data.value)}>
        <option value="">{none}</option>
        {known.map((version) => (
          <option key={version} value={version}>
            {version}
          </option>
        ))}
      </Select>
    </Field>
  );
}

function FileChoice({ labels }: { labels: Labels }) {
  const input = useRef<HTMLInputElement>(null);
  const { file } = labels;
  const tooLarge = file !== null && file.size > largest;
  return (
    <Field label={words.sources.file} hint={words.fileHint} {...(tooLarge ? { validationMessage: words.fileTooLarge } : {})}>
      <div className={styles.file}>
        <input
          ref={input}
          type="file"
          hidden
          aria-label={words.file}
          accept=".csv,.tsv,.json,.jsonl"
          onChange={(event) => {
            labels.setFile(event.target.files?.[0] ?? null);
            labels.change({ judge: "", people: [], slice: [], cluster: "", key: "" });
            // Else the same file could not be chosen again, which somebody does who has mended it.
            event.target.value = "";
          }}
        />
        <Button onClick={() => input.current?.click()}>{words.file}</Button>
        {file && <span>{words.fileChosen(file.name, bytes(file.size))}</span>}
      </div>
    </Field>
  );
}

interface ChecksProps {
  label: string;
  hint?: string;
  columns: readonly ColumnFacts[];
  chosen: readonly string[];
  onChange: (columns: readonly string[]) => void;
}

function ColumnChecks({ label, hint, columns, chosen, onChange }: ChecksProps) {
  return (
    <fieldset className={styles.checks}>
      <legend>{label}</legend>
      {hint && <p className={styles.muted}>{hint}</p>}
      <div className={styles.boxes}>
        {columns.map((c) => (
          <Checkbox key={c.name} label={c.name} checked={chosen.includes(c.name)} onChange={(_, data) => onChange(data.checked === true ? [...chosen, c.name] : chosen.filter((other) => other !== c.name))} />
        ))}
      </div>
    </fieldset>
  );
}
