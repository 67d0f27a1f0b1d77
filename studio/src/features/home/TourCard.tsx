import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { latestEvaluationsQuery } from "../../api/evaluations";
import { text } from "../../strings";
import { isTourPut, keptTour, putTour } from "../tour/draft";
import styles from "./Home.module.css";

const words = text.tour.card;

/** Offers the tour where nothing was evaluated yet, until it is put aside. */
export function TourCard() {
  const [put, setPut] = useState(isTourPut);
  const evaluations = useQuery(latestEvaluationsQuery).data;
  return put || evaluations === undefined || evaluations.length > 0 ? null : (
    <aside className={styles.card} aria-label={words.title}>
      <div>
        <p className={styles.cardTitle}>{words.title}</p>
        <p>{words.text}</p>
      </div>
      <div className={styles.cardActions}>
        <Link className={styles.start} to="/tour">
          {keptTour() ? words.goOn : words.start}
        </Link>
        <Button
          appearance="subtle"
          onClick={() => {
            putTour();
            setPut(true);
          }}
        >
          {words.dismiss}
        </Button>
      </div>
    </aside>
  );
}
