import { Alert, Badge, Center, Group, Loader, MultiSelect, Paper, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FloorView } from "../api/types";
import { ForbiddenPage } from "../app/ProblemPage";
import { useMay } from "../app/useSession";
import { useDesk, useDeskView } from "../desk/DeskContext";
import { useServerClock, useTopic } from "../live/LiveContext";
import { useAge } from "./Age";
import { AgentDrawer } from "./AgentDrawer";
import { AgentTable } from "./AgentTable";
import { EntryTiles } from "./EntryTiles";
import { agentRows, type SortKey } from "./figures";
import classes from "./floor.module.css";
import { MessageForm } from "./MessageForm";
import { QueueTile } from "./QueueTile";
import { SupervisorMenu, type Place } from "./SupervisorMenu";
import { Totals } from "./Totals";
import { useAsk } from "./useAsk";
import { WaitingDrawer } from "./WaitingDrawer";
import { WatchingBar } from "./WatchingBar";

/** The supervisor's floor: queues, entries and agents as they are now, and what can be done about them. */
export function FloorPage() {
  return useMay()("supervision.view") ? <Floor /> : <ForbiddenPage />;
}

function Floor() {
  const { t } = useTranslation();
  const { view, asOf, refused } = useTopic<FloorView>("floor");
  const age = useAge(asOf);
  const now = useServerClock();
  const watching = useDeskView(useDesk())?.watching;
  const [queue, setQueue] = useState<string>();
  const [agent, setAgent] = useState<string>();
  if (refused !== undefined) return <ForbiddenPage />;
  if (view === undefined) {
    return (
      <Center mih={240}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  const row = agent === undefined ? undefined : view.agents[agent];
  return (
    <Stack gap="lg">
      <Title order={1} size="h3">
        {t("floor.title")}
      </Title>
      {age.freshness === "stale" && (
        <Alert color="red" data-testid="stale">
          {t("floor.stale")}
        </Alert>
      )}
      {watching != null && <WatchingBar watching={watching} />}
      <Totals totals={view.totals} age={age} />
      <section aria-label={t("floor.queues")}>
        <Title order={2} size="h5" mb="xs">
          {t("floor.queues")}
        </Title>
        <div className={classes.tiles}>
          {Object.entries(view.queues).map(([name, it]) => (
            <QueueTile key={name} name={name} queue={it} now={now} age={age} open={() => setQueue(name)} />
          ))}
        </div>
      </section>
      <EntryTiles entries={view.entries} age={age} />
      <Agents view={view} now={now} open={setAgent} />
      {queue !== undefined && (
        <WaitingDrawer
          queue={queue}
          close={() => setQueue(undefined)}
          showAgent={(id) => {
            setQueue(undefined);
            setAgent(id);
          }}
        />
      )}
      {agent !== undefined && row !== undefined && <AgentDrawer row={{ ...row, id: agent }} queues={view.queues} now={now} close={() => setAgent(undefined)} />}
    </Stack>
  );
}

function Agents({ view, now, open }: { view: FloorView; now: number; open: (agent: string) => void }) {
  const { t } = useTranslation();
  const [text, setText] = useState("");
  const [states, setStates] = useState<string[]>([]);
  const [sort, setSort] = useState<SortKey>("state");
  const [menu, setMenu] = useState<Place>();
  const { ask, error } = useAsk();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const rows = agentRows(view.agents, { text, states, queue: undefined }, sort);
  const choose = (id: string, on: boolean): void => setChosen(new Set(on ? [...chosen, id] : [...chosen].filter((it) => it !== id)));
  const pointed = rows.find((it) => it.id === menu?.agent);
  const present = [...chosen].filter((id) => view.agents[id] !== undefined);
  const help = rows.filter((it) => it.helpSince != null).map((it) => it.name);
  return (
    <section aria-label={t("floor.agents")}>
      <Group justify="space-between" mb="xs">
        <Group gap="sm">
          <Title order={2} size="h5">
            {t("floor.agents")}
          </Title>
          <Badge variant="light">{rows.length}</Badge>
        </Group>
        <Group gap="sm">
          <TextInput size="sm" leftSection={<IconSearch size={16} />} aria-label={t("floor.search")} placeholder={t("floor.search")} value={text} onChange={(event) => setText(event.currentTarget.value)} />
          <MultiSelect
            size="sm"
            aria-label={t("floor.column.state")}
            placeholder={states.length === 0 ? t("floor.column.state") : ""}
            data={Object.keys(view.totals.states).map((value) => ({ value, label: t(`desk.state.${value}`) }))}
            value={states}
            onChange={setStates}
            clearable
          />
        </Group>
      </Group>
      <div role="status" className={classes.hidden}>
        {help.length > 0 ? t("floor.helpFor", { names: help.join(", ") }) : ""}
      </div>
      {menu !== undefined && pointed !== undefined && <SupervisorMenu row={pointed} place={menu} ask={ask} open={open} close={() => setMenu(undefined)} />}
      {error !== undefined && (
        <Text c="red" size="sm" role="alert" mb="xs">
          {error}
        </Text>
      )}
      {present.length > 0 && (
        <Paper withBorder p="md" mb="sm">
          <MessageForm agents={present} />
        </Paper>
      )}
      <Paper withBorder>
        {rows.length === 0 ? (
          <Text c="dimmed" p="md">
            {t("floor.nobody")}
          </Text>
        ) : (
          <AgentTable rows={rows} queues={view.queues} now={now} sort={sort} setSort={setSort} chosen={chosen} choose={choose} open={open} menu={setMenu} />
        )}
      </Paper>
    </section>
  );
}
