import { useQueryClient } from "@tanstack/react-query";
import { createContext, lazy, Suspense, use, useMemo, useState, useSyncExternalStore, type ReactNode } from "react";
import { forgetKept } from "../address/kept";
import { currentKey, isKeyRefused, takeKey, watchKey } from "./key";

const SignIn = lazy(() => import("./SignIn"));

export interface Session {
  hasKey: boolean;
  /** Asks for a key over whatever is open, which stays as it is. */
  askForKey: () => void;
  signOut: () => void;
}

const SessionContext = createContext<Session>({ hasKey: false, askForKey: () => undefined, signOut: () => undefined });

export const useSession = () => use(SessionContext);

export function SessionProvider({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const key = useSyncExternalStore(watchKey, currentKey);
  const refused = useSyncExternalStore(watchKey, isKeyRefused);
  const [asked, setAsked] = useState(false);
  const [put, setPut] = useState(false);
  const session = useMemo<Session>(
    () => ({
      hasKey: key !== null,
      askForKey: () => {
        setAsked(true);
        setPut(false);
      },
      signOut: () => {
        forgetKept();
        takeKey(null);
        queries.clear();
        void queries.invalidateQueries();
        window.location.assign("/");
      },
    }),
    [key, queries],
  );
  const open = asked || (refused && !put);
  return (
    <SessionContext value={session}>
      {children}
      {open && (
        <Suspense>
          <SignIn
            expired={refused && key !== null}
            onDone={() => {
              setAsked(false);
              setPut(false);
              void queries.invalidateQueries();
            }}
            onDismiss={() => {
              setAsked(false);
              setPut(true);
            }}
          />
        </Suspense>
      )}
    </SessionContext>
  );
}
