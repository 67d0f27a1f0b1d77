import type { BadgeProps } from "@fluentui/react-components";
import { queryOptions } from "@tanstack/react-query";
import { answer, api, type Schemas } from "../../api/client";

/** How a verdict is coloured; its word stands beside. */
export const verdictColours: Record<string, NonNullable<BadgeProps["color"]>> = { pass: "success", fail: "danger", inconclusive: "warning" };

/** The address where a gate is asked the same again. */
export const gateTo = ({ policy, run, against }: Pick<Schemas["GateVerdictView"], "policy" | "run" | "against">) =>
  `/gates?${new URLSearchParams({ policy, run, ...(against === null ? {} : { against }) }).toString()}`;

/** What is to be judged, by what. */
export type Asked = Omit<Schemas["GateRequest"], "keep">;

/** What a gate says by its policy as it stands: a text that was changed judges anew. Who looks leaves no trace, so nothing of it is kept. */
export const judgedQuery = (asked: Asked, policy: string) =>
  queryOptions({
    queryKey: ["gate-judged", asked, policy],
    queryFn: ({ signal }) => answer(api.POST("/api/v1/gates/judge", { signal, body: { ...asked, keep: false } })),
    refetchOnWindowFocus: false,
  });
