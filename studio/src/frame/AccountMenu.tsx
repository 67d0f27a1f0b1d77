import { Button, Menu, MenuDivider, MenuGroup, MenuGroupHeader, MenuItem, MenuItemLink, MenuItemRadio, MenuList, MenuPopover, MenuTrigger, type MenuProps } from "@fluentui/react-components";
import { Person20Regular } from "@fluentui/react-icons";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { callerQuery } from "../api/queries";
import { useDensity } from "../parts/density";
import { useSession } from "../session/Session";
import { text } from "../strings";
import { useAppearance, type ThemeChoice } from "../theme/ThemeProvider";

const SignOut = lazy(() => import("../session/SignOut"));

/** Who is here, and how the page looks to them. */
export function AccountMenu() {
  const caller = useQuery(callerQuery).data;
  const session = useSession();
  const appearance = useAppearance();
  const { density, setDensity } = useDensity();
  const [leaving, setLeaving] = useState(false);
  const who = !caller ? text.signIn.title : session.hasKey ? text.shell.signedInAs(caller.name) : text.shell.local;

  const changed: MenuProps["onCheckedValueChange"] = (_, { name, checkedItems: [value = ""] }) => {
    if (name === "theme") {
      appearance.choose(value as ThemeChoice);
    } else {
      setDensity(value === "compact" ? "compact" : "comfortable");
    }
  };

  return (
    <>
      <Menu checkedValues={{ theme: [appearance.choice], density: [density] }} onCheckedValueChange={changed}>
        <MenuTrigger disableButtonEnhancement>
          <Button appearance="subtle" icon={<Person20Regular />} aria-label={text.shell.account} title={who} />
        </MenuTrigger>
        <MenuPopover>
          <MenuList>
            <MenuGroup>
              <MenuGroupHeader>{who}</MenuGroupHeader>
              <MenuItem onClick={session.askForKey}>{session.hasKey ? text.shell.otherKey : text.signIn.title}</MenuItem>
              {session.hasKey && <MenuItem onClick={() => setLeaving(true)}>{text.shell.signOut}</MenuItem>}
            </MenuGroup>
            <MenuDivider />
            <MenuGroup>
              <MenuGroupHeader>{text.shell.appearance}</MenuGroupHeader>
              <MenuItemRadio persistOnClick name="theme" value="system">
                {text.shell.system}
              </MenuItemRadio>
              <MenuItemRadio persistOnClick name="theme" value="light">
                {text.shell.light}
              </MenuItemRadio>
              <MenuItemRadio persistOnClick name="theme" value="dark">
                {text.shell.dark}
              </MenuItemRadio>
            </MenuGroup>
            <MenuDivider />
            <MenuGroup>
              <MenuGroupHeader>{text.shell.density}</MenuGroupHeader>
              <MenuItemRadio persistOnClick name="density" value="comfortable">
                {text.shell.comfortable}
              </MenuItemRadio>
              <MenuItemRadio persistOnClick name="density" value="compact">
                {text.shell.compact}
              </MenuItemRadio>
            </MenuGroup>
            <MenuDivider />
            <MenuItemLink href="/api/v1/openapi.json" target="_blank" rel="noreferrer">
              {text.shell.apiDocument}
            </MenuItemLink>
          </MenuList>
        </MenuPopover>
      </Menu>
      {leaving && (
        <Suspense>
          <SignOut onClose={() => setLeaving(false)} />
        </Suspense>
      )}
    </>
  );
}
