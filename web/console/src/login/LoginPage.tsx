import { useTranslation } from "react-i18next";
import { LoginCard } from "./LoginCard";
import { LoginForm } from "./LoginForm";

export function LoginPage() {
  const { t } = useTranslation();
  return (
    <LoginCard lead={t("login.lead")}>
      <LoginForm />
    </LoginCard>
  );
}
