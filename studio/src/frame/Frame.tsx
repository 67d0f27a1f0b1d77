import { Button, Toaster } from "@fluentui/react-components";
import { Dismiss20Regular, Navigation20Regular, Search20Regular } from "@fluentui/react-icons";
import { lazy, Suspense, useEffect, useRef, useState, type MouseEvent } from "react";
import { Link, Outlet, useLocation } from "react-router";
import { Loading } from "../parts/states";
import { noticesId } from "../parts/notices";
import { text } from "../strings";
import { AccountMenu } from "./AccountMenu";
import { Navigation } from "./Navigation";
import { OfflineBar } from "./OfflineBar";
import styles from "./Frame.module.css";

const CommandPalette = lazy(() => import("./CommandPalette"));

/** What stands around every screen. */
export function Frame() {
  const [menuOpen, setMenuOpen] = useState(false);
  const [paletteOpen, setPaletteOpen] = useState(false);
  const main = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  const before = useRef(pathname);

  useEffect(() => {
    function opened(event: KeyboardEvent) {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        setPaletteOpen(true);
      }
    }
    window.addEventListener("keydown", opened);
    return () => window.removeEventListener("keydown", opened);
  }, []);

  // Whoever came by keyboard or reads by ear begins at the new screen, not where the old one was left.
  useEffect(() => {
    if (before.current !== pathname) {
      before.current = pathname;
      main.current?.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }, [pathname]);

  // An address of its own would be taken for one of the screen's.
  function skip(event: MouseEvent) {
    event.preventDefault();
    main.current?.focus();
  }

  return (
    <div className={styles.frame}>
      <a className={styles.skip} href="#content" onClick={skip}>
        {text.shell.skip}
      </a>
      <header className={styles.header}>
        <Button
          className={styles.menu ?? ""}
          appearance="subtle"
          icon={menuOpen ? <Dismiss20Regular /> : <Navigation20Regular />}
          aria-label={menuOpen ? text.shell.closeNavigation : text.shell.openNavigation}
          aria-expanded={menuOpen}
          aria-controls="navigation"
          onClick={() => setMenuOpen(!menuOpen)}
        />
        <Link to="/" className={styles.mark}>
          <img src="/gyre.svg" alt="" width="24" height="24" />
          {text.product}
        </Link>
        <Button className={styles.search ?? ""} appearance="outline" icon={<Search20Regular />} onClick={() => setPaletteOpen(true)} aria-keyshortcuts="Control+K">
          <span className={styles.searchText}>{text.palette.open}</span>
          <kbd className={styles.hint} aria-hidden>{text.palette.hint}</kbd>
        </Button>
        <AccountMenu />
      </header>
      <div id="navigation" className={`${styles.side ?? ""} ${menuOpen ? (styles.open ?? "") : ""}`}>
        <Navigation onOpen={() => setMenuOpen(false)} />
      </div>
      <main id="content" ref={main} tabIndex={-1} className={styles.main}>
        <OfflineBar />
        <Suspense key={pathname} fallback={<Loading />}>
          <Outlet />
        </Suspense>
      </main>
      {paletteOpen && (
        <Suspense>
          <CommandPalette onClose={() => setPaletteOpen(false)} />
        </Suspense>
      )}
      <Toaster toasterId={noticesId} position="bottom-end" />
    </div>
  );
}
