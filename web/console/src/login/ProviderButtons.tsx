import { Button, Divider, Stack } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { bodyOf, platformApi } from "../api/client";

const providersQuery = queryOptions({
  queryKey: ["identity-providers"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/login/providers")).items,
});

/** The identity providers one can log in with here. They are links: the browser leaves this page for the provider's. */
export function ProviderButtons({ next }: { next: string }) {
  const { t } = useTranslation();
  const { data = [] } = useQuery(providersQuery);
  if (data.length === 0) return null;
  return (
    <Stack gap="sm">
      <Divider label={t("login.or")} />
      {data.map((provider) => (
        <Button key={provider.name} component="a" variant="default" size="md" href={`/api/platform/v1/login/oidc/${provider.name}?next=${encodeURIComponent(next)}`} data-testid={`provider-${provider.name}`}>
          {t("login.with", { name: provider.displayName })}
        </Button>
      ))}
    </Stack>
  );
}
