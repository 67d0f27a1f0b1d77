import { Badge, Button, Field, Select } from "@fluentui/react-components";
import { useAddress } from "../../address/useAddress";
import { text } from "../../strings";
import { useDrafts } from "./drafts";
import { FileEditor } from "./FileEditor";
import { nameOf, type Fault, type Flow } from "./queries";
import styles from "./Flow.module.css";

const words = text.flows;

interface Props {
  flow: Flow;
  /** What is wrong with the flow as it stands in the editors. */
  faults: readonly Fault[];
  onSave: () => void;
}

/** The flow's YAML and the files beside it, with what is wrong by line. */
export function FilesPanel({ flow, faults, onSave }: Props) {
  const { one, change } = useAddress();
  const all = useDrafts();
  const folder = flow.path.slice(0, flow.path.length - nameOf(flow.path).length);
  const listed = flow.files.filter((file) => file.editable).map((file) => file.path);
  const asked = one("file", flow.path);
  const files = [...new Set([flow.path, ...listed, ...[...all.keys()].filter((path) => path.startsWith(folder)), asked])];
  const at = Number(one("at")) || null;
  return (
    <div className={styles.files}>
      <div className={styles.fileChoice}>
        <Field label={words.file}>
          <Select value={asked} onChange={(_, data) => change({ file: data.value === flow.path ? "" : data.value, at: "" })}>
            {files.map((path) => (
              <option key={path} value={path}>
                {path.startsWith(folder) ? path.slice(folder.length) : path}
                {all.has(path) ? ` (${words.changedMark})` : ""}
              </option>
            ))}
          </Select>
        </Field>
      </div>
      <div className={styles.editor}>
        <FileEditor key={asked} path={asked} label={words.textOf(nameOf(asked))} onSave={onSave} line={at} {...(asked === flow.path ? { faults: faults.filter((fault) => fault.file === null || fault.file === flow.path) } : {})} />
      </div>
      <Faults faults={faults} onGo={(fault) => change({ panel: "files", file: fault.file !== null && fault.file !== flow.path ? fault.file : "", at: String(fault.line ?? 1) })} />
    </div>
  );
}

function Faults({ faults, onGo }: { faults: readonly Fault[]; onGo: (fault: Fault) => void }) {
  return (
    <section aria-label={words.faults} className={styles.faults}>
      {faults.length === 0 ? (
        <p className={styles.quiet}>{words.noFaults}</p>
      ) : (
        <ul>
          {faults.map((fault) => (
            <li key={`${fault.file ?? ""} ${fault.line ?? 0} ${fault.code} ${fault.message}`}>
              <Badge appearance="tint" color={fault.severity === "error" ? "danger" : "warning"}>
                {fault.severity === "error" ? words.error : words.warning}
              </Badge>
              <span>{fault.message}</span>
              <Button appearance="transparent" size="small" onClick={() => onGo(fault)}>
                {fault.file === null ? words.goToLine(fault.line ?? 1) : words.atLine(nameOf(fault.file), fault.line ?? 1)}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
