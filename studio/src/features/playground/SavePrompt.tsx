import { Button, Field, Input, MessageBar, MessageBarBody, Select } from "@fluentui/react-components";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import type { Draft, Prompt } from "./draft";
import { readPrompt, savePrompt } from "./prompts";
import type { SavedPrompt } from "./saved";

const words = text.saving;

interface Props {
  draft: Draft;
  prompt: Prompt;
  onSaved: (saved: SavedPrompt) => void;
  onRead: (saved: SavedPrompt) => void;
  onClose: () => void;
}

/** A prompt and one of the models as a file of the workspace. */
export function SavePrompt({ draft, prompt, onSaved, onRead, onClose }: Props) {
  const notices = useNotices();
  const [name, setName] = useState(prompt.saved?.name ?? "");
  const [description, setDescription] = useState("");
  const [columnId, setColumnId] = useState(draft.columns[0]?.id ?? "");
  const column = draft.columns.find(({ id }) => id === columnId) ?? draft.columns[0];

  async function save() {
    if (column) {
      const saved = await savePrompt(name.trim(), description, draft, prompt, column);
      onSaved(saved);
      notices.done(words.saved(saved.path));
    }
  }

  return (
    <FormDialog title={words.promptTitle(prompt.name)} submit={text.act.save} onSubmit={save} onDone={onClose} onClose={onClose}>
      {(problem) => (
        <>
          <p>{words.promptLead}</p>
          <Field label={words.name} hint={words.nameHint} required>
            <Input value={name} onChange={(_, { value }) => setName(value)} required autoComplete="off" spellCheck={false} />
          </Field>
          <Field label={words.description}>
            <Input value={description} onChange={(_, { value }) => setDescription(value)} />
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
          {column && column.model !== "" && !column.model.includes("/") && <p>{words.bareModel(column.model)}</p>}
          {prompt.images.length > 0 && <p>{words.images}</p>}
          {prompt.saved !== undefined && prompt.saved.name === name.trim() && <p>{words.replaces(`prompts/${prompt.saved.name}.prompty`)}</p>}
          {problem?.code === "file-changed" && (
            <MessageBar layout="multiline">
              <MessageBarBody>
                {words.changed}{" "}
                <Button
                  size="small"
                  onClick={() =>
                    void readPrompt(name.trim()).then(
                      (saved) => {
                        onRead(saved);
                        onClose();
                      },
                      (error: unknown) => notices.failed(asProblem(error).message),
                    )
                  }
                >
                  {words.readAgain}
                </Button>
              </MessageBarBody>
            </MessageBar>
          )}
        </>
      )}
    </FormDialog>
  );
}
