import { Checkbox, Field, Input } from "@fluentui/react-components";
import { useState } from "react";
import { answer, api } from "../../api/client";
import type { QuotaKind } from "../../api/queries";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import type { Quota } from "./quota";

const words = text.quotas;

export function ChangeQuota({ kind, quota, onClose }: { kind: QuotaKind; quota: Quota; onClose: () => void }) {
  const notices = useNotices();
  const [amount, setAmount] = useState(String(quota.amount));
  const [warn, setWarn] = useState(quota.warn_at.join(" "));
  const [allowUnpriced, setAllowUnpriced] = useState(quota.unpriced === "allow");
  return (
    <FormDialog
      title={words.changeTitle(quota.name)}
      submit={text.act.save}
      onSubmit={() =>
        answer(
          api.PATCH(`/api/v1/${kind}/{name}`, {
            params: { path: { name: quota.name } },
            body: { amount: Number(amount), warn_at: warn.split(/[\s,%]+/).filter(Boolean).map(Number), ...(quota.unit === "usd" ? { unpriced: allowUnpriced ? "allow" : "refuse" } : {}) },
          }),
        )
      }
      onDone={() => {
        notices.done(words.changed(quota.name));
        onClose();
      }}
      onClose={onClose}
    >
      <Field label={words.amount} required>
        <Input type="number" min={0} step="any" required value={amount} onChange={(_, data) => setAmount(data.value)} contentBefore={quota.unit === "usd" ? "$" : null} />
      </Field>
      {kind === "budgets" && (
        <Field label={words.warn} hint={words.warnHint}>
          <Input value={warn} onChange={(_, data) => setWarn(data.value)} />
        </Field>
      )}
      {quota.unit === "usd" && quota.hard && <Checkbox label={words.unpriced} checked={allowUnpriced} onChange={(_, data) => setAllowUnpriced(data.checked === true)} />}
    </FormDialog>
  );
}
