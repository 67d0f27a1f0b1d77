import { Button, Field, Input, Select, Textarea } from "@fluentui/react-components";
import { Delete20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { NameField } from "../../parts/NameField";
import { text } from "../../strings";
import { flowChoices, runChoices } from "../runs/choices";
import type { Kind, TargetDraft } from "./draft";
import styles from "./Evaluations.module.css";

const words = text.evaluations;
const kinds: readonly Kind[] = ["flow", "prompt", "run"];

interface Props {
  number: number;
  target: TargetDraft;
  onChange: (target: TargetDraft) => void;
  onRemove: (() => void) | undefined;
}

/** One thing that answers. */
export function TargetFields({ number, target, onChange, onRemove }: Props) {
  const flows = useQuery(flowChoices).data ?? [];
  const runs = useQuery({ ...runChoices, enabled: target.kind === "run" }).data ?? [];
  const choices = target.kind === "run" ? runs : flows;
  return (
    <fieldset className={styles.target}>
      <legend>{words.targetTitle(number)}</legend>
      <Field label={words.kind}>
        <Select value={target.kind} onChange={(_, data) => onChange({ ...target, kind: data.value as Kind })}>
          {kinds.map((kind) => (
            <option key={kind} value={kind}>
              {words.targetKinds[kind]}
            </option>
          ))}
        </Select>
      </Field>
      {target.kind === "prompt" ? (
        <Field label={words.value["prompt"] ?? ""} hint={words.promptHint} className={styles.value ?? ""} required>
          <Textarea value={target.value} rows={3} resize="vertical" onChange={(_, data) => onChange({ ...target, value: data.value })} />
        </Field>
      ) : (
        <NameField label={words.value[target.kind] ?? ""} hint={target.kind === "flow" ? text.runs.flowHint : ""} choices={choices} value={target.value} onChange={(value) => onChange({ ...target, value })} required />
      )}
      {target.kind === "flow" && (
        <Field label={words.variants} hint={words.variantsHint}>
          <Input value={target.variants} spellCheck={false} onChange={(_, data) => onChange({ ...target, variants: data.value })} />
        </Field>
      )}
      {target.kind !== "run" && (
        <Field label={words.models} hint={words.modelsHint} required={target.kind === "prompt"}>
          <Input value={target.models} spellCheck={false} onChange={(_, data) => onChange({ ...target, models: data.value })} />
        </Field>
      )}
      {onRemove && <Button className={styles.remove ?? ""} appearance="subtle" icon={<Delete20Regular />} aria-label={words.removeTarget(number)} title={words.removeTarget(number)} onClick={onRemove} />}
    </fieldset>
  );
}
