import { Button, ProgressBar } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import { answer, api, type Schemas } from "../../api/client";
import { count } from "../../formats/numbers";
import { Section } from "../../parts/Page";
import { Fault, Loaded, Notice } from "../../parts/states";
import { text } from "../../strings";
import { progressOf } from "../evaluations/evaluation";
import type { TourDraft } from "./draft";
import { Findings } from "./Findings";
import { compare, evaluationQuery, newestQuery } from "./tour";
import styles from "./Tour.module.css";

const words = text.tour.compare;

interface Props {
  data: Schemas["DatasetView"] | null;
  draft: TourDraft;
}

/** Both prompts over all lines: begun, followed, and what was found. */
export function CompareStep({ data, draft }: Props) {
  const { one, change } = useAddress();
  const queries = useQueryClient();
  const before = useQuery(newestQuery);
  const [begunWith, setBegunWith] = useState<TourDraft | null>(null);
  const shown = one("evaluation") || before.data?.[0]?.name;
  const begin = useMutation({
    mutationFn: () => compare(draft, before.data?.map((e) => e.name) ?? []),
    onSuccess: (name) => {
      setBegunWith(draft);
      change({ evaluation: name });
      void queries.invalidateQueries({ queryKey: ["evaluations"] });
    },
  });
  const rows = data?.versions.find((v) => v.version === data.latest)?.rows ?? 0;
  const missing = data === null ? text.tour.prompts.first : draft.model.trim() === "" ? words.noModel : null;
  const ready = missing === null && !begin.isPending && before.isSuccess;
  return (
    <Section title={words.title}>
      <p>{words.why}</p>
      <div className={styles.line}>
        <Button appearance={shown ? "secondary" : "primary"} disabledFocusable={!ready} onClick={() => ready && begin.mutate()}>
          {begin.isPending ? words.starting : shown ? words.again : data === null ? words.startAll : words.start(count(rows))}
        </Button>
        {missing !== null && <span className={styles.faint}>{missing}</span>}
      </div>
      {begin.isError && <Fault error={begin.error} />}
      {before.isError && <Fault error={before.error} onRetry={() => void before.refetch()} />}
      {shown && <Followed name={shown} isOlder={begunWith !== null && begunWith !== draft} />}
    </Section>
  );
}

function Followed({ name, isOlder }: { name: string; isOlder: boolean }) {
  return <Loaded query={useQuery(evaluationQuery(name))}>{(found) => <Stand found={found} isOlder={isOlder} />}</Loaded>;
}

function Stand({ found, isOlder }: { found: Schemas["EvaluationDetailView"]; isOlder: boolean }) {
  const { name, state, progress, stopped, resumable } = found.evaluation;
  const queries = useQueryClient();
  const act = useMutation({
    mutationFn: (what: "cancel" | "resume") =>
      what === "cancel" ? answer(api.POST("/api/v1/evaluations/{name}/cancel", { params: { path: { name } } })) : answer(api.POST("/api/v1/evaluations/{name}/resume", { params: { path: { name } }, body: null })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["evaluations"] }),
  });
  if (state === "running") {
    return (
      <>
        <p role="status">{progress ? words.progress(progress.step, progress.number, progress.steps) : words.starting}</p>
        <ProgressBar aria-label={words.title} {...progressOf(found.evaluation)} />
        <div>
          <Button onClick={() => act.mutate("cancel")}>{words.cancel}</Button>
        </div>
      </>
    );
  }
  return (
    <>
      {state !== "completed" && (
        <Notice title={words.stopped} role="alert" action={resumable ? <Button onClick={() => act.mutate("resume")}>{words.resume}</Button> : null}>
          {stopped}
        </Notice>
      )}
      {act.isError && <Fault error={act.error} />}
      {found.comparisons.length > 0 && <Findings found={found} isOlder={isOlder} />}
    </>
  );
}
