import { Button } from "@fluentui/react-components";
import { useState } from "react";
import { Scroll } from "../../parts/Scroll";
import { text } from "../../strings";
import styles from "./Datasets.module.css";

/** The JSON Schema of a row, shown when it is asked for. */
export function SchemaText({ schema }: { schema: string }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
        {open ? text.datasets.hideSchema : text.datasets.showSchema}
      </Button>
      {open && (
        <Scroll label={text.datasets.schema} className={styles.code}>
          <pre>{schema}</pre>
        </Scroll>
      )}
    </>
  );
}
