import { Badge, Button } from "@fluentui/react-components";
import { ArrowUpload20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { fromNow, moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ChoiceFilter, ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { ImportFlows } from "./ImportFlows";
import { flowAddress, flowsQuery, type FlowSummary } from "./queries";

const words = text.flows;

/** Every flow of the workspace. */
export default function Flows() {
  const { one, change } = useAddress();
  const query = useQuery(flowsQuery);
  const importing = one("import") !== "";
  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        query.data?.workspace ? (
          <Button appearance="primary" icon={<ArrowUpload20Regular />} onClick={() => change({ import: "1" })}>
            {words.import}
          </Button>
        ) : undefined
      }
    >
      <Loaded query={query}>
        {({ workspace, flows }) =>
          workspace === null ? (
            <Notice title={words.noWorkspace}>{words.noWorkspaceWhy}</Notice>
          ) : flows.length === 0 ? (
            <Notice title={words.none}>
              {words.noneWhy} <code>{words.noneCommand}</code>
            </Notice>
          ) : (
            <FlowList flows={flows} />
          )
        }
      </Loaded>
      {importing && <ImportFlows onClose={() => change({ import: "" })} />}
    </Page>
  );
}

function FlowList({ flows }: { flows: readonly FlowSummary[] }) {
  const { one } = useAddress();
  const navigate = useNavigate();
  const [find, kind, state] = [one("find").toLowerCase(), one("kind"), one("state")];
  const errors = (flow: FlowSummary) => flow.faults.filter((fault) => fault.severity === "error").length;
  const shown = flows.filter(
    (flow) =>
      (kind === "" || flow.kind === kind) &&
      (state === "" || (state === "faulty") === errors(flow) > 0) &&
      `${flow.name} ${flow.path} ${flow.description ?? ""}`.toLowerCase().includes(find),
  );
  const columns: readonly Column<FlowSummary>[] = [
    { key: "name", title: words.columns.name, width: 160, grow: 2, value: (f) => f.name, cell: (f) => <Link to={flowAddress(f.path)} title={f.description ?? undefined}>{f.name}</Link> },
    { key: "state", title: words.columns.state, width: 104, value: errors, cell: (f) => <State flow={f} errors={errors(f)} /> },
    { key: "path", title: words.columns.path, width: 200, grow: 2, wideOnly: true, value: (f) => f.path, cell: (f) => <code title={f.path}>{f.path}</code> },
    { key: "kind", title: words.columns.kind, width: 84, wideOnly: true, value: (f) => f.kind, cell: (f) => words.kinds[f.kind] ?? f.kind },
    { key: "type", title: words.columns.type, width: 100, wideOnly: true, value: (f) => f.type, cell: (f) => words.types[f.type] ?? f.type },
    { key: "nodes", title: words.columns.nodes, width: 76, numeric: true, wideOnly: true, value: (f) => f.nodes, cell: (f) => f.nodes },
    { key: "inputs", title: words.columns.inputs, width: 130, grow: 1, wideOnly: true, cell: (f) => <span title={f.inputs.map((i) => i.name).join(", ")}>{f.inputs.map((i) => i.name).join(", ")}</span> },
    { key: "changed", title: words.columns.changed, width: 140, wideOnly: true, value: (f) => f.changed_at, cell: (f) => <span title={moment(f.changed_at)}>{fromNow(f.changed_at)}</span> },
  ];
  return (
    <>
      <Filters>
        <FindFilter />
        <ChoiceFilter name="kind" label={words.columns.kind} choices={[["", words.any], ...Object.entries(words.kinds)]} />
        <ChoiceFilter
          name="state"
          label={words.columns.state}
          choices={[
            ["", words.any],
            ["valid", words.valid],
            ["faulty", words.errorTitle],
          ]}
        />
        <ClearFilters names={["find", "kind", "state"]} />
      </Filters>
      <RowCount shown={shown.length} all={flows.length} />
      <DataTable label={words.title} columns={columns} rows={shown} rowKey={(f) => f.path} onOpen={(f) => void navigate(flowAddress(f.path))} />
    </>
  );
}

function State({ flow, errors }: { flow: FlowSummary; errors: number }) {
  const warnings = flow.faults.length - errors;
  return errors > 0 ? (
    <Badge appearance="tint" color="danger" title={flow.faults[0]?.message}>
      {words.errors(errors)}
    </Badge>
  ) : warnings > 0 ? (
    <Badge appearance="tint" color="warning" title={flow.faults[0]?.message}>
      {words.warnings(warnings)}
    </Badge>
  ) : (
    <Badge appearance="tint" color="success">
      {words.valid}
    </Badge>
  );
}
