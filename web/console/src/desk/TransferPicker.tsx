import { Badge, Button, Group, Paper, ScrollArea, Stack, Tabs, Text, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { referenceQuery } from "../api/reference";
import { useDesk, useDeskView } from "./DeskContext";
import classes from "./desk.module.css";
import { stateColor } from "./stateColor";
import type { Doing } from "../live/useCommand";

interface Target {
  id: string;
  name: string;
  state?: string | null;
  waiting?: number | undefined;
}

/** Where the call shall go: a queue or a colleague. Blind: this desk is out of it at once. */
export function TransferPicker({ toQueue, toAgent, doing }: { toQueue: (name: string) => void; toAgent: (id: string) => void; doing: Doing }) {
  const { t } = useTranslation();
  const [search, setSearch] = useState("");
  const { queues, agents, isPending } = useTargets();
  const matches = (it: Target): boolean => it.name.toLocaleLowerCase().includes(search.toLocaleLowerCase());
  return (
    <Paper withBorder p="md" data-testid="transfer-picker">
      <Tabs defaultValue="queues">
        <Group justify="space-between" mb="sm">
          <Tabs.List>
            <Tabs.Tab value="queues">{t("transfer.queues")}</Tabs.Tab>
            <Tabs.Tab value="agents" data-testid="transfer-agents">
              {t("transfer.agents")}
            </Tabs.Tab>
          </Tabs.List>
          <TextInput size="sm" leftSection={<IconSearch size={16} />} aria-label={t("transfer.search")} placeholder={t("transfer.search")} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        </Group>
        <Tabs.Panel value="queues">
          <TargetList targets={queues.filter(matches)} pick={toQueue} busy={doing.busy || isPending} />
        </Tabs.Panel>
        <Tabs.Panel value="agents">
          <TargetList targets={agents.filter(matches)} pick={toAgent} busy={doing.busy || isPending} />
        </Tabs.Panel>
      </Tabs>
    </Paper>
  );
}

/** Names from the tenant's reference; how many wait from the live view, where this agent has it. */
function useTargets(): { queues: Target[]; agents: Target[]; isPending: boolean } {
  const view = useDeskView(useDesk());
  const { data, isPending } = useQuery({ ...referenceQuery, refetchInterval: 5_000 });
  const waiting = new Map(view?.queues.map((it) => [it.name, it.waiting]));
  return {
    isPending,
    queues: (data?.queues ?? []).map((it) => ({ id: it.name, name: it.displayName, waiting: waiting.get(it.name) })),
    agents: (data?.agents ?? []).filter((it) => it.id !== view?.agent.id).map(({ id, name, state }) => ({ id, name, state: state ?? "signed_out" })),
  };
}

function TargetList({ targets, pick, busy }: { targets: Target[]; pick: (id: string) => void; busy: boolean }) {
  const { t } = useTranslation();
  if (targets.length === 0) return <Text c="dimmed">{t("transfer.none")}</Text>;
  return (
    <ScrollArea.Autosize mah="16rem" viewportProps={{ tabIndex: 0 }}>
      <Stack gap={4}>
        {targets.map((target) => (
          <Button
            key={target.id}
            variant="subtle"
            color="gray"
            justify="space-between"
            fullWidth
            disabled={busy}
            onClick={() => pick(target.id)}
            rightSection={<Standing target={target} />}
            data-testid={`transfer-to-${target.id}`}
          >
            {target.name}
          </Button>
        ))}
      </Stack>
    </ScrollArea.Autosize>
  );
}

function Standing({ target }: { target: Target }) {
  const { t } = useTranslation();
  if (target.state != null) {
    return (
      <Group gap={6}>
        <span className={classes.dot} style={{ background: stateColor(target.state) }} aria-hidden />
        <Text size="sm">{t(`desk.state.${target.state}`)}</Text>
      </Group>
    );
  }
  return target.waiting === undefined ? null : (
    <Badge variant="light" color="gray" tt="none">
      {t("desk.waiting", { count: target.waiting })}
    </Badge>
  );
}
