import { queryOptions, useQuery } from "@tanstack/react-query";
import { Button } from "@fluentui/react-components";
import { Link, useNavigate, useParams } from "react-router";
import { answer, api } from "../../api/client";
import { price as priceText } from "../../formats/money";
import { count } from "../../formats/numbers";
import { CopyButton } from "../../parts/CopyButton";
import { DataTable } from "../../parts/DataTable";
import { Page, Section } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { Facts } from "../../parts/Tile";
import { text } from "../../strings";
import { Calculator } from "./Calculator";
import { OwnScores } from "./OwnScores";
import { buckets, fullName, priceNow, type Model, type Price } from "./model";

const words = text.models;

const modelQuery = (name: string) =>
  queryOptions({
    queryKey: ["models", name],
    queryFn: ({ signal }) => answer(api.GET("/api/v1/models/{model}", { signal, params: { path: { model: name } }, pathSerializer: (_, path) => `/api/v1/models/${String(path["model"]).split("/").map(encodeURIComponent).join("/")}` })),
    staleTime: 300_000,
  });

export default function ModelPage() {
  const name = useParams()["*"] ?? "";
  const navigate = useNavigate();
  return (
    <Page
      title={name}
      path={[{ title: text.screens.models, to: "/models" }]}
      actions={
        <>
          <CopyButton value={() => name} label={words.copyName} />
          <Button onClick={() => void navigate(`/models/compare?model=${encodeURIComponent(name)}`)}>{words.compareThis}</Button>
          <Button appearance="primary" onClick={() => void navigate(`/playground?model=${encodeURIComponent(name)}`)}>
            {words.tryIt}
          </Button>
        </>
      }
    >
      <Loaded query={useQuery(modelQuery(name))}>{(model) => <Detail model={model} />}</Loaded>
    </Page>
  );
}

function Detail({ model }: { model: Model }) {
  const unknown = text.table.unknown;
  const price = priceNow(model);
  return (
    <>
      <Section title={words.about}>
        <Facts
          facts={[
            [words.columns.name, model.name ?? model.id],
            [words.facets.provider, <Link key="provider" to={`/models?provider=${encodeURIComponent(model.provider)}`}>{model.provider}</Link>],
            [words.facets.kind, model.kind],
            [words.columns.context, model.context === null ? unknown : words.tokens(count(model.context))],
            [words.maxOutput, model.max_output === null ? unknown : words.tokens(count(model.max_output))],
            ...(model.dimensions === null ? [] : ([[words.dimensions, count(model.dimensions)]] as const)),
            [words.reads, model.input.join(", ")],
            [words.writes, model.output.join(", ")],
            [words.facets.can, model.can.map((c) => words.capability(c)).join(", ") || text.table.none],
            [words.regions, model.regions.join(", ") || unknown],
            ...(model.licence === null ? [] : ([[words.licence, model.licence]] as const)),
            [words.columns.released, model.released ?? unknown],
            ...(model.retires === null ? [] : ([[words.retires, model.retires]] as const)),
            ...(model.aliases.length === 0 ? [] : ([[words.aliases, model.aliases.join(", ")]] as const)),
          ]}
        />
      </Section>
      <Section title={words.prices}>
        {price === undefined ? <p>{words.noPrice}</p> : <PriceList price={price} />}
        <p>
          {model.source === null ? words.noSource : <a href={model.source} rel="noreferrer" target="_blank">{words.source}</a>}
          {model.as_of !== null && ` · ${words.asOf(model.as_of)}`}
          {model.via !== null && ` · ${words.via(model.via)}`}
          {model.file !== null && ` · ${words.file(model.file)}`}
        </p>
      </Section>
      <OwnScores models={[model]} />
      {(model.kind === "chat" || model.kind === "completion" || model.kind === "embedding") && (
        <Section title={words.calculator}>
          <Calculator names={[fullName(model)]} />
        </Section>
      )}
    </>
  );
}

interface PriceLine {
  bucket: string;
  value: unknown;
  when: string;
}

/** Every price of a version: the usual ones, then those above a length, of tiers and of regions. */
function lines(price: Price): PriceLine[] {
  const usual = buckets.filter((b) => price[b] !== undefined).map((bucket) => ({ bucket, value: price[bucket], when: "" }));
  const special = (["above", "tiers", "regions"] as const).flatMap((part) =>
    Object.entries((price[part] ?? {}) as Record<string, unknown>).flatMap(([name, prices]): PriceLine[] => {
      const when = part === "above" ? words.above(count(Number(name))) : name;
      return typeof prices === "number"
        ? [{ bucket: "", value: words.factor(prices), when }]
        : Object.entries(prices as Record<string, unknown>).map(([bucket, value]) => ({ bucket, value, when }));
    }),
  );
  const images = Object.entries((price["images"] ?? {}) as Record<string, unknown>).map(([size, value]) => ({ bucket: "image", value, when: size }));
  return [...usual, ...special, ...images];
}

function PriceList({ price }: { price: Price }) {
  return (
    <DataTable
      label={words.prices}
      rows={lines(price)}
      rowKey={(line) => `${line.bucket} ${line.when}`}
      columns={[
        { key: "bucket", title: words.priceFor, width: 200, grow: 1, cell: (line) => (line.bucket === "" ? words.everything : words.bucket(line.bucket)) },
        { key: "when", title: words.priceWhen, width: 160, grow: 1, cell: (line) => line.when || words.usually },
        {
          key: "value",
          title: words.price,
          width: 130,
          numeric: true,
          cell: (line) => (typeof line.value === "number" ? priceText(line.value) : String(line.value)),
        },
      ]}
    />
  );
}
