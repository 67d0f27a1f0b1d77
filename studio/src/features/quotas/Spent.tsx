import { ProgressBar } from "@fluentui/react-components";
import { percent } from "../../formats/numbers";
import { text } from "../../strings";
import { amountNow, amountText, isNearEnd, shareOf, type Quota } from "./quota";
import styles from "./Quotas.module.css";

/** How much of a budget or limit is spent, as a bar with its words. */
export function Spent({ quota }: { quota: Quota }) {
  const share = shareOf(quota);
  return (
    <span className={styles.spent} title={text.quotas.spentOf(amountText(quota.spent, quota.unit), amountText(amountNow(quota), quota.unit))}>
      <ProgressBar
        aria-label={text.quotas.spentOfName(quota.name)}
        value={Math.min(1, share ?? 0)}
        color={share !== undefined && share >= 1 ? "error" : isNearEnd(quota) ? "warning" : "brand"}
        thickness="large"
        shape="rounded"
      />
      <span className={styles.share}>{share === undefined ? "–" : Number.isFinite(share) ? percent(share) : text.quotas.over}</span>
    </span>
  );
}
