/** A path of this host as a websocket's address. */
export const webSocketUrl = (path: string): string => `${location.origin.replace(/^http/, "ws")}${path}`;
