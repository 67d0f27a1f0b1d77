import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Field, Input, MessageBar, MessageBarBody } from "@fluentui/react-components";
import { useEffect, useState, type SubmitEvent } from "react";
import { send } from "../api/client";
import { asProblem, problemOf } from "../api/problem";
import { text } from "../strings";
import { takeKey } from "./key";

interface Props {
  expired: boolean;
  onDone: () => void;
  onDismiss: () => void;
}

// No header takes any other letter; a dash or three dots that a word processor has put in are the commonest.
const sendable = /^[\x21-\x7e]+$/;

// The key is tried before it takes the place of the one there is.
async function accepted(key: string): Promise<void> {
  const answer = await send("/api/v1/caller", {}, key);
  if (!answer.ok) {
    throw problemOf(answer.status, await answer.json().catch(() => null));
  }
}

/** Asks for a key in a dialog over the screen, which keeps all that was typed. */
export default function SignIn({ expired, onDone, onDismiss }: Props) {
  const [key, setKey] = useState("");
  const [fault, setFault] = useState("");
  const [busy, setBusy] = useState(false);
  // What was open goes on where it was: a dialog that does not get the focus back would stay hidden from who reads by ear.
  const [before] = useState(() => document.activeElement);
  useEffect(() => () => void setTimeout(() => before instanceof HTMLElement && before.isConnected && before.focus()), [before]);

  async function submit(event: SubmitEvent) {
    event.preventDefault();
    const presented = key.trim();
    if (presented === "") {
      return;
    }
    if (!sendable.test(presented)) {
      setFault(text.signIn.notSendable);
      return;
    }
    setBusy(true);
    try {
      await accepted(presented);
      takeKey(presented);
      onDone();
    } catch (error) {
      setFault(asProblem(error).message);
      setBusy(false);
    }
  }

  return (
    <Dialog open onOpenChange={(_, data) => data.open || (key !== "" && data.type === "backdropClick") || onDismiss()}>
      <DialogSurface>
        <form onSubmit={(event) => void submit(event)}>
          <DialogBody>
            <DialogTitle>{text.signIn.title}</DialogTitle>
            <DialogContent>
              <p style={{ marginBottom: 16 }}>{expired ? text.signIn.expired : text.signIn.why}</p>
              <Field
                label={text.signIn.key}
                hint={
                  <>
                    {text.signIn.kept} <code>{text.signIn.keyHint}</code>
                  </>
                }
              >
                <Input type="password" autoComplete="off" value={key} onChange={(_, data) => setKey(data.value)} spellCheck={false} />
              </Field>
              {fault !== "" && (
                <MessageBar intent="error" layout="multiline" style={{ marginTop: 16 }}>
                  <MessageBarBody>{fault}</MessageBarBody>
                </MessageBar>
              )}
            </DialogContent>
            <DialogActions>
              <Button onClick={onDismiss}>{text.act.cancel}</Button>
              <Button type="submit" appearance="primary" disabledFocusable={busy || key.trim() === ""}>
                {busy ? text.signIn.checking : text.signIn.submit}
              </Button>
            </DialogActions>
          </DialogBody>
        </form>
      </DialogSurface>
    </Dialog>
  );
}
