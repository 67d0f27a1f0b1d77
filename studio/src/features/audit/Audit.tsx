import { Button, Field, Input, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import type { Schemas } from "../../api/client";
import { auditQuery } from "../../api/queries";
import { exactMoment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page, Section } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { changes } from "./changes";
import styles from "./Audit.module.css";

type Entry = Schemas["AuditView"];

const words = text.audit;

/** Who changed what; nothing in it is ever changed. */
export default function Audit() {
  const { one, change } = useAddress();
  const limit = Number(one("limit", "200"));
  return (
    <Page title={text.screens.audit} lead={words.lead}>
      <Filters>
        <FindFilter label={words.find} />
        <Field label={words.subject}>
          <Input value={one("subject")} onChange={(_, data) => change({ subject: data.value })} />
        </Field>
        <Field label={words.newest}>
          <Select value={one("limit", "200")} onChange={(_, data) => change({ limit: data.value })}>
            <option>50</option>
            <option>200</option>
            <option>1000</option>
          </Select>
        </Field>
        <ClearFilters names={["find", "subject", "limit"]} />
      </Filters>
      <Loaded query={useQuery(auditQuery(one("subject"), limit))}>{(entries) => <Entries entries={entries} />}</Loaded>
    </Page>
  );
}

function Entries({ entries }: { entries: readonly Entry[] }) {
  const { one } = useAddress();
  const [opened, setOpened] = useState<Entry | null>(null);
  const find = one("find").toLowerCase();
  const shown = entries.filter((e) => `${e.actor} ${e.action} ${e.subject}`.toLowerCase().includes(find));
  const columns: readonly Column<Entry>[] = [
    { key: "at", title: words.at, width: 186, value: (e) => e.number, cell: (e) => exactMoment(e.at) },
    { key: "actor", title: words.actor, width: 130, grow: 1, value: (e) => e.actor, cell: (e) => <span>{e.actor}</span> },
    { key: "action", title: words.action, width: 150, grow: 1, value: (e) => e.action, cell: (e) => <span>{e.action}</span> },
    { key: "subject", title: words.subject, width: 150, grow: 2, value: (e) => e.subject, cell: (e) => <span title={e.subject}>{e.subject}</span> },
    { key: "changes", title: words.changed, width: 220, grow: 3, wideOnly: true, cell: (e) => <span>{changes(e.before, e.after).map((c) => c.field).join(", ")}</span> },
  ];
  return entries.length === 0 ? (
    <Notice title={words.emptyTitle}>{words.empty}</Notice>
  ) : (
    <>
      <RowCount shown={shown.length} all={entries.length} />
      <DataTable label={text.screens.audit} columns={columns} rows={shown} rowKey={(e) => String(e.number)} onOpen={setOpened} most={opened ? 9 : 16} />
      {opened && (
        <Section title={words.entry(opened.number)} actions={<Button onClick={() => setOpened(null)}>{text.act.close}</Button>}>
          <table className={styles.changes}>
            <thead>
              <tr>
                <th scope="col">{words.field}</th>
                <th scope="col">{words.before}</th>
                <th scope="col">{words.after}</th>
              </tr>
            </thead>
            <tbody>
              {changes(opened.before, opened.after).map(({ field, before, after }) => (
                <tr key={field}>
                  <th scope="row">{field}</th>
                  <td>{before}</td>
                  <td>{after}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Section>
      )}
    </>
  );
}
