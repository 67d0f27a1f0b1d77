import { Accordion, AccordionHeader, AccordionItem, AccordionPanel, Badge, Button, DrawerBody, DrawerHeader, DrawerHeaderTitle, OverlayDrawer } from "@fluentui/react-components";
import { ChevronDown20Regular, ChevronUp20Regular, Dismiss20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { money, nano } from "../../formats/money";
import { count, duration } from "../../formats/numbers";
import { picturesOf, withoutPictures } from "../../parts/pictures";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { graphOf } from "./graph";
import { lineQuery, readLines, runKey, score, type LinesAsked, type Run } from "./run";
import styles from "./Runs.module.css";

type Detail = Schemas["LineDetailView"];

const words = text.runs;
const stretch = 50;

interface Props {
  run: Run;
  line: number;
  /** Place among the lines that the filters let through; null where it is not known. */
  place: number | null;
  asked: LinesAsked;
  onMove: (line: number, place: number) => void;
  onClose: () => void;
}

/** One line whole, beside the table; J and K walk the lines in the table's order. */
export function LineDrawer({ run, line, place, asked, onMove, onClose }: Props) {
  // With one more on either side, so that keys that are pressed fast find their lines here already.
  const first = place === null ? 0 : Math.max(0, place - (place % stretch) - 1);
  const around = useQuery({
    queryKey: [...runKey(run.name), "around", asked, first],
    queryFn: ({ signal }) => readLines(run.name, asked, first, stretch + 2, signal),
    enabled: place !== null,
  }).data;
  const here = place === null ? -1 : place - (around?.from ?? 0);
  const previous = place === null ? undefined : around?.lines[here - 1];
  const next = place === null ? undefined : around?.lines[here + 1];

  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || (event.target as HTMLElement).closest("input, textarea, select, [contenteditable]") || place === null) {
        return;
      }
      if (event.key === "j" && next) {
        onMove(next.line, place + 1);
      } else if (event.key === "k" && previous) {
        onMove(previous.line, place - 1);
      }
    };
    document.addEventListener("keydown", pressed);
    return () => document.removeEventListener("keydown", pressed);
  }, [next, previous, place, onMove]);

  return (
    <OverlayDrawer open position="end" className={styles.drawer ?? ""} onOpenChange={(_, data) => data.open || onClose()} aria-label={words.lineTitle(line)}>
      <DrawerHeader>
        <DrawerHeaderTitle
          action={
            <span className={styles.buttons}>
              <Button appearance="subtle" icon={<ChevronUp20Regular />} aria-label={words.previous} title={words.previous} disabledFocusable={!previous} onClick={() => previous && place !== null && onMove(previous.line, place - 1)} />
              <Button appearance="subtle" icon={<ChevronDown20Regular />} aria-label={words.next} title={words.next} disabledFocusable={!next} onClick={() => next && place !== null && onMove(next.line, place + 1)} />
              <Button appearance="subtle" icon={<Dismiss20Regular />} aria-label={text.act.close} onClick={onClose} />
            </span>
          }
        >
          {words.lineTitle(line)}
        </DrawerHeaderTitle>
      </DrawerHeader>
      <DrawerBody>
        <Loaded query={useQuery(lineQuery(run.name, line))}>{(detail) => <Whole run={run} detail={detail} />}</Loaded>
      </DrawerBody>
    </OverlayDrawer>
  );
}

function Whole({ run, detail }: { run: Run; detail: Detail }) {
  const graph = graphOf(run, detail.line);
  return (
    <div className={styles.detail}>
      <p className={styles.muted}>
        {[detail.seconds === null ? "" : duration(detail.seconds * 1000), detail.tokens === null ? "" : `${count(detail.tokens)} ${words.tokens.toLowerCase()}`, detail.cost_usd === null ? "" : money(nano(detail.cost_usd))].filter(Boolean).join(" · ")}{" "}
        {graph !== null && <Link to={graph}>{words.seeGraph}</Link>}
      </p>
      {detail.error !== null && (
        <section aria-label={words.error}>
          <h3>{words.error}</h3>
          <pre className={styles.value}>{detail.error}</pre>
        </section>
      )}
      {detail.scores.length > 0 && (
        <section aria-label={words.scores}>
          <h3>{words.scores}</h3>
          <ul className={styles.told}>
            {detail.scores.map((said) => (
              <Said key={said.metric} said={said} />
            ))}
          </ul>
        </section>
      )}
      <Values title={words.inputs} values={detail.inputs} />
      {!detail.failed && <Values title={words.outputs} values={detail.outputs} />}
      <Nodes nodes={detail.nodes} />
    </div>
  );
}

