import { Button, Field, Input, Menu, MenuItem, MenuList, MenuPopover, MenuTrigger } from "@fluentui/react-components";
import { Add20Regular, MoreHorizontal20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api, type Schemas } from "../../api/client";
import { groupsQuery, type GroupKind } from "../../api/queries";
import { moment } from "../../formats/times";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Page } from "../../parts/Page";
import { Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { Group as GroupField } from "../keys/NewKey";

type Group = Schemas["GroupView"];

const words = text.groups;

export const Teams = () => <Groups kind="teams" />;

export const Projects = () => <Groups kind="projects" />;

export const CostCenters = () => <Groups kind="cost-centers" />;

// What stands above a group, and by what usage is grouped.
const above: Record<GroupKind, readonly ("team" | "cost_center")[]> = { teams: ["cost_center"], projects: ["team", "cost_center"], "cost-centers": [] };
const dimension: Record<GroupKind, string> = { teams: "team", projects: "project", "cost-centers": "cost_center" };

type Doing = { what: "create" } | { what: "change" | "delete"; group: Group } | null;

/** Teams, projects or cost centers, which are alike. */
function Groups({ kind }: { kind: GroupKind }) {
  const [doing, setDoing] = useState<Doing>(null);
  const close = () => setDoing(null);
  return (
    <Page
      title={words.titles[kind]}
      lead={words.leads[kind]}
      actions={
        <Button appearance="primary" icon={<Add20Regular />} onClick={() => setDoing({ what: "create" })}>
          {words.creates[kind]}
        </Button>
      }
    >
      <Filters>
        <FindFilter />
        <ClearFilters names={["find"]} />
      </Filters>
      <Loaded query={useQuery(groupsQuery(kind))}>
        {(groups) => (groups.length === 0 ? <Notice title={words.emptyTitles[kind]}>{words.empty[kind]}</Notice> : <GroupTable kind={kind} groups={groups} onDo={setDoing} />)}
      </Loaded>
      {(doing?.what === "create" || doing?.what === "change") && <GroupForm kind={kind} group={doing.what === "change" ? doing.group : null} onClose={close} />}
      {doing?.what === "delete" && <DeleteGroup kind={kind} group={doing.group} onClose={close} />}
    </Page>
  );
}

function GroupTable({ kind, groups, onDo }: { kind: GroupKind; groups: readonly Group[]; onDo: (doing: Doing) => void }) {
  const { one } = useAddress();
  const navigate = useNavigate();
  const find = one("find").toLowerCase();
  const shown = groups.filter((g) => `${g.name} ${g.description ?? ""} ${g.team ?? ""} ${g.cost_center ?? ""}`.toLowerCase().includes(find));
  const columns: readonly Column<Group>[] = [
    { key: "name", title: words.name, width: 160, grow: 1, value: (g) => g.name, cell: (g) => <span title={g.name}>{g.name}</span> },
    { key: "description", title: words.description, width: 180, grow: 3, wideOnly: true, value: (g) => g.description, cell: (g) => <span title={g.description ?? undefined}>{g.description}</span> },
    ...above[kind].map((field): Column<Group> => ({ key: field, title: words[field], width: 140, grow: 1, value: (g) => g[field], cell: (g) => <span>{g[field]}</span> })),
    { key: "created", title: words.created, width: 190, wideOnly: true, value: (g) => g.created_at, cell: (g) => moment(g.created_at) },
    {
      key: "actions",
      title: text.act.actions,
      width: 84,
      cell: (g) => (
        <Menu>
          <MenuTrigger disableButtonEnhancement>
            <Button appearance="subtle" size="small" icon={<MoreHorizontal20Regular />} aria-label={words.actionsOf(g.name)} />
          </MenuTrigger>
          <MenuPopover>
            <MenuList>
              <MenuItem onClick={() => void navigate(`/usage?${dimension[kind]}=${encodeURIComponent(g.name)}&by=model`)}>{words.usage}</MenuItem>
              <MenuItem onClick={() => onDo({ what: "change", group: g })}>{text.act.edit} …</MenuItem>
              <MenuItem onClick={() => onDo({ what: "delete", group: g })}>{text.act.remove} …</MenuItem>
            </MenuList>
          </MenuPopover>
        </Menu>
      ),
    },
  ];
  return (
    <>
      <RowCount shown={shown.length} all={groups.length} />
      <DataTable label={words.titles[kind]} columns={columns} rows={shown} rowKey={(g) => g.name} sort="name" />
    </>
  );
}

function GroupForm({ kind, group, onClose }: { kind: GroupKind; group: Group | null; onClose: () => void }) {
  const notices = useNotices();
  const [made, setMade] = useState({ name: group?.name ?? "", description: group?.description ?? "", team: group?.team ?? "", cost_center: group?.cost_center ?? "" });
  const set = (field: keyof typeof made) => (_: unknown, data: { value: string }) => setMade((before) => ({ ...before, [field]: data.value }));

  function save() {
    // What is empty is taken away; what is not given would stay.
    const body = { description: made.description.trim(), team: made.team, cost_center: made.cost_center };
    return group
      ? answer(api.PATCH(`/api/v1/${kind}/{name}`, { params: { path: { name: group.name } }, body }))
      : answer(api.POST(`/api/v1/${kind}`, { body: { name: made.name.trim(), ...body } }));
  }

  return (
    <FormDialog
      title={group ? words.change(group.name) : words.creates[kind]}
      submit={group ? text.act.save : text.act.create}
      onSubmit={save}
      onDone={() => {
        notices.done(group ? words.changed(group.name) : words.made(made.name.trim()));
        onClose();
      }}
      onClose={onClose}
    >
      {!group && (
        <Field label={words.name} required>
          <Input value={made.name} onChange={set("name")} required autoComplete="off" />
        </Field>
      )}
      <Field label={words.description}>
        <Input value={made.description} onChange={set("description")} />
      </Field>
      {above[kind].includes("team") && <GroupField kind="teams" label={words.team} value={made.team} onChange={set("team")} />}
      {above[kind].includes("cost_center") && <GroupField kind="cost-centers" label={words.cost_center} value={made.cost_center} onChange={set("cost_center")} />}
    </FormDialog>
  );
}

function DeleteGroup({ kind, group, onClose }: { kind: GroupKind; group: Group; onClose: () => void }) {
  const notices = useNotices();
  return (
    <FormDialog
      danger
      title={words.ask(group.name)}
      submit={text.act.remove}
      onSubmit={() => answer(api.DELETE(`/api/v1/${kind}/{name}`, { params: { path: { name: group.name } } }))}
      onDone={() => {
        notices.done(words.deleted(group.name));
        onClose();
      }}
      onClose={onClose}
    >
      <p>{words.deleteMeans}</p>
    </FormDialog>
  );
}
