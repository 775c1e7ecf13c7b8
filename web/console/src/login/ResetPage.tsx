import { Button } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { platformApi } from "../api/client";
import { LoginCard } from "./LoginCard";
import { NewPasswordForm } from "./NewPasswordForm";

/** Where a link leads that sets a password once. Its secret is in the fragment, which is sent to no server and kept in no log. */
export function ResetPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [token] = useState(() => location.hash.slice(1));
  const [saved, setSaved] = useState(false);
  const save = async (password: string): Promise<void> => {
    await platformApi.POST("/api/platform/v1/password/reset", { body: { token, password } });
    setSaved(true);
  };
  return (
    <LoginCard lead={saved ? t("newPassword.saved") : t("newPassword.title")}>
      {saved ? (
        <Button size="md" onClick={() => void navigate({ to: "/login", search: {} })}>
          {t("login.submit")}
        </Button>
      ) : (
        <NewPasswordForm lead={t("newPassword.byLink")} save={save} />
      )}
    </LoginCard>
  );
}
