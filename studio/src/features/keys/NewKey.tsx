import { Checkbox, Field, Input, MessageBar, MessageBarBody, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { groupsQuery, keysQuery } from "../../api/queries";
import { FormDialog } from "../../parts/FormDialog";
import { text } from "../../strings";
import type { Key } from "./Keys";

const words = text.keys;
const listOf = (given: string) => given.split(/[\s,]+/).filter((part) => part !== "");

export function NewKey({ onIssued, onClose }: { onIssued: (key: Key) => void; onClose: () => void }) {
  const [made, setMade] = useState({ name: "", team: "", project: "", cost_center: "", models: "", endpoints: "", regions: "", expires: "" });
  const [administers, setAdministers] = useState(false);
  const isFirst = useQuery(keysQuery(true)).data?.length === 0;
  const set = (field: keyof typeof made) => (_: unknown, data: { value: string }) => setMade((before) => ({ ...before, [field]: data.value }));

  async function create() {
    const endpoints = listOf(made.endpoints);
    const key = await answer(
      api.POST("/api/v1/keys", {
        body: {
          name: made.name.trim(),
          team: made.team || null,
          project: made.project || null,
          cost_center: made.cost_center || null,
          models: listOf(made.models),
          // A key that names only admin could call no model.
          endpoints: administers ? ["admin", ...(endpoints.length > 0 ? endpoints : ["*"])] : endpoints,
          regions: listOf(made.regions),
          expires_at: made.expires === "" ? null : new Date(`${made.expires}T00:00:00Z`).toISOString(),
        },
      }),
    );
    onIssued(key);
  }

  return (
    <FormDialog title={words.create} submit={text.act.create} onSubmit={create} onDone={() => undefined} onClose={onClose}>
      {isFirst && (
        <MessageBar intent="warning" layout="multiline">
          <MessageBarBody>{words.first}</MessageBarBody>
        </MessageBar>
      )}
      <Field label={words.name} required>
        <Input value={made.name} onChange={set("name")} required autoComplete="off" />
      </Field>
      <Group kind="teams" label={words.team} value={made.team} onChange={set("team")} />
      <Group kind="projects" label={words.project} value={made.project} onChange={set("project")} />
      <Group kind="cost-centers" label={words.costCenter} value={made.cost_center} onChange={set("cost_center")} />
      <Field label={words.models} hint={words.modelsHint}>
        <Input value={made.models} onChange={set("models")} placeholder="gpt-* offline/quote" spellCheck={false} />
      </Field>
      <Field label={words.endpoints} hint={words.endpointsHint}>
        <Input value={made.endpoints} onChange={set("endpoints")} placeholder="chat embedding" spellCheck={false} />
      </Field>
      <Checkbox label={words.administers} checked={administers} onChange={(_, data) => setAdministers(data.checked === true)} />
      <Field label={words.regions} hint={words.regionsHint}>
        <Input value={made.regions} onChange={set("regions")} placeholder="eu swedencentral" spellCheck={false} />
      </Field>
      <Field label={words.expiresOn} hint={words.expiresHint}>
        <Input type="date" value={made.expires} onChange={set("expires")} />
      </Field>
    </FormDialog>
  );
}

interface GroupProps {
  kind: "teams" | "projects" | "cost-centers";
  label: string;
  value: string;
  onChange: (event: unknown, data: { value: string }) => void;
}

/** One of the teams, projects or cost centers there are. */
export function Group({ kind, label, value, onChange }: GroupProps) {
  const groups = useQuery(groupsQuery(kind)).data ?? [];
  return (
    <Field label={label}>
      <Select value={value} onChange={onChange}>
        <option value="">{text.table.none}</option>
        {groups.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </Select>
    </Field>
  );
}
