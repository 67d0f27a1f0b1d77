import { Button, Field, Input, MessageBar, MessageBarBody, MessageBarTitle, Select } from "@fluentui/react-components";
import { Play20Regular, Stop20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useAddress } from "../../../address/useAddress";
import { connectionsQuery } from "../../../api/queries";
import { nano, roundMoney } from "../../../formats/money";
import { count, duration } from "../../../formats/numbers";
import { Refusal } from "../../../parts/Refusal";
import { text } from "../../../strings";
import { Status } from "../graph/status";
import { ErrorView } from "../node/RecordView";
import type { Definition } from "../queries";
import type { Test } from "./happened";
import { faultOf, type Typed } from "./inputs";
import { InputsForm } from "./InputsForm";
import { Value } from "./Value";
import styles from "./Test.module.css";

const words = text.flows;

interface Props {
  flow: Definition;
  typed: Typed;
  onType: (typed: Typed) => void;
  test: Test | undefined;
  dirty: boolean;
  onRun: () => void;
  onStop: () => void;
}

/** Inputs of the flow, which variant and model to take, and what came of it. */
export function TestPanel({ flow, typed, onType, test, dirty, onRun, onStop }: Props) {
  const faulty = flow.inputs.some((input) => faultOf(input, typed) !== null);
  const running = test?.state === "running";
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    function pressed(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && event.key === "Enter") {
        event.preventDefault();
        form.current?.requestSubmit();
      }
    }
    window.addEventListener("keydown", pressed);
    return () => window.removeEventListener("keydown", pressed);
  }, []);
  return (
    <div className={styles.panel}>
      <form
        ref={form}
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (!faulty && !running) {
            onRun();
          }
        }}
      >
        {flow.inputs.length === 0 ? <p className={styles.quiet}>{words.noInputs}</p> : <InputsForm inputs={flow.inputs} typed={typed} onType={onType} />}
        <Choices flow={flow} />
        <div className={styles.row}>
          <Button type="submit" appearance="primary" icon={<Play20Regular />} disabledFocusable={faulty || running} aria-keyshortcuts="Control+Enter">
            {dirty ? words.saveAndRun : test ? words.runAgain : words.run}
          </Button>
          {running && (
            <Button icon={<Stop20Regular />} onClick={onStop}>
              {words.stop}
            </Button>
          )}
        </div>
      </form>
      {test && <Result test={test} />}
    </div>
  );
}

/** Which variant, connection and model a test takes; kept in the address. */
export function Choices({ flow }: { flow: Definition }) {
  const { one, change } = useAddress();
  const connections = useQuery(connectionsQuery).data ?? [];
  const variants = flow.nodes.flatMap((node) => (node.variants ?? []).filter((v) => v.id !== node.default_variant).map((v) => [`\${${node.name}.${v.id}}`, `${node.name}: ${v.id}`] as const));
  const prompts = flow.kind === "prompty" || flow.nodes.some((node) => node.type === "llm");
  return (
    <div className={styles.two}>
      {variants.length > 0 && (
        <Field label={words.variant}>
          <Select value={one("variant")} onChange={(_, data) => change({ variant: data.value })}>
            <option value="">{words.defaultVariants}</option>
            {variants.map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {prompts && (
        <>
          <Field label={words.connection}>
            <Select value={one("connection")} onChange={(_, data) => change({ connection: data.value })}>
              <option value="">{words.connectionFromFlow}</option>
              {connections.map(({ name }) => (
                <option key={name}>{name}</option>
              ))}
            </Select>
          </Field>
          <Field label={words.otherModel} hint={words.otherModelHint}>
            <Input value={one("model")} onChange={(_, data) => change({ model: data.value })} />
          </Field>
        </>
      )}
    </div>
  );
}

const states = { running: "running", done: "completed", failed: "failed", stopped: "canceled" } as const;

export function Result({ test }: { test: Test }) {
  const { end } = test;
  const outputs = typeof end?.outputs === "object" && end.outputs !== null ? Object.entries(end.outputs as Record<string, unknown>) : Object.entries(test.chunks);
  return (
    <section className={styles.panel} aria-label={words.result}>
      <p className={styles.summary} role="status">
        <Status status={states[test.state]} />
        {end && words.total(duration(end.duration_ms), end.total_tokens === null ? null : words.tokens(count(end.total_tokens)), end.cost === null ? (end.total_tokens === null ? null : words.unpriced) : roundMoney(nano(end.cost)))}
      </p>
      <Refusal error={test.problem} />
      {end?.error && <ErrorView error={end.error} />}
      {outputs.map(([name, value]) => (
        <div key={name} className={styles.output}>
          <h2>{name}</h2>
          <Value label={name} value={value} />
        </div>
      ))}
      {end?.metrics != null && (
        <div className={styles.output}>
          <h2>{words.metrics}</h2>
          <Value label={words.metrics} value={end.metrics} />
        </div>
      )}
      {test.warnings.length > 0 && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.warningsTitle}</MessageBarTitle>
            <ul>
              {test.warnings.map((warning) => (
                <li key={warning}>{warning}</li>
              ))}
            </ul>
          </MessageBarBody>
        </MessageBar>
      )}
    </section>
  );
}
