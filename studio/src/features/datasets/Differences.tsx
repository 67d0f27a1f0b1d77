import { Badge, Button, Field, Select } from "@fluentui/react-components";
import { AddCircle16Regular, Edit16Regular, EqualCircle16Regular, SubtractCircle16Regular } from "@fluentui/react-icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { diffWordsWithSpace } from "diff";
import { useMemo } from "react";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { ChoiceFilter, Filters } from "../../parts/Filters";
import { Section } from "../../parts/Page";
import { Fault, Loading, Notice, WhileOld } from "../../parts/states";
import { text } from "../../strings";
import { diffQuery, profileQuery, there, type Dataset, type DiffAsked, type Version } from "./dataset";
import styles from "./Datasets.module.css";

const words = text.datasets.diff;
/** In the address: no column is called so. */
const wholeRows = "*";
const kinds = ["changed", "removed", "added"] as const;
const icons = { changed: <Edit16Regular />, removed: <SubtractCircle16Regular />, added: <AddCircle16Regular /> };
const colours = { changed: "warning", removed: "danger", added: "success" } as const;

/** What differs between an older version and the one that is looked at. */
export function Differences({ dataset, version }: { dataset: Dataset; version: Version }) {
  const others = there(dataset).filter((v) => v.version !== version.version);
  if (others.length === 0) {
    return <Notice title={words.one} />;
  }
  return <TwoVersions dataset={dataset} version={version} others={others} />;
}

function TwoVersions({ dataset, version, others }: { dataset: Dataset; version: Version; others: readonly Version[] }) {
  const { one, change } = useAddress();
  const columns = useQuery(profileQuery(dataset.name, version.version)).data?.columns ?? [];
  const from = others.find((v) => String(v.version) === one("from")) ?? others.filter((v) => v.version < version.version).at(-1) ?? others[0];
  const asked: DiffAsked = { from: from?.version ?? 0, to: version.version, key: one("by") === wholeRows ? "" : one("by"), content: one("by") === wholeRows, kind: kinds.find((k) => k === one("kind")) ?? "" };
  const query = useInfiniteQuery(diffQuery(dataset.name, asked));
  const first = query.data?.pages[0];
  return (
    <Section title={text.datasets.views.differences} plain>
      <Filters>
        <Field label={words.from}>
          <Select value={String(asked.from)} onChange={(_, data) => change({ from: data.value })}>
            {others.toReversed().map((v) => (
              <option key={v.version} value={v.version}>
                {text.datasets.versionOf(v.version)}
              </option>
            ))}
          </Select>
        </Field>
        <ChoiceFilter name="by" label={words.by} choices={[["", dataset.key === null ? words.byContent : words.byKey(dataset.key)], ...(dataset.key === null ? [] : [[wholeRows, words.byContent] as const]), ...columns.filter((c) => c.name !== dataset.key).map((c) => [c.name, c.name] as const)]} />
        <ChoiceFilter name="kind" label={words.kind} choices={[["", words.all], ...kinds.map((k) => [k, words.kinds[k]] as const)]} />
      </Filters>
      {query.isError && <Fault error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {first && !query.isError && (
        <WhileOld isOld={query.isPlaceholderData}>
          <Tally diff={first} />
          {first.added_columns.length > 0 && <p>{words.addedColumns(first.added_columns.join(", "))}</p>}
          {first.removed_columns.length > 0 && <p>{words.removedColumns(first.removed_columns.join(", "))}</p>}
          {first.rows.length === 0 && <Notice title={asked.kind === "" ? words.none : words.noneOfKind} />}
          <ul className={styles.diffs} aria-label={text.datasets.views.differences}>
            {query.data?.pages.flatMap((page) => page.rows).map((row) => (
              <DiffRow key={`${row.before ?? ""}-${row.after ?? ""}`} row={row} keyed={first.key} />
            ))}
          </ul>
          {query.hasNextPage && (
            <div className={styles.bar}>
              <Button onClick={() => void query.fetchNextPage()} disabledFocusable={query.isFetchingNextPage}>
                {words.more}
              </Button>
            </div>
          )}
        </WhileOld>
      )}
    </Section>
  );
}

function Tally({ diff }: { diff: Schemas["DiffView"] }) {
  return (
    <div role="status">
      <ul className={styles.tally}>
        <li>
          <EqualCircle16Regular />
          {words.same}: {count(diff.same)}
        </li>
        {kinds
          .filter((kind) => kind !== "changed" || diff.key !== null)
          .map((kind) => (
            <li key={kind}>
              {icons[kind]}
              {words.kinds[kind]}: {count(diff[kind])}
            </li>
          ))}
      </ul>
    </div>
  );
}

function DiffRow({ row, keyed }: { row: Schemas["DiffRowView"]; keyed: string | null }) {
  return (
    <li className={styles.diff}>
      <div className={styles.diffHead}>
        <Badge appearance="tint" color={colours[row.kind]} icon={icons[row.kind]}>
          {words.kinds[row.kind]}
        </Badge>
        {keyed !== null && row.key !== null && (
          <strong>
            {keyed} {row.key}
          </strong>
        )}
        <span className={styles.muted}>{words.rowNumber(count(row.after ?? row.before ?? 0))}</span>
      </div>
      <dl className={styles.cells}>
        {row.cells.map((cell) => (
          <Cell key={cell.column} cell={cell} />
        ))}
      </dl>
      {row.cells.some((cell) => cell.is_cut) && <p className={styles.muted}>{words.cut}</p>}
    </li>
  );
}

function Cell({ cell }: { cell: Schemas["DiffCellView"] }) {
  const { before, after } = cell;
  return (
    <>
      <dt>{cell.column}</dt>
      <dd>{before !== null && after !== null ? <Words before={before} after={after} /> : before !== null ? <del className={styles.gone}>{before}</del> : <ins className={styles.fresh}>{after}</ins>}</dd>
    </>
  );
}

/** What changed in a value, word by word. */
function Words({ before, after }: { before: string; after: string }) {
  const parts = useMemo(() => diffWordsWithSpace(before, after), [before, after]);
  return parts.map((part, at) =>
    part.removed ? (
      <del key={at} className={styles.gone}>
        {part.value}
      </del>
    ) : part.added ? (
      <ins key={at} className={styles.fresh}>
        {part.value}
      </ins>
    ) : (
      <span key={at}>{part.value}</span>
    ),
  );
}
