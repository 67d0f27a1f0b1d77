import { Select, Tab, TabList } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { bytes } from "../../formats/bytes";
import { count } from "../../formats/numbers";
import { moment } from "../../formats/times";
import { Page, Section } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { Facts } from "../../parts/Tile";
import { text } from "../../strings";
import { Actions } from "./Actions";
import { Columns } from "./Columns";
import { datasetQuery, originOf, there, type Version } from "./dataset";
import styles from "./Datasets.module.css";
import { Differences } from "./Differences";
import { Rows } from "./Rows";
import { SchemaText } from "./SchemaText";
import { Uses } from "./Uses";
import { Versions } from "./Versions";

const words = text.datasets;
const views = ["rows", "columns", "versions", "differences", "uses"] as const;

/** One dataset: the rows of a version, what they look like, its other versions, and who read it. */
export default function DatasetPage() {
  const name = useParams()["name"] ?? "";
  const { one } = useAddress();
  const query = useQuery(datasetQuery(name));
  const version = query.data && chosen(query.data.dataset.versions, query.data.dataset.latest, one("version"));
  return (
    <Page
      title={name}
      path={[{ title: words.title, to: "/datasets" }]}
      lead={query.data?.dataset.description}
      actions={query.data && <Actions detail={query.data} version={version} />}
    >
      <Loaded query={query}>{(detail) => <Detail detail={detail} version={version} />}</Loaded>
    </Page>
  );
}

const chosen = (versions: readonly Version[], latest: number | null, asked: string) =>
  versions.find((v) => v.deleted_at === null && String(v.version) === asked) ?? versions.find((v) => v.version === latest);

function Detail({ detail, version }: { detail: Schemas["DatasetDetailView"]; version: Version | undefined }) {
  const { one, change } = useAddress();
  const { dataset } = detail;
  const asked = views.find((v) => v === one("view")) ?? "rows";
  // Of a dataset without rows the rest can still be looked at.
  const view = version === undefined && asked !== "uses" ? "versions" : asked;
  return (
    <>
      {version === undefined ? (
        <Notice title={words.allDeleted} />
      ) : (
        <Section title={words.versionOf(version.version)} actions={<VersionChoice versions={there(dataset)} chosen={version} latest={dataset.latest} />}>
          <Facts
            facts={[
              [words.rows, `${count(version.rows)} (${bytes(version.bytes)})`],
              [words.key, dataset.key ?? words.noKey],
              [words.from, originOf(version) || text.table.unknown],
              [words.made, moment(version.created_at)],
              [words.schema, detail.schema === null ? words.noSchema : <SchemaText key="schema" schema={detail.schema} />],
            ]}
          />
        </Section>
      )}
      <TabList selectedValue={view} onTabSelect={(_, data) => change({ view: data.value === "rows" ? "" : String(data.value) })} className={styles.tabs ?? ""}>
        {views.map((v) => (
          <Tab key={v} value={v} disabled={version === undefined && v !== "versions" && v !== "uses"}>
            {v === "uses" ? `${words.views.uses} (${detail.uses.length})` : v === "versions" ? `${words.views.versions} (${dataset.versions.length})` : words.views[v]}
          </Tab>
        ))}
      </TabList>
      {view === "rows" && version && <Rows key={version.version} name={dataset.name} version={version} />}
      {view === "columns" && version && <Columns name={dataset.name} version={version} />}
      {view === "versions" && <Versions dataset={dataset} />}
      {view === "differences" && version && <Differences dataset={dataset} version={version} />}
      {view === "uses" && <Uses uses={detail.uses} />}
    </>
  );
}

function VersionChoice({ versions, chosen, latest }: { versions: readonly Version[]; chosen: Version; latest: number | null }) {
  const { change } = useAddress();
  return (
    <Select aria-label={words.version} value={String(chosen.version)} onChange={(_, data) => change({ version: data.value === String(latest) ? "" : data.value, row: "" })}>
      {versions.toReversed().map((v) => (
        <option key={v.version} value={v.version}>
          {v.version === latest ? words.latestOf(v.version) : words.versionOf(v.version)}
        </option>
      ))}
    </Select>
  );
}
