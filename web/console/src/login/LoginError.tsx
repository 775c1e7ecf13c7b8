import { Alert } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { ProblemError } from "../api/problem";

const MINUTE = 60;

/** What went wrong, in one sentence; never whether it was the name or the password. */
export function LoginError({ error }: { error: Error }) {
  const { t } = useTranslation();
  return (
    <Alert color="red" variant="light" role="alert" data-testid="login-error">
      {sentence()}
    </Alert>
  );

  function sentence(): string {
    if (!(error instanceof ProblemError)) return t("login.error.unreachable");
    if (error.status === 423 || error.status === 429 || /lock/.test(error.code)) {
      return error.retryAfter === undefined ? t("login.error.locked") : t("login.error.lockedFor", { count: Math.ceil(error.retryAfter / MINUTE) });
    }
    if (error.code === "use_provider") return t("login.error.useProvider");
    if (error.code === "wrong_code") return t("problemCode.wrong_code");
    if (error.status === 401 || error.status === 403) return t("login.error.wrong");
    if (error.status >= 500) return t("login.error.unreachable");
    return error.detail;
  }
}
