import { Button, Field, Input, Select } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useAddress } from "../../address/useAddress";
import { comparisonQuery, usageQuery, type Traffic } from "../../api/queries";
import { money, nano, roundMoney } from "../../formats/money";
import { count } from "../../formats/numbers";
import { Loaded, WhileOld } from "../../parts/states";
import { text } from "../../strings";
import { callsOf, isWhole, ownTraffic, usual } from "./traffic";
import styles from "./Models.module.css";

const words = text.models;
const fields = ["calls", "input_tokens", "cached_tokens", "output_tokens"] as const;

/** The traffic in the address, or the usual where there is none. */
export function useTraffic(): Traffic {
  const { one } = useAddress();
  return Object.fromEntries(fields.map((field) => [field, isWhole(one(field)) ? Number(one(field)) : usual[field]])) as unknown as Traffic;
}

/** What traffic costs: given by hand, or as calls of this server have been. */
export function TrafficFields() {
  const { one, change } = useAddress();
  const since = one("since", "30d");
  const own = useQuery(usageQuery({ from: since })).data;
  const mine = own ? ownTraffic(own.total) : undefined;
  return (
    <>
      <div className={styles.traffic}>
        {fields.map((field) => (
          <Field key={field} label={words.traffic[field]} {...(one(field) !== "" && !isWhole(one(field)) ? { validationMessage: words.wholeNumber } : {})}>
            <Input inputMode="numeric" value={one(field, String(usual[field]))} onChange={(_, data) => change({ [field]: data.value })} />
          </Field>
        ))}
      </div>
      <div className={styles.traffic}>
        <Field label={words.ownSince}>
          <Select value={since} onChange={(_, data) => change({ since: data.value })}>
            <option value="24h">{text.usage.periods["24h"]}</option>
            <option value="7d">{text.usage.periods["7d"]}</option>
            <option value="30d">{text.usage.periods["30d"]}</option>
            <option value="90d">{text.usage.periods["90d"]}</option>
          </Select>
        </Field>
        <Button disabledFocusable={!mine} onClick={() => mine && change(Object.fromEntries(fields.map((field) => [field, String(mine[field])])))}>
          {!own ? words.ownLoading : mine ? words.takeOwn(count(mine.calls)) : words.noOwn(callsOf(own.total))}
        </Button>
      </div>
    </>
  );
}

/** The calculator of one model's page. */
export function Calculator({ names }: { names: readonly string[] }) {
  const traffic = useTraffic();
  const query = useQuery(comparisonQuery(names, traffic));
  return (
    <>
      <TrafficFields />
      <Loaded query={query}>
        {({ models, asked }) => (
          <WhileOld isOld={query.isPlaceholderData}>
            <div role="status">
              {models.map(({ model, cost }) => (
                <p key={`${model.provider}/${model.id}`} className={styles.cost} title={cost === null ? undefined : money(nano(cost))}>
                  {cost === null ? words.costUnknown : words.costs(roundMoney(nano(cost)), count(asked.calls))}
                </p>
              ))}
            </div>
          </WhileOld>
        )}
      </Loaded>
    </>
  );
}
