import { Button, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams } from "react-router";
import type { Schemas } from "../../api/client";
import { CopyButton } from "../../parts/CopyButton";
import { DataTable, type Column } from "../../parts/DataTable";
import { Page, Section } from "../../parts/Page";
import { Scroll } from "../../parts/Scroll";
import { Loaded } from "../../parts/states";
import { Facts } from "../../parts/Tile";
import { text } from "../../strings";
import { CalibrationMark } from "./CalibrationMark";
import { evaluatorQuery, passes, scaleOf, type Evaluator, type Metric } from "./evaluator";
import styles from "./Evaluators.module.css";

const words = text.evaluators;

const metricColumns: readonly Column<Metric>[] = [
  { key: "name", title: words.metric, width: 160, grow: 1, cell: (m) => <code>{m.name}</code> },
  { key: "scale", title: words.scale, width: 170, grow: 1, cell: (m) => <span>{scaleOf(m)}</span> },
  { key: "better", title: words.better, width: 140, grow: 1, wideOnly: true, cell: (m) => words.betters[m.better] },
  { key: "passes", title: words.threshold, width: 150, grow: 1, wideOnly: true, cell: (m) => passes(m) ?? words.noThreshold },
];

/** One evaluator: what it measures, what it needs, what a judge is told, and whether that judge is to be trusted. */
export default function EvaluatorPage() {
  const name = useParams()["name"] ?? "";
  const navigate = useNavigate();
  const query = useQuery(evaluatorQuery(name));
  return (
    <Page
      title={name}
      path={[{ title: words.title, to: "/evaluators" }]}
      lead={query.data?.evaluator.description}
      actions={
        query.data?.evaluator.judged && (
          <Button appearance="primary" onClick={() => void navigate(`/calibrations/new?evaluator=${name}`)}>
            {words.calibrate}
          </Button>
        )
      }
    >
      <Loaded query={query}>{(detail) => <Detail detail={detail} />}</Loaded>
    </Page>
  );
}

function Detail({ detail }: { detail: Schemas["EvaluatorDetailView"] }) {
  const { evaluator, prompts } = detail;
  return (
    <>
      {evaluator.fault !== null && (
        <MessageBar intent="error" layout="multiline">
          <MessageBarBody>
            <MessageBarTitle>{words.fault}</MessageBarTitle> {evaluator.fault}
          </MessageBarBody>
        </MessageBar>
      )}
      <Section title={words.about}>
        <Facts
          facts={[
            [words.kind, evaluator.judged ? words.kinds.judged : words.kinds.computed],
            [words.reads, evaluator.inputs.map((i) => (i.required ? i.name : words.optional(i.name))).join(", ")],
            [words.version, <span key="version" title={words.versionHint}>{evaluator.version}</span>],
            [words.calibration, <Calibration key="calibration" evaluator={evaluator} />],
          ]}
        />
      </Section>
      <Section title={words.metrics} plain>
        <DataTable label={words.metrics} columns={metricColumns} rows={evaluator.metrics} rowKey={(m) => m.name} sortName="metrics" />
      </Section>
      {prompts.map((prompt) => (
        <Section key={prompt.name} title={prompts.length === 1 ? words.prompt : `${words.prompt}: ${prompt.name}`} actions={<CopyButton value={() => prompt.text} label={words.copyPrompt} />}>
          <p className={styles.muted}>{prompt.is_own ? words.promptOwn(prompt.name) : words.promptBuiltIn(prompt.name)}</p>
          <Scroll label={prompt.name} className={styles.prompt}>
            <pre>{prompt.text}</pre>
          </Scroll>
          {!prompt.is_own && (
            <p className={styles.muted}>
              {words.exportHint} <code>{words.export(evaluator.name)}</code>
            </p>
          )}
        </Section>
      ))}
    </>
  );
}

function Calibration({ evaluator }: { evaluator: Evaluator }) {
  const { calibration } = evaluator;
  return (
    <div className={styles.calibration}>
      <CalibrationMark evaluator={evaluator} />
      {calibration !== null && calibration.label !== words.uncalibrated && <span>{calibration.label}</span>}
      {calibration?.judge && <span className={styles.muted}>{words.withModel(calibration.judge)}</span>}
    </div>
  );
}
