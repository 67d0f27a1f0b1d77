import { Button, Combobox, Field, Input, Option, Popover, PopoverSurface, PopoverTrigger } from "@fluentui/react-components";
import { Delete20Regular, Options20Regular } from "@fluentui/react-icons";
import { useMemo, useRef } from "react";
import { useActiveOption } from "../../parts/activeOption";
import { text } from "../../strings";
import { parameters, type Column } from "./draft";
import { faultyParameters, isNumber } from "./request";
import styles from "./Playground.module.css";

const words = text.playground;
const mostOffered = 60;

interface Props {
  column: Column;
  served: readonly string[];
  onChange: (column: Column) => void;
  onRemove?: () => void;
}

/** A model and its parameters. */
export function ColumnHead({ column, served, onChange, onRemove }: Props) {
  const field = useRef<HTMLInputElement>(null);
  useActiveOption(field);
  const offered = useMemo(() => {
    const typed = column.model.toLowerCase();
    const found = served.filter((name) => name.toLowerCase().includes(typed));
    // A whole name has been chosen already: show what else there is.
    return (found.length <= 1 ? served : found).slice(0, mostOffered);
  }, [served, column.model]);
  const set = parameters.filter((name) => column[name].trim() !== "");
  const faulty = faultyParameters(column);
  return (
    <div className={styles.columnHead}>
      <Field label={words.model} className={styles.model ?? ""} {...(faulty.length === 0 ? {} : { validationState: "error", validationMessage: words.noNumbers(faulty.map((name) => words.parameterNames[name]).join(", ")) })}>
        <Combobox input={{ ref: field }} freeform value={column.model} selectedOptions={[column.model]} placeholder={words.chooseModel} onChange={(event) => onChange({ ...column, model: event.target.value })} onOptionSelect={(_, data) => data.optionValue && onChange({ ...column, model: data.optionValue })}>
          {offered.map((name) => (
            <Option key={name} value={name} text={name}>
              {name}
            </Option>
          ))}
        </Combobox>
      </Field>
      <Popover trapFocus>
        <PopoverTrigger disableButtonEnhancement>
          <Button icon={<Options20Regular />} aria-label={words.parametersOf(column.model)} title={set.map((name) => `${name} ${column[name]}`).join(", ") || words.parameters}>
            {set.length > 0 ? String(set.length) : null}
          </Button>
        </PopoverTrigger>
        <PopoverSurface aria-label={words.parameters}>
          <div className={styles.parameters}>
            {parameters.map((name) => (
              <Field key={name} label={words.parameterNames[name]} {...(isNumber(column[name]) ? {} : { validationState: "error", validationMessage: words.number })}>
                <Input inputMode="decimal" value={column[name]} placeholder={words.modelDecides} onChange={(_, data) => onChange({ ...column, [name]: data.value })} />
              </Field>
            ))}
          </div>
        </PopoverSurface>
      </Popover>
      {onRemove && <Button appearance="subtle" icon={<Delete20Regular />} aria-label={words.removeModel(column.model)} onClick={onRemove} />}
    </div>
  );
}
