import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { Link } from "react-router";
import { Section } from "../../parts/Page";
import { text } from "../../strings";
import { RowFields } from "../datasets/RowDrawer";
import { Agreement } from "./Agreement";
import { biasWords, digits, rangeOf, verdictOf, type Result as Calibrated } from "./calibration";
import styles from "./Calibrations.module.css";
import { Confusion } from "./Confusion";
import { Production } from "./Production";
import { Threshold } from "./Threshold";

const words = text.calibrations;
const verdicts = { none: ["warning", words.result.verdictNone], ceiling: ["success", words.result.verdictCeiling], below: ["warning", words.result.verdictBelow], shown: ["success", words.result.verdictShown] } as const;

/** All that a calibration says, what to go by first. */
export function Result({ result, run }: { result: Calibrated; run: string | undefined }) {
  const [main] = result.agreement;
  return (
    <>
      <Section title={words.result.summary(result.judge, words.people(result.raters), words.lines(result.lines))}>
        {main && <Verdict main={main} />}
        {result.nulls > 0 && <p>{words.result.nulls(words.lines(result.nulls))}</p>}
        {result.bias && <p>{biasWords(result.bias)}</p>}
      </Section>
      <Section title={words.result.agreement}>
        <p className={styles.muted}>{words.result.agreementLead}</p>
        <Agreement agreement={result.agreement.map((a) => ({ name: a.name, agreement: a }))} heading={words.result.figure} />
      </Section>
      {result.confusion && <Confusion confusion={result.confusion} />}
      <Threshold threshold={result.threshold} />
      <Worst result={result} run={run} />
      {result.slices.length > 0 && (
        <Section title={words.result.slices}>
          <p className={styles.muted}>
            {words.result.sliceLead} {words.result.sliceNone}
          </p>
          <Agreement agreement={result.slices.map((s) => ({ name: `${s.column} = ${s.value}`, note: words.lines(s.lines), agreement: s.agreement }))} heading={words.result.slice} />
        </Section>
      )}
      {result.production && <Production production={result.production} />}
    </>
  );
}

/** What the figure to go by says. */
function Verdict({ main }: { main: Calibrated["agreement"][number] }) {
  const [intent, says] = verdicts[verdictOf(main)];
  return (
    <MessageBar intent={intent} layout="multiline">
      <MessageBarBody>
        <MessageBarTitle>{`${main.name} ${rangeOf(main.judge)}`}</MessageBarTitle> {says}
      </MessageBarBody>
    </MessageBar>
  );
}

/** The lines on which judge and people are farthest apart, each opened with all that is in it. */
function Worst({ result, run }: { result: Calibrated; run: string | undefined }) {
  const { worst_lines: worst } = result;
  return (
    <Section title={words.result.worst}>
      <p className={styles.muted}>{worst.length === 0 ? words.result.worstNone : words.result.worstLead}</p>
      {worst.map((line) => (
        <details key={line.line} className={styles.worst}>
          <summary>
            <strong>{words.result.worstLine(line.line)}</strong> {words.result.worstScores(digits(line.judge), digits(line.people))}
          </summary>
          {line.row ? <RowFields value={line.row} /> : run !== undefined && <Link to={`/runs/${encodeURIComponent(run)}?line=${line.line}`}>{words.result.worstInRun}</Link>}
        </details>
      ))}
    </Section>
  );
}
