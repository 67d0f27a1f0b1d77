import { Field, MessageBar, MessageBarBody, Radio, RadioGroup, Textarea } from "@fluentui/react-components";
import { useState } from "react";
import { answer, api, type Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { FormDialog } from "../../parts/FormDialog";
import { text } from "../../strings";
import { reference, type Version } from "./dataset";
import styles from "./Datasets.module.css";
import { Faults } from "./Faults";

const words = text.datasets.validate;

/** Rows held against the dataset's own key and schema, or another schema. */
export function Validate({ detail, version, onClose }: { detail: Schemas["DatasetDetailView"]; version: Version; onClose: () => void }) {
  const hasOwn = detail.schema !== null || detail.dataset.key !== null;
  const [own, setOwn] = useState(hasOwn);
  const [schema, setSchema] = useState(detail.schema ?? '{\n  "type": "object",\n  "required": []\n}');
  const [report, setReport] = useState<Schemas["ValidationView"] | null>(null);

  async function check() {
    setReport(null);
    setReport(await answer(api.POST("/api/v1/datasets/{name}/validate", { params: { path: { name: detail.dataset.name } }, body: { version: version.version, schema: own ? null : schema } })));
  }

  return (
    <FormDialog title={words.title(reference(detail.dataset.name, version.version))} submit={words.submit} onSubmit={check} onDone={() => undefined} onClose={onClose}>
      <RadioGroup value={own ? "own" : "other"} onChange={(_, data) => setOwn(data.value === "own")}>
        <Radio value="own" label={hasOwn ? words.own : `${words.own}: ${words.noOwn}`} disabled={!hasOwn} />
        <Radio value="other" label={words.other} />
      </RadioGroup>
      {!own && (
        <Field label={words.schema} className={styles.rows ?? ""}>
          <Textarea value={schema} onChange={(_, data) => setSchema(data.value)} rows={10} resize="vertical" spellCheck={false} />
        </Field>
      )}
      {report && (
        <>
          <MessageBar intent={report.bad_rows === 0 ? "success" : "warning"}>
            <MessageBarBody>{report.bad_rows === 0 ? words.fine(text.datasets.rowCount(count(report.rows))) : words.bad(count(report.bad_rows), text.datasets.rowCount(count(report.rows)))}</MessageBarBody>
          </MessageBar>
          <Faults faults={report.faults} byRow />
        </>
      )}
    </FormDialog>
  );
}
