import { Button } from "@fluentui/react-components";
import { Copy20Regular } from "@fluentui/react-icons";
import { text } from "../strings";
import { useNotices } from "./notices";

/** Puts a text into the clipboard. */
export function CopyButton({ value, label = text.act.copy, iconOnly = false }: { value: () => string | Promise<string>; label?: string; iconOnly?: boolean }) {
  const notices = useNotices();
  async function copy() {
    try {
      await navigator.clipboard.writeText(await value());
      notices.done(text.act.copied);
    } catch (error) {
      notices.failed(error instanceof Error ? error.message : String(error));
    }
  }
  return iconOnly ? (
    <Button appearance="subtle" icon={<Copy20Regular />} aria-label={label} title={label} onClick={() => void copy()} />
  ) : (
    <Button icon={<Copy20Regular />} onClick={() => void copy()}>
      {label}
    </Button>
  );
}
