import { Badge, Button, Checkbox, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { Add20Regular, MoreHorizontal20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api, type Schemas } from "../../api/client";
import { keysQuery } from "../../api/queries";
import { fromNow, moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Page } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { NewKey } from "./NewKey";
import { RotateKey } from "./RotateKey";
import { SecretOnce } from "./SecretOnce";

export type Key = Schemas["KeyView"];

const words = text.keys;

type Doing = { what: "create" } | { what: "rotate" | "suspend" | "resume" | "revoke"; key: Key } | { what: "show"; key: Key } | null;

const colours = { active: "success", suspended: "warning", revoked: "danger" } as const;

/** Who may call. */
export default function Keys() {
  const { one, change } = useAddress();
  const [doing, setDoing] = useState<Doing>(null);
  const revoked = one("revoked") === "yes";
  const close = () => setDoing(null);
  const issued = (key: Key) => setDoing({ what: "show", key });
  return (
    <Page
      title={text.screens.keys}
      lead={words.lead}
      actions={
        <Button appearance="primary" icon={<Add20Regular />} onClick={() => setDoing({ what: "create" })}>
          {words.create}
        </Button>
      }
    >
      <Filters>
        <FindFilter label={words.find} />
        <Checkbox label={words.revokedToo} checked={revoked} onChange={(_, data) => change({ revoked: data.checked === true ? "yes" : "" })} />
        <ClearFilters names={["find", "revoked"]} />
      </Filters>
      <Loaded query={useQuery(keysQuery(revoked))}>{(keys) => (keys.length === 0 ? <Notice title={words.emptyTitle}>{words.empty}</Notice> : <KeyTable keys={keys} onDo={setDoing} />)}</Loaded>
      {doing?.what === "create" && <NewKey onIssued={issued} onClose={close} />}
      {doing?.what === "rotate" && <RotateKey target={doing.key} onIssued={issued} onClose={close} />}
      {doing?.what === "show" && <SecretOnce issued={doing.key} onClose={close} />}
      {(doing?.what === "suspend" || doing?.what === "resume" || doing?.what === "revoke") && <ChangeState what={doing.what} target={doing.key} onClose={close} />}
    </Page>
  );
}

function ChangeState({ what, target, onClose }: { what: "suspend" | "resume" | "revoke"; target: Key; onClose: () => void }) {
  const notices = useNotices();
  return (
    <FormDialog
      danger
      title={words.ask[what](target.name)}
      submit={words.acts[what]}
      onClose={onClose}
      onSubmit={() => answer(api.POST(`/api/v1/keys/{key}/${what}`, { params: { path: { key: target.id } } }))}
      onDone={() => {
        notices.done(words.did[what](target.name));
        onClose();
      }}
    >
      <p>{words.means[what]}</p>
    </FormDialog>
  );
}

function KeyTable({ keys, onDo }: { keys: readonly Key[]; onDo: (doing: Doing) => void }) {
  const { one } = useAddress();
  const navigate = useNavigate();
  const find = one("find").toLowerCase();
  const shown = keys.filter((k) => [k.name, k.prefix, k.team, k.project, k.cost_center, ...k.models, ...Object.values(k.tags)].filter(Boolean).join(" ").toLowerCase().includes(find));
  const columns: readonly Column<Key>[] = [
    { key: "name", title: words.name, width: 150, grow: 2, value: (k) => k.name, cell: (k) => <span title={k.name}>{k.name}</span> },
    { key: "prefix", title: words.begins, width: 128, wideOnly: true, value: (k) => k.prefix, cell: (k) => <code>{k.prefix}…</code> },
    { key: "state", title: words.state, width: 116, value: (k) => k.state, cell: (k) => <Badge appearance="tint" color={colours[k.state]}>{words.states[k.state]}</Badge> },
    { key: "team", title: words.team, width: 120, grow: 1, wideOnly: true, value: (k) => k.team, cell: (k) => (k.team ? <Link to={`/teams?find=${encodeURIComponent(k.team)}`}>{k.team}</Link> : "") },
    { key: "project", title: words.project, width: 120, grow: 1, wideOnly: true, value: (k) => k.project, cell: (k) => <span>{k.project}</span> },
    { key: "models", title: words.models, width: 150, grow: 2, wideOnly: true, value: (k) => k.models.join(), cell: (k) => <span title={k.models.join(", ")}>{k.models.join(", ") || words.all}</span> },
    { key: "endpoints", title: words.endpoints, width: 130, grow: 1, wideOnly: true, value: (k) => k.endpoints.join(), cell: (k) => <span title={k.endpoints.join(", ")}>{k.endpoints.join(", ") || words.usualEndpoints}</span> },
    { key: "expires", title: words.expires, width: 136, wideOnly: true, value: (k) => k.expires_at, cell: (k) => (k.expires_at ? <span title={moment(k.expires_at)}>{fromNow(k.expires_at)}</span> : words.never) },
    {
      key: "actions",
      title: text.act.actions,
      width: 84,
      cell: (k) => (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" size="small" icon={<MoreHorizontal20Regular />} aria-label={words.actionsOf(k.name)} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={() => void navigate(`/usage?key=${encodeURIComponent(k.name)}&by=model`)}>{words.usage}</MenuItem>
              {k.state !== "revoked" && <MenuItem onClick={() => onDo({ what: "rotate", key: k })}>{words.acts.rotate} …</MenuItem>}
              {k.state === "active" && <MenuItem onClick={() => onDo({ what: "suspend", key: k })}>{words.acts.suspend} …</MenuItem>}
              {k.state === "suspended" && <MenuItem onClick={() => onDo({ what: "resume", key: k })}>{words.acts.resume} …</MenuItem>}
              {k.state !== "revoked" && <MenuItem onClick={() => onDo({ what: "revoke", key: k })}>{words.acts.revoke} …</MenuItem>}
            </MenuList>
          </MenuPopover>
        </Menu>
      ),
    },
  ];
  return (
    <>
      <RowCount shown={shown.length} all={keys.length} />
      <DataTable label={text.screens.keys} columns={columns} rows={shown} rowKey={(k) => k.id} sort="name" />
    </>
  );
}
