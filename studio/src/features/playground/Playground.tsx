import { Button, Field, MessageBar, MessageBarActions, MessageBarBody, Textarea } from "@fluentui/react-components";
import { Add20Regular, FolderOpen20Regular, Play20Filled, Stop20Filled } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from "react";
import { useSearchParams } from "react-router";
import { callerQuery, servedQuery } from "../../api/queries";
import { CopyButton } from "../../parts/CopyButton";
import { AskButton } from "../../parts/AskButton";
import { FormDialog } from "../../parts/FormDialog";
import { Page, Section } from "../../parts/Page";
import { Fault, Loading } from "../../parts/states";
import { text } from "../../strings";
import { AnswerCell } from "./AnswerCell";
import { Answers } from "./answers";
import { ColumnHead } from "./ColumnHead";
import { DatasetLine } from "./DatasetLine";
import { Diff, type Compared } from "./Diff";
import { addressOf, firstDraft, keepDraft, newColumn, newPrompt, variablesOf, withLine, withPictures, type Column, type Draft, type Prompt } from "./draft";
import { PromptCard } from "./PromptCard";
import { faultOfTools, faultyParameters, requestOf } from "./request";
import { Saving, type Doing } from "./Saving";
import { useDraft } from "./useDraft";
import styles from "./Playground.module.css";

const words = text.playground;
const keepAfter = 300;
const mostCells = 24;

const cellOf = (prompt: Prompt, column: Column) => `${prompt.id} ${column.id}`;

/** Prompts × models, answered side by side. */
export default function Playground() {
  const { draft, change, isShared, hasOwn, restore, forgetOwn, unread } = useDraft();
  return (
    <Page title={text.screens.playground} lead={words.lead}>
      {unread && (
        <MessageBar intent="warning">
          <MessageBarBody>{words.unreadable}</MessageBarBody>
        </MessageBar>
      )}
      {hasOwn && (
        <MessageBar layout="multiline">
          <MessageBarBody>{isShared ? words.shared : words.aside}</MessageBarBody>
          <MessageBarActions>
            <Button onClick={restore}>{isShared ? words.restore : words.exchange}</Button>
            {!isShared && <AskButton label={words.forget} title={words.forgetTitle} why={words.forgetWhy} onYes={forgetOwn} />}
          </MessageBarActions>
        </MessageBar>
      )}
      {draft ? <Table draft={draft} isKept={!isShared} onChange={change} /> : <Loading />}
    </Page>
  );
}

