import { Toast, ToastTitle, useToastController } from "@fluentui/react-components";
import { createElement, useMemo } from "react";

export const noticesId = "notices";

/** Short words on what was done, read out too. Faults stay where they happened and are no notices. */
export function useNotices() {
  const { dispatchToast } = useToastController(noticesId);
  return useMemo(
    () => ({
      done: (message: string) => dispatchToast(createElement(Toast, null, createElement(ToastTitle, null, message)), { intent: "success", timeout: 5000 }),
      failed: (message: string) => dispatchToast(createElement(Toast, null, createElement(ToastTitle, null, message)), { intent: "error", timeout: 10000, politeness: "assertive" }),
    }),
    [dispatchToast],
  );
}
