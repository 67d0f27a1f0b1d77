import { Badge } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ChoiceFilter, ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { CalibrationMark } from "./CalibrationMark";
import { evaluatorsQuery, passes, type Evaluator } from "./evaluator";

const words = text.evaluators;

const kind = (e: Evaluator) => (e.judged ? words.kinds.judged : words.kinds.computed);
const reads = (e: Evaluator) => e.inputs.map((i) => (i.required ? i.name : `[${i.name}]`)).join(", ");
const gives = (e: Evaluator) => e.metrics.map((m) => [m.name, passes(m)].filter(Boolean).join(" ")).join(", ");
const state = (e: Evaluator) => (e.calibration === null ? 2 : e.calibration.is_calibrated ? 0 : 1);

const columns: readonly Column<Evaluator>[] = [
  { key: "name", title: words.name, width: 190, grow: 1, value: (e) => e.name, cell: (e) => <Link to={`/evaluators/${e.name}`}>{e.name}</Link> },
  {
    key: "kind",
    title: words.kind,
    width: 120,
    value: kind,
    cell: (e) => (
      <>
        {kind(e)}
        {e.has_own_prompt && <Badge appearance="outline">{words.ownPrompt}</Badge>}
      </>
    ),
  },
  { key: "calibration", title: words.calibration, width: 170, wideOnly: true, value: state, cell: (e) => <CalibrationMark evaluator={e} /> },
  { key: "reads", title: words.reads, width: 170, grow: 2, wideOnly: true, value: reads, cell: (e) => <span title={reads(e)}>{reads(e)}</span> },
  { key: "gives", title: words.gives, width: 170, grow: 2, wideOnly: true, value: gives, cell: (e) => <span title={gives(e)}>{gives(e)}</span> },
  { key: "says", title: words.says, width: 220, grow: 3, wideOnly: true, cell: (e) => <span title={e.description}>{e.description}</span> },
];

/** What there is to score with. */
export default function Evaluators() {
  return (
    <Page title={words.title} lead={words.lead}>
      <Filters>
        <FindFilter label={words.find} />
        <ChoiceFilter name="kind" label={words.kind} choices={[["", words.kinds.any], ["judged", words.kinds.judged], ["computed", words.kinds.computed]]} />
        <ClearFilters names={["find", "kind"]} />
      </Filters>
      <Loaded query={useQuery(evaluatorsQuery)}>{(all) => <Table all={all} />}</Loaded>
    </Page>
  );
}

function Table({ all }: { all: readonly Evaluator[] }) {
  const { one } = useAddress();
  const navigate = useNavigate();
  const find = one("find").toLowerCase();
  const only = one("kind");
  const found = all.filter((e) => (only === "" || e.judged === (only === "judged")) && `${e.name} ${reads(e)} ${e.description}`.toLowerCase().includes(find));
  return (
    <>
      <RowCount shown={found.length} all={all.length} />
      <DataTable label={words.title} columns={columns} rows={found} rowKey={(e) => e.name} onOpen={(e) => void navigate(`/evaluators/${e.name}`)} most={18} />
    </>
  );
}
