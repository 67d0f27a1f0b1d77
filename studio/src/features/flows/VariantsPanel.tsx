import { Badge, Button, Checkbox, Field, Input, Select } from "@fluentui/react-components";
import { Add20Regular, Play20Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { answer, api } from "../../api/client";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { Section } from "../../parts/Page";
import { Notice } from "../../parts/states";
import { text } from "../../strings";
import { drafts } from "./drafts";
import { fileQuery, nameOf, type Definition, type FlowNode } from "./queries";
import { queryClient } from "../../api/queries";
import { addVariant, get, set } from "./yaml/splice";
import styles from "./test/Test.module.css";

const words = text.flows;

interface Props {
  flow: Definition;
  source: string;
  onSource: (text: string) => void;
  onRun: (variant: string) => void;
  onOpen: (file: string) => void;
}

/** Other versions of nodes: which is the default, one more, one of them tried. */
export function VariantsPanel({ flow, source, onSource, onRun, onOpen }: Props) {
  const notices = useNotices();

  function makeDefault(node: string, id: string) {
    try {
      onSource(set(source, ["node_variants", node, "default_variant_id"], id));
    } catch {
      notices.failed(words.notEditable);
    }
  }

  const [adding, setAdding] = useState<FlowNode | null>(null);
  const nodes = flow.nodes.filter((node) => !node.aggregation && (node.type === "llm" || node.type === "prompt" || (node.variants?.length ?? 0) > 0));
  if (flow.kind !== "dag" || nodes.length === 0) {
    return <Notice title={words.variantsTitle}>{words.noVariants}</Notice>;
  }
  return (
    <div className={styles.panel}>
      <p className={styles.quiet}>{words.variantsLead}</p>
      {nodes.map((node) => (
        <Section
          key={node.name}
          title={node.name}
          plain
          actions={
            <Button size="small" icon={<Add20Regular />} aria-label={`${words.addVariant}: ${node.name}`} onClick={() => setAdding(node)}>
              {words.addVariant}
            </Button>
          }
        >
          <ul className={styles.form}>
            {(node.variants ?? []).map(({ id, node: variant }) => {
              const isDefault = id === node.default_variant;
              return (
                <li key={id} className={styles.variant}>
                  <span className={styles.row}>
                    <strong>{id}</strong>
                    {isDefault && <Badge appearance="tint">{words.isDefault}</Badge>}
                  {variant.file !== null && (
                    <Button appearance="transparent" size="small" onClick={() => onOpen(variant.file ?? "")}>
                      {nameOf(variant.file)}
                    </Button>
                  )}
                  {variant.model !== null && <span className={styles.quiet}>{variant.model}</span>}
                  </span>
                  <span className={styles.row}>
                    {!isDefault && (
                      <Button size="small" aria-label={`${words.makeDefault}: ${id}`} onClick={() => makeDefault(node.name, id)}>
                        {words.makeDefault}
                      </Button>
                    )}
                    <Button size="small" icon={<Play20Regular />} aria-label={`${words.runVariant}: ${id}`} onClick={() => onRun(`\${${node.name}.${id}}`)}>
                      {words.runVariant}
                    </Button>
                  </span>
                </li>
              );
            })}
          </ul>
        </Section>
      ))}
      {adding && <AddVariant node={adding} source={source} onSource={onSource} onClose={() => setAdding(null)} />}
    </div>
  );
}

function AddVariant({ node, source, onSource, onClose }: { node: FlowNode; source: string; onSource: (text: string) => void; onClose: () => void }) {
  const notices = useNotices();
  const variants = node.variants ?? [];
  const [id, setId] = useState(`variant_${variants.length === 0 ? 1 : variants.length}`);
  const [copyOf, setCopyOf] = useState(node.default_variant ?? "");
  const original = variants.find((v) => v.id === copyOf)?.node ?? node;
  const [ownFile, setOwnFile] = useState(true);
  const fault = !/^[\w-]+$/.test(id) ? words.variantBadName : variants.some((v) => v.id === id) || (variants.length === 0 && id === "variant_0") ? words.variantTaken : null;

  async function add() {
    if (fault !== null) {
      throw new Error(fault);
    }
    let next = addVariant(source, node.name, id, variants.length === 0 ? null : copyOf);
    const at = ["node_variants", node.name, "variants", id, "node"] as const;
    const written = get(next, [...at, "source", "path"]);
    if (ownFile && original.file !== null && typeof written === "string") {
      const place = (path: string) => path.replace(/(\.[^./]+)?$/, (ending) => `_${id}${ending}`);
      const now = drafts.snapshot().get(original.file)?.text ?? (await queryClient.query(fileQuery(original.file))).text;
      await answer(api.PUT("/api/v1/flow-files/{path}", { params: { path: { path: place(original.file) } }, body: { text: now } }));
      next = set(next, [...at, "source", "path"], place(written));
    }
    onSource(next);
  }

  return (
    <FormDialog
      title={words.addVariantTitle(node.name)}
      submit={text.act.create}
      onSubmit={add}
      onDone={() => {
        notices.done(words.variantAdded(id));
        onClose();
      }}
      onClose={onClose}
    >
      <Field label={words.variantName} required {...(fault === null ? { hint: words.variantNameHint } : { validationMessage: fault })}>
        <Input value={id} onChange={(_, data) => setId(data.value)} />
      </Field>
      {variants.length > 0 && (
        <Field label={words.copyOf}>
          <Select value={copyOf} onChange={(_, data) => setCopyOf(data.value)}>
            {variants.map((variant) => (
              <option key={variant.id}>{variant.id}</option>
            ))}
          </Select>
        </Field>
      )}
      {original.file !== null && <Checkbox label={words.copySource} checked={ownFile} onChange={(_, data) => setOwnFile(data.checked === true)} />}
    </FormDialog>
  );
}
