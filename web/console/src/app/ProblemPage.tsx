import { Button, Center, Code, Stack, Text, Title } from "@mantine/core";
import { useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";

type Kind = "forbidden" | "missing" | "broken";

const kindOf = (error: unknown): Kind => {
  if (!(error instanceof ProblemError)) return "broken";
  if (error.status === 403) return "forbidden";
  return error.status === 404 ? "missing" : "broken";
};

/** An error as a page: what it means here, the server's own sentence, its code for support, and a way on. */
export function ProblemPage({ error }: { error: unknown }) {
  const { t } = useTranslation();
  const router = useRouter();
  const kind = kindOf(error);
  return (
    <Center mih="50dvh" role="alert" data-testid="problem" data-kind={kind}>
      <Stack align="center" gap="xs" ta="center" maw="34rem">
        <Title order={1} size="h2">
          {t(`problem.${kind}.title`)}
        </Title>
        <Text c="dimmed">{t(`problem.${kind}.text`)}</Text>
        {error instanceof ProblemError && (
          <Text size="sm">
            {error.detail} <Code>{error.code}</Code>
          </Text>
        )}
        <Button mt="sm" variant="default" onClick={() => void (kind === "broken" ? router.invalidate() : router.navigate({ to: "/" }))}>
          {t(kind === "broken" ? "problem.again" : "problem.home")}
        </Button>
      </Stack>
    </Center>
  );
}

export function MissingPage() {
  return <ProblemPage error={new ProblemError(404, "no_such_page", "")} />;
}

export function ForbiddenPage() {
  return <ProblemPage error={new ProblemError(403, "not_allowed", "")} />;
}
