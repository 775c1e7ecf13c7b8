import { Anchor, Center, Group, Loader, Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { callQuery } from "../api/calls";
import type { CallTimeline } from "../api/types";
import { ProblemPage } from "../app/ProblemPage";
import { useSession } from "../app/useSession";
import { DecisionList } from "./DecisionList";
import { useFormats } from "./format";
import { OfferTable } from "./OfferTable";
import { OutcomeBadge } from "./OutcomeBadge";
import { RecordingPlayer } from "./RecordingPlayer";
import { SegmentBars } from "./SegmentBars";
import { SegmentTable } from "./SegmentTable";
import { StepTable } from "./StepTable";
import { useNames } from "./useNames";

/** One call: what happened to it, moment by moment, and why. */
export function CallPage() {
  const { t } = useTranslation();
  const { interaction } = useParams({ from: "/signed-in/calls/$interaction" });
  const { data, error, isPending, dataUpdatedAt } = useQuery(callQuery(interaction));
  if (error !== null) return <ProblemPage error={error} />;
  if (isPending) {
    return (
      <Center mih={200}>
        <Loader aria-label={t("common.loading")} />
      </Center>
    );
  }
  return (
    <Stack gap="md" maw="76rem" mx="auto" data-testid="timeline">
      <Anchor renderRoot={(props) => <Link {...props} to="/calls" search={{}} />} size="sm">
        <Group gap={4} component="span">
          <IconArrowLeft size={16} aria-hidden />
          {t("timeline.back")}
        </Group>
      </Anchor>
      <Head timeline={data} />
      <Sections timeline={data} now={dataUpdatedAt} />
    </Stack>
  );
}

function Head({ timeline: { call, dispositions } }: { timeline: CallTimeline }) {
  const { t } = useTranslation();
  const { day, time, duration } = useFormats();
  const names = useNames();
  const facts: [string, string][] = [
    [t("timeline.started"), `${day(call.startedAt)} ${time(call.startedAt)}`],
    [t("timeline.wait"), duration(call.waitMs)],
    [t("timeline.talk"), duration(call.talkMs)],
    [t("timeline.disposition"), names.disposition(call.disposition) || "–"],
  ];
  return (
    <Paper withBorder p="md">
      <Group justify="space-between" mb="sm">
        <Title order={1} size="h3">
          {call.callerWithheld ? t("call.withheld") : (call.caller ?? t("call.unknown"))} → {call.dialled}
        </Title>
        <OutcomeBadge outcome={call.outcome} />
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 4 }}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <Text size="sm" c="dimmed">
              {name}
            </Text>
            <Text fw={600}>{value}</Text>
          </div>
        ))}
      </SimpleGrid>
      <Comment given={dispositions.at(-1)} />
    </Paper>
  );
}

/** What the agent noted with the disposition that holds. */
function Comment({ given }: { given: CallTimeline["dispositions"][number] | undefined }) {
  const { t } = useTranslation();
  if (given?.comment == null) return null;
  return (
    <Text mt="sm" data-testid="disposition-comment">
      <Text span size="sm" c="dimmed">
        {t("timeline.comment", { agent: given.agent.name ?? t("calls.gonePerson") })}
      </Text>{" "}
      {given.comment}
    </Text>
  );
}

function Sections({ timeline, now }: { timeline: CallTimeline; now: number }) {
  const { t } = useTranslation();
  const { actions } = useSession();
  const { queue: queueName } = useNames();
  const recording = timeline.recordings[0];
  return (
    <>
      {recording !== undefined && actions.includes("recordings.play") && (
        <Section title={t("timeline.recording")}>
          <RecordingPlayer interaction={timeline.call.interactionId} recording={recording} mayDownload={actions.includes("recordings.download")} />
        </Section>
      )}
      <Section title={t("timeline.segments")}>
        <SegmentBars segments={timeline.segments} now={now} />
        <SegmentTable segments={timeline.segments} queueName={queueName} />
      </Section>
      {timeline.steps.length > 0 && (
        <Section title={t("timeline.steps")}>
          <StepTable steps={timeline.steps} />
        </Section>
      )}
      {timeline.decisions.length > 0 && (
        <Section title={t("timeline.decisions")}>
          <DecisionList decisions={timeline.decisions} queueName={queueName} />
        </Section>
      )}
      {timeline.offers.length > 0 && (
        <Section title={t("timeline.offers")}>
          <OfferTable offers={timeline.offers} queueName={queueName} />
        </Section>
      )}
    </>
  );
}

function Section({ title, children }: { title: string; children: React.ReactNode }) {
  return (
    <Paper component="section" withBorder p="md" aria-label={title}>
      <Title order={2} size="h5" mb="sm">
        {title}
      </Title>
      {children}
    </Paper>
  );
}
