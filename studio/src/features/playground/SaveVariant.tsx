import { Field, Input, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Fault } from "../../parts/states";
import { text } from "../../strings";
import { flowQuery, flowsQuery } from "../flows/queries";
import type { Draft, Prompt } from "./draft";
import { saveVariant } from "./writeVariant";
import { connectionOf, nodesOf } from "./variant";

const words = text.saving;

/** A prompt and a model as a variant of a flow's node. */
export default function SaveVariant({ draft, prompt, onClose }: { draft: Draft; prompt: Prompt; onClose: () => void }) {
  const notices = useNotices();
  const flows = useQuery(flowsQuery);
  const [path, setPath] = useState("");
  const flow = useQuery({ ...flowQuery(path), enabled: path !== "" }).data;
  const [nodeName, setNodeName] = useState("");
  const [variant, setVariant] = useState("");
  const [columnId, setColumnId] = useState(draft.columns[0]?.id ?? "");
  const nodes = flow ? nodesOf(flow) : [];
  const node = nodes.find(({ name }) => name === nodeName) ?? nodes[0];
  const column = draft.columns.find(({ id }) => id === columnId);
  const connection = node ? connectionOf(node) : null;
  const dags = (flows.data?.flows ?? []).filter(({ kind }) => kind === "dag");

  async function save() {
    if (flow && node && column) {
      const unmapped = await saveVariant(flow, node.name, variant.trim(), prompt, column);
      notices.done([words.variantSaved(node.name, variant.trim()), ...(unmapped.length > 0 ? [words.inputsMissing(unmapped.join(", "))] : [])].join(" "));
    }
  }

  return (
    <FormDialog title={words.variantTitle(prompt.name)} submit={text.act.save} onSubmit={save} onDone={onClose} onClose={onClose}>
      <p>{words.variantLead}</p>
      {flows.isError && <Fault error={flows.error} onRetry={() => void flows.refetch()} />}
      <Field label={words.flow} required {...(flows.isSuccess && dags.length === 0 ? { validationMessage: words.noFlows, validationState: "none" } : {})}>
        <Select value={path} required onChange={(_, { value }) => setPath(value)}>
          <option value="">{words.choose}</option>
          {dags.map((one) => (
            <option key={one.path} value={one.path}>
              {one.path}
            </option>
          ))}
        </Select>
      </Field>
      {flow && (
        <Field label={words.node} required {...(nodes.length === 0 ? { validationMessage: words.noFlows } : {})}>
          <Select value={node?.name ?? ""} required onChange={(_, { value }) => setNodeName(value)}>
            {nodes.map(({ name }) => (
              <option key={name} value={name}>
                {name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field label={words.variant} hint={words.variantHint} required>
        <Input value={variant} onChange={(_, { value }) => setVariant(value)} required pattern="[A-Za-z0-9_]+" autoComplete="off" spellCheck={false} />
      </Field>
      <Field label={words.model}>
        <Select value={columnId} onChange={(_, { value }) => setColumnId(value)}>
          {draft.columns.map(({ id, model }) => (
            <option key={id} value={id}>
              {model}
            </option>
          ))}
        </Select>
      </Field>
      {column && connection !== null && column.model !== "" && !column.model.includes("/") && <p>{words.bareModelOfNode(column.model, connection)}</p>}
      {prompt.images.length > 0 && <p>{words.images}</p>}
      {draft.tools.trim() !== "" && <p>{words.tools}</p>}
    </FormDialog>
  );
}
