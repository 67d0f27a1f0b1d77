import { Button, Combobox, Field, Option, Tag, TagGroup } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useRef, useState, type ReactNode } from "react";
import { Link } from "react-router";
import { useAddress } from "../../address/useAddress";
import { comparisonQuery, modelsQuery } from "../../api/queries";
import { money, nano, price as priceText, roundMoney } from "../../formats/money";
import { count, percent } from "../../formats/numbers";
import { CopyButton } from "../../parts/CopyButton";
import { useActiveOption } from "../../parts/activeOption";
import { Page, Section } from "../../parts/Page";
import { Loaded, Notice, WhileOld } from "../../parts/states";
import { text } from "../../strings";
import { TrafficFields, useTraffic } from "./Calculator";
import { OwnScores } from "./OwnScores";
import { dollars, fullName, pathOf, priceNow, type Model } from "./model";
import styles from "./Models.module.css";

const words = text.models;
const mostOffered = 40;

/** Models side by side, and what given or own traffic costs at each. */
export default function CompareModels() {
  const { all, change } = useAddress();
  const names = all("model");
  const traffic = useTraffic();
  const query = useQuery(comparisonQuery(names, traffic));
  return (
    <Page title={words.compareTitle} path={[{ title: text.screens.models, to: "/models" }]} lead={words.compareLead} actions={<CopyButton value={() => window.location.href} label={words.copyAddress} />}>
      <AddModel onAdd={(name) => names.includes(name) || change({ model: [...names, name] })} />
      {names.length === 0 ? (
        <Notice title={words.nothingCompared}>{words.nothingComparedWhy}</Notice>
      ) : (
        <>
          <Section title={words.calculator}>
            <TrafficFields />
          </Section>
          {query.isError && (
            <TagGroup aria-label={words.compareTitle} onDismiss={(_, data) => change({ model: names.filter((name) => name !== data.value) })}>
              {names.map((name) => (
                <Tag key={name} value={name} dismissible dismissIcon={{ "aria-label": words.removeOne(name) }}>
                  {name}
                </Tag>
              ))}
            </TagGroup>
          )}
          <Loaded query={query}>
            {({ models }) => (
              <WhileOld isOld={query.isPlaceholderData}>
                <SideBySide compared={models} onRemove={(model) => change({ model: names.filter((name) => name !== fullName(model)) })} />
                <OwnScores models={models.map(({ model }) => model)} />
              </WhileOld>
            )}
          </Loaded>
        </>
      )}
    </Page>
  );
}

function AddModel({ onAdd }: { onAdd: (name: string) => void }) {
  const models = useQuery(modelsQuery).data;
  const [typed, setTyped] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useActiveOption(field);
  const offered = useMemo(() => {
    const lower = typed.toLowerCase();
    return (models ?? []).map(fullName).filter((name) => name.toLowerCase().includes(lower)).slice(0, mostOffered);
  }, [models, typed]);
  return (
    <Field label={words.add} style={{ maxWidth: 420 }}>
      <Combobox
        input={{ ref: field }}
        freeform
        value={typed}
        selectedOptions={[]}
        onChange={(event) => setTyped(event.target.value)}
        onOptionSelect={(_, data) => {
          if (data.optionValue) {
            onAdd(data.optionValue);
            setTyped("");
          }
        }}
      >
        {offered.map((name) => (
          <Option key={name} value={name} text={name}>
            {name}
          </Option>
        ))}
      </Combobox>
    </Field>
  );
}

interface Compared {
  model: Model;
  cost: number | null;
}

interface Line {
  title: string;
  cell: (compared: Compared) => ReactNode;
  /** The best of all is marked: the least or the most. */
  rank?: { of: (compared: Compared) => number | null | undefined; least: boolean };
}

const priceOf = (bucket: string) => (compared: Compared) => dollars(priceNow(compared.model), bucket);
const priceCell = (bucket: string) => (compared: Compared) => {
  const value = priceOf(bucket)(compared);
  return value === undefined ? (priceNow(compared.model)?.[bucket] === "unknown" ? text.table.unknown : "–") : priceText(value);
};

function SideBySide({ compared, onRemove }: { compared: readonly Compared[]; onRemove: (model: Model) => void }) {
  const costs = compared.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const least = Math.min(...costs);
  const lines: readonly Line[] = [
    {
      title: words.cost,
      rank: { of: ({ cost }) => cost, least: true },
      cell: ({ cost }) =>
        cost === null ? (
          text.table.unknown
        ) : (
          <span title={money(nano(cost))}>
            <span className={styles.cost}>{roundMoney(nano(cost))}</span>
            {cost > least && least > 0 && ` ${words.dearer(percent(cost / least - 1))}`}
          </span>
        ),
    },
    { title: words.columns.input, rank: { of: priceOf("input"), least: true }, cell: priceCell("input") },
    { title: words.bucket("cache_read"), rank: { of: priceOf("cache_read"), least: true }, cell: priceCell("cache_read") },
    { title: words.columns.output, rank: { of: priceOf("output"), least: true }, cell: priceCell("output") },
    { title: words.columns.context, rank: { of: ({ model }) => model.context, least: false }, cell: ({ model }) => (model.context === null ? text.table.unknown : count(model.context)) },
    { title: words.maxOutput, rank: { of: ({ model }) => model.max_output, least: false }, cell: ({ model }) => (model.max_output === null ? text.table.unknown : count(model.max_output)) },
    { title: words.reads, cell: ({ model }) => model.input.join(", ") },
    { title: words.facets.can, cell: ({ model }) => model.can.map((c) => words.capability(c)).join(", ") || text.table.none },
    { title: words.regions, cell: ({ model }) => model.regions.join(", ") || text.table.unknown },
    { title: words.licence, cell: ({ model }) => model.licence ?? "–" },
    { title: words.columns.released, cell: ({ model }) => model.released ?? text.table.unknown },
    { title: words.retires, cell: ({ model }) => model.retires ?? "–" },
  ];
  return (
    <Section title={words.sideBySide}>
      {/* It scrolls sideways, so it must be reachable by keys. */}
      {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={styles.scroll} tabIndex={0} role="group" aria-label={words.sideBySide}>
        <table className={styles.compare}>
          <thead>
            <tr>
              <td />
              {compared.map(({ model }) => (
                <th key={fullName(model)} scope="col">
                  <Link to={pathOf(model)}>{fullName(model)}</Link>{" "}
                  <Button size="small" appearance="subtle" onClick={() => onRemove(model)} aria-label={words.removeOne(fullName(model))}>
                    {words.remove}
                  </Button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {lines.map((line) => {
              const ranks = compared.map((c) => line.rank?.of(c) ?? null);
              const known = ranks.filter((r) => r !== null);
              const best = line.rank && new Set(known).size > 1 ? (line.rank.least ? Math.min(...known) : Math.max(...known)) : null;
              return (
                <tr key={line.title}>
                  <th scope="row">{line.title}</th>
                  {compared.map((c, at) => (
                    <td key={fullName(c.model)} className={best !== null && ranks[at] === best ? styles.best : ""}>
                      {line.cell(c)}
                      {best !== null && ranks[at] === best && <span className="unseen"> {words.best}</span>}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </Section>
  );
}
