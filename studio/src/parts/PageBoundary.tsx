import { Button } from "@fluentui/react-components";
import { Component, type ReactNode } from "react";
import { text } from "../strings";
import { Notice } from "./states";

/** Holds a fault of one screen there, so that the frame goes on working. */
export class PageBoundary extends Component<{ children: ReactNode }, { fault: Error | null }> {
  override state = { fault: null };

  static getDerivedStateFromError(fault: Error) {
    return { fault };
  }

  override render() {
    const { fault } = this.state as { fault: Error | null };
    if (fault === null) {
      return this.props.children;
    }

    // A part of the page that is no longer on the server: it was replaced while this one was open.
    const outdated = /dynamically imported module|module script/i.test(fault.message);
    return (
      <Notice title={outdated ? text.faults.newVersion : text.faults.pageTitle} action={<Button appearance="primary" onClick={() => window.location.reload()}>{text.faults.reload}</Button>}>
        {outdated ? null : `${text.faults.page} (${fault.message})`}
      </Notice>
    );
  }
}
