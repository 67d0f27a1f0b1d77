import { Button } from "@fluentui/react-components";
import { Save20Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { FormDialog } from "../../parts/FormDialog";
import { text } from "../../strings";
import { drafts } from "./drafts";

const words = text.flows;

/** What was changed and is not on disk: saved, or dropped by who means it. */
export function Unsaved({ paths, onSave }: { paths: readonly string[]; onSave: () => void }) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button appearance="subtle" onClick={() => setAsking(true)}>
        {words.discard}
      </Button>
      <Button icon={<Save20Regular />} appearance="primary" aria-keyshortcuts="Control+S" onClick={onSave}>
        {words.save}
      </Button>
      {asking && (
        <FormDialog
          title={words.discardTitle(paths.length)}
          submit={words.discard}
          danger
          onSubmit={() => {
            paths.forEach((path) => drafts.forget(path));
            return Promise.resolve();
          }}
          onDone={() => setAsking(false)}
          onClose={() => setAsking(false)}
        >
          <ul>
            {paths.map((path) => (
              <li key={path}>
                <code>{path}</code>
              </li>
            ))}
          </ul>
        </FormDialog>
      )}
    </>
  );
}
