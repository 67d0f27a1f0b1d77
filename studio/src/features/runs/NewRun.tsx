import { Button, Field, Input } from "@fluentui/react-components";
import { Play20Regular } from "@fluentui/react-icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "react-router";
import { useAddress } from "../../address/useAddress";
import { answer, api } from "../../api/client";
import { NameField } from "../../parts/NameField";
import { useNotices } from "../../parts/notices";
import { Page, Section } from "../../parts/Page";
import { Refusal } from "../../parts/Refusal";
import { text } from "../../strings";
import { dataChoices, flowChoices, runChoices } from "./choices";
import { Fit, usePreview } from "./Fit";
import { mappingOf } from "./mapping";
import styles from "./Runs.module.css";

const words = text.runs;

/** A flow over data: what goes in is seen before it begins. All that is chosen stands in the address. */
export default function NewRun() {
  const { one, all, change } = useAddress();
  const navigate = useNavigate();
  const notices = useNotices();
  const queries = useQueryClient();
  const asked = { flow: one("flow").trim(), data: one("data").trim(), run: one("run").trim(), variant: one("variant").trim(), mapping: Object.fromEntries(all("map").map((m) => [m.slice(0, m.indexOf("=")), m.slice(m.indexOf("=") + 1)])) };
  const preview = usePreview(asked);
  const begin = useMutation({
    mutationFn: () => {
      const mapping = mappingOf(asked.mapping, preview.data?.inputs);
      return answer(
        api.POST("/api/v1/runs", {
          body: {
            flow: asked.flow,
            ...(asked.data === "" ? {} : { data: asked.data }),
            ...(asked.run === "" ? {} : { run: asked.run }),
            ...(asked.variant === "" ? {} : { variant: asked.variant }),
            ...(one("name").trim() === "" ? {} : { name: one("name").trim() }),
            ...(one("description").trim() === "" ? {} : { description: one("description").trim() }),
            ...(Object.keys(mapping).length === 0 ? {} : { column_mapping: mapping }),
          },
        }),
      );
    },
    onSuccess: (run) => {
      void queries.invalidateQueries({ queryKey: ["runs"] });
      notices.done(words.begun(run.display_name));
      void navigate(`/runs/${encodeURIComponent(run.name)}`);
    },
  });
  // What was seen before it begins is of what is asked for now.
  const ready = !begin.isPending && !preview.isPlaceholderData && !preview.isLoading && asked.flow !== "" && (asked.data !== "" || asked.run !== "");

  return (
    <Page title={words.newTitle} path={[{ title: text.screens.runs, to: "/runs" }]} lead={words.newLead}>
      <form
        className={styles.detail}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) {
            begin.mutate();
          }
        }}
      >
        <Section title={words.run}>
          <div className={styles.form}>
            <Choice name="flow" label={words.flowField} hint={words.flowHint} choices={useQuery(flowChoices).data ?? []} required />
            <Choice name="data" label={words.dataField} hint={words.dataHint} choices={useQuery(dataChoices).data ?? []} />
            <Choice name="run" label={words.sourceField} hint={words.sourceHint} choices={useQuery(runChoices).data ?? []} />
            <Field label={words.variant} hint={words.variantHint}>
              <Input value={one("variant")} spellCheck={false} onChange={(_, data) => change({ variant: data.value })} />
            </Field>
            <Field label={words.nameField} hint={words.nameHint}>
              <Input value={one("name")} spellCheck={false} onChange={(_, data) => change({ name: data.value })} />
            </Field>
          </div>
        </Section>
        <Fit preview={preview} asked={asked} onMap={(input, source) => change({ map: [...all("map").filter((m) => !m.startsWith(`${input}=`)), `${input}=${source}`] })} />
        <Refusal error={begin.error} />
        <div className={styles.buttons}>
          <Button type="submit" appearance="primary" icon={<Play20Regular />} disabledFocusable={!ready}>
            {words.begin}
          </Button>
          <Button onClick={() => void navigate("/runs")}>{text.act.cancel}</Button>
        </div>
      </form>
    </Page>
  );
}

/** A field of the address that names something. */
export function Choice({ name, ...field }: { name: string; label: string; hint: string; choices: readonly string[]; required?: boolean }) {
  const { one, change } = useAddress();
  return <NameField {...field} value={one(name)} onChange={(value) => change({ [name]: value })} />;
}
