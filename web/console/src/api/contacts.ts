import { queryOptions } from "@tanstack/react-query";
import { bodyOf, tenantApi } from "./client";
import type { Card, ContactView } from "./types";

/** A card with the revision a change of it must name. */
export interface OpenContact {
  contact: ContactView;
  revision: string;
}

/** Looking for somebody is an audited act: once a call, not at each glance. */
export const contactsOfNumber = (number: string, interaction: string) =>
  queryOptions({
    queryKey: ["contacts", "of", number, interaction],
    queryFn: async () => bodyOf(await tenantApi.POST("/api/tenant/v1/contacts/search", { body: { number } })),
    staleTime: Infinity,
  });

export const contactQuery = (contact: string) =>
  queryOptions({
    queryKey: ["contacts", "one", contact],
    queryFn: async () => tagged(await tenantApi.GET("/api/tenant/v1/contacts/{contact}", { params: { path: { contact } } })),
    staleTime: Infinity,
  });

export async function makeContact(card: Card): Promise<OpenContact> {
  return tagged(await tenantApi.POST("/api/tenant/v1/contacts", { body: card }));
}

export async function changeContact({ contact, revision }: OpenContact, card: Card): Promise<OpenContact> {
  const params = { path: { contact: contact.id }, header: { "if-match": revision } };
  return tagged(await tenantApi.PUT("/api/tenant/v1/contacts/{contact}", { params, body: card }));
}

function tagged(answer: { data?: ContactView; response: Response }): OpenContact {
  return { contact: bodyOf(answer), revision: answer.response.headers.get("ETag") ?? "" };
}
