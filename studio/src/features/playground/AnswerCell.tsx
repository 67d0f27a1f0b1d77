import { Badge, Button, Checkbox, Spinner } from "@fluentui/react-components";
import { Play20Filled, Stop20Filled, TableAdd20Regular } from "@fluentui/react-icons";
import { useSyncExternalStore } from "react";
import { Link } from "react-router";
import { duration, count } from "../../formats/numbers";
import { CopyButton } from "../../parts/CopyButton";
import { useSession } from "../../session/Session";
import { text } from "../../strings";
import { costOf } from "../calls/Calls";
import { isBusy, type Answer, type Answers } from "./answers";
import styles from "./Playground.module.css";

const words = text.playground;

interface Props {
  cell: string;
  title: string;
  prompt: string;
  answers: Answers;
  isCompared: boolean;
  canRun: boolean;
  onRun: () => void;
  onStop: () => void;
  onCompare: () => void;
  /** Left out for those who may not write into the workspace. */
  onSave?: (given: string) => void;
}

/** One prompt's answer by one model. */
export function AnswerCell({ cell, title, prompt, answers, isCompared, canRun, onRun, onStop, onCompare, onSave }: Props) {
  const answer = useSyncExternalStore(answers.subscribe, () => answers.of(cell));
  const busy = isBusy(answer);
  return (
    <article className={styles.answer} aria-label={title} aria-busy={busy}>
      <div className={styles.answerHead}>
        {prompt !== "" && <span className={styles.promptMark}>{prompt}</span>}
        {busy ? (
          <Button size="small" icon={<Stop20Filled />} onClick={onStop}>
            {words.stop}
          </Button>
        ) : (
          <Button size="small" icon={<Play20Filled />} disabledFocusable={!canRun} onClick={() => canRun && onRun()}>
            {answer ? words.again : words.run}
          </Button>
        )}
        {answer && answer.received.text !== "" && (
          <>
            <Checkbox label={words.compare} checked={isCompared} onChange={onCompare} />
            <CopyButton iconOnly value={() => answer.received.text} label={words.copyAnswer} />
            {onSave && <Button appearance="subtle" icon={<TableAdd20Regular />} aria-label={text.saving.line} title={text.saving.line} onClick={() => onSave(answer.received.text)} />}
          </>
        )}
      </div>
      {answer ? <AnswerBody answer={answer} /> : <p className={styles.none}>{words.noAnswer}</p>}
      {answer && <AnswerMeter answer={answer} />}
    </article>
  );
}

/** What has come of an answer, and what went wrong. */
export function AnswerBody({ answer }: { answer: Answer }) {
  const { received, state, problem } = answer;
  const { askForKey } = useSession();
  return (
    <div className={styles.body} aria-live={state === "streaming" ? "off" : "polite"}>
      {state === "queued" && <p className={styles.none}>{words.queued}</p>}
      {state === "waiting" && <Spinner size="tiny" label={words.waiting} labelPosition="after" />}
      {received.reasoning !== "" && (
        <details className={styles.reasoning}>
          <summary>{words.reasoning}</summary>
          {received.reasoning}
        </details>
      )}
      {received.text !== "" && <div className={styles.text}>{received.text}</div>}
      {received.tools.map((tool, at) => (
        <pre key={at} className={styles.tool}>
          {tool.name}({tool.arguments})
        </pre>
      ))}
      {state === "stopped" && <Badge appearance="tint">{words.stopped}</Badge>}
      {received.finish !== null && received.finish !== "stop" && <Badge appearance="tint" color="warning">{words.finish(received.finish)}</Badge>}
      {problem && (
        <div role="alert" className={styles.fault}>
          <p>{problem.message}</p>
          {(problem.needsKey || problem.isForbidden) && (
            <Button size="small" onClick={askForKey}>
              {problem.needsKey ? text.faults.signIn : text.shell.otherKey}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** How long an answer took, and what it cost. */
export function AnswerMeter({ answer }: { answer: Answer }) {
  const { call, received, firstTokenMs, totalMs } = answer;
  const tokens = received.usage;
  const parts = [
    totalMs === null ? null : duration(totalMs),
    firstTokenMs === null ? null : words.firstToken(duration(firstTokenMs)),
    tokens === null ? null : words.tokens(count(tokens.prompt_tokens), count(tokens.completion_tokens)),
    call === null ? null : costOf(call) === text.table.unknown ? words.costUnknown : costOf(call) || words.costNothing,
    answer.target,
  ].filter((part) => part !== null && part !== "");
  return parts.length === 0 ? null : (
    <p className={styles.meter}>
      {parts.join(" · ")}
      {call && (
        <>
          {" · "}
          <Link to={`/calls/${call.id}`}>{words.ledger}</Link>
        </>
      )}
    </p>
  );
}
