import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { FormDialog } from "./FormDialog";

interface Props {
  label: string;
  title: string;
  why: string;
  appearance?: "subtle" | "secondary";
  onYes: () => void;
}

/** Does what throws something away once it was asked for twice. */
export function AskButton({ label, title, why, appearance = "secondary", onYes }: Props) {
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button appearance={appearance} onClick={() => setAsking(true)}>
        {label}
      </Button>
      {asking && (
        <FormDialog
          title={title}
          submit={label}
          danger
          onSubmit={() => {
            onYes();
            return Promise.resolve();
          }}
          onDone={() => setAsking(false)}
          onClose={() => setAsking(false)}
        >
          <p>{why}</p>
        </FormDialog>
      )}
    </>
  );
}
