import { Checkbox } from "@fluentui/react-components";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { answer, api, type Schemas } from "../../api/client";
import { FormDialog } from "../../parts/FormDialog";
import { useNotices } from "../../parts/notices";
import { text } from "../../strings";
import { reference, type Version } from "./dataset";

const words = text.datasets.remove;

/** Deletes a version, or without one all of a dataset; what is used is not, unless that is said. */
export function DeleteDataset({ detail, version, onClose }: { detail: Schemas["DatasetDetailView"]; version: Version | undefined; onClose: () => void }) {
  const { name } = detail.dataset;
  const notices = useNotices();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [force, setForce] = useState(false);
  const users = detail.uses.filter((use) => version === undefined || use.version === version.version);
  const onGone = useRef<() => void>(() => undefined);
  useEffect(() => () => onGone.current(), []);
  const what = version === undefined ? name : reference(name, version.version);

  async function remove() {
    await answer(api.DELETE("/api/v1/datasets/{name}", { params: { path: { name }, query: { ...(version === undefined ? {} : { version: version.version }), ...(force ? { force } : {}) } } }));
    notices.done(words.done(what));

    // What is gone must not be read once more: first away from it, which takes until the next screen is there, then everything anew.
    if (version === undefined) {
      await new Promise<void>((resolve) => {
        onGone.current = resolve;
        void navigate("/datasets");
      });
      queries.removeQueries({ queryKey: ["datasets", name] });
      queries.removeQueries({ queryKey: ["dataset-version", name] });
    } else {
      await navigate(`/datasets/${name}`);
      await queries.invalidateQueries({ queryKey: ["datasets"] });
    }
  }

  return (
    <FormDialog
      danger
      title={version === undefined ? words.all(name) : words.version(what)}
      submit={words.submit}
      onSubmit={remove}
      onDone={onClose}
      onClose={onClose}
    >
      <p>{version === undefined ? words.meansAll : words.means}</p>
      {users.length > 0 && (
        <>
          <p>{words.used(users.length)}</p>
          <ul>
            {users.slice(0, 5).map((use) => (
              <li key={`${use.kind} ${use.name}`}>
                {text.datasets.uses.kinds[use.kind]} {use.name}
              </li>
            ))}
          </ul>
          <Checkbox label={words.force} checked={force} onChange={(_, data) => setForce(data.checked === true)} />
        </>
      )}
    </FormDialog>
  );
}
