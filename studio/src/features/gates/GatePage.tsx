import { Badge, Button, Field, Select, Textarea } from "@fluentui/react-components";
import { Gavel20Regular, Save20Regular } from "@fluentui/react-icons";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { keep, kept } from "../../address/kept";
import { useAddress } from "../../address/useAddress";
import { answer, api, type Schemas } from "../../api/client";
import { gatesQuery } from "../../api/gates";
import { asProblem } from "../../api/problem";
import { CopyButton } from "../../parts/CopyButton";
import { useNotices } from "../../parts/notices";
import { Page, Section } from "../../parts/Page";
import { Fault, Loaded, Loading, Notice } from "../../parts/states";
import { text } from "../../strings";
import { sidesQuery } from "../comparisons/sides";
import { Choice } from "../runs/NewRun";
import { Checks } from "./Checks";
import { EarlierVerdicts, LastVerdicts } from "./Said";
import { judgedQuery, verdictColours, type Asked } from "./verdicts";
import styles from "../comparisons/Comparisons.module.css";

type Gate = Schemas["GateView"];
type Policy = Schemas["GatePolicyView"];

const words = text.gates;
const own = "-";
const place = "gate";

const keptText = () => {
  const text = kept(place);
  return typeof text === "string" ? text : words.example;
};


/** May this go out? A policy, what is judged, and what it is held against stand in the address. */
export default function GatePage() {
  return (
    <Page title={text.screens.gates} lead={words.lead}>
      <Loaded query={useQuery(gatesQuery)}>{(policies) => <Judging policies={policies} />}</Loaded>
    </Page>
  );
}

function Judging({ policies }: { policies: readonly Policy[] }) {
  const { one, change } = useAddress();
  const sides = useQuery(sidesQuery).data ?? [];
  const [written, setWritten] = useState(keptText);
  const chosen = one("policy") || (policies[0]?.file ?? own);
  const policy = policies.find((p) => p.file === chosen);
  const [run, against] = [one("run").trim(), one("against").trim()];
  const wants = run !== "" && (chosen === own || (policy !== undefined && policy.fault === null && (!policy.needs_baseline || against !== "")));
  const asked: Asked = { run, ...(against === "" ? {} : { against }), ...(chosen === own ? { text: written } : { policy: chosen }) };
  const ofFile = useQuery({ ...judgedQuery(asked, policy?.text ?? ""), enabled: wants && chosen !== own });
  const ofText = useMutation({ mutationFn: (body: Asked) => answer(api.POST("/api/v1/gates/judge", { body: { ...body, keep: false } })) });
  // A verdict on another run or another text says nothing of this one.
  const isOfThis = JSON.stringify(ofText.variables) === JSON.stringify(asked);
  const judged = chosen !== own ? ofFile : isOfThis ? ofText : null;

  return (
    <>
      <search className={styles.fields}>
        <Field label={words.policy} hint={words.policyHint}>
          <Select value={chosen} onChange={(_, data) => change({ policy: data.value })}>
            {policies.map((p) => (
              <option key={p.file} value={p.file}>
                {p.name === p.file ? p.file : `${p.name} (${p.file})`}
              </option>
            ))}
            <option value={own}>{words.own}</option>
          </Select>
        </Field>
        <Choice name="run" label={words.run} hint={words.runHint} choices={sides} />
        <Choice name="against" label={words.against} hint={policy?.needs_baseline === true && against === "" ? words.needed : words.againstHint} choices={sides} />
      </search>
      {policies.length === 0 && <p className={styles.muted}>{words.noPolicies}</p>}
      {chosen === own && (
        <Section
          title={words.text}
          actions={
            <Button appearance="primary" icon={<Gavel20Regular />} disabledFocusable={!wants || (ofText.isPending && isOfThis)} onClick={() => wants && ofText.mutate(asked)}>
              {words.judge}
            </Button>
          }
        >
          <Textarea aria-label={words.text} value={written} rows={9} resize="vertical" spellCheck={false} onChange={(_, data) => {
              keep(place, data.value);
              setWritten(data.value);
            }} textarea={{ style: { fontFamily: "var(--fontFamilyMonospace)" } }} />
        </Section>
      )}
      {policy?.fault != null && (
        <Notice title={words.faulty} role="alert">
          {policy.fault}
        </Notice>
      )}
      {judged?.isError ? (
        <Fault error={judged.error} onRetry={() => (chosen === own ? ofText.mutate(asked) : void ofFile.refetch())} />
      ) : wants && judged?.isPending ? (
        <Loading />
      ) : judged?.data ? (
        <Said gate={judged.data} policy={chosen === own ? "gate.yaml" : chosen} actions={policy && <Keeping asked={asked} policy={policy} />} />
      ) : (
        policy?.fault == null && <Notice title={chosen === own && wants ? words.unjudged : words.waiting} />
      )}
      {policy && <EarlierVerdicts policy={policy.file} />}
      <LastVerdicts policies={policies} />
      {policy && (
        <Section title={words.shown}>
          {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
          <pre className={styles.text} role="group" aria-label={words.shown} tabIndex={0}>
            <code>{policy.text}</code>
          </pre>
        </Section>
      )}
    </>
  );
}

/** Makes what is looked at what the gate said last. */
function Keeping({ asked, policy }: { asked: Asked; policy: Policy }) {
  const queries = useQueryClient();
  const notices = useNotices();
  const keeping = useMutation({
    mutationFn: () => answer(api.POST("/api/v1/gates/judge", { body: { ...asked, keep: true } })),
    onSuccess: (said) => {
      queries.setQueryData(judgedQuery(asked, policy.text).queryKey, said);
      if (said.not_kept === undefined) {
        notices.done(words.kept(policy.name));
      }
      void queries.invalidateQueries({ queryKey: ["gates"] });
      void queries.invalidateQueries({ queryKey: ["gate-verdicts"] });
    },
    onError: (error) => notices.failed(asProblem(error).message),
  });
  return (
    <Button icon={<Save20Regular />} disabledFocusable={keeping.isPending} onClick={() => keeping.mutate()}>
      {words.keep}
    </Button>
  );
}

function Said({ gate, policy, actions }: { gate: Gate; policy: string; actions: ReactNode }) {
  const command = `gyre eval gate --run ${quoted(gate.run)}${gate.against === null ? "" : ` --against ${quoted(gate.against)}`} --policy ${quoted(policy)}`;
  return (
    <>
      <Section title={gate.opens ? words.opens : words.closed} actions={<>{actions}<CopyButton value={() => gate.markdown} label={words.copyMarkdown} /></>}>
        <div role="status" className={styles.sentences}>
          <p>
            <Badge appearance="filled" size="large" color={verdictColours[gate.verdict] ?? "informative"}>
              {words.verdicts[gate.verdict]}
            </Badge>
          </p>
          <p className={styles.headline}>{gate.sentence}</p>
          {gate.luck !== null && <p className={styles.muted}>{gate.luck}</p>}
          {gate.not_kept !== undefined && <p className={styles.muted}>{words.notKept(gate.not_kept)}</p>}
        </div>
      </Section>
      <Checks gate={gate} />
      <Section title={words.ci} actions={<CopyButton value={() => command} label={words.copyCommand} />}>
        <p>{words.ciWhy}</p>
        {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <pre className={styles.text} role="group" aria-label={words.ci} tabIndex={0}>
          <code>{command}</code>
        </pre>
      </Section>
    </>
  );
}

// For a POSIX shell.
const quoted = (word: string) => (/^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);
