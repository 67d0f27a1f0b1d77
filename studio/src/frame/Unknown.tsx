import { Link, useLocation } from "react-router";
import { Page } from "../parts/Page";
import { text } from "../strings";

/** An address that is none of the page's. */
export function Unknown() {
  const { pathname } = useLocation();
  return (
    <Page title={text.states.notFoundTitle} lead={text.states.notFound(pathname)}>
      <p>
        <Link to="/">{text.states.home}</Link>
      </p>
    </Page>
  );
}
