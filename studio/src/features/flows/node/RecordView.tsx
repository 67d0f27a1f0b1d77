import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { Link, useSearchParams } from "react-router";
import { nano, money } from "../../../formats/money";
import { count, duration } from "../../../formats/numbers";
import { text } from "../../../strings";
import { figuresOf } from "../graph/figures";
import { Status, statusOf } from "../graph/status";
import { nameOf, type FlowError, type NodeRecord } from "../queries";
import { Value } from "../test/Value";
import styles from "../test/Test.module.css";
import { callsOf, type ModelCall } from "./calls";

const words = text.flows;

/** What one node did: its inputs and output, the messages it sent, what it printed, why it failed. */
export function RecordView({ record }: { record: NodeRecord | undefined }) {
  if (record === undefined) {
    return <p className={styles.quiet}>{words.notReached}</p>;
  }
  const status = statusOf(record);
  const calls = callsOf(record.calls);
  return (
    <div className={styles.panel}>
      <p className={styles.summary}>
        <Status status={status} />
        {figuresOf(record).length > 0 && record.duration_ms !== null && (
          <span title={record.cost === null ? undefined : money(nano(record.cost))}>{figuresOf(record).join(" · ")}</span>
        )}
      </p>
      {status === "bypassed" && <p>{words.bypassedWhy}</p>}
      {status === "replayed" && <p>{words.replayedWhy}</p>}
      {record.error && <ErrorView error={record.error} />}
      {status !== "bypassed" && (
        <>
          <Inputs inputs={record.inputs} />
          {(record.status === "completed" || record.output !== null) && (
            <div className={styles.part}>
              <h3>{words.gave}</h3>
              <Value label={words.gave} value={record.output} />
            </div>
          )}
        </>
      )}
      {calls.map((call) => (
        <ModelCallView key={call.id} call={call} />
      ))}
      {(record.logs !== "" || record.error_logs !== "") && (
        <div className={styles.part}>
          <h3>{words.logs}</h3>
          <Value label={words.logs} value={[record.logs, record.error_logs].filter(Boolean).join("\n")} />
        </div>
      )}
      {record.cut && <p className={styles.quiet}>{words.cutShort}</p>}
    </div>
  );
}

function Inputs({ inputs }: { inputs: unknown }) {
  const entries = typeof inputs === "object" && inputs !== null ? Object.entries(inputs as Record<string, unknown>) : [];
  return entries.length === 0 ? null : (
    <div className={styles.part}>
      <h3>{words.given}</h3>
      <dl className={styles.facts}>
        {entries.map(([name, value]) => (
          <div key={name} style={{ display: "contents" }}>
            <dt>{name}</dt>
            <dd>{isShort(value) ? <code>{typeof value === "string" ? value : JSON.stringify(value)}</code> : <Value label={name} value={value} />}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const isShort = (value: unknown) => (typeof value === "string" ? value.length > 0 && value.length < 80 && !value.includes("\n") : typeof value !== "object" || value === null);

function ModelCallView({ call }: { call: ModelCall }) {
  const figures = [
    call.model,
    call.seconds === null ? null : duration(call.seconds * 1000),
    call.tokens === null ? null : words.tokens(count(call.tokens)),
  ].filter((part) => part !== null && part !== "");
  return (
    <details className={styles.part}>
      <summary>
        {call.messages.length > 0 ? words.messages : call.name} {figures.length > 0 && <span className={styles.quiet}>{figures.join(" · ")}</span>}
      </summary>
      {call.messages.length > 0 ? (
        <div className={styles.messages}>
          {[...call.messages, ...(call.answer === null ? [] : [call.answer])].map((message, at) => (
            <div key={at} className={styles.message} data-role={message.role}>
              <span className={styles.role}>{message.role}</span>
              {typeof message.content === "string" ? <p>{message.content}</p> : <Value label={message.role} value={message.content} />}
            </div>
          ))}
          {call.parameters !== null && (
            <div className={styles.part}>
              <h3>{words.parameters}</h3>
              <Value label={words.parameters} value={call.parameters} />
            </div>
          )}
        </div>
      ) : (
        <>
          <Inputs inputs={call.inputs} />
          <Value label={`${call.name}: ${words.gave}`} value={call.output} />
        </>
      )}
    </details>
  );
}

/** Why something failed, and the line where it did. */
export function ErrorView({ error }: { error: FlowError }) {
  const [parameters] = useSearchParams();
  return (
    <MessageBar intent="error" layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{[error.node, error.code].filter(Boolean).join(": ")}</MessageBarTitle>
        {error.message}
        {error.file && error.line !== null && (
          <>
            {" "}
            <Link to={{ search: new URLSearchParams({ ...Object.fromEntries(parameters), panel: "files", file: error.file, at: String(error.line) }).toString() }}>{words.atLine(nameOf(error.file), error.line)}</Link>
          </>
        )}
        {error.traceback && (
          <details>
            <summary>{words.traceback}</summary>
            <pre className={styles.json}>{error.traceback}</pre>
          </details>
        )}
      </MessageBarBody>
    </MessageBar>
  );
}
