import { MessageBar, MessageBarBody, MessageBarTitle } from "@fluentui/react-components";
import type { UseQueryResult } from "@tanstack/react-query";
import type { Schemas } from "../../api/client";
import { asProblem } from "../../api/problem";
import { count } from "../../formats/numbers";
import { DataTable } from "../../parts/DataTable";
import { Section } from "../../parts/Page";
import { Fault, Loading } from "../../parts/states";
import { text } from "../../strings";
import { ColumnTable } from "./Columns";
import styles from "./Datasets.module.css";
import { Faults } from "./Faults";
import { columnsOf } from "./Rows";

const words = text.datasets.send;

interface Props {
  query: UseQueryResult<Schemas["PreviewView"]>;
  isAsked: boolean;
  onGo?: (line: number) => void;
}

/** What would come of rows: what is wrong with them first, then their columns and the first of them. */
export function Preview({ query, isAsked, onGo }: Props) {
  return (
    <Section title={words.preview}>
      {!isAsked ? (
        <p className={styles.muted}>{words.previewNone}</p>
      ) : query.isError ? (
        asProblem(query.error).status === 400 ? (
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>{asProblem(query.error).message}</MessageBarBody>
          </MessageBar>
        ) : (
          <Fault error={query.error} onRetry={() => void query.refetch()} />
        )
      ) : query.data === undefined ? (
        <Loading label={words.reading} />
      ) : (
        <Seen preview={query.data} {...(onGo ? { onGo } : {})} />
      )}
    </Section>
  );
}

function Seen({ preview, onGo }: { preview: Schemas["PreviewView"]; onGo?: (line: number) => void }) {
  // Where the file could not be read to its end, why comes last and has no row.
  const broken = preview.faults.some((fault) => fault.row === null);
  return (
    <div className={styles.preview}>
      <p role="status">{words.summary(text.datasets.rowCount(count(preview.rows)), preview.columns.length)}</p>
      {preview.faults.length === 0 ? (
        <MessageBar intent="success">
          <MessageBarBody>{words.fine}</MessageBarBody>
        </MessageBar>
      ) : (
        <>
          <MessageBar intent="error" layout="multiline">
            <MessageBarBody>
              <MessageBarTitle>{broken ? words.unreadable : words.faults(preview.bad_rows)}</MessageBarTitle>
            </MessageBarBody>
          </MessageBar>
          <Faults faults={preview.faults} {...(onGo ? { onGo } : {})} />
        </>
      )}
      {preview.columns.length > 0 && <ColumnTable columns={preview.columns} rows={preview.rows} />}
      {preview.first.length > 0 && <DataTable label={words.first} columns={columnsOf(preview.columns)} rows={preview.first} rowKey={(r) => String(r.number)} sortName="-" most={8} />}
    </div>
  );
}
