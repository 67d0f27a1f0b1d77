import { Badge, Button, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { Add20Regular, MoreHorizontal20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api } from "../../api/client";
import { quotasQuery, type QuotaKind } from "../../api/queries";
import { fromNow, moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Page } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { ChangeQuota } from "./ChangeQuota";
import { NewQuota } from "./NewQuota";
import { amountNow, amountText, shareOf, subjectText, type Quota } from "./quota";
import { Spent } from "./Spent";
import { OverrideQuota } from "./OverrideQuota";

const words = text.quotas;

type Doing = { what: "create" } | { what: "change" | "override" | "reset" | "suspend" | "resume" | "delete"; quota: Quota } | null;

export const Budgets = () => <Quotas kind="budgets" />;

export const Limits = () => <Quotas kind="limits" />;

/** Budgets or limits, which are alike, and where they stand. */
function Quotas({ kind }: { kind: QuotaKind }) {
  const [doing, setDoing] = useState<Doing>(null);
  const navigate = useNavigate();
  const close = () => setDoing(null);
  return (
    <Page
      title={text.screens[kind]}
      lead={words.leads[kind]}
      actions={
        <>
          {kind === "budgets" && <Button onClick={() => void navigate("/budgets/try")}>{words.tryOut}</Button>}
          <Button appearance="primary" icon={<Add20Regular />} onClick={() => setDoing({ what: "create" })}>
            {words.creates[kind]}
          </Button>
        </>
      }
    >
      <Filters>
        <FindFilter label={words.find} />
        <ClearFilters names={["find"]} />
      </Filters>
      <Loaded query={useQuery(quotasQuery(kind))}>
        {(quotas) => (quotas.length === 0 ? <Notice title={words.emptyTitles[kind]}>{words.empty[kind]}</Notice> : <QuotaTable kind={kind} quotas={quotas} onDo={setDoing} />)}
      </Loaded>
      {doing?.what === "create" && <NewQuota kind={kind} onClose={close} />}
      {doing?.what === "change" && <ChangeQuota kind={kind} quota={doing.quota} onClose={close} />}
      {doing?.what === "override" && <OverrideQuota kind={kind} quota={doing.quota} onClose={close} />}
      {(doing?.what === "reset" || doing?.what === "suspend" || doing?.what === "resume" || doing?.what === "delete") && <Act kind={kind} what={doing.what} quota={doing.quota} onClose={close} />}
    </Page>
  );
}

function Act({ kind, what, quota, onClose }: { kind: QuotaKind; what: "reset" | "suspend" | "resume" | "delete"; quota: Quota; onClose: () => void }) {
  const notices = useNotices();
  const path = { params: { path: { name: quota.name } } };
  return (
    <FormDialog
      danger
      title={words.ask[what](quota.name)}
      submit={words.acts[what]}
      onSubmit={() => (what === "delete" ? answer(api.DELETE(`/api/v1/${kind}/{name}`, path)) : answer(api.POST(`/api/v1/${kind}/{name}/${what}`, path)))}
      onDone={() => {
        notices.done(words.did[what](quota.name));
        onClose();
      }}
      onClose={onClose}
    >
      <p>{words.means[what]}</p>
    </FormDialog>
  );
}

function QuotaTable({ kind, quotas, onDo }: { kind: QuotaKind; quotas: readonly Quota[]; onDo: (doing: Doing) => void }) {
  const { one } = useAddress();
  const navigate = useNavigate();
  const find = one("find").toLowerCase();
  const shown = quotas.filter((q) => `${q.name} ${subjectText(q)} ${q.model ?? ""}`.toLowerCase().includes(find));
  const columns: readonly Column<Quota>[] = [
    { key: "name", title: words.name, width: 140, grow: 2, value: (q) => q.name, cell: (q) => <span title={q.name}>{q.name}</span> },
    { key: "for", title: words.for, width: 120, grow: 1, wideOnly: true, value: subjectText, cell: (q) => <span>{subjectText(q)}</span> },
    { key: "model", title: words.model, width: 90, grow: 1, wideOnly: true, value: (q) => q.model, cell: (q) => <span>{q.model ?? words.allModels}</span> },
    {
      key: "amount",
      title: words.amount,
      width: 200,
      grow: 1,
      wideOnly: true,
      value: amountNow,
      cell: (q) => (
        <span title={q.override_until && amountNow(q) !== q.amount ? words.until(moment(q.override_until)) : undefined}>
          {amountText(amountNow(q), q.unit)}
          {q.unit === "concurrency" ? "" : ` ${words.pers[q.per]}`}
          {amountNow(q) !== q.amount && " *"}
        </span>
      ),
    },
    { key: "spent", title: words.spent, width: 170, grow: 1, value: shareOf, cell: (q) => <Spent quota={q} /> },
    { key: "held", title: words.held, width: 76, numeric: true, wideOnly: true, value: (q) => q.held, cell: (q) => (q.held === 0 ? "" : amountText(q.held, q.unit)) },
    { key: "hard", title: words.state, width: 100, value: (q) => (q.suspended ? "suspended" : q.hard ? "hard" : "soft"), cell: (q) => <Badge appearance="tint" color={q.suspended ? "warning" : q.hard ? "brand" : "informative"}>{q.suspended ? words.suspended : q.hard ? words.hard : words.soft}</Badge> },
    { key: "ends", title: words.ends, width: 124, wideOnly: true, value: (q) => q.ends_at, cell: (q) => (q.ends_at ? <span title={moment(q.ends_at)}>{fromNow(q.ends_at)}</span> : "") },
    {
      key: "actions",
      title: text.act.actions,
      width: 76,
      cell: (q) => (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" size="small" icon={<MoreHorizontal20Regular />} aria-label={words.actionsOf(q.name)} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              {kind === "budgets" && <MenuItem onClick={() => void navigate(`/budgets/try?${whatIfOf(q)}`)}>{words.tryOut}</MenuItem>}
              <MenuItem onClick={() => onDo({ what: "change", quota: q })}>{text.act.edit} …</MenuItem>
              <MenuItem onClick={() => onDo({ what: "override", quota: q })}>{words.acts.override} …</MenuItem>
              <MenuItem onClick={() => onDo({ what: "reset", quota: q })}>{words.acts.reset} …</MenuItem>
              <MenuItem onClick={() => onDo({ what: q.suspended ? "resume" : "suspend", quota: q })}>{q.suspended ? words.acts.resume : words.acts.suspend} …</MenuItem>
              <MenuItem onClick={() => onDo({ what: "delete", quota: q })}>{words.acts.delete} …</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      ),
    },
  ];
  return (
    <>
      <RowCount shown={shown.length} all={quotas.length} />
      <DataTable label={text.screens[kind]} columns={columns} rows={shown} rowKey={(q) => q.name} sort="name" />
    </>
  );
}

const whatIfOf = (q: Quota) =>
  new URLSearchParams(Object.entries({ level: q.level, subject: q.subject ?? "", model: q.model ?? "", unit: q.unit, amount: String(q.amount), per: q.per }).filter(([, value]) => value !== "")).toString();
