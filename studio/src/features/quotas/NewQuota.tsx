import { Checkbox, Field, Input, Radio, RadioGroup, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answer, api, type Schemas } from "../../api/client";
import { groupsQuery, keysQuery, type QuotaKind } from "../../api/queries";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import type { Quota } from "./quota";
import styles from "./Quotas.module.css";

const words = text.quotas;

const units = { budgets: ["usd", "tokens"], limits: ["requests", "tokens", "concurrency"] } as const;
export const spans = { budgets: ["calendar_month", "month", "day", "hour", "total"], limits: ["minute", "hour", "day"] } as const;

export function NewQuota({ kind, onClose, from }: { kind: QuotaKind; onClose: () => void; from?: Partial<Schemas["NewQuota"]> }) {
  const notices = useNotices();
  const [made, setMade] = useState({
    name: "",
    level: from?.level ?? "everyone",
    subject: from?.subject ?? "",
    model: from?.model ?? "",
    unit: from?.unit ?? units[kind][0],
    amount: from?.amount === undefined ? "" : String(from.amount),
    per: from?.per ?? spans[kind][0],
    warn: kind === "budgets" ? "80 100" : "",
  });
  const [hard, setHard] = useState(true);
  const [allowUnpriced, setAllowUnpriced] = useState(false);
  const set = (field: keyof typeof made) => (_: unknown, data: { value: string }) => setMade((before) => ({ ...before, [field]: data.value }));

  const create = () =>
    answer(
      api.POST(`/api/v1/${kind}`, {
        body: {
          name: made.name.trim(),
          level: made.level,
          subject: made.level === "everyone" ? null : made.subject,
          model: made.model.trim() || null,
          unit: made.unit,
          amount: Number(made.amount),
          per: made.unit === "concurrency" ? null : made.per,
          hard,
          unpriced: allowUnpriced ? "allow" : "refuse",
          warn_at: made.warn.split(/[\s,%]+/).filter(Boolean).map(Number),
        },
      }),
    );

  return (
    <FormDialog
      title={words.creates[kind]}
      submit={text.act.create}
      onSubmit={create}
      onDone={() => {
        notices.done(words.made(made.name.trim()));
        onClose();
      }}
      onClose={onClose}
    >
      <Field label={words.name} required>
        <Input value={made.name} onChange={set("name")} required autoComplete="off" />
      </Field>
      <div className={styles.pair}>
        <LevelFields level={made.level} subject={made.subject} onLevel={set("level")} onSubject={set("subject")} />
      </div>
      <Field label={words.model} hint={words.modelHint}>
        <Input value={made.model} onChange={set("model")} placeholder="gpt-4.1*" spellCheck={false} />
      </Field>
      <div className={styles.pair}>
        <Field label={words.amount} required>
          <Input type="number" min={0} step="any" value={made.amount} onChange={set("amount")} required contentBefore={made.unit === "usd" ? "$" : null} />
        </Field>
        <Field label={words.unit}>
          <Select value={made.unit} onChange={set("unit")}>
            {units[kind].map((unit) => (
              <option key={unit} value={unit}>
                {words.units[unit]}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      {made.unit !== "concurrency" && (
        <Field label={words.per}>
          <Select value={made.per} onChange={set("per")}>
            {spans[kind].map((per) => (
              <option key={per} value={per}>
                {words.pers[per]}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {kind === "budgets" && (
        <>
          <Field label={words.kind}>
            <RadioGroup value={hard ? "hard" : "soft"} onChange={(_, data) => setHard(data.value === "hard")}>
              <Radio value="hard" label={words.hardMeans} />
              <Radio value="soft" label={words.softMeans} />
            </RadioGroup>
          </Field>
          {hard && made.unit === "usd" && <Checkbox label={words.unpriced} checked={allowUnpriced} onChange={(_, data) => setAllowUnpriced(data.checked === true)} />}
          <Field label={words.warn} hint={words.warnHint}>
            <Input value={made.warn} onChange={set("warn")} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}

interface LevelProps {
  level: Quota["level"];
  subject: string;
  onLevel: (event: unknown, data: { value: string }) => void;
  onSubject: (event: unknown, data: { value: string }) => void;
}

/** For whom it is. */
export function LevelFields({ level, subject, onLevel, onSubject }: LevelProps) {
  const names = {
    everyone: [],
    key: useQuery(keysQuery(false)).data ?? [],
    team: useQuery(groupsQuery("teams")).data ?? [],
    project: useQuery(groupsQuery("projects")).data ?? [],
    cost_center: useQuery(groupsQuery("cost-centers")).data ?? [],
  }[level];
  return (
    <>
      <Field label={words.for}>
        <Select value={level} onChange={onLevel}>
          {(["everyone", "cost_center", "team", "project", "key"] as const).map((one) => (
            <option key={one} value={one}>
              {words.levels[one]}
            </option>
          ))}
        </Select>
      </Field>
      {level !== "everyone" && (
        <Field label={words.which}>
          <Select value={subject} onChange={onSubject}>
            <option value="">{words.choose}</option>
            {names.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </>
  );
}
