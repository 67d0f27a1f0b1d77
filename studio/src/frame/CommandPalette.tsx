import { Dialog, DialogBody, DialogContent, DialogSurface, DialogTitle, Input } from "@fluentui/react-components";
import { Search20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { useId, useMemo, useState, type KeyboardEvent } from "react";
import { useNavigate } from "react-router";
import { groupsQuery, keysQuery, modelsQuery, quotasQuery } from "../api/queries";
import { flowAddress, flowsQuery } from "../features/flows/queries";
import { pathOf } from "../features/models/model";
import { text } from "../strings";
import { found, type Place } from "./places";
import { screens } from "./screens";
import styles from "./CommandPalette.module.css";

const most = 12;

/** Goes to a screen or a thing by its name. */
export default function CommandPalette({ onClose }: { onClose: () => void }) {
  const [words, setWords] = useState("");
  const [at, setAt] = useState(0);
  const navigate = useNavigate();
  const id = useId();
  const models = useQuery(modelsQuery).data;
  const keys = useQuery(keysQuery(false)).data;
  const budgets = useQuery(quotasQuery("budgets")).data;
  const limits = useQuery(quotasQuery("limits")).data;
  const flows = useQuery(flowsQuery).data?.flows;
  const teams = useQuery(groupsQuery("teams")).data;
  const projects = useQuery(groupsQuery("projects")).data;

  const places = useMemo<Place[]>(() => {
    const kinds = text.palette.kinds;
    const named = (kind: string, path: string, list: readonly { name: string }[] = []) => list.map(({ name }) => ({ kind, name, to: `${path}?find=${encodeURIComponent(name)}` }));
    return [
      ...screens.map(({ title, path }) => ({ kind: kinds.screen, name: title, to: path })),
      ...(flows ?? []).map((flow) => ({ kind: kinds.flow, name: flow.name, to: flowAddress(flow.path) })),
      ...named(kinds.key, "/keys", keys),
      ...named(kinds.budget, "/budgets", budgets),
      ...named(kinds.limit, "/limits", limits),
      ...named(kinds.team, "/teams", teams),
      ...named(kinds.project, "/projects", projects),
      ...(models ?? []).map((model) => ({ kind: kinds.model, name: `${model.provider}/${model.id}`, to: pathOf(model) })),
    ];
  }, [models, flows, keys, budgets, limits, teams, projects]);
  const results = useMemo(() => found(places, words).slice(0, most), [places, words]);
  const chosen = Math.min(at, results.length - 1);

  function open(place: Place | undefined) {
    if (place) {
      onClose();
      void navigate(place.to);
    }
  }

  function pressed(event: KeyboardEvent) {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      setAt((chosen + (event.key === "ArrowDown" ? 1 : results.length - 1)) % Math.max(1, results.length));
    } else if (event.key === "Enter") {
      event.preventDefault();
      open(results[chosen]);
    }
  }

  return (
    <Dialog open onOpenChange={(_, data) => data.open || onClose()}>
      <DialogSurface className={styles.surface ?? ""}>
        <DialogBody>
          <DialogTitle className="unseen">{text.palette.title}</DialogTitle>
          <DialogContent className={styles.content ?? ""}>
            <Input
              size="large"
              className={styles.input ?? ""}
              contentBefore={<Search20Regular />}
              input={{ role: "combobox", "aria-expanded": results.length > 0, "aria-controls": `${id}-list`, "aria-activedescendant": results.length > 0 ? `${id}-${chosen}` : undefined, "aria-autocomplete": "list" }}
              aria-label={text.palette.title}
              placeholder={text.palette.placeholder}
              value={words}
              onChange={(_, data) => {
                setWords(data.value);
                setAt(0);
              }}
              onKeyDown={pressed}
            />
            <p role="status" className="unseen">
              {text.palette.found(results.length)}
            </p>
            <div id={`${id}-list`} role="listbox" aria-label={text.palette.results} className={styles.list}>
              {results.map((place, index) => (
                // The field above has the keys, as a combobox does.
                // eslint-disable-next-line jsx-a11y/click-events-have-key-events
                <div key={`${place.kind} ${place.to}`} id={`${id}-${index}`} role="option" aria-selected={index === chosen} tabIndex={-1} className={styles.option} onClick={() => open(place)} onMouseMove={() => setAt(index)}>
                  <span className={styles.name}>{place.name}</span>
                  <span className={styles.kind}>{place.kind}</span>
                </div>
              ))}
            </div>
            {results.length === 0 && <p className={styles.none}>{text.palette.none}</p>}
          </DialogContent>
        </DialogBody>
      </DialogSurface>
    </Dialog>
  );
}
