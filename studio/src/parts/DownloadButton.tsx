import { Button } from "@fluentui/react-components";
import { ArrowDownload20Regular } from "@fluentui/react-icons";
import { useState } from "react";
import { download } from "../api/download";
import { asProblem } from "../api/problem";
import { useNotices } from "./notices";

/** Fetches a file and keeps it. */
export function DownloadButton({ address, name, label }: { address: string; name: string; label: string }) {
  const notices = useNotices();
  const [busy, setBusy] = useState(false);
  async function fetched() {
    setBusy(true);
    try {
      await download(address, name);
    } catch (error) {
      notices.failed(asProblem(error).message);
    } finally {
      setBusy(false);
    }
  }
  return (
    <Button icon={<ArrowDownload20Regular />} disabledFocusable={busy} onClick={() => void fetched()}>
      {label}
    </Button>
  );
}
