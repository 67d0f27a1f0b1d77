import { Field, Select } from "@fluentui/react-components";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { FormDialog } from "../../parts/FormDialog";
import { text } from "../../strings";
import type { Key } from "./Keys";

const words = text.keys;
const hour = 3600;

export function RotateKey({ target, onIssued, onClose }: { target: Key; onIssued: (key: Key) => void; onClose: () => void }) {
  const [grace, setGrace] = useState(String(24 * hour));
  return (
    <FormDialog
      title={words.ask.rotate(target.name)}
      submit={words.acts.rotate}
      onSubmit={async () => onIssued(await answer(api.POST("/api/v1/keys/{key}/rotate", { params: { path: { key: target.id } }, body: { grace_seconds: Number(grace) } })))}
      onDone={() => undefined}
      onClose={onClose}
    >
      <p>{words.means.rotate}</p>
      <Field label={words.grace}>
        <Select value={grace} onChange={(_, data) => setGrace(data.value)}>
          <option value="0">{words.graces.none}</option>
          <option value={String(hour)}>{words.graces.hour}</option>
          <option value={String(24 * hour)}>{words.graces.day}</option>
          <option value={String(7 * 24 * hour)}>{words.graces.week}</option>
        </Select>
      </Field>
    </FormDialog>
  );
}
