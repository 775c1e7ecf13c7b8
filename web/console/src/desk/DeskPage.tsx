import { Alert, Box, Center, Loader, Paper, Stack } from "@mantine/core";
import { IconPlugConnectedX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import type { DeskView } from "../api/types";
import { useMay } from "../app/useSession";
import { ContactPanel } from "../contact/ContactPanel";
import { DayPanel } from "../day/DayPanel";
import { CallPane } from "./CallPane";
import { ChoosePhone } from "./ChoosePhone";
import type { Desk } from "./Desk";
import { useDesk, useDeskView, useEngineUp } from "./DeskContext";
import classes from "./desk.module.css";
import { DeskKeys } from "./DeskKeys";
import { IdlePane } from "./IdlePane";
import { QueueList } from "./QueueList";
import { ReadyPanel } from "./ReadyPanel";
import { RingingCard } from "./RingingCard";
import { StatePanel } from "./StatePanel";
import { WrapUpPane } from "./WrapUpPane";
import { WatchingBar } from "../floor/WatchingBar";
import { Announcer } from "./Announcer";

/** The agent's desk: the main pane follows the state, the left one is always there. */
export function DeskPage() {
  const { t } = useTranslation();
  const desk = useDesk();
  const view = useDeskView(desk);
  const engineUp = useEngineUp(desk);
  return (
    <Box className={classes.page}>
      <h1 className={classes.hidden}>{t("desk.title")}</h1>
      {!engineUp && (
        <Alert color="orange" variant="light" icon={<IconPlugConnectedX />} className={classes.wide} data-testid="engine-away">
          {t("connection.engineAway")}
        </Alert>
      )}
      {desk === undefined || view === undefined ? (
        <Center className={classes.wide} mih={240}>
          <Loader aria-label={t("common.loading")} />
        </Center>
      ) : (
        <Desktop desk={desk} view={view} />
      )}
    </Box>
  );
}

function Desktop({ desk, view }: { desk: Desk; view: DeskView }) {
  const { t } = useTranslation();
  return (
    <>
      <Stack component="aside" gap="md" className={classes.side} aria-label={t("desk.side")}>
        <StatePanel desk={desk} view={view} />
        {view.signedIn && <ReadyPanel desk={desk} view={view} />}
        {view.queues.length > 0 && <QueueList desk={desk} queues={view.queues} />}
      </Stack>
      <Stack gap="md" className={classes.centre}>
        <Paper component="section" withBorder className={classes.main} aria-label={t("desk.main")} data-testid="desk-main" data-state={stateOf(view)}>
          <MainPane desk={desk} view={view} />
        </Paper>
        {QUIET.includes(stateOf(view)) && <DayPanel view={view} />}
        <ContactHere view={view} />
      </Stack>
      <DeskKeys desk={desk} view={view} />
      <Announcer view={view} />
    </>
  );
}

const SEE_CONTACTS = "contacts.view";

/** When there is time to look at one's own day. */
const QUIET: readonly PaneState[] = ["signed_out", "idle"];

export type PaneState = "signed_out" | "ringing" | "talking" | "wrap_up" | "idle";

/** Which pane fits. What needs the person most goes first. */
export function stateOf(view: DeskView): PaneState {
  if (!view.signedIn) return "signed_out";
  if (view.current != null) return "talking";
  if (view.offer != null) return "ringing";
  if (view.wrapUp != null) return "wrap_up";
  return "idle";
}

/** The same panel from ringing to the end of wrap-up: what is typed in it stays. */
function ContactHere({ view }: { view: DeskView }) {
  const may = useMay();
  const here = view.current ?? view.offer ?? view.wrapUp;
  if (here?.callerNumber == null || !may(SEE_CONTACTS)) return null;
  return <ContactPanel key={here.interaction} number={here.callerNumber} interaction={here.interaction} />;
}

function MainPane({ desk, view }: { desk: Desk; view: DeskView }) {
  if (!view.signedIn) return <ChoosePhone desk={desk} view={view} />;
  if (view.current != null) return <CallPane key={view.current.interaction} desk={desk} call={view.current} />;
  if (view.offer != null) return <RingingCard key={view.offer.offer} desk={desk} offer={view.offer} />;
  if (view.watching != null) return <WatchingBar watching={view.watching} />;
  if (view.wrapUp != null) return <WrapUpPane key={view.wrapUp.interaction} desk={desk} wrapUp={view.wrapUp} />;
  return <IdlePane desk={desk} view={view} />;
}
