import { Button, Field, Input, Select } from "@fluentui/react-components";
import { Search20Regular } from "@fluentui/react-icons";
import type { ReactNode } from "react";
import { useAddress } from "../address/useAddress";
import { text } from "../strings";
import styles from "./Filters.module.css";

/** A row of filters above what they filter. */
export function Filters({ children }: { children: ReactNode }) {
  return <search className={styles.filters}>{children}</search>;
}

/** Finds rows by words; kept in the address. */
export function FindFilter({ name = "find", label = text.table.find }: { name?: string; label?: string }) {
  const { one, change } = useAddress();
  return (
    <Field label={label} className={styles.find ?? ""}>
      <Input type="search" contentBefore={<Search20Regular />} value={one(name)} onChange={(_, data) => change({ [name]: data.value })} />
    </Field>
  );
}

interface ChoiceProps {
  name: string;
  label: string;
  /** Value and words; "" is what holds when nothing is chosen. */
  choices: readonly (readonly [value: string, words: string])[];
}

/** One of several; kept in the address. */
export function ChoiceFilter({ name, label, choices }: ChoiceProps) {
  const { one, change } = useAddress();
  return (
    <Field label={label} className={styles.choice ?? ""}>
      <Select value={one(name)} onChange={(_, data) => change({ [name]: data.value })}>
        {choices.map(([value, words]) => (
          <option key={value} value={value}>
            {words}
          </option>
        ))}
      </Select>
    </Field>
  );
}

/** Removes the named filters, where there are any. */
export function ClearFilters({ names }: { names: readonly string[] }) {
  const { parameters, change } = useAddress();
  return names.some((name) => parameters.has(name)) ? (
    <Button className={styles.clear ?? ""} appearance="subtle" onClick={() => change(Object.fromEntries(names.map((name) => [name, ""])))}>
      {text.act.clear}
    </Button>
  ) : null;
}
