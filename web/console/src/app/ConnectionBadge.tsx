import { Alert, Badge, Button } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { useConnection } from "../live/LiveContext";

const colors = { connected: "green", connecting: "yellow", disconnected: "orange", failed: "red" };

/** One of four words: connected, connecting, disconnected (trying again), failed. */
export function ConnectionBadge() {
  const { t } = useTranslation();
  const connection = useConnection();
  return (
    <Badge variant="dot" color={colors[connection]} tt="none" size="lg" role="status" data-testid="connection" data-connection={connection}>
      {t(`connection.${connection}`)}
    </Badge>
  );
}

/** Says what to do when the word alone is not enough. */
export function ConnectionBanner() {
  const { t } = useTranslation();
  const connection = useConnection();
  if (connection === "connected" || connection === "connecting") return null;
  return (
    <Alert color={colors[connection]} variant="light" mb="md" data-testid="connection-banner">
      {t(connection === "failed" ? "connection.failedText" : "connection.disconnectedText")}
      {connection === "failed" && (
        <Button ms="md" size="compact-sm" onClick={() => location.reload()}>
          {t("connection.reload")}
        </Button>
      )}
    </Alert>
  );
}
