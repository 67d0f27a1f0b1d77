import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import { asProblem } from "../../api/problem";
import { count } from "../../formats/numbers";
import { useNotices } from "../../parts/notices";
import { Page } from "../../parts/Page";
import { Loaded } from "../../parts/states";
import { text } from "../../strings";
import { datasetQuery, reference, sendRows, type Dataset } from "./dataset";
import { SendRows, type Added } from "./SendRows";

const words = text.datasets.send;

/** The next version of a dataset. */
export default function AddVersion() {
  const name = useParams()["name"] ?? "";
  return (
    <Page
      title={words.addTitle(name)}
      path={[
        { title: text.datasets.title, to: "/datasets" },
        { title: name, to: `/datasets/${name}` },
      ]}
    >
      <Loaded query={useQuery(datasetQuery(name))}>{(detail) => <Form dataset={detail.dataset} />}</Loaded>
    </Page>
  );
}

function Form({ dataset }: { dataset: Dataset }) {
  const navigate = useNavigate();
  const notices = useNotices();
  const queries = useQueryClient();
  // The version that was the latest when this was begun: who added another one meanwhile is told.
  const [latest, setLatest] = useState(dataset.latest ?? 0);
  const next = (dataset.versions.at(-1)?.version ?? 0) + 1;
  return (
    <>
      <p>{words.addLead(reference(dataset.name, dataset.latest ?? 0))}</p>
      <SendRows
        place={`add.${dataset.name}`}
        dataset={dataset.name}
        submit={words.add(next)}
        send={async (_, file) => {
          try {
            return await sendRows<Added>(`/api/v1/datasets/${dataset.name}/versions`, { file: file.name }, file.rows, { "if-match": `"${latest}"` });
          } catch (error) {
            if (asProblem(error).status === 412) {
              // Once told, whoever sends again means it.
              const now = await queries.query({ ...datasetQuery(dataset.name), staleTime: 0 });
              setLatest(now.dataset.latest ?? 0);
            }
            throw error;
          }
        }}
        onDone={(added) => {
          const made = reference(added.dataset, added.version.version);
          notices.done(added.is_new ? words.made(made, text.datasets.rowCount(count(added.version.rows))) : words.same(made));
          void navigate(`/datasets/${added.dataset}`);
        }}
      />
    </>
  );
}
