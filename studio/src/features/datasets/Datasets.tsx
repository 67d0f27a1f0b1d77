import { Button } from "@fluentui/react-components";
import { Add20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { datasetsQuery } from "../../api/datasets";
import { bytes } from "../../formats/bytes";
import { count } from "../../formats/numbers";
import { fromNow, moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import type { Dataset, Version } from "./dataset";

const words = text.datasets;

const latestOf = (dataset: Dataset): Version | undefined => dataset.versions.find((v) => v.version === dataset.latest);

const columns: readonly Column<Dataset>[] = [
  { key: "name", title: words.name, width: 150, grow: 2, value: (d) => d.name, cell: (d) => <Link to={`/datasets/${d.name}`}>{d.name}</Link> },
  { key: "rows", title: words.rows, width: 100, numeric: true, value: (d) => latestOf(d)?.rows, cell: (d) => count(latestOf(d)?.rows ?? 0) },
  { key: "latest", title: words.latest, width: 110, value: (d) => d.latest, cell: (d) => (d.fault !== undefined ? words.unreadable : d.latest === null ? words.allDeleted : words.versionOf(d.latest)) },
  { key: "size", title: words.size, width: 100, numeric: true, wideOnly: true, value: (d) => latestOf(d)?.bytes, cell: (d) => bytes(latestOf(d)?.bytes ?? 0) },
  { key: "key", title: words.key, width: 110, wideOnly: true, value: (d) => d.key, cell: (d) => <span>{d.key}</span> },
  {
    key: "made",
    title: words.made,
    width: 140,
    wideOnly: true,
    value: (d) => latestOf(d)?.created_at,
    cell: (d) => {
      const made = latestOf(d)?.created_at;
      return made === undefined ? "" : <span title={moment(made)}>{fromNow(made)}</span>;
    },
  },
  { key: "description", title: words.description, width: 200, grow: 3, wideOnly: true, value: (d) => d.fault ?? d.description, cell: (d) => <span title={d.fault ?? d.description ?? ""}>{d.fault ?? d.description}</span> },
];

/** All datasets, with their latest versions. */
export default function Datasets() {
  const navigate = useNavigate();
  const create = (
    <Button appearance="primary" icon={<Add20Regular />} onClick={() => void navigate("/datasets/new")}>
      {words.create}
    </Button>
  );
  return (
    <Page title={words.title} lead={words.lead} actions={create}>
      <Loaded query={useQuery(datasetsQuery)}>
        {(datasets) =>
          datasets.length === 0 ? (
            <Notice title={words.emptyTitle}>{words.empty}</Notice>
          ) : (
            <>
              <Filters>
                <FindFilter label={words.find} />
                <ClearFilters names={["find"]} />
              </Filters>
              <Table datasets={datasets} />
            </>
          )
        }
      </Loaded>
    </Page>
  );
}

function Table({ datasets }: { datasets: readonly Dataset[] }) {
  const { one } = useAddress();
  const navigate = useNavigate();
  const find = one("find").toLowerCase();
  const found = datasets.filter((d) => `${d.name} ${d.description ?? ""}`.toLowerCase().includes(find));
  return (
    <>
      <RowCount shown={found.length} all={datasets.length} />
      <DataTable label={words.title} columns={columns} rows={found} rowKey={(d) => d.name} onOpen={(d) => void navigate(`/datasets/${d.name}`)} sort="name" most={18} />
    </>
  );
}
