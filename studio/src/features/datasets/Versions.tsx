import { Button } from "@fluentui/react-components";
import { useAddress } from "../../address/useAddress";
import { bytes } from "../../formats/bytes";
import { count } from "../../formats/numbers";
import { moment } from "../../formats/times";
import { CopyButton } from "../../parts/CopyButton";
import { DataTable, type Column } from "../../parts/DataTable";
import { Section } from "../../parts/Page";
import { text } from "../../strings";
import { originOf, there, type Dataset, type Version } from "./dataset";
import styles from "./Datasets.module.css";

const words = text.datasets;

/** Every version there was, the newest first, with where its rows came from. */
export function Versions({ dataset }: { dataset: Dataset }) {
  const { change } = useAddress();
  const versions = there(dataset);
  const before = (v: Version) => versions.filter((other) => other.version < v.version).at(-1);
  const columns: readonly Column<Version>[] = [
    { key: "version", title: words.version, width: 92, numeric: true, value: (v) => v.version, cell: (v) => v.version },
    { key: "rows", title: words.rows, width: 92, numeric: true, value: (v) => v.rows, cell: (v) => count(v.rows) },
    { key: "size", title: words.size, width: 92, numeric: true, wideOnly: true, value: (v) => v.bytes, cell: (v) => bytes(v.bytes) },
    { key: "made", title: words.made, width: 190, wideOnly: true, value: (v) => v.created_at, cell: (v) => (v.deleted_at === null ? moment(v.created_at) : words.versions.deleted(moment(v.deleted_at))) },
    { key: "from", title: words.from, width: 160, grow: 2, value: originOf, cell: (v) => <span title={originOf(v)}>{originOf(v)}</span> },
    {
      key: "hash",
      title: words.versions.hash,
      width: 180,
      wideOnly: true,
      value: (v) => v.sha256,
      cell: (v) => (
        <>
          <code title={v.sha256}>{v.sha256.slice(0, 12)}</code>
          <CopyButton iconOnly value={() => v.sha256} label={`${words.versions.copyHash} ${v.version}`} />
        </>
      ),
    },
    {
      key: "compare",
      title: text.act.actions,
      width: 150,
      cell: (v) => {
        const earlier = before(v);
        return v.deleted_at === null && earlier ? (
          <Button size="small" onClick={() => change({ view: "differences", from: String(earlier.version), version: v.version === dataset.latest ? "" : String(v.version) })}>
            {words.versions.compare(earlier.version)}
          </Button>
        ) : (
          <span className={styles.muted}>{v.deleted_at === null ? "" : words.versions.deleted("")}</span>
        );
      },
    },
  ];
  return (
    <Section title={words.views.versions} plain>
      <DataTable
        label={words.views.versions}
        columns={columns}
        rows={dataset.versions}
        rowKey={(v) => String(v.version)}
        sort="-version"
        sortName="versions"
        onOpen={(v) => v.deleted_at === null && change({ view: "", version: v.version === dataset.latest ? "" : String(v.version), row: "" })}
      />
    </Section>
  );
}
