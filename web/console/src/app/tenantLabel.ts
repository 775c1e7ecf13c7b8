/** What is known of the tenant before anyone is signed in: the first part of the host name, as in `acme.localhost`. */
export function tenantLabel(hostname: string): string {
  const [first = "Keryx"] = hostname.split(".");
  return /^[\d:[]/.test(first) ? "Keryx" : first.charAt(0).toLocaleUpperCase() + first.slice(1);
}
