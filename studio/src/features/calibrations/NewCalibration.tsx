import { useQuery } from "@tanstack/react-query";
import { Page, Section } from "../../parts/Page";
import { Fault, Loading } from "../../parts/states";
import { text } from "../../strings";
import { calibrate } from "./calibration";
import styles from "./Calibrations.module.css";
import { LabelsForm } from "./LabelsForm";
import { Record } from "./Record";
import { Result } from "./Result";
import { useLabels } from "./useLabels";

const words = text.calibrations;

/** A judge held against people: what is compared, and what comes of it. Nothing is written down until that is asked for. */
export default function NewCalibration() {
  const labels = useLabels();
  const query = useQuery({
    queryKey: ["calibration", ...labels.key],
    queryFn: async ({ signal }) => calibrate(await labels.asked(), signal),
    enabled: labels.isAsked,
    staleTime: Infinity,
  });
  return (
    <Page title={words.newTitle} path={[{ title: words.title, to: "/calibrations" }]} lead={words.newLead}>
      <Section title={words.form.labels}>
        <LabelsForm labels={labels} />
      </Section>
      {labels.isAsked && (
        <div className={styles.result} aria-live="polite">
          {query.isError && <Fault error={query.error} onRetry={() => void query.refetch()} />}
          {query.isPending && <Loading />}
          {query.data && (
            <>
              <Result result={query.data} run={labels.source === "run" ? labels.one("run") : undefined} />
              <Record labels={labels} result={query.data} />
            </>
          )}
        </div>
      )}
    </Page>
  );
}
