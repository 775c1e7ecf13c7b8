import { Alert, List, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";

/** Why something was refused, as a plain sentence; nothing on the page is lost by it. */
export function ProblemAlert({ error, hideErrors = false }: { error: Error; hideErrors?: boolean }) {
  const { t } = useTranslation();
  const sentence = useSentence()(error);
  const errors = error instanceof ProblemError && !hideErrors ? error.errors : [];
  const more = errors.filter((it) => it.message !== sentence);
  return (
    <Alert color="red" variant="light" role="alert" title={t("problem.refused")} data-testid="problem-alert" data-code={error instanceof ProblemError ? error.code : "fault"}>
      <Text size="sm">{sentence}</Text>
      {more.length > 0 && (
        <List size="sm" mt="xs">
          {more.map((it) => (
            <List.Item key={`${it.path} ${it.message}`}>{it.message}</List.Item>
          ))}
        </List>
      )}
    </Alert>
  );
}

/** A problem's sentence in the person's language where we have one, else the server's own. */
export function useSentence(): (error: Error) => string {
  const { t } = useTranslation();
  return (error) => {
    if (!(error instanceof ProblemError)) return t("problemCode.unreachable");
    return t(`problemCode.${error.code}`, { ...error.document, defaultValue: error.detail });
  };
}
