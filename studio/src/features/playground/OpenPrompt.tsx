import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components";
import { useMutation, useQuery } from "@tanstack/react-query";
import { Fault, Loaded } from "../../parts/states";
import { text } from "../../strings";
import { promptsQuery, readPrompt } from "./prompts";
import type { SavedPrompt } from "./saved";
import styles from "./Playground.module.css";

const words = text.saving;

/** The prompts of the workspace, one of them to be opened. */
export function OpenPrompt({ onOpen, onClose }: { onOpen: (prompt: SavedPrompt) => void; onClose: () => void }) {
  const read = useMutation({
    mutationFn: readPrompt,
    onSuccess: (prompt) => {
      if (prompt.closed === undefined) {
        onOpen(prompt);
        onClose();
      }
    },
  });
  return (
    <Dialog open onOpenChange={(_, { open }) => open || onClose()}>
      <DialogSurface>
        <DialogBody>
          <DialogTitle>{words.openTitle}</DialogTitle>
          <DialogContent className={styles.open ?? ""}>
            <p>{words.openLead}</p>
            {read.isError && <Fault error={read.error} />}
            {read.data?.closed !== undefined && <p role="alert">{words.closed(read.data.closed)}</p>}
            <Loaded query={useQuery(promptsQuery)}>
              {(prompts) =>
                prompts.length === 0 ? (
                  <p>{words.openNone}</p>
                ) : (
                  <ul className={styles.saved}>
                    {prompts.map(({ name, description, model, fault }) => (
                      <li key={name}>
                        <Button appearance="subtle" disabledFocusable={fault !== undefined} onClick={() => fault === undefined && read.mutate(name)}>
                          {name}
                        </Button>
                        <span className={styles.none}>{fault ?? [model, description].filter(Boolean).join(" · ")}</span>
                      </li>
                    ))}
                  </ul>
                )
              }
            </Loaded>
          </DialogContent>
          <DialogActions>
            <Button onClick={onClose}>{text.act.close}</Button>
          </DialogActions>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
