import { Field, Input } from "@fluentui/react-components";
import { useNavigate } from "react-router";
import { count } from "../../formats/numbers";
import { useNotices } from "../../parts/notices";
import { Page } from "../../parts/Page";
import { text } from "../../strings";
import { reference, sendRows } from "./dataset";
import styles from "./Datasets.module.css";
import { keyField, nameField, SendRows, type Added } from "./SendRows";

const words = text.datasets.send;

/** A dataset from a file or a text. */
export default function NewDataset() {
  const navigate = useNavigate();
  const notices = useNotices();
  return (
    <Page title={words.newTitle} path={[{ title: text.datasets.title, to: "/datasets" }]} lead={words.newLead}>
      <SendRows
        place="new"
        submit={words.make}
        send={(draft, file) => sendRows<Added>("/api/v1/datasets", { name: draft.name.trim(), file: file.name, key: draft.key.trim(), description: draft.description.trim() }, file.rows)}
        onDone={(added) => {
          notices.done(words.made(reference(added.dataset, added.version.version), text.datasets.rowCount(count(added.version.rows))));
          void navigate(`/datasets/${added.dataset}`);
        }}
      >
        {(draft, set) => (
          <>
            <div className={styles.pair}>
              {nameField(draft, set)}
              {keyField(draft, set)}
            </div>
            <Field label={text.datasets.description}>
              <Input value={draft.description} onChange={(_, data) => set({ description: data.value })} />
            </Field>
          </>
        )}
      </SendRows>
    </Page>
  );
}