function Table({ draft, isKept, onChange }: { draft: Draft; isKept: boolean; onChange: (draft: Draft) => void }) {
  const served = useQuery(servedQuery);
  const [answers] = useState(() => new Answers());
  const [imagesKept, setImagesKept] = useState(true);
  const [compared, setCompared] = useState<readonly string[]>([]);
  const running = useSyncExternalStore(answers.subscribe, answers.underWay);
  const [parameters, setParameters] = useSearchParams();
  const wanted = parameters.get("model");
  const latest = useRef({ draft, isKept, onChange });
  const administers = useQuery(callerQuery).data?.administers === true;
  const [anew, setAnew] = useState(false);
  const [doing, setDoing] = useState<Doing | null>(null);

  // Before any effect of this change looks at it.
  useLayoutEffect(() => {
    latest.current = { draft, isKept, onChange };
  }, [draft, isKept, onChange]);

  useEffect(() => {
    const timer = setTimeout(() => isKept && setImagesKept(keepDraft(draft)), keepAfter);
    return () => clearTimeout(timer);
  }, [draft, isKept]);

  // Nothing typed is lost to a closed tab, and nothing goes on to be paid for that nobody reads.
  useEffect(() => {
    const leave = () => {
      if (latest.current.isKept) {
        keepDraft(latest.current.draft);
      }
    };
    window.addEventListener("pagehide", leave);
    return () => {
      window.removeEventListener("pagehide", leave);
      leave();
      answers.stop();
    };
  }, [answers]);

  // The catalog sends a model by the name of its maker; here it is asked for as callers name it.
  useEffect(() => {
    if (wanted !== null && served.data) {
      const bare = wanted.slice(wanted.indexOf("/") + 1);
      const name = served.data.includes(wanted) ? wanted : served.data.includes(bare) ? bare : wanted;
      if (!draft.columns.some((c) => c.model === name)) {
        onChange({ ...draft, columns: [...draft.columns, newColumn(name)] });
      }
      setParameters(
        (before) => {
          before.delete("model");
          return before;
        },
        { replace: true },
      );
    }
  }, [wanted, served.data, draft, onChange, setParameters]);

  const variables = variablesOf(draft.prompts);
  const toolsFault = faultOfTools(draft.tools);
  const cells = draft.prompts.length * draft.columns.length;
  const canRun = toolsFault === undefined && draft.columns.every((c) => c.model.trim() !== "" && faultyParameters(c).length === 0);
  const change = (changes: Partial<Draft>) => onChange({ ...draft, ...changes });
  const run = (prompt: Prompt, column: Column) => void answers.run(cellOf(prompt, column), requestOf(draft, prompt, column));
  const runAll = () => draft.prompts.forEach((prompt) => draft.columns.forEach((column) => run(prompt, column)));
  const toggleCompared = (cell: string) => setCompared(compared.includes(cell) ? compared.filter((c) => c !== cell) : [...compared.slice(-1), cell]);

  const take = useCallback((line: string, values: Record<string, string>) => {
    const next = withLine(latest.current.draft, line, values);
    if (next !== latest.current.draft) {
      latest.current.onChange(next);
    }
  }, []);

  const pairOf = (): readonly [Compared, Compared] | null => {
    const found = compared.flatMap((cell) => {
      const prompt = draft.prompts.find((p) => cell.startsWith(`${p.id} `));
      const column = draft.columns.find((c) => cell.endsWith(` ${c.id}`));
      return prompt && column ? [{ title: `${prompt.name} · ${column.model}`, text: answers.of(cell)?.received.text ?? "" }] : [];
    });
    const [left, right] = found;
    return left && right ? [left, right] : null;
  };
  const pair = pairOf();

  return (
    <div
      className={styles.playground}
      onKeyDown={(event) => {
        if ((event.ctrlKey || event.metaKey) && event.key === "Enter" && canRun) {
          event.preventDefault();
          runAll();
        }
      }}
      role="presentation"
    >
      <div className={styles.bar} role="toolbar" aria-label={words.toolbar}>
        <Button appearance="primary" icon={<Play20Filled />} disabledFocusable={!canRun} onClick={() => canRun && runAll()} aria-keyshortcuts="Control+Enter">
          {cells === 1 ? words.run : words.runAll(cells)}
        </Button>
        <Button icon={<Stop20Filled />} disabledFocusable={running === 0} onClick={() => answers.stop()}>
          {words.stop}
        </Button>
        <Button icon={<Add20Regular />} disabledFocusable={cells + draft.columns.length > mostCells} onClick={() => change({ prompts: [...draft.prompts, { ...newPrompt(nextName(draft.prompts)), ...lastOf(draft.prompts) }] })}>
          {words.addPrompt}
        </Button>
        <Button icon={<Add20Regular />} disabledFocusable={cells + draft.prompts.length > mostCells} onClick={() => change({ columns: [...draft.columns, newColumn("")] })}>
          {words.addModel}
        </Button>
        {administers && (
          <Button icon={<FolderOpen20Regular />} onClick={() => setDoing({ what: "open" })}>
            {text.saving.open}
          </Button>
        )}
        <CopyButton value={() => addressOf(draft)} label={words.share} />
        <Button appearance="subtle" onClick={() => setAnew(true)}>
          {words.reset}
        </Button>
      </div>
      {!imagesKept && (
        <MessageBar intent="warning">
          <MessageBarBody>{words.imagesNotKept}</MessageBarBody>
        </MessageBar>
      )}
      {served.isError && <Fault error={served.error} onRetry={() => void served.refetch()} />}

      <div className={styles.table}>
        <div className={styles.inputs}>
          <div className={styles.prompts}>
            {draft.prompts.map((prompt) => (
              <PromptCard
                key={prompt.id}
                prompt={prompt}
                onChange={(next) => change({ prompts: draft.prompts.map((p) => (p.id === prompt.id ? next : p)) })}
                onPictures={(pictures) => latest.current.onChange(withPictures(latest.current.draft, prompt.id, pictures))}
                {...(administers ? { onSave: (what: "prompt" | "variant") => setDoing({ what, prompt }) } : {})}
                {...(draft.prompts.length > 1
                  ? {
                      onRemove: () => {
                        answers.forget((cell) => cell.startsWith(`${prompt.id} `));
                        change({ prompts: draft.prompts.filter((p) => p.id !== prompt.id) });
                      },
                    }
                  : {})}
              />
            ))}
          </div>

          {variables.length > 0 && (
            <Section title={words.variables}>
              {administers && <DatasetLine variables={variables} onTake={take} onChoose={() => change({ taken: { line: "", names: [] } })} />}
              <div className={styles.variables}>
                {variables.map((name) => (
                  <Field key={name} label={name}>
                    <Textarea resize="vertical" rows={2} value={draft.variables[name] ?? ""} onChange={(_, data) => change({ variables: { ...draft.variables, [name]: data.value } })} />
                  </Field>
                ))}
              </div>
            </Section>
          )}

          <details className={styles.tools} open={draft.tools !== ""}>
            <summary>{words.tools}</summary>
            <Field label={words.toolsLabel} hint={words.toolsHint} {...(toolsFault === undefined ? {} : { validationState: "error", validationMessage: words.toolsFault(toolsFault) })}>
              <Textarea resize="vertical" rows={6} value={draft.tools} spellCheck={false} textarea={{ style: { fontFamily: "var(--fontFamilyMonospace)" } }} onChange={(_, data) => change({ tools: data.value })} />
            </Field>
          </details>
        </div>

        {/* It scrolls sideways, so it must be reachable by keys. */}
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <div className={styles.scroll} role="region" aria-label={words.answers} tabIndex={0}>
          <div className={styles.answers} style={{ "--models": draft.columns.length }}>
            {draft.columns.map((column) => (
              <ColumnHead
                key={column.id}
                column={column}
                served={served.data ?? []}
                onChange={(next) => change({ columns: draft.columns.map((c) => (c.id === column.id ? next : c)) })}
                {...(draft.columns.length > 1
                  ? {
                      onRemove: () => {
                        answers.forget((cell) => cell.endsWith(` ${column.id}`));
                        change({ columns: draft.columns.filter((c) => c.id !== column.id) });
                      },
                    }
                  : {})}
              />
            ))}
            {draft.prompts.map((prompt) =>
              draft.columns.map((column) => {
                const cell = cellOf(prompt, column);
                return (
                  <AnswerCell
                    key={cell}
                    cell={cell}
                    title={draft.prompts.length > 1 ? words.answerOf(prompt.name, column.model) : column.model}
                    prompt={draft.prompts.length > 1 ? prompt.name : ""}
                    answers={answers}
                    isCompared={compared.includes(cell)}
                    canRun={canRun}
                    onRun={() => run(prompt, column)}
                    onStop={() => answers.stop(cell)}
                    onCompare={() => toggleCompared(cell)}
                    {...(administers ? { onSave: (given: string) => setDoing({ what: "line", prompt, given }) } : {})}
                  />
                );
              }),
            )}
          </div>
        </div>
      </div>
      {anew && (
        <FormDialog
          title={words.resetTitle}
          submit={words.reset}
          danger
          onSubmit={() => {
            answers.forget(() => true);
            setCompared([]);
            onChange(firstDraft());
            return Promise.resolve();
          }}
          onDone={() => setAnew(false)}
          onClose={() => setAnew(false)}
        >
          <p>{words.resetWhy}</p>
        </FormDialog>
      )}
      <Saving doing={doing} draft={draft} onChange={onChange} onClose={() => setDoing(null)} />
      {pair && <Diff left={pair[0]} right={pair[1]} onClose={() => setCompared([])} />}
    </div>
  );
}

const nextName = (prompts: readonly Prompt[]) => String.fromCharCode(65 + (prompts.length % 26));

// A new prompt begins as the last one, to be changed.
function lastOf(prompts: readonly Prompt[]) {
  const last = prompts.at(-1);
  return last ? { system: last.system, user: last.user, images: last.images } : {};
}
