import { Button, Field, Input } from "@fluentui/react-components";
import { ArrowSwap20Regular } from "@fluentui/react-icons";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useAddress } from "../../address/useAddress";
import { answer, api } from "../../api/client";
import { count } from "../../formats/numbers";
import { DownloadButton } from "../../parts/DownloadButton";
import { Page, Section } from "../../parts/Page";
import { Loaded, Notice, WhileOld } from "../../parts/states";
import { text } from "../../strings";
import { Choice } from "../runs/NewRun";
import { Flips } from "./Flips";
import { columnsOf, listOf, sidesQuery } from "./sides";
import { Verdicts } from "./Verdicts";
import styles from "./Comparisons.module.css";

const words = text.comparisons;

/** Two runs, or targets of evaluations, held against each other line by line. */
export default function ComparisonPage() {
  const { one, change } = useAddress();
  const sides = useQuery(sidesQuery).data ?? [];
  const [baseline, candidate] = [one("baseline").trim(), one("candidate").trim()];
  const how = {
    ...(listOf(one("margin")).length === 0 ? {} : { margin: listOf(one("margin")) }),
    ...(columnsOf(one("slice")).length === 0 ? {} : { slice: columnsOf(one("slice")) }),
    ...(one("cluster").trim() === "" ? {} : { cluster: one("cluster").trim() }),
  };
  const ready = baseline !== "" && candidate !== "";
  const query = useQuery({
    queryKey: ["comparisons", baseline, candidate, how],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/comparisons", { signal, params: { query: { baseline, candidate, ...how } } })),
    enabled: ready,
    placeholderData: keepPreviousData,
  });
  const address = new URLSearchParams([["baseline", baseline], ["candidate", candidate], ...(how.margin ?? []).map((m) => ["margin", m]), ...(how.slice ?? []).map((s) => ["slice", s]), ...(how.cluster ? [["cluster", how.cluster]] : [])]);

  return (
    <Page
      title={words.title}
      lead={words.lead}
      actions={
        ready && (
          <>
            <Button icon={<ArrowSwap20Regular />} onClick={() => change({ baseline: candidate, candidate: baseline })}>
              {words.swap}
            </Button>
            <DownloadButton address={`/api/v1/comparisons/report?${address.toString()}`} name={`${candidate}-against-${baseline}.html`.replaceAll(/[/:\\]/g, "-")} label={words.report} />
          </>
        )
      }
    >
      <search className={styles.fields}>
        <Choice name="baseline" label={words.baseline} hint={words.sideHint} choices={sides} />
        <Choice name="candidate" label={words.candidate} hint={words.sideHint} choices={sides} />
        <Field label={words.margin} hint={words.marginHint}>
          <Input value={one("margin")} spellCheck={false} onChange={(_, data) => change({ margin: data.value })} />
        </Field>
        <Field label={words.slices} hint={words.slicesHint}>
          <Input value={one("slice")} spellCheck={false} onChange={(_, data) => change({ slice: data.value })} />
        </Field>
      </search>
      {!ready ? (
        <Notice title={words.chooseTitle}>{words.choose}</Notice>
      ) : (
        <Loaded query={query}>
          {(comparison) =>
            comparison.metrics.length === 0 ? (
              <Notice title={words.noMetrics}>{words.noMetricsWhy}</Notice>
            ) : (
              <WhileOld isOld={query.isPlaceholderData}>
                <Section title={words.verdicts}>
                  <p className={styles.headline}>{comparison.headline}</p>
                  <p className={styles.muted}>
                    {words.paired(count(comparison.paired_lines))}
                    {words.failed(comparison.baseline_failed, comparison.candidate_failed)}
                  </p>
                  <Verdicts comparison={comparison} />
                </Section>
                <Flips comparison={comparison} />
              </WhileOld>
            )
          }
        </Loaded>
      )}
    </Page>
  );
}
