import { Badge, Select } from "@fluentui/react-components";
import { keepPreviousData, useQuery, type UseQueryResult } from "@tanstack/react-query";
import { Link } from "react-router";
import { answer, api, type Schemas } from "../../api/client";
import { money, nano } from "../../formats/money";
import { count } from "../../formats/numbers";
import { Section } from "../../parts/Page";
import { Fault, Loading, WhileOld } from "../../parts/states";
import { text } from "../../strings";
import { sourceOf } from "./mapping";
import { cell } from "./run";
import styles from "./Runs.module.css";

type Preview = Schemas["RunPreviewView"];

const words = text.runs;

interface Asked {
  flow: string;
  data: string;
  run: string;
  variant: string;
  mapping: Record<string, string>;
}

/** How a flow and data fit, before anything is run. */
export function usePreview({ flow, data, run, variant, mapping }: Asked) {
  return useQuery({
    queryKey: ["runs", "preview", flow, data, run, variant, mapping],
    queryFn: ({ signal }) =>
      answer(api.POST("/api/v1/runs/preview", { signal, body: { flow: flow || null, data: data || null, run: run || null, variant: variant || null, column_mapping: Object.fromEntries(Object.entries(mapping).map(([input, source]) => [input, source === "" ? null : source])) } })),
    enabled: flow !== "" && (data !== "" || run !== ""),
    placeholderData: keepPreviousData,
  });
}

/** The flow's inputs, where each comes from, and its value on the first line. */
export function Fit({ preview, asked, onMap }: { preview: UseQueryResult<Preview>; asked: Asked; onMap: (input: string, source: string) => void }) {
  const { data } = preview;
  return (
    <Section title={words.mappingTitle}>
      {asked.flow === "" || (asked.data === "" && asked.run === "") ? (
        <p className={styles.muted}>{words.previewWaits}</p>
      ) : preview.isError ? (
        <Fault error={preview.error} onRetry={() => void preview.refetch()} />
      ) : data === undefined ? (
        <Loading />
      ) : (
        <WhileOld isOld={preview.isPlaceholderData}>
          <p className={styles.muted}>
            {words.mappingWhy} {data.lines === null ? "" : words.dataLines(count(data.lines))}
          </p>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <div className={styles.scroll} role="group" aria-label={words.mappingTitle} tabIndex={0}>
            <table className={styles.mapping}>
              <thead>
                <tr>
                  <th scope="col">{words.input}</th>
                  <th scope="col">{words.from}</th>
                  <th scope="col">{words.first}</th>
                </tr>
              </thead>
              <tbody>
                {data.inputs.map((input) => (
                  <tr key={input.name}>
                    <th scope="row">
                      {input.name} <span className={styles.muted}>{input.type}</span> {input.required && <Badge appearance="outline">{words.required}</Badge>}
                    </th>
                    <td>
                      <Select className={styles.narrow ?? ""} aria-label={`${input.name}: ${words.from}`} value={sourceOf(asked.mapping, input)} onChange={(_, chosen) => onMap(input.name, chosen.value)}>
                        <option value="">{input.required ? "" : words.default}</option>
                        {data.sources.map((source) => (
                          <option key={source}>{source}</option>
                        ))}
                      </Select>
                    </td>
                    <td>{input.source === null && input.required ? <span className={styles.bad}>{words.missing}</span> : <span title={cell(input.first)}>{cell(input.first).slice(0, 200)}</span>}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          <p>
            {data.estimate === null ? (
              <span className={styles.muted}>{words.noEstimate}</span>
            ) : (
              <>
                {words.estimate(money(nano(data.estimate.cost_usd)), money(nano(data.estimate.per_line_usd)))} {words.estimateFrom(count(data.estimate.lines))} <Link to={`/runs/${encodeURIComponent(data.estimate.run)}`}>{data.estimate.run}</Link>.
              </>
            )}
          </p>
        </WhileOld>
      )}
    </Section>
  );
}
