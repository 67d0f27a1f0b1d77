import { Button, Field, Input } from "@fluentui/react-components";
import { FolderZip20Regular } from "@fluentui/react-icons";
import { useRef, useState } from "react";
import { useNavigate } from "react-router";
import { send, type Schemas } from "../../api/client";
import { Problem, problemOf } from "../../api/problem";
import { bytes } from "../../formats/bytes";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import { flowAddress } from "./queries";
import styles from "./test/Test.module.css";

const words = text.flows;

const folderOf = (file: string) => `flows/${file.replace(/\.zip$/i, "").replace(/[^\w.-]+/g, "-").replace(/^[.-]+|[.-]+$/g, "").toLowerCase() || "imported"}`;

/** Brings a zipped project into the workspace. */
export function ImportFlows({ onClose }: { onClose: () => void }) {
  const [archive, setArchive] = useState<File | null>(null);
  const [folder, setFolder] = useState("");
  const picker = useRef<HTMLInputElement>(null);
  const navigate = useNavigate();
  const notices = useNotices();

  async function bring() {
    if (!archive) {
      throw new Problem(400, words.importMissing, "archive-missing", "archive");
    }
    const reply = await send(`/api/v1/flows/import?folder=${encodeURIComponent(folder)}`, { method: "POST", headers: { "content-type": "application/zip" }, body: archive });
    const body: unknown = await reply.json().catch(() => null);
    if (!reply.ok) {
      throw problemOf(reply.status, body);
    }
    const view = body as Schemas["ImportedView"];
    notices.done(words.imported(view.flows.length, view.folder));
    const [only, second] = view.flows;
    if (only && !second) {
      await navigate(flowAddress(only.path));
    }
  }

  return (
    <FormDialog title={words.importTitle} submit={words.importSubmit} onSubmit={bring} onDone={onClose} onClose={onClose}>
      {(problem) => (
        <>
          <p>{words.importLead}</p>
          <Field label={words.archive} required {...(problem?.field === "archive" ? { validationMessage: problem.message } : {})}>
            <div className={styles.row}>
              <Button icon={<FolderZip20Regular />} onClick={() => picker.current?.click()}>
                {words.chooseArchive}
              </Button>
              {archive && (
                <span>
                  {archive.name} ({bytes(archive.size)})
                </span>
              )}
            </div>
          </Field>
          <input
            ref={picker}
            type="file"
            accept=".zip,application/zip"
            hidden
            aria-label={words.archive}
            onChange={(event) => {
              const file = event.target.files?.[0];
              if (file) {
                setArchive(file);
                setFolder((now) => (now === "" || (archive && now === folderOf(archive.name)) ? folderOf(file.name) : now));
              }
              // Else the same file could not be chosen again.
              event.target.value = "";
            }}
          />
          <Field label={words.folder} required hint={words.folderHint} {...(problem?.field === "folder" ? { validationMessage: problem.message } : {})}>
            <Input value={folder} required onChange={(_, data) => setFolder(data.value)} />
          </Field>
        </>
      )}
    </FormDialog>
  );
}
