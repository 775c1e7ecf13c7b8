import { Anchor, Badge, Drawer, Group, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { WaitingContact, WaitingView } from "../api/types";
import { clock } from "../desk/time";
import { useServerClock, useTopic } from "../live/LiveContext";
import { Age, useAge } from "./Age";
import { useRule } from "./useRule";
import classes from "./floor.module.css";
import { ReleaseButton } from "./ReleaseButton";

/** A queue's line: who waits, and why nobody has them yet. */
export function WaitingDrawer({ queue, close, showAgent }: { queue: string; close: () => void; showAgent: (agent: string) => void }) {
  const { t } = useTranslation();
  const { view, asOf } = useTopic<WaitingView>(`waiting:${queue}`);
  const age = useAge(asOf);
  const now = useServerClock();
  const contacts = Object.entries(view?.contacts ?? {}).sort(([, a], [, b]) => a.position - b.position);
  return (
    <Drawer opened onClose={close} position="right" size="lg" title={t("floor.line", { queue: view?.displayName ?? queue })} closeButtonProps={{ "aria-label": t("common.close") }}>
      <Age {...age} />
      {contacts.length === 0 && <Text c="dimmed">{t("floor.nobodyWaits")}</Text>}
      {contacts.map(([id, contact]) => (
        <Contact key={id} id={id} contact={contact} now={now} showAgent={showAgent} />
      ))}
      {view !== undefined && view.waiting > contacts.length && <Text c="dimmed">{t("floor.moreWaiting", { count: view.waiting - contacts.length })}</Text>}
    </Drawer>
  );
}

function Contact({ id, contact, now, showAgent }: { id: string; contact: WaitingContact; now: number; showAgent: (agent: string) => void }) {
  const { t } = useTranslation();
  const rule = useRule();
  return (
    <section className={classes.contact} data-testid={`contact-${id}`}>
      <Group gap="sm" mb={4}>
        <Badge variant="light">{t("floor.position", { position: contact.position })}</Badge>
        <Text fw={600} className={classes.timer ?? ""}>
          {clock(now - Date.parse(contact.since))}
        </Text>
        <Text>{contact.entry ?? ""}</Text>
        <Anchor component={Link} to="/calls/$interaction" params={{ interaction: id } as never}>
          {t("floor.timeline")}
        </Anchor>
        <ReleaseButton interaction={id} />
      </Group>
      {Object.keys(contact.skills).length > 0 && (
        <Text size="sm" c="dimmed">
          {t("floor.needs", { skills: Object.entries(contact.skills).map(([skill, level]) => `${skill} ≥ ${level}`).join(", ") })}
        </Text>
      )}
      {contact.offeredTo != null && <Text size="sm">{t("floor.ringsAt", { agent: contact.offeredTo })}</Text>}
      <Table verticalSpacing={2} withRowBorders={false} aria-label={t("floor.whyNot")}>
        <Table.Tbody>
          {contact.agents.map((it) => (
            <Table.Tr key={it.agent} data-testid="why-not" data-rule={it.rule ?? ""}>
              <Table.Td>
                <Anchor component="button" type="button" onClick={() => showAgent(it.agent)}>
                  {it.name}
                </Anchor>
              </Table.Td>
              <Table.Td>{rule(it.rule, it.detail)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {contact.moreAgents > 0 && (
        <Text size="sm" c="dimmed">
          {t("floor.moreAgents", { count: contact.moreAgents })}
        </Text>
      )}
    </section>
  );
}
