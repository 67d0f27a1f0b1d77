import type { Schemas } from "../../api/client";
import { money, nano } from "../../formats/money";
import { count } from "../../formats/numbers";
import { text } from "../../strings";

export type Quota = Schemas["QuotaView"];

/** In its unit. */
export const amountText = (amount: number, unit: Quota["unit"]) => (unit === "usd" ? money(nano(amount)) : `${count(amount)} ${text.quotas.units[unit]}`);

/** What holds now: another amount for a while, or its own. */
export const amountNow = (quota: Quota, now: Date = new Date()) =>
  quota.override_amount !== null && quota.override_until !== null && new Date(quota.override_until) > now ? quota.override_amount : quota.amount;

/** Share that is spent, 0 to 1 and beyond; undefined where nothing may be spent. */
export function shareOf(quota: Quota): number | undefined {
  const amount = amountNow(quota);
  return amount > 0 ? quota.spent / amount : quota.spent > 0 ? Infinity : undefined;
}

/** From here on a budget is said to be near its end, unless it has warnings of its own. */
export const nearEnd = 0.8;

export function isNearEnd(quota: Quota): boolean {
  const share = shareOf(quota);
  const [first] = quota.warn_at;
  return !quota.suspended && share !== undefined && share >= (first === undefined ? nearEnd : first / 100);
}

export const subjectText = (quota: Quota) => (quota.level === "everyone" ? text.quotas.levels.everyone : `${text.quotas.levels[quota.level]} ${quota.subject ?? ""}`);
