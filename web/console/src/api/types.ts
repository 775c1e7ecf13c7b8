import type { components } from "./generated/tenant";

type Schemas = components["schemas"];

/**
 * Views arrive by merge patches, in which null deletes: a field that may be null may also be absent. Compare with `== null`, never with
 * `=== null`.
 */
export type DeskView = Schemas["DeskView"];
export type Watching = Schemas["Watching"];
export type OfferView = Schemas["OfferView"];
export type CurrentCall = Schemas["CurrentCall"];
export type WrapUpView = Schemas["WrapUpView"];
export type DeskQueue = Schemas["DeskQueue"];
export type AgentState = NonNullable<DeskView["state"]>;
export type FloorView = Schemas["FloorView"];
export type FloorAgent = Schemas["FloorAgent"];
export type FloorQueue = Schemas["FloorQueue"];
export type FloorEntry = Schemas["FloorEntry"];
export type WaitingView = Schemas["WaitingView"];
export type WaitingContact = Schemas["WaitingContact"];
export type QueueReadiness = Schemas["QueueReadiness"];
export type DayView = Schemas["DayView"];
export type MissedCall = Schemas["MissedCall"];
export type PauseUse = Schemas["PauseUse"];
export type Card = Schemas["Card-Output"];
export type ContactView = Schemas["ContactView"];
export type ContactMatch = Schemas["ContactMatch"];
export type Earlier = Schemas["Earlier"];
export type BrowserPhone = Schemas["BrowserPhone"];
export type SipAccount = Schemas["SipAccount"];
export type SessionView = Schemas["SessionView"];
export type Reference = Schemas["Reference"];
export type AgentRef = Schemas["AgentRef"];
export type CallSummary = Schemas["CallSummary"];
export type CallTimeline = Schemas["CallTimeline"];
export type Segment = Schemas["Segment"];
export type Decision = Schemas["Decision"];
export type Outcome = NonNullable<CallSummary["outcome"]>;
