import { Button, Field, Input, Select, Textarea } from "@fluentui/react-components";
import { Dismiss20Regular, Image20Regular } from "@fluentui/react-icons";
import { useLayoutEffect, useRef } from "react";
import { useNotices } from "../../../parts/notices";
import { text } from "../../../strings";
import type { FlowInput } from "../queries";
import { faultOf, formOf, typedOf, type Typed } from "./inputs";
import styles from "./Test.module.css";

const words = text.flows;
const largestImage = 8 * 1024 * 1024;

interface Props {
  inputs: readonly FlowInput[];
  typed: Typed;
  onType: (typed: Typed) => void;
}

/** A field for each input of a flow, by its type. */
export function InputsForm({ inputs, typed, onType }: Props) {
  return inputs.map((input) => <InputField key={input.name} input={input} typed={typed} onChange={(value) => onType({ ...typed, [input.name]: value })} />);
}

function InputField({ input, typed, onChange }: { input: FlowInput; typed: Typed; onChange: (value: string) => void }) {
  const form = formOf(input);
  const value = typedOf(input, typed);
  const fault = faultOf(input, typed);
  const field = {
    label: input.name,
    required: input.required,
    ...(fault !== null ? { validationMessage: fault } : input.description ? { hint: input.description } : form === "json" ? { hint: words.json } : {}),
  };
  if (form === "choice" || form === "bool") {
    const choices = form === "bool" ? ["true", "false"] : (input.choices as unknown[]).map(String);
    return (
      <Field {...field}>
        <Select value={value} onChange={(_, data) => onChange(data.value)}>
          {!choices.includes(value) && <option value={value}>{value}</option>}
          {choices.map((choice) => (
            <option key={choice}>{choice}</option>
          ))}
        </Select>
      </Field>
    );
  }
  if (form === "image") {
    return <ImageField input={input} value={value} onChange={onChange} />;
  }
  return (
    <Field {...field}>
      {form === "number" ? (
        <Input inputMode="decimal" value={value} onChange={(_, data) => onChange(data.value)} />
      ) : (
        <Textarea className={form === "json" ? (styles.code ?? "") : ""} resize="vertical" rows={Math.min(10, Math.max(form === "json" ? 3 : 1, value.split("\n").length))} value={value} onChange={(_, data) => onChange(data.value)} />
      )}
    </Field>
  );
}

function ImageField({ input, value, onChange }: { input: FlowInput; value: string; onChange: (value: string) => void }) {
  const picker = useRef<HTMLInputElement>(null);
  const notices = useNotices();
  // What is typed into other fields while the picture is read stays.
  const latest = useRef(onChange);
  useLayoutEffect(() => {
    latest.current = onChange;
  }, [onChange]);

  function choose(file: File | undefined) {
    if (!file) {
      return;
    }
    if (file.size > largestImage) {
      notices.failed(words.imageTooLarge);
      return;
    }
    const reader = new FileReader();
    reader.onload = () => latest.current(reader.result as string);
    reader.readAsDataURL(file);
  }
  const isPicture = value.startsWith("data:image/");
  return (
    <div className={styles.image}>
      <Field label={input.name} required={input.required} hint={input.description}>
        <Input value={isPicture ? "" : value} placeholder={isPicture ? words.image : words.imageAddress} readOnly={isPicture} onChange={(_, data) => onChange(data.value)} />
      </Field>
      <div className={styles.row}>
        <Button icon={<Image20Regular />} onClick={() => picker.current?.click()}>
          {words.chooseImage}
        </Button>
        {value !== "" && <Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={words.removeImage} onClick={() => onChange("")} />}
        {isPicture && <img src={value} alt={words.imageOf(input.name)} />}
      </div>
      <input ref={picker} type="file" accept="image/*" hidden onChange={(event) => {
          choose(event.target.files?.[0]);
          // Else the same file could not be chosen again.
          event.target.value = "";
        }} />
    </div>
  );
}
