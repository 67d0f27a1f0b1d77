import { Combobox, Field, Option } from "@fluentui/react-components";
import { useRef } from "react";
import { useActiveOption } from "./activeOption";
import styles from "./NameField.module.css";

interface Props {
  label: string;
  hint: string;
  /** What there is to choose from; any other text can be typed. */
  choices: readonly string[];
  value: string;
  onChange: (value: string) => void;
  required?: boolean;
}

const most = 60;

/** A field that names something: of a list, or typed. */
export function NameField({ label, hint, choices, value, onChange, required = false }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useActiveOption(field);
  // What is chosen already narrows nothing: whoever opens the list wants another.
  const shown = choices.includes(value) ? choices : choices.filter((c) => c.toLowerCase().includes(value.toLowerCase()));
  return (
    <Field label={label} hint={hint} required={required} className={styles.field ?? ""}>
      <Combobox input={{ ref: field }} className={styles.box ?? ""} freeform value={value} selectedOptions={choices.includes(value) ? [value] : []} spellCheck={false} onInput={(event) => onChange(event.currentTarget.value)} onOptionSelect={(_, data) => onChange(data.optionValue ?? "")}>
        {shown.slice(0, most).map((choice) => (
          <Option key={choice} value={choice}>
            {choice}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}
