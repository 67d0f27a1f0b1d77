import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { asProblem, type Problem } from "../api/problem";
import { text } from "../strings";
import styles from "./FormDialog.module.css";
import { Refusal } from "./Refusal";
import { useOnce } from "./useOnce";

interface Props {
  title: string;
  submit: string;
  danger?: boolean;
  /** Does what the form asks for. What is refused stays open with the reason beside what was typed. */
  onSubmit: () => Promise<unknown>;
  onDone: () => void;
  onClose: () => void;
  children: ReactNode | ((problem: Problem | null) => ReactNode);
}

/** A form over the screen. Everything that was read is read anew when it has done something. */
export function FormDialog({ title, submit, danger = false, onSubmit, onDone, onClose, children }: Props) {
  const queries = useQueryClient();
  const { mutate, isPending, error } = useOnce({
    mutationFn: onSubmit,
    onSuccess: () => {
      void queries.invalidateQueries();
      onDone();
    },
  });
  const [touched, setTouched] = useState(false);
  const problem = error ? asProblem(error) : null;
  return (
    <Dialog open onOpenChange={(_, data) => data.open || (touched && data.type === "backdropClick") || onClose()} modalType={danger ? "alert" : "modal"}>
      <DialogSurface className={styles.surface ?? ""}>
        {/* A click that misses the dialog costs nobody what was typed. */}
        <form
          onChange={() => setTouched(true)}
          onSubmit={(event) => {
            event.preventDefault();
            mutate();
          }}
        >
          <DialogBody>
            <DialogTitle>{title}</DialogTitle>
            <DialogContent className={styles.content ?? ""}>
              {typeof children === "function" ? children(problem) : children}
              <Refusal error={error} />
            </DialogContent>
            <DialogActions>
              <Button onClick={onClose}>{text.act.cancel}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={isPending}>
                {submit}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
