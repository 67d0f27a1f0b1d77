import { Button, Field, Input } from "@fluentui/react-components";
import { Add20Regular, Play20Regular } from "@fluentui/react-icons";
import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api } from "../../api/client";
import { money, nano, sum } from "../../formats/money";
import { useNotices } from "../../parts/notices";
import { Page, Section } from "../../parts/Page";
import { Refusal } from "../../parts/Refusal";
import { useOnce } from "../../parts/useOnce";
import { text } from "../../strings";
import { columnsOf } from "../comparisons/sides";
import { dataChoices } from "../runs/choices";
import { Choice } from "../runs/NewRun";
import { definitionOf, emptyTarget, targetsOf, type TargetDraft } from "./draft";
import { Evaluators } from "./Evaluators";
import { TargetFields } from "./TargetFields";
import styles from "../runs/Runs.module.css";

const words = text.evaluations;

/** Targets, data and evaluators; all that is chosen stands in the address. */
export default function NewEvaluation() {
  const { one, all, change } = useAddress();
  const navigate = useNavigate();
  const notices = useNotices();
  const queries = useQueryClient();
  const targets = targetsOf(all("target"), one("flow"), one("run"));
  const evaluators = all("with");
  const mapping = Object.fromEntries(all("map").map((m) => [m.slice(0, m.indexOf("=")), m.slice(m.indexOf("=") + 1)]));
  const write = (next: readonly TargetDraft[]) => change({ target: next.map((t) => JSON.stringify(t)), flow: "", run: "" });
  const begin = useOnce({
    mutationFn: () =>
      answer(
        api.POST("/api/v1/evaluations", {
          body: definitionOf({ name: one("name"), description: one("description"), data: one("data"), targets, evaluators, mapping, judge: one("judge"), repeats: one("repeats"), maxCost: one("ceiling"), margin: one("margin"), slices: one("slice") }),
        }),
      ),
    onSuccess: (evaluation) => {
      void queries.invalidateQueries({ queryKey: ["evaluations"] });
      notices.done(words.begun(evaluation.name));
      void navigate(`/evaluations/${encodeURIComponent(evaluation.name)}`);
    },
  });
  // What has begun leads away from here: it is not begun twice.
  const ready = (begin.isIdle || begin.isError) && evaluators.length > 0 && targets.every((t) => t.value.trim() !== "");
  const field = (name: string) => ({ value: one(name), onChange: (_: unknown, data: { value: string }) => change({ [name]: data.value }) });

  return (
    <Page title={words.newTitle} path={[{ title: text.screens.evaluations, to: "/evaluations" }]} lead={words.newLead}>
      <form
        className={styles.detail}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) {
            begin.mutate();
          }
        }}
      >
        <Section
          title={words.targets}
          actions={
            <Button icon={<Add20Regular />} onClick={() => write([...targets, emptyTarget])}>
              {words.addTarget}
            </Button>
          }
        >
          {targets.map((target, i) => (
            <TargetFields key={i} number={i + 1} target={target} onChange={(next) => write(targets.map((t, at) => (at === i ? next : t)))} onRemove={targets.length > 1 ? () => write(targets.filter((_, at) => at !== i)) : undefined} />
          ))}
        </Section>
        <Section title={words.data}>
          <div className={styles.form}>
            <Choice name="data" label={words.data} hint={text.runs.dataHint} choices={useQuery(dataChoices).data ?? []} />
            <Field label={words.descriptionField}>
              <Input {...field("description")} />
            </Field>
            <Field label={words.name} hint={text.runs.nameHint}>
              <Input {...field("name")} spellCheck={false} />
            </Field>
          </div>
          <Estimate targets={targets} data={one("data")} repeats={Number(one("repeats", "1")) || 1} />
        </Section>
        <Evaluators chosen={evaluators} mapping={mapping} onChoose={(next) => change({ with: next })} onMap={(input, source) => change({ map: [...all("map").filter((m) => !m.startsWith(`${input}=`)), ...(source === "" ? [] : [`${input}=${source}`])] })} />
        <Section title={words.compareOptions}>
          <div className={styles.form}>
            <Field label={words.judge} hint={words.judgeHint}>
              <Input {...field("judge")} spellCheck={false} />
            </Field>
            <Field label={words.margin} hint={words.marginHint}>
              <Input {...field("margin")} spellCheck={false} />
            </Field>
            <Field label={words.slices} hint={words.slicesHint}>
              <Input {...field("slice")} spellCheck={false} />
            </Field>
            <Field label={words.repeats} hint={words.repeatsHint}>
              <Input type="number" min={1} max={100} {...field("repeats")} placeholder="1" />
            </Field>
            <Field label={words.maxCost} hint={words.maxCostHint}>
              <Input type="number" min={0} step="any" contentBefore="$" {...field("ceiling")} />
            </Field>
          </div>
        </Section>
        <Refusal error={begin.error} />
        <div className={styles.buttons}>
          <Button type="submit" appearance="primary" icon={<Play20Regular />} disabledFocusable={!ready}>
            {words.begin}
          </Button>
          <Button onClick={() => void navigate("/evaluations")}>{text.act.cancel}</Button>
        </div>
      </form>
    </Page>
  );
}

/** What the answers may cost, by earlier runs of the same flows; said to be unknown where any is. */
function Estimate({ targets, data, repeats }: { targets: readonly TargetDraft[]; data: string; repeats: number }) {
  const asked = targets.flatMap((t) => (t.kind === "flow" && t.value.trim() !== "" ? (columnsOf(t.variants).length > 0 ? columnsOf(t.variants) : [""]).map((variant) => ({ flow: t.value.trim(), variant })) : []));
  const unknown = targets.some((t) => t.kind === "prompt" || (t.kind === "flow" && t.models.trim() !== ""));
  const previews = useQueries({
    queries: asked.map(({ flow, variant }) => ({
      queryKey: ["runs", "preview", flow, data, "", variant, {}],
      queryFn: ({ signal }: { signal: AbortSignal }) => answer(api.POST("/api/v1/runs/preview", { signal, body: { flow, data, variant: variant || null } })),
      enabled: data !== "",
    })),
  });
  const costs = previews.map((p) => p.data?.estimate?.cost_usd);
  if (data === "" || asked.length === 0 || previews.some((p) => p.isPending)) {
    return null;
  }
  return (
    <p className={styles.muted}>
      {unknown || costs.some((c) => c === undefined) ? words.noEstimate : words.estimate(money(sum(costs.map((c) => nano(c ?? 0))) * BigInt(Math.max(1, Math.round(repeats)))))}
    </p>
  );
}
