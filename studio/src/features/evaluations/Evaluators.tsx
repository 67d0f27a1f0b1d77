import { Badge, Checkbox, Field, Input } from "@fluentui/react-components";
import { Search20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Section } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { evaluatorsQuery, type Evaluator } from "../evaluators/evaluator";
import styles from "./Evaluations.module.css";

const words = text.evaluations;

interface Props {
  chosen: readonly string[];
  mapping: Record<string, string>;
  onChoose: (names: readonly string[]) => void;
  onMap: (input: string, source: string) => void;
}

/** What scores the answers, and where it reads from where a name does not say so. */
export function Evaluators({ chosen, mapping, onChoose, onMap }: Props) {
  const query = useQuery(evaluatorsQuery);
  const [find, setFind] = useState("");
  return (
    <Section title={words.chooseEvaluators} actions={<span role="status">{words.chosen(chosen.length)}</span>}>
      <Loaded query={query}>
        {(evaluators) => {
          const found = evaluators.filter((e) => chosen.includes(e.name) || `${e.name} ${e.description}`.toLowerCase().includes(find.toLowerCase()));
          const inputs = [...new Set(evaluators.filter((e) => chosen.includes(e.name)).flatMap((e) => e.inputs.map((i) => i.name)))];
          return (
            <>
              <Field label={words.findEvaluator} className={styles.find ?? ""}>
                <Input type="search" contentBefore={<Search20Regular />} value={find} onChange={(_, data) => setFind(data.value)} onKeyDown={(event) => {
                  // Who looks for one more does not mean to begin what costs money.
                  if (event.key === "Enter") {
                    event.preventDefault();
                  }
                }} />
              </Field>
              <ul className={styles.evaluators}>
                {found.map((evaluator) => (
                  <One key={evaluator.name} evaluator={evaluator} checked={chosen.includes(evaluator.name)} onCheck={(on) => onChoose(on ? [...chosen, evaluator.name] : chosen.filter((c) => c !== evaluator.name))} />
                ))}
              </ul>
              {inputs.length > 0 && (
                <>
                  <h3 className={styles.title}>{words.sources}</h3>
                  <p className={styles.muted}>{words.sourcesWhy}</p>
                  <div className={styles.sources}>
                    {inputs.map((input) => (
                      <Field key={input} label={input}>
                        <Input value={mapping[input] ?? ""} placeholder={words.byName} spellCheck={false} onChange={(_, data) => onMap(input, data.value)} />
                      </Field>
                    ))}
                  </div>
                </>
              )}
            </>
          );
        }}
      </Loaded>
    </Section>
  );
}

function One({ evaluator, checked, onCheck }: { evaluator: Evaluator; checked: boolean; onCheck: (on: boolean) => void }) {
  return (
    <li className={styles.evaluator}>
      <Checkbox label={evaluator.name} checked={checked} onChange={(_, data) => onCheck(data.checked === true)} />
      <span className={styles.muted}>
        {evaluator.judged && (
          <Badge appearance="tint" color="warning">
            {words.judged}
          </Badge>
        )}{" "}
        {evaluator.description} {words.reads(evaluator.inputs.map((i) => (i.required ? i.name : `[${i.name}]`)).join(", "))}
      </span>
    </li>
  );
}
