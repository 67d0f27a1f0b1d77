import { Button, Combobox, Field, Input, Option, Textarea } from "@fluentui/react-components";
import { Code20Regular, Play20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAddress } from "../../../address/useAddress";
import { connectionsQuery } from "../../../api/queries";
import { useNotices } from "../../../parts/notices";
import { Section } from "../../../parts/Page";
import { Notice } from "../../../parts/states";
import { text } from "../../../strings";
import { FileEditor } from "../FileEditor";
import { nameOf, type Definition, type FlowNode, type NodeRecord } from "../queries";
import { get, meant, NotThere, remove, set, type Path, type Plain } from "../yaml/splice";
import { RecordView } from "./RecordView";
import styles from "../test/Test.module.css";

const words = text.flows;

interface Props {
  flow: Definition;
  path: string;
  node: FlowNode | undefined;
  record: NodeRecord | undefined;
  /** The text of the flow's file as it stands in the editor. */
  source: string;
  onSource: (text: string) => void;
  onSave: () => void;
  /** Null where nothing ran before that could be taken up. */
  onRunFrom: ((node: string) => void) | null;
  dirty: boolean;
}

/** What a node is made of, to be changed in place, and what it did. */
export function NodePanel({ flow, path, node, record, source, onSource, onSave, onRunFrom, dirty }: Props) {
  const { change } = useAddress();
  if (node === undefined) {
    return <Notice title={words.noNode}>{words.noNodeWhy}</Notice>;
  }
  return (
    <div className={styles.panel}>
      <div className={styles.row}>
        <strong>{node.name}</strong>
        <span className={styles.quiet}>{[words.nodeTypes[node.type] ?? node.type, ...node.notes, node.aggregation ? words.afterAll : ""].filter(Boolean).join(" · ")}</span>
      </div>
      {node.comment && <p>{node.comment}</p>}
      {node.default_variant !== null && <p className={styles.quiet}>{node.shown === undefined || node.shown === node.default_variant ? words.defaultShown(node.default_variant) : words.variantShown(node.shown)}</p>}
      <div className={styles.row}>
        {onRunFrom && flow.kind === "dag" && (
          <Button icon={<Play20Regular />} title={words.runFromHint} onClick={() => onRunFrom(node.name)}>
            {dirty ? words.saveAndRunFromHere : words.runFromHere}
          </Button>
        )}
        <Button appearance="subtle" icon={<Code20Regular />} onClick={() => change({ panel: "files", file: path, at: String(node.line) })}>
          {words.inYaml}
        </Button>
      </div>
      <Section title={words.lastRun} plain>
        <RecordView record={record} />
      </Section>
      {node.file !== null && node.file !== path && (
        <Section title={node.type === "llm" || node.type === "prompt" ? words.prompt : words.source} plain actions={<code>{nameOf(node.file)}</code>}>
          <FileEditor key={node.file} path={node.file} label={words.textOf(nameOf(node.file))} onSave={onSave} most="46vh" />
        </Section>
      )}
      {flow.kind === "dag" && <Settings key={`${node.name} ${node.shown ?? ""}`} node={node} source={source} onSource={onSource} />}
    </div>
  );
}

