import { Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, Textarea } from "@fluentui/react-components";
import { Copy20Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { text } from "../strings";
import { copied } from "./clipboard";
import { useNotices } from "./notices";

/** Puts a text into the clipboard; where the browser lets no page do so, shows it to be copied by hand. */
export function CopyButton({ value, label = text.act.copy, iconOnly = false }: { value: () => string | Promise<string>; label?: string; iconOnly?: boolean }) {
  const notices = useNotices();
  const [byHand, setByHand] = useState<string | null>(null);
  async function copy() {
    try {
      const wanted = await value();
      if (await copied(wanted)) {
        notices.done(text.act.copied);
      } else {
        setByHand(wanted);
      }
    } catch (error) {
      notices.failed(error instanceof Error ? error.message : String(error));
    }
  }
  return (
    <>
      {iconOnly ? (
        <Button appearance="subtle" icon={<Copy20Regular />} aria-label={label} title={label} onClick={() => void copy()} />
      ) : (
        <Button icon={<Copy20Regular />} onClick={() => void copy()}>
          {label}
        </Button>
      )}
      {byHand !== null && <ByHand value={byHand} label={label} onClose={() => setByHand(null)} />}
    </>
  );
}

const ByHand = ({ value, label, onClose }: { value: string; label: string; onClose: () => void }) => (
  <Dialog open onOpenChange={onClose}>
    <DialogSurface>
      <DialogBody>
        <DialogTitle>{label}</DialogTitle>
        <DialogContent>
          <p>{text.act.copyByHand}</p>
          <Textarea aria-label={label} value={value} readOnly rows={6} style={{ width: "100%" }} onFocus={(event) => event.target.select()} />
        </DialogContent>
        <DialogActions>
          <Button onClick={onClose}>{text.act.close}</Button>
        </DialogActions>
      </DialogBody>
    </DialogSurface>
  </Dialog>
);
