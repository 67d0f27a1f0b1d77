import { Button, Field, Input, MessageBar, MessageBarBody, Select } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { count } from "../../formats/numbers";
import { day } from "../../formats/times";
import { Section } from "../../parts/Page";
import { Refusal } from "../../parts/Refusal";
import { useOnce } from "../../parts/useOnce";
import { text } from "../../strings";
import { evaluatorsQuery } from "../evaluators/evaluator";
import { calibrate, calibrationsQuery, type Result } from "./calibration";
import styles from "./Calibrations.module.css";
import type { Labels } from "./useLabels";

const words = text.calibrations.result;

/** Writes the result into the workspace, for an evaluator in one version with one model. */
export function Record({ labels, result }: { labels: Labels; result: Result }) {
  const queries = useQueryClient();
  const judged = (useQuery(evaluatorsQuery).data ?? []).filter((e) => e.judged);
  const written = useQuery(calibrationsQuery).data;
  const canRecord = written?.can_record !== false;
  // Of a run that was scored here all of it is known; of a file, what whoever labelled it says.
  const isRun = labels.source === "run";
  const asked = labels.one("evaluator") || (result.judge.split(".").at(-1) ?? "");
  const [typed, setTyped] = useState<string | null>(null);
  const name = typed ?? asked;
  const known = judged.find((e) => e.name === name);
  const before = written?.records.find((r) => r.evaluator === name);
  const [version, setVersion] = useState<string | null>(null);
  const [model, setModel] = useState("");
  const record = useOnce({
    mutationFn: async () => calibrate({ ...(await labels.asked()), record: true, ...(isRun ? {} : { evaluator: name, version: version ?? known?.version ?? null, judge_model: model || null }) }),
    // Beside every figure of the evaluator stands whether it is calibrated.
    onSuccess: () => void queries.invalidateQueries(),
  });
  if (!canRecord) {
    return (
      <Section title={words.record}>
        <p className={styles.muted}>{words.noWorkspace}</p>
      </Section>
    );
  }
  const done = record.data;
  return (
    <Section title={words.record}>
      <p className={styles.muted}>{words.recordLead}</p>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          record.mutate();
        }}
      >
        {!isRun && (
          <div className={styles.pair}>
            <Field label={words.recordEvaluator}>
              <Select value={known ? name : ""} onChange={(_, data) => setTyped(data.value)}>
                <option value="">{words.recordOwn}</option>
                {judged.map((e) => (
                  <option key={e.name} value={e.name}>
                    {e.name}
                  </option>
                ))}
              </Select>
            </Field>
            {!known && (
              <Field label={text.datasets.name} required>
                <Input required value={name} onChange={(_, data) => setTyped(data.value)} />
              </Field>
            )}
            <Field label={words.recordVersion} hint={words.recordVersionHint}>
              <Input value={version ?? known?.version ?? ""} onChange={(_, data) => setVersion(data.value)} spellCheck={false} />
            </Field>
            <Field label={words.recordModel} hint={words.recordModelHint}>
              <Input value={model} onChange={(_, data) => setModel(data.value)} spellCheck={false} />
            </Field>
          </div>
        )}
        {before && !done && <p className={styles.muted}>{words.recordReplaces(day(before.date), count(before.lines))}</p>}
        <Refusal error={record.error} />
        {done && (
          <MessageBar intent={done.record ? "success" : "warning"} layout="multiline">
            <MessageBarBody>{done.record ? `${words.recorded(done.record.file)} ${done.record.is_calibrated ? words.recordedVouches : `${done.record.label}.`}` : done.not_recorded}</MessageBarBody>
          </MessageBar>
        )}
        <div>
          <Button type="submit" disabledFocusable={record.isPending}>
            {words.record}
          </Button>
        </div>
      </form>
    </Section>
  );
}
