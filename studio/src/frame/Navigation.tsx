import { NavLink } from "react-router";
import { text } from "../strings";
import { homeScreen, loops, type Screen } from "./screens";
import styles from "./Navigation.module.css";

function Entry({ screen, onOpen }: { screen: Screen; onOpen: () => void }) {
  const Icon = screen.icon;
  return (
    <li>
      <NavLink to={screen.path} end={screen.path === "/"} className={styles.entry ?? ""} onClick={onOpen}>
        <Icon aria-hidden />
        {screen.title}
      </NavLink>
    </li>
  );
}

/** The loops and their screens. */
export function Navigation({ onOpen = () => undefined }: { onOpen?: () => void }) {
  return (
    <nav aria-label={text.shell.navigation} className={styles.navigation}>
      <ul>
        <Entry screen={homeScreen} onOpen={onOpen} />
      </ul>
      {loops.map((loop) => (
        <div key={loop.title} role="group" aria-label={loop.title}>
          <p className={styles.loop}>{loop.title}</p>
          <ul>
            {loop.screens.map((screen) => (
              <Entry key={screen.path} screen={screen} onOpen={onOpen} />
            ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}
