import { Button, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Schemas } from "../../api/client";
import { rowsQuery, textOf } from "../../api/datasets";
import { count } from "../../formats/numbers";
import { DataTable } from "../../parts/DataTable";
import { Section } from "../../parts/Page";
import { Fault, Loaded } from "../../parts/states";
import { text } from "../../strings";
import { Done } from "./Done";
import { addSample, dataset } from "./tour";

const words = text.tour.data;
const shown = 4;
const columns = ["question", "product", "reference_answer"] as const;

/** The sample's questions as a dataset of the workspace. */
export function DataStep({ data }: { data: Schemas["DatasetView"] | null }) {
  const queries = useQueryClient();
  const add = useMutation({ mutationFn: addSample, onSuccess: () => queries.invalidateQueries() });
  return (
    <Section title={words.title} actions={data ? <Done /> : null}>
      <p>{words.why}</p>
      {add.isError && <Fault error={add.error} onRetry={() => add.mutate()} />}
      {data ? (
        <FirstLines data={data} />
      ) : (
        <div>
          <Button appearance="primary" disabledFocusable={add.isPending} onClick={() => !add.isPending && add.mutate()}>
            {add.isPending ? words.adding : words.add}
          </Button>
        </div>
      )}
    </Section>
  );
}

function FirstLines({ data }: { data: Schemas["DatasetView"] }) {
  const version = data.versions.find((v) => v.version === data.latest);
  return (
    <>
      <p>
        {version && words.added(data.name, count(version.rows), version.version)} <Link to={`/datasets/${encodeURIComponent(dataset)}`}>{words.open}</Link>
      </p>
      <Loaded query={useQuery(rowsQuery(dataset, data.latest ?? undefined, 0, shown))}>
        {({ rows }) => (
          <>
            {rows.some(({ value }) => !("manual" in value)) && (
              <MessageBar intent="warning">
                <MessageBarBody>{words.other(dataset)}</MessageBarBody>
              </MessageBar>
            )}
            <DataTable
              label={words.rows}
              rows={rows}
              rowKey={(row) => String(row.number)}
              columns={columns.map((column) => ({
                key: column,
                title: words.columns[column],
                width: column === "product" ? 130 : 180,
                grow: column === "product" ? 1 : 3,
                wideOnly: column === "product",
                cell: (row: Schemas["RowView"]) => <span title={textOf(row.value[column])}>{textOf(row.value[column])}</span>,
              }))}
            />
          </>
        )}
      </Loaded>
    </>
  );
}