/** What one evaluator said, and why. */
function Said({ said }: { said: Schemas["LineScoreView"] }) {
  return (
    <li>
      <span className={styles.tolds}>
        <strong>{said.metric}</strong>
        <span>{said.value === null ? words.noScore : score(said.value)}</span>
        {said.passed !== null && (
          <Badge appearance="tint" color={said.passed ? "success" : "danger"}>
            {said.passed ? words.passed : words.notPassed}
          </Badge>
        )}
        {said.threshold !== null && <span className={styles.muted}>{words.threshold(score(said.threshold))}</span>}
        {said.calibration !== null && (
          <span className={styles.muted}>
            {said.judge ?? words.judge}, {said.calibration}
          </span>
        )}
      </span>
      {said.reason !== null && <span>{said.reason}</span>}
    </li>
  );
}

function Values({ title, values }: { title: string; values: Record<string, unknown> }) {
  const entries = Object.entries(values);
  return entries.length === 0 ? null : (
    <section aria-label={title}>
      <h3>{title}</h3>
      {entries.map(([name, value]) => (
        <div key={name} className={styles.field}>
          <span className={styles.fieldName}>{name}</span>
          <Value label={name} value={value} />
        </div>
      ))}
    </section>
  );
}

function Value({ label, value }: { label: string; value: unknown }) {
  const plain = typeof value === "string";
  return (
    <>
      {picturesOf(value).map((source, at) => (
        <img key={`${at} ${source.length}`} className={styles.picture} src={source} alt={words.pictureOf(label)} />
      ))}
      {/* Long values scroll in themselves, by keys too. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <pre className={plain ? styles.value : styles.code} role="group" aria-label={label} tabIndex={0}>
        {plain ? String(withoutPictures("", value)) : JSON.stringify(value, withoutPictures, 2)}
      </pre>
    </>
  );
}

function Nodes({ nodes }: { nodes: Detail["nodes"] }) {
  return (
    <section aria-label={words.nodes}>
      <h3>{words.nodes}</h3>
      {nodes.length === 0 ? (
        <p className={styles.muted}>{words.noNodes}</p>
      ) : (
        <Accordion multiple collapsible>
          {nodes.map((node) => (
            <AccordionItem key={node.node} value={node.node}>
              <AccordionHeader as="h4">
                <span className={styles.nodeHead}>
                  <span>{node.node}</span>
                  {node.status !== "Completed" && (
                    <Badge appearance="tint" color={node.status === "Failed" ? "danger" : "informative"}>
                      {text.flows.statuses[node.status.toLowerCase()] ?? node.status}
                    </Badge>
                  )}
                  <span className={styles.muted}>{[node.seconds === null ? "" : duration(node.seconds * 1000), node.tokens === null ? "" : `${count(node.tokens)} ${words.tokens.toLowerCase()}`, node.cost_usd === null ? "" : money(nano(node.cost_usd))].filter(Boolean).join(" · ")}</span>
                </span>
              </AccordionHeader>
              <AccordionPanel>
                {node.error !== null && <Value label={words.error} value={node.error} />}
                <Values title={words.inputs} values={node.inputs} />
                {node.output !== null && <Values title={words.outputs} values={{ [node.node]: node.output }} />}
                {node.log !== "" && <Values title={words.log} values={{ [words.log]: node.log }} />}
                {node.calls.length > 0 && <Values title={words.calls} values={{ [words.calls]: node.calls }} />}
              </AccordionPanel>
            </AccordionItem>
          ))}
        </Accordion>
      )}
    </section>
  );
}
