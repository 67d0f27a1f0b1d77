import { Button, Field, Textarea } from "@fluentui/react-components";
import { Send20Regular, Stop20Regular } from "@fluentui/react-icons";
import { useEffect, useRef, useState } from "react";
import type { Schemas } from "../../../api/client";
import { nano, roundMoney } from "../../../formats/money";
import { count, duration } from "../../../formats/numbers";
import { AskButton } from "../../../parts/AskButton";
import { Refusal } from "../../../parts/Refusal";
import { text } from "../../../strings";
import { ErrorView } from "../node/RecordView";
import type { Definition } from "../queries";
import { askedNow, type Test } from "./happened";
import type { Typed } from "./inputs";
import { InputsForm } from "./InputsForm";
import { Choices } from "./TestPanel";
import styles from "./Test.module.css";

const words = text.flows;

export interface Turn {
  question: string;
  answer: string;
  outputs: unknown;
  figures: string;
}

interface Props {
  flow: Definition;
  chat: Schemas["FlowChatView"];
  /** What is typed and not sent. */
  draft: string;
  onDraft: (change: (draft: string) => string) => void;
  turns: readonly Turn[];
  onTurns: (change: (turns: readonly Turn[]) => readonly Turn[]) => void;
  typed: Typed;
  onType: (typed: Typed) => void;
  test: Test | undefined;
  onRun: (inputs: Record<string, unknown>) => Promise<Test | null>;
  onStop: () => void;
}

/** A conversation with a chat flow: what was said goes along in the form that its kind of flow takes. */
export function ChatPanel({ flow, chat, draft, onDraft, turns, onTurns, typed, onType, test, onRun, onStop }: Props) {
  // Before a question is under way its flow is saved.
  const [sending, setSending] = useState<string | null>(null);
  const end = useRef<HTMLDivElement>(null);
  const asked = askedNow(test, chat.question) ?? sending;
  const waiting = asked !== null;
  const coming = (waiting && test?.state === "running" && test.chunks[chat.answer]) || "";
  const others = flow.inputs.filter(({ name }) => name !== chat.question && name !== chat.history);

  useEffect(() => {
    end.current?.scrollIntoView({ block: "nearest" });
  }, [turns.length, coming]);

  async function send() {
    const question = draft.trim();
    if (question === "" || waiting) {
      return;
    }
    onDraft(() => "");
    setSending(question);
    const ended = await onRun({ [chat.question]: question, ...(chat.history === null ? {} : { [chat.history]: historyOf(chat, turns) }) });
    setSending(null);
    if (ended?.state === "done") {
      onTurns((before) => [...before, turnOf(chat, question, ended)]);
    } else {
      // What could not be answered can be sent again.
      onDraft((now) => (now.trim() === "" ? question : now));
    }
  }

  return (
    <div className={styles.chat}>
      {others.length > 0 && (
        <details>
          <summary>{words.otherInputs}</summary>
          <div className={styles.form}>
            <InputsForm inputs={others} typed={typed} onType={onType} />
          </div>
        </details>
      )}
      <Choices flow={flow} />
      {/* What is long is scrolled, which takes the focus. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.talk} role="log" aria-label={words.conversation} tabIndex={0}>
        {turns.length === 0 && !waiting && <p className={styles.quiet}>{words.chatEmpty}</p>}
        {turns.flatMap((turn, at) => [
          <div key={`${at} q`} className={styles.turn} data-who="you">
            <span className={styles.role}>{words.you}</span>
            {turn.question}
          </div>,
          <div key={`${at} a`} className={styles.turn}>
            <span className={styles.role}>{words.flow}</span>
            {turn.answer}
            <span className={styles.foot}>{turn.figures}</span>
          </div>,
        ])}
        {waiting && (
          <>
            <div className={styles.turn} data-who="you">
              <span className={styles.role}>{words.you}</span>
              {asked}
            </div>
            <div className={styles.turn}>
              <span className={styles.role}>{words.flow}</span>
              {coming === "" ? words.running : coming}
            </div>
          </>
        )}
        <div ref={end} />
      </div>
      {!waiting && <Refusal error={test?.problem} />}
      {!waiting && test?.end?.error && <ErrorView error={test.end.error} />}
      <form
        className={styles.write}
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <Field label={words.message}>
          <Textarea
            rows={2}
            resize="vertical"
            value={draft}
            onChange={(_, data) => onDraft(() => data.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
                event.preventDefault();
                void send();
              }
            }}
          />
        </Field>
        {waiting ? (
          <Button icon={<Stop20Regular />} onClick={onStop}>
            {words.stop}
          </Button>
        ) : (
          <Button type="submit" appearance="primary" icon={<Send20Regular />} disabledFocusable={draft.trim() === ""}>
            {words.send}
          </Button>
        )}
      </form>
      {turns.length > 0 && !waiting && (
        <div className={styles.row}>
          <AskButton appearance="subtle" label={words.clearChat} title={words.clearChatTitle} why={words.clearChatWhy} onYes={() => onTurns(() => [])} />
        </div>
      )}
    </div>
  );
}

/** What was said, as the flow's kind wants it. */
export const historyOf = (chat: Schemas["FlowChatView"], turns: readonly Turn[]): unknown[] =>
  turns.flatMap((turn): unknown[] =>
    chat.messages
      ? [
          { role: "user", content: turn.question },
          { role: "assistant", content: turn.answer },
        ]
      : [{ inputs: { [chat.question]: turn.question }, outputs: turn.outputs }],
  );

function turnOf(chat: Schemas["FlowChatView"], question: string, { end }: Test): Turn {
  const outputs = typeof end?.outputs === "object" && end.outputs !== null ? (end.outputs as Record<string, unknown>) : {};
  const answer = outputs[chat.answer] ?? Object.values(outputs)[0] ?? "";
  return {
    question,
    answer: typeof answer === "string" ? answer : JSON.stringify(answer),
    outputs,
    figures: end === null ? "" : words.total(duration(end.duration_ms), end.total_tokens === null ? null : words.tokens(count(end.total_tokens)), end.cost === null ? null : roundMoney(nano(end.cost))),
  };
}
