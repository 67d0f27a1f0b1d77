import { createDOMRenderer, FluentProvider, RendererProvider } from "@fluentui/react-components";
import { createContext, use, useEffect, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { kept, keep } from "../address/kept";
import { dark, light } from "./theme";

export type ThemeChoice = "system" | "light" | "dark";

export interface Appearance {
  choice: ThemeChoice;
  choose: (choice: ThemeChoice) => void;
  isDark: boolean;
}

const AppearanceContext = createContext<Appearance>({ choice: "system", choose: () => undefined, isDark: false });

export const useAppearance = () => use(AppearanceContext);

const darkSystem = window.matchMedia("(prefers-color-scheme: dark)");

function watchSystem(changed: () => void) {
  darkSystem.addEventListener("change", changed);
  return () => darkSystem.removeEventListener("change", changed);
}

// The page's policy lets in only styles with the nonce that came with it.
const nonce = document.querySelector<HTMLMetaElement>("meta[property=csp-nonce]")?.nonce;
const renderer = createDOMRenderer(document, nonce ? { styleElementAttributes: { nonce } } : {});

const isChoice = (value: unknown): value is ThemeChoice => value === "system" || value === "light" || value === "dark";

export function ThemeProvider({ children }: { children: ReactNode }) {
  const [choice, setChoice] = useState<ThemeChoice>(() => {
    const before = kept("theme");
    return isChoice(before) ? before : "system";
  });
  const systemIsDark = useSyncExternalStore(watchSystem, () => darkSystem.matches);
  const isDark = choice === "dark" || (choice === "system" && systemIsDark);
  useEffect(() => {
    document.documentElement.dataset["theme"] = isDark ? "dark" : "light";
  }, [isDark]);
  const appearance = useMemo<Appearance>(
    () => ({
      choice,
      isDark,
      choose: (next) => {
        keep("theme", next);
        setChoice(next);
      },
    }),
    [choice, isDark],
  );
  return (
    <AppearanceContext value={appearance}>
      <RendererProvider renderer={renderer} targetDocument={document}>
        <FluentProvider theme={isDark ? dark : light} className="gyre">
          {children}
        </FluentProvider>
      </RendererProvider>
    </AppearanceContext>
  );
}
