import { Box, Group, Menu, Text, UnstyledButton } from "@mantine/core";
import { IconChevronDown, IconLogout, IconUserCircle } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { Link, Outlet, useNavigate, useRouteContext } from "@tanstack/react-router";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { openTo } from "../admin/sections";
import { signOut } from "../api/session";
import type { SessionView } from "../api/types";
import { DeskProvider } from "../desk/DeskContext";
import { LiveProvider } from "../live/LiveContext";
import { ProofDialog } from "../secondFactor/ProofDialog";
import { Appearance } from "./Appearance";
import { ConnectionBadge, ConnectionBanner } from "./ConnectionBadge";
import { suggestLanguage } from "./i18n";
import { KeysHelp } from "./KeysHelp";
import { Logo } from "./Logo";
import classes from "./shell.module.css";

/** What stands around every page of a person who is signed in. */
export function Shell() {
  const { session } = useRouteContext({ from: "/signed-in" });
  const hasDesk = session.actions.includes("desk.use");
  const isLive = hasDesk || session.actions.includes("supervision.view");
  useEffect(() => void suggestLanguage([...session.person.languages, session.tenant.defaultLanguage]), [session]);
  const page = (
    <>
      <Header session={session} hasDesk={hasDesk} isLive={isLive} />
      <main className={classes.main}>
        {isLive && <ConnectionBanner />}
        <Outlet />
      </main>
      <ProofDialog />
    </>
  );
  if (!isLive) return page;
  return <LiveProvider>{hasDesk ? <DeskProvider person={session.person.id}>{page}</DeskProvider> : page}</LiveProvider>;
}

function Header({ session, hasDesk, isLive }: { session: SessionView; hasDesk: boolean; isLive: boolean }) {
  const { t } = useTranslation();
  return (
    <Box component="header" className={classes.header}>
      <Group gap="sm" wrap="nowrap">
        <Logo size={26} />
        <Text fw={650}>{session.tenant.displayName}</Text>
      </Group>
      <nav className={classes.nav} aria-label={t("app.navigation")}>
        {hasDesk && (
          <Link to="/desk" className={classes.link ?? ""}>
            {t("app.desk")}
          </Link>
        )}
        {session.actions.includes("supervision.view") && (
          <Link to="/floor" className={classes.link ?? ""}>
            {t("app.floor")}
          </Link>
        )}
        {session.actions.includes("calls.list") && (
          <Link to="/calls" className={classes.link ?? ""}>
            {t("app.calls")}
          </Link>
        )}
        {openTo(session.actions).length > 0 && (
          <Link to="/admin" className={classes.link ?? ""} data-testid="nav-admin">
            {t("app.administration")}
          </Link>
        )}
      </nav>
      <Group gap="sm" className={classes.end}>
        {isLive && <ConnectionBadge />}
        {hasDesk && <KeysHelp />}
        <Appearance />
        <PersonMenu name={session.person.name} role={session.person.role} />
      </Group>
    </Box>
  );
}

function PersonMenu({ name, role }: { name: string; role: string }) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const leave = async (): Promise<void> => {
    await signOut(queries);
    await navigate({ to: "/login", search: {} });
  };
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <UnstyledButton className={classes.person} data-testid="person-menu">
          <span>
            <Text size="sm" fw={600} span>
              {name}
            </Text>
            <Text size="xs" c="dimmed" span>
              {t(`role.${role}`, { defaultValue: role })}
            </Text>
          </span>
          <IconChevronDown size={14} aria-hidden />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconUserCircle size={16} />} renderRoot={(props) => <Link {...props} to="/account" />} data-testid="my-account">
          {t("account.title")}
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={() => void leave()} data-testid="log-out">
          {t("app.logOut")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
