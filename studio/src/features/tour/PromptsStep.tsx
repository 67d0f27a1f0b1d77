import { Button, Combobox, Field, Option, Textarea } from "@fluentui/react-components";
import { Play20Filled } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { servedQuery } from "../../api/queries";
import type { Schemas } from "../../api/client";
import { contentOf, rowQuery, textOf, type Row } from "../../api/datasets";
import { count } from "../../formats/numbers";
import { useActiveOption } from "../../parts/activeOption";
import { AskButton } from "../../parts/AskButton";
import { Section } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { AnswerBody, AnswerMeter } from "../playground/AnswerCell";
import { Answers, isBusy } from "../playground/answers";
import { newColumn, newPrompt } from "../playground/draft";
import { requestOf } from "../playground/request";
import { sampleDraft, type TourDraft } from "./draft";
import { dataset } from "./tour";
import styles from "./Tour.module.css";

const words = text.tour.prompts;

interface Props {
  data: Schemas["DatasetView"] | null;
  draft: TourDraft;
  onChange: (draft: TourDraft) => void;
}

/** Two prompts and a model, tried on one line before they are compared on all. */
export function PromptsStep({ data, draft, onChange }: Props) {
  const change = (at: 0 | 1, value: string) => onChange({ ...draft, prompts: at === 0 ? [value, draft.prompts[1]] : [draft.prompts[0], value] });
  const sample = sampleDraft();
  const isSample = draft.model === sample.model && draft.prompts.every((prompt, at) => prompt === sample.prompts[at]);
  return (
    <Section title={words.title} actions={isSample ? null : <AskButton label={words.reset} title={words.resetTitle} why={words.resetWhy} onYes={() => onChange(sample)} />}>
      <p>{words.why}</p>
      <div className={styles.pair}>
        {([0, 1] as const).map((at) => (
          <Field key={at} label={words.label(words.names[at])} hint={words.hint}>
            <Textarea resize="vertical" rows={4} value={draft.prompts[at]} onChange={(_, { value }) => change(at, value)} />
          </Field>
        ))}
      </div>
      <ModelField model={draft.model} onChange={(model) => onChange({ ...draft, model })} />
      {data ? <Trial data={data} draft={draft} /> : <p className={styles.faint}>{words.first}</p>}
    </Section>
  );
}

function ModelField({ model, onChange }: { model: string; onChange: (model: string) => void }) {
  const field = useRef<HTMLInputElement>(null);
  useActiveOption(field);
  const served = useQuery(servedQuery).data ?? [];
  return (
    <Field label={words.model} className={styles.model ?? ""}>
      <Combobox input={{ ref: field }} freeform value={model} selectedOptions={[model]} onChange={(event) => onChange(event.target.value)} onOptionSelect={(_, { optionValue }) => optionValue && onChange(optionValue)}>
        {served.slice(0, 60).map((name) => (
          <Option key={name} value={name} text={name}>
            {name}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}

function Trial({ data, draft }: { data: Schemas["DatasetView"]; draft: TourDraft }) {
  const [number, setNumber] = useState(1);
  const rows = data.versions.find((v) => v.version === data.latest)?.rows ?? 0;
  const [answers] = useState(() => new Answers());
  useEffect(() => () => answers.stop(), [answers]);
  const go = (to: number) => {
    answers.forget(() => true);
    setNumber(to);
  };
  return (
    <>
      <div className={styles.line}>
        <Button disabledFocusable={number <= 1} onClick={() => number > 1 && go(number - 1)}>
          {words.before}
        </Button>
        <span role="status">{words.line(count(number), count(rows))}</span>
        <Button disabledFocusable={number >= rows} onClick={() => number < rows && go(number + 1)}>
          {words.next}
        </Button>
      </div>
      <Loaded query={useQuery({ ...rowQuery(dataset, data.latest ?? undefined, number), select: contentOf })}>{(row) => <Ask key={number} row={row} draft={draft} answers={answers} />}</Loaded>
    </>
  );
}

function Ask({ row, draft, answers }: { row: Row; draft: TourDraft; answers: Answers }) {
  const variables = Object.fromEntries(Object.entries(row).map(([name, value]) => [name, textOf(value)]));
  const asked = { prompts: [], columns: [], tools: "", variables };

  function ask() {
    draft.prompts.forEach((system, at) => void answers.run(String(at), requestOf(asked, { ...newPrompt(""), system, user: "{{question}}" }, newColumn(draft.model))));
  }

  return (
    <>
      <dl className={styles.facts}>
        <dt>{words.question}</dt>
        <dd>{variables["question"]}</dd>
        <dt>{words.reference}</dt>
        <dd>{variables["reference_answer"]}</dd>
      </dl>
      <div>
        <Button icon={<Play20Filled />} disabledFocusable={draft.model.trim() === ""} onClick={() => draft.model.trim() !== "" && ask()}>
          {words.ask}
        </Button>
      </div>
      <div className={styles.pair}>
        {([0, 1] as const).map((at) => (
          <Given key={at} cell={String(at)} title={words.answer(words.names[at])} answers={answers} />
        ))}
      </div>
    </>
  );
}

function Given({ cell, title, answers }: { cell: string; title: string; answers: Answers }) {
  const answer = useSyncExternalStore(answers.subscribe, () => answers.of(cell));
  return answer ? (
    <article aria-label={title} className={styles.answer} aria-busy={isBusy(answer)}>
      <h3>{title}</h3>
      <AnswerBody answer={answer} />
      <AnswerMeter answer={answer} />
    </article>
  ) : null;
}
