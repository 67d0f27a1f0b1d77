import { Button, Checkbox } from "@fluentui/react-components";
import { useState } from "react";
import { useAddress } from "../../address/useAddress";
import { count } from "../../formats/numbers";
import { text } from "../../strings";
import { counts, type FacetName, type Facets, type Model } from "./model";
import styles from "./Models.module.css";

const few = 8;

/** Values of one property with how many models each would leave. */
export function Facet({ name, models, facets, today }: { name: FacetName; models: readonly Model[]; facets: Facets; today: string }) {
  const { change } = useAddress();
  const [whole, setWhole] = useState(false);
  const values = counts(models, facets, name, today);
  const chosen = facets[name];
  const shown = whole ? values : values.filter(([value], at) => at < few || chosen.includes(value));
  return (
    <fieldset className={styles.facet}>
      <legend>{text.models.facets[name]}</legend>
      {shown.map(([value, number]) => (
        <div key={value} className={styles.value}>
          <Checkbox
            label={name === "provider" || name === "kind" ? value : text.models.capability(value)}
            checked={chosen.includes(value)}
            onChange={(_, data) => change({ [name]: data.checked === true ? [...chosen, value] : chosen.filter((c) => c !== value) })}
          />
          <span className={styles.number}>{count(number)}</span>
        </div>
      ))}
      {values.length > few && (
        <Button size="small" appearance="transparent" onClick={() => setWhole(!whole)}>
          {whole ? text.models.fewer : text.models.all(values.length)}
        </Button>
      )}
    </fieldset>
  );
}
