import { Button } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useRouteError } from "react-router";
import { Notice } from "../parts/states";
import { text } from "../strings";
import { isMissingFile } from "./missingFile";

const pause = 2_000;

const isServed = () =>
  fetch("/health", { cache: "no-store" }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Stands where a screen's file could not be had, the server being away or having another version of the page, and where a screen failed by a fault of its own; the frame goes on working. */
export function ScreenFault() {
  const fault = useRouteError();
  return isMissingFile(fault) ? (
    <Missing fault={fault} />
  ) : (
    <Notice role="alert" title={text.faults.pageTitle} action={<Reload />}>
      {`${text.faults.page} (${fault instanceof Error ? fault.message : String(fault)})`}
    </Notice>
  );
}

const Reload = () => (
  <Button appearance="primary" onClick={() => window.location.reload()}>
    {text.faults.reload}
  </Button>
);

function Missing({ fault }: { fault: Error }) {
  const [away, setAway] = useState(false);

  useEffect(() => {
    let wasAway = false;
    const look = () =>
      void isServed().then((served) => {
        if (served && wasAway) {
          window.location.reload();
        }
        wasAway = !served;
        setAway(!served);
      });
    look();
    const timer = setInterval(look, pause);
    return () => clearInterval(timer);
  }, []);

  return (
    <Notice
      role="alert"
      title={away ? text.faults.offlineTitle : text.faults.newVersion}
      action={<Reload />}
    >
      {away ? text.faults.offlineWaiting : fault.message}
    </Notice>
  );
}