function Settings({ node, source, onSource }: { node: FlowNode; source: string; onSource: (text: string) => void }) {
  const notices = useNotices();
  const connections = useQuery(connectionsQuery).data ?? [];
  const variant = node.shown ?? node.default_variant;
  const base: Path = variant === null ? ["nodes", node.name] : ["node_variants", node.name, "variants", variant, "node"];
  const isThere = get(source, base) !== undefined;

  function edit(path: Path, value: Plain, droppable = false) {
    try {
      onSource(value === "" && droppable ? (get(source, path) === undefined ? source : remove(source, path)) : set(source, path, value));
    } catch (error) {
      if (!(error instanceof NotThere)) {
        throw error;
      }
      notices.failed(words.notEditable);
    }
  }

  const field = (path: Path, droppable = false) => {
    const value = get(source, path);
    return {
      value,
      readOnly: typeof value === "object" && value !== null,
      onChange: (typed: string, before: unknown) => edit(path, meant(typed, before), droppable),
    };
  };

  if (!isThere) {
    return <p className={styles.quiet}>{words.notEditable}</p>;
  }
  const isModel = node.type === "llm";
  const model = get(source, [...base, "inputs", "deployment_name"]) === undefined ? "model" : "deployment_name";
  const inputs = node.inputs.filter(({ name }) => !(isModel && name === model));
  const connection = field([...base, "connection"], true);
  const when = field([...base, "activate", "when"]);
  const is = field([...base, "activate", "is"]);
  const ownCondition = node.activate !== null && get(source, [...base, "activate", "when"]) === undefined;
  return (
    <>
      {isModel && (
        <Section title={words.settings} plain>
          <div className={styles.two}>
            <Field label={words.connection}>
              <Combobox freeform value={fieldText(connection.value)} selectedOptions={[fieldText(connection.value)]} onInput={(event) => connection.onChange((event.target as HTMLInputElement).value, "")} onOptionSelect={(_, data) => data.optionValue !== undefined && connection.onChange(data.optionValue, "")}>
                {connections.map(({ name }) => (
                  <Option key={name}>{name}</Option>
                ))}
              </Combobox>
            </Field>
            <TextField label={words.model} {...field([...base, "inputs", model])} />
          </div>
        </Section>
      )}
      {inputs.length > 0 && (
        <Section title={words.nodeInputs} plain>
          <div className={styles.form}>
            {inputs.map(({ name }) => (
              <TextField key={name} label={name} {...field([...base, "inputs", name])} />
            ))}
          </div>
        </Section>
      )}
      {!node.aggregation && (
        <Section title={words.activateWords} plain>
          {ownCondition ? (
            <p>{words.activated(node.activate ?? "")}</p>
          ) : (
            <div className={styles.two}>
              <TextField
                label={words.activateWhen}
                hint={words.activateHint}
                value={when.value}
                onChange={(typed) => {
                  try {
                    onSource(typed === "" ? remove(source, [...base, "activate"]) : withIs(set(source, [...base, "activate", "when"], typed), base));
                  } catch {
                    notices.failed(words.notEditable);
                  }
                }}
              />
              {fieldText(when.value) !== "" && <TextField label={words.activateIs} value={is.value} onChange={(typed) => edit([...base, "activate", "is"], meant(typed, undefined))} />}
            </div>
          )}
        </Section>
      )}
    </>
  );
}

const fieldText = (value: unknown) => (value === undefined || value === null ? "" : typeof value === "string" ? value : JSON.stringify(value));

// A condition needs both its halves.
const withIs = (source: string, base: Path) => (get(source, [...base, "activate", "is"]) === undefined ? set(source, [...base, "activate", "is"], true) : source);

interface TextFieldProps {
  label: string;
  value: unknown;
  /** Told the value from which the typing began too: half a number is no number, and means no text. */
  onChange: (typed: string, before: unknown) => void;
  readOnly?: boolean;
  hint?: string;
}

function TextField({ label, value, onChange, readOnly = false, hint }: TextFieldProps) {
  const [before, setBefore] = useState(value);
  // As it is typed: 1.0 is 1, and 1.05 comes after it.
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? fieldText(value);
  const field = {
    value: shown,
    readOnly,
    onFocus: () => {
      // What was cleared is still of the kind that it was.
      if (value !== "" && value !== undefined) {
        setBefore(value);
      }
    },
    onChange: (_: unknown, data: { value: string }) => {
      setTyped(data.value);
      onChange(data.value, before);
    },
    onBlur: () => setTyped(null),
  };
  // A field of one line would join the lines. Its kind stays while somebody types, or the focus would be lost.
  const [isLong, setIsLong] = useState(false);
  if (typed === null && isLong !== shown.includes("\n")) {
    setIsLong(!isLong);
  }
  return (
    <Field label={label} {...(hint === undefined ? {} : { hint })}>
      {isLong ? <Textarea resize="vertical" rows={4} {...field} /> : <Input {...field} />}
    </Field>
  );
}
