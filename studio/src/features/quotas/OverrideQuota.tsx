import { Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { answer, api } from "../../api/client";
import type { QuotaKind } from "../../api/queries";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import type { Quota } from "./quota";

const words = text.quotas;
const week = 7 * 86_400_000;

/** For a field of local time. */
const localMinute = (at: Date) => new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);

export function OverrideQuota({ kind, quota, onClose }: { kind: QuotaKind; quota: Quota; onClose: () => void }) {
  const notices = useNotices();
  const [amount, setAmount] = useState(String(quota.amount));
  const [until, setUntil] = useState(() => localMinute(new Date(Date.now() + week)));
  return (
    <FormDialog
      title={words.overrideTitle(quota.name)}
      submit={words.acts.override}
      onSubmit={() => answer(api.POST(`/api/v1/${kind}/{name}/override`, { params: { path: { name: quota.name } }, body: { amount: Number(amount), until: new Date(until).toISOString() } }))}
      onDone={() => {
        notices.done(words.changed(quota.name));
        onClose();
      }}
      onClose={onClose}
    >
      <p>{words.overrideMeans}</p>
      <Field label={words.amount} required>
        <Input type="number" min={0} step="any" required value={amount} onChange={(_, data) => setAmount(data.value)} contentBefore={quota.unit === "usd" ? "$" : null} />
      </Field>
      <Field label={words.untilWhen} required>
        <Input type="datetime-local" required value={until} onChange={(_, data) => setUntil(data.value)} />
      </Field>
    </FormDialog>
  );
}
