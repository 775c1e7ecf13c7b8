import { Button, Divider, Stack } from "@mantine/core";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { bodyOf, platformApi } from "../api/client";

export const waysInQuery = queryOptions({
  queryKey: ["ways-in"],
  queryFn: async () => bodyOf(await platformApi.GET("/api/platform/v1/login/providers")),
});

/** The identity providers one can log in with here. They are links: the browser leaves this page for the provider's. */
export function ProviderButtons({ next }: { next: string }) {
  const { t } = useTranslation();
  const providers = useQuery(waysInQuery).data?.items ?? [];
  if (providers.length === 0) return null;
  return (
    <Stack gap="sm">
      <Divider label={t("login.or")} />
      {providers.map((provider) => (
        <Button key={provider.name} component="a" variant="default" size="md" href={`/api/platform/v1/login/oidc/${provider.name}?next=${encodeURIComponent(next)}`} data-testid={`provider-${provider.name}`}>
          {t("login.with", { name: provider.displayName })}
        </Button>
      ))}
    </Stack>
  );
}
