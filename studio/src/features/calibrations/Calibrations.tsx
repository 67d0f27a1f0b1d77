import { Badge, Button, MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import { Add20Regular, Checkmark12Regular, QuestionCircle12Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import type { Schemas } from "../../api/client";
import { day } from "../../formats/times";
import { DataTable, type Column } from "../../parts/DataTable";
import { Page } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { evaluatorsQuery } from "../evaluators/evaluator";
import { calibrationsQuery, rangeOf } from "./calibration";

type Kept = Schemas["CalibrationRecordView"];

const words = text.calibrations;

const held = (r: Kept) => words.onLines(words.lines(r.lines), words.people(r.raters));

const columns: readonly Column<Kept>[] = [
  { key: "evaluator", title: words.evaluator, width: 170, grow: 1, value: (r) => r.evaluator, cell: (r) => <Name evaluator={r.evaluator} /> },
  {
    key: "state",
    title: words.state,
    width: 150,
    value: (r) => r.is_calibrated,
    cell: (r) => (
      <Badge appearance="tint" color={r.is_calibrated ? "success" : "warning"} icon={r.is_calibrated ? <Checkmark12Regular /> : <QuestionCircle12Regular />} title={r.label}>
        {r.is_calibrated ? text.evaluators.calibrated : text.evaluators.uncalibrated}
      </Badge>
    ),
  },
  { key: "agreement", title: words.measure, width: 300, grow: 2, wideOnly: true, value: (r) => r.agreement.estimate, cell: (r) => <span title={`${r.measure} ${rangeOf(r.agreement)}`}>{`${r.measure} ${rangeOf(r.agreement)}`}</span> },
  { key: "people", title: words.ceiling, width: 170, wideOnly: true, value: (r) => r.people?.estimate, cell: (r) => (r.people ? rangeOf(r.people) : words.result.onePerson) },
  { key: "on", title: words.on, width: 170, wideOnly: true, value: (r) => r.lines, cell: held },
  { key: "model", title: words.model, width: 160, grow: 1, wideOnly: true, value: (r) => r.judge, cell: (r) => <span title={r.judge ?? ""}>{r.judge ?? words.unnamed}</span> },
  { key: "version", title: words.version, width: 120, wideOnly: true, value: (r) => r.version, cell: (r) => <span title={r.version ?? ""}>{r.version ?? words.unnamed}</span> },
  { key: "date", title: words.date, width: 120, wideOnly: true, value: (r) => r.date, cell: (r) => day(r.date) },
];

/** An evaluator of the library has a page; a user's own is what its path says. */
function Name({ evaluator }: { evaluator: string }) {
  const known = useQuery(evaluatorsQuery).data?.some((e) => e.name === evaluator);
  return known ? <Link to={`/evaluators/${evaluator}`}>{evaluator}</Link> : <span title={evaluator}>{evaluator}</span>;
}

/** What the workspace keeps of calibrations. */
export default function Calibrations() {
  const navigate = useNavigate();
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        <Button appearance="primary" icon={<Add20Regular />} onClick={() => void navigate("/calibrations/new")}>
          {words.begin}
        </Button>
      }
    >
      <Loaded query={useQuery(calibrationsQuery)}>
        {({ records, faults }) => (
          <>
            {faults.map((fault) => (
              <MessageBar key={fault.file} intent="error" layout="multiline">
                <MessageBarBody>
                  <MessageBarTitle>{words.faultTitle(fault.file)}</MessageBarTitle> {fault.line !== null && words.faultLine(fault.line)}
                  {fault.message}
                </MessageBarBody>
              </MessageBar>
            ))}
            {records.length === 0 ? (
              faults.length === 0 && <Notice title={words.emptyTitle}>{words.empty}</Notice>
            ) : (
              <DataTable
                label={words.title}
                columns={columns}
                rows={records}
                rowKey={(r) => r.file}
                sort="evaluator"
              />
            )}
          </>
        )}
      </Loaded>
    </Page>
  );
}
