import { Button, Field, Input, Radio, RadioGroup, Select, Textarea } from "@fluentui/react-components";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useDeferredValue, useEffect, useRef, useState, type ReactNode } from "react";
import type { Schemas } from "../../api/client";
import { asProblem } from "../../api/problem";
import { bytes } from "../../formats/bytes";
import { Refusal } from "../../parts/Refusal";
import { useOnce } from "../../parts/useOnce";
import { text } from "../../strings";
import { sendRows } from "./dataset";
import styles from "./Datasets.module.css";
import { Preview } from "./Preview";
import { draftOf, forgetDraft, formatOf, formats, keepDraft, lineAt, type Draft, type Format } from "./rowsToSend";

const words = text.datasets.send;

export type Added = Schemas["VersionAddedView"];

interface Props {
  /** Where the draft is kept. */
  place: string;
  /** The dataset that the rows are for; absent for a new one. */
  dataset?: string;
  submit: string;
  send: (draft: Draft, file: { name: string; rows: Blob | string }) => Promise<Added>;
  onDone: (added: Added) => void;
  /** Fields above the rows. */
  children?: (draft: Draft, set: (change: Partial<Draft>) => void, field: string | undefined) => ReactNode;
}

/** Rows from a file or a text, and beside them what would come of them. What is refused stays, with the reason and its line. */
export function SendRows({ place, dataset, submit, send, onDone, children }: Props) {
  const queries = useQueryClient();
  const [draft, setDraft] = useState(() => draftOf(place));
  const [file, setFile] = useState<File | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const chosen = draft.source === "file" ? (file ? { name: file.name, rows: file } : null) : draft.text.trim() === "" ? null : { name: `pasted.${draft.format}`, rows: draft.text };
  useEffect(() => {
    keepDraft(place, draft);
  }, [place, draft]);

  // What is typed is looked at when the typing rests.
  const typed = useDeferredValue(draft.text);
  const rested = useRested(typed);
  const preview = useQuery({
    queryKey: ["preview", dataset, draft.key, draft.source, draft.format, draft.source === "file" ? (file ? [file.name, file.size, file.lastModified] : null) : rested],
    queryFn: ({ signal }) =>
      sendRows<Schemas["PreviewView"]>(
        "/api/v1/datasets/preview",
        { file: chosen?.name ?? "", key: draft.key, dataset: dataset ?? "" },
        draft.source === "file" && file ? file : rested,
        {},
        signal,
      ),
    enabled: chosen !== null && (draft.source === "file" || rested === draft.text),
  });
  const sending = useOnce({
    mutationFn: (rows: { name: string; rows: Blob | string }) => send(draft, rows),
    onSuccess: (added) => {
      forgetDraft(place);
      void queries.invalidateQueries();
      onDone(added);
    },
  });
  // What was sent leads away from here: it is not sent twice.
  const isSent = sending.isPending || sending.isSuccess;
  const problem = sending.error ? asProblem(sending.error) : null;
  const set = (change: Partial<Draft>) => {
    sending.reset();
    setDraft((before) => ({ ...before, ...change }));
  };

  function goTo(line: number) {
    const { start, end } = lineAt(draft.text, line);
    const field = area.current;
    if (field) {
      field.focus();
      field.setSelectionRange(start, end);
      field.scrollTop = (line - 3) * 18;
    }
  }

  return (
    <div className={styles.send}>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (chosen && !isSent) {
            sending.mutate(chosen);
          }
        }}
      >
        {children?.(draft, set, problem?.field)}
        <Field label={words.source}>
          <RadioGroup layout="horizontal" value={draft.source} onChange={(_, data) => set({ source: data.value as Draft["source"] })}>
            <Radio value="file" label={words.file} />
            <Radio value="text" label={words.paste} />
          </RadioGroup>
        </Field>
        {draft.source === "file" ? (
          <FileChoice
            file={file}
            onChoose={(next) => {
              sending.reset();
              setFile(next);
            }}
          />
        ) : (
          <>
            <Field label={words.format}>
              <Select value={draft.format} onChange={(_, data) => set({ format: data.value as Format })}>
                {formats.map((format) => (
                  <option key={format} value={format}>
                    {text.datasets.formats[format]}
                  </option>
                ))}
              </Select>
            </Field>
            <Field label={words.text} className={styles.rows ?? ""}>
              <Textarea
                value={draft.text}
                rows={14}
                resize="vertical"
                spellCheck={false}
                placeholder={words.placeholder[draft.format]}
                textarea={{ ref: area, wrap: "off" }}
                onChange={(_, data) => set({ text: data.value, ...(draft.text === "" ? { format: formatOf(data.value) ?? draft.format } : {}) })}
              />
            </Field>
          </>
        )}
        <Refusal error={sending.error}>{problem?.status === 412 ? words.changed : undefined}</Refusal>
        <div>
          <Button type="submit" appearance="primary" disabledFocusable={chosen === null || isSent}>
            {submit}
          </Button>
        </div>
      </form>
      <Preview query={preview} isAsked={chosen !== null} {...(draft.source === "text" ? { onGo: goTo } : {})} />
    </div>
  );
}

/** A text once nobody has typed for a moment. */
function useRested(typed: string): string {
  const [rested, setRested] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => setRested(typed), 350);
    return () => clearTimeout(timer);
  }, [typed]);
  return rested;
}

function FileChoice({ file, onChoose }: { file: File | null; onChoose: (file: File) => void }) {
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  return (
    // Dropping is a short cut: the button does the same.
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions
    <div
      className={`${styles.drop ?? ""} ${over ? (styles.over ?? "") : ""}`}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        const [dropped] = event.dataTransfer.files;
        if (dropped) {
          onChoose(dropped);
        }
      }}
    >
      <input
        ref={input}
        type="file"
        hidden
        aria-label={words.choose}
        accept=".csv,.tsv,.json,.jsonl"
        onChange={(event) => {
          const [picked] = event.target.files ?? [];
          if (picked) {
            onChoose(picked);
          }
          // Else the same file could not be chosen again, which somebody does who has mended it.
          event.target.value = "";
        }}
      />
      <Button onClick={() => input.current?.click()}>{words.choose}</Button>
      <span className={styles.muted}>{words.drop}</span>
      {file && <strong role="status">{words.chosen(file.name, bytes(file.size))}</strong>}
    </div>
  );
}

export const nameField = (draft: Draft, set: (change: Partial<Draft>) => void) => (
  <Field label={text.datasets.name} hint={words.nameHint} required>
    <Input value={draft.name} required autoComplete="off" spellCheck={false} onChange={(_, data) => set({ name: data.value })} />
  </Field>
);

export const keyField = (draft: Draft, set: (change: Partial<Draft>) => void) => (
  <Field label={text.datasets.key} hint={words.keyHint}>
    <Input value={draft.key} autoComplete="off" spellCheck={false} onChange={(_, data) => set({ key: data.value })} />
  </Field>
);
