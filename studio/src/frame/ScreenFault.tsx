import { Button } from "@fluentui/react-components";
import { useEffect, useState } from "react";
import { useRouteError } from "react-router";
import { Notice } from "../parts/states";
import { text } from "../strings";

const pause = 2_000;

const isServed = () =>
  fetch("/health", { cache: "no-store" }).then(
    (answer) => answer.ok,
    () => false,
  );

/** Stands where a screen's file could not be had: the server is away, or has another version of the page. */
export function ScreenFault() {
  const fault = useRouteError();
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
      action={
        <Button appearance="primary" onClick={() => window.location.reload()}>
          {text.faults.reload}
        </Button>
      }
    >
      {away ? text.faults.offlineWaiting : fault instanceof Error ? fault.message : null}
    </Notice>
  );
}
