import { lazy, Suspense } from "react";
import { variablesOf, type Draft, type Prompt } from "./draft";
import { OpenPrompt } from "./OpenPrompt";
import { withSaved, type SavedPrompt } from "./saved";
import { SaveLine } from "./SaveLine";
import { SavePrompt } from "./SavePrompt";

const SaveVariant = lazy(() => import("./SaveVariant"));

/** What is being saved or opened. */
export type Doing = { what: "open" } | { what: "prompt" | "variant"; prompt: Prompt } | { what: "line"; prompt: Prompt; given: string };

interface Props {
  doing: Doing | null;
  draft: Draft;
  onChange: (draft: Draft) => void;
  onClose: () => void;
}

/** The dialogs that lead from the playground into the workspace and back. */
export function Saving({ doing, draft, onChange, onClose }: Props) {
  const opened = (saved: SavedPrompt) => onChange(withSaved(draft, saved));
  switch (doing?.what) {
    case "open":
      return <OpenPrompt onOpen={opened} onClose={onClose} />;
    case "prompt":
      return (
        <SavePrompt
          draft={draft}
          prompt={doing.prompt}
          onSaved={({ name, etag }) => onChange({ ...draft, prompts: draft.prompts.map((p) => (p.id === doing.prompt.id ? { ...p, saved: { name, etag } } : p)) })}
          onRead={opened}
          onClose={onClose}
        />
      );
    case "variant":
      return (
        <Suspense>
          <SaveVariant draft={draft} prompt={doing.prompt} onClose={onClose} />
        </Suspense>
      );
    case "line":
      return <SaveLine values={Object.fromEntries(variablesOf([doing.prompt]).map((name) => [name, draft.variables[name] ?? ""]))} given={doing.given} onClose={onClose} />;
    default:
      return null;
  }
}
