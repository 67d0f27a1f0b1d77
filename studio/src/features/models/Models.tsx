import { Button, Checkbox, Field, Input } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { modelsQuery } from "../../api/queries";
import { price as priceText } from "../../formats/money";
import { count, short } from "../../formats/numbers";
import { DataTable, RowCount, type Column } from "../../parts/DataTable";
import { ClearFilters, Filters, FindFilter } from "../../parts/Filters";
import { Page } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { Facet } from "./Facet";
import { dollars, filtered, fullName, isRetired, pathOf, priceNow, type Facets, type Model } from "./model";
import styles from "./Models.module.css";

const mostCompared = 6;
const words = text.models;

function useFacets(): Facets {
  const { one, all } = useAddress();
  const number = (name: string) => (one(name) === "" || Number.isNaN(Number(one(name))) ? {} : { [name]: Number(one(name)) });
  return { find: one("find"), provider: all("provider"), kind: all("kind"), can: all("can"), reads: all("reads"), retired: one("retired") === "yes", ...number("most"), ...number("context") };
}

function NumberFilter({ name, label }: { name: string; label: string }) {
  const { one, change } = useAddress();
  return (
    <Field label={label}>
      <Input type="number" min={0} step="any" value={one(name)} onChange={(_, data) => change({ [name]: data.value })} />
    </Field>
  );
}

export default function Models() {
  return (
    <Page title={text.screens.models} lead={words.lead}>
      <Loaded query={useQuery(modelsQuery)}>{(models) => <Catalog models={models} />}</Loaded>
    </Page>
  );
}

function Catalog({ models }: { models: readonly Model[] }) {
  const facets = useFacets();
  const { one, all, change } = useAddress();
  const navigate = useNavigate();
  const today = new Date().toISOString().slice(0, 10);
  const key = JSON.stringify(facets);
  // The facets are read from the address anew each time.
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const shown = useMemo(() => filtered(models, facets, today), [models, key, today]);
  const compared = all("model");

  const columns: readonly Column<Model>[] = [
    {
      key: "compare",
      title: words.compare,
      width: 78,
      cell: (model) => {
        const name = fullName(model);
        const checked = compared.includes(name);
        return (
          <Checkbox
            aria-label={words.compareOne(name)}
            checked={checked}
            disabled={!checked && compared.length >= mostCompared}
            onChange={() => change({ model: checked ? compared.filter((c) => c !== name) : [...compared, name] })}
          />
        );
      },
    },
    {
      key: "name",
      title: words.columns.name,
      width: 230,
      grow: 2,
      value: fullName,
      cell: (model) => (
        <span title={fullName(model)}>
          <span className={styles.provider}>{model.provider}/</span>
          {model.id}
          {isRetired(model, today) && <span className={styles.retired}>{words.retired}</span>}
        </span>
      ),
    },
    { key: "kind", title: words.columns.kind, width: 92, wideOnly: true, value: (m) => m.kind, cell: (m) => m.kind },
    { key: "input", title: words.columns.input, width: 96, numeric: true, value: (m) => dollars(priceNow(m), "input"), cell: (m) => <PriceCell model={m} bucket="input" /> },
    { key: "output", title: words.columns.output, width: 104, numeric: true, value: (m) => dollars(priceNow(m), "output"), cell: (m) => <PriceCell model={m} bucket="output" /> },
    { key: "context", title: words.columns.context, width: 84, numeric: true, wideOnly: true, value: (m) => m.context, cell: (m) => (m.context === null ? "" : <span title={count(m.context)}>{short(m.context)}</span>) },
    { key: "released", title: words.columns.released, width: 106, wideOnly: true, value: (m) => m.released, cell: (m) => m.released ?? "" },
    { key: "can", title: words.columns.can, width: 220, grow: 2, wideOnly: true, cell: (m) => <span>{[...m.can, ...m.input.filter((i) => i !== "text")].map((c) => words.capability(c)).join(", ")}</span> },
  ];

  return (
    <div className={styles.catalog}>
      <aside className={styles.facets} aria-label={words.filters}>
        <details open={window.innerWidth > 860}>
          <summary>{words.filters}</summary>
          <Facet name="provider" models={models} facets={facets} today={today} />
          <Facet name="kind" models={models} facets={facets} today={today} />
          <Facet name="can" models={models} facets={facets} today={today} />
          <Facet name="reads" models={models} facets={facets} today={today} />
          <NumberFilter name="most" label={words.most} />
          <NumberFilter name="context" label={words.context} />
          <Checkbox label={words.showRetired} checked={one("retired") === "yes"} onChange={(_, data) => change({ retired: data.checked === true ? "yes" : "" })} />
        </details>
      </aside>
      <div className={styles.list}>
        <Filters>
          <FindFilter label={words.find} />
          <ClearFilters names={["find", "provider", "kind", "can", "reads", "most", "context", "retired"]} />
          <Button appearance="primary" disabledFocusable={compared.length < 2} onClick={() => compared.length >= 2 && void navigate(`/models/compare?${compared.map((c) => `model=${encodeURIComponent(c)}`).join("&")}`)}>
            {compared.length < 2 ? words.compareHint : words.compareMany(compared.length)}
          </Button>
        </Filters>
        <RowCount shown={shown.length} all={models.length} />
        <DataTable label={text.screens.models} columns={columns} rows={shown} rowKey={fullName} onOpen={(model) => void navigate(pathOf(model))} most={16} />
        <p className={styles.note}>{words.priceNote}</p>
      </div>
    </div>
  );
}

function PriceCell({ model, bucket }: { model: Model; bucket: string }) {
  const price = priceNow(model);
  const value = dollars(price, bucket);
  return value !== undefined ? priceText(value) : price?.[bucket] === "unknown" || (price === undefined && model.source !== null) ? <span className={styles.unknown}>{text.table.unknown}</span> : "";
}
