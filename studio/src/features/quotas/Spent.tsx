import { ProgressBar } from "@fluentui/react-components";
import { nano, roundMoney } from "../../formats/money";
import { count, percent } from "../../formats/numbers";
import { text } from "../../strings";
import { amountNow, amountText, isNearEnd, shareOf, type Quota } from "./quota";
import styles from "./Quotas.module.css";

/** How much of a budget or limit is spent, as a bar with its words. */
export function Spent({ quota }: { quota: Quota }) {
  const share = shareOf(quota);
  return (
    <span className={styles.spent} title={text.quotas.spentOf(amountText(quota.spent, quota.unit), amountText(amountNow(quota), quota.unit), share === undefined || !Number.isFinite(share) ? "" : percent(share))}>
      <ProgressBar
        aria-label={text.quotas.spentOfName(quota.name)}
        value={Math.min(1, share ?? 0)}
        color={share !== undefined && share >= 1 ? "error" : isNearEnd(quota) ? "warning" : "brand"}
        thickness="large"
        shape="rounded"
      />
      <span className={styles.share}>{quota.unit === "usd" ? roundMoney(nano(quota.spent)) : count(quota.spent)}</span>
    </span>
  );
}
