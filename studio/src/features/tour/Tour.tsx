import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Page } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { CompareStep } from "./CompareStep";
import { DataStep } from "./DataStep";
import { keepTour, keptTour, sampleDraft } from "./draft";
import { PromptsStep } from "./PromptsStep";
import { tourDataQuery } from "./tour";
import styles from "./Tour.module.css";

const keepAfter = 300;

/** Three steps to a scored comparison. Where one stands is read from the workspace, so it can be left and taken up again. */
export default function Tour() {
  const data = useQuery(tourDataQuery);
  const [draft, setDraft] = useState(() => keptTour() ?? sampleDraft());

  useEffect(() => {
    const timer = setTimeout(() => keepTour(draft), keepAfter);
    return () => clearTimeout(timer);
  }, [draft]);

  return (
    <Page title={text.tour.title} lead={text.tour.lead}>
      <Loaded query={data}>
        {(found) => (
          <div className={styles.steps}>
            <DataStep data={found} />
            <PromptsStep data={found} draft={draft} onChange={setDraft} />
            <CompareStep data={found} draft={draft} />
          </div>
        )}
      </Loaded>
    </Page>
  );
}
