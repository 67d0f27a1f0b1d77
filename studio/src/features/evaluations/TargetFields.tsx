import { Button, Combobox, Field, Input, Option, Select, Textarea } from "@fluentui/react-components";
import { Delete20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
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
      <Field label={words.value[target.kind] ?? ""} hint={target.kind === "prompt" ? words.promptHint : target.kind === "flow" ? text.runs.flowHint : ""} className={styles.value ?? ""} required>
        {target.kind === "prompt" ? (
          <Textarea value={target.value} rows={3} resize="vertical" onChange={(_, data) => onChange({ ...target, value: data.value })} />
        ) : (
          <Combobox className={styles.choice ?? ""} freeform value={target.value} selectedOptions={choices.includes(target.value) ? [target.value] : []} spellCheck={false} onInput={(event) => onChange({ ...target, value: event.currentTarget.value })} onOptionSelect={(_, data) => onChange({ ...target, value: data.optionValue ?? "" })}>
            {choices.slice(0, 60).map((choice) => (
              <Option key={choice} value={choice}>
                {choice}
              </Option>
            ))}
          </Combobox>
        )}
      </Field>
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
