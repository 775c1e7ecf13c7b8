export interface paths {
    "/api/tenant/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit
         * @description Who signed in, listened to recordings and read records, the newest first.
         */
        get: operations["listTenantAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export Audit
         * @description The trail, the oldest first, as CSV or JSON lines; `keryx audit verify` reads the latter. Itself an audited act.
         */
        get: operations["exportTenantAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Calls
         * @description Calls, latest first. Looking for a number is an audited act.
         */
        get: operations["listCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/calls/records": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Records
         * @description Calls with their segments and recordings, latest first: for programs. Looking for a number is an audited act.
         */
        get: operations["listCallRecords"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/calls/{interaction}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Timeline
         * @description Each flow step, offer, segment and routing decision of one call. An audited act.
         */
        get: operations["getCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/calls/{interaction}/recording": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Recording
         * @description The rendered recording, contact left and agents right; byte ranges are served.
         *
         *     The `ticket` of a record's `uri` stands in for a session. Listening and downloading are audited acts.
         */
        get: operations["playRecording"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/contacts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Made
         * @description A new contact.
         */
        post: operations["makeContact"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/contacts/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find
         * @description Contacts who have a number, and interactions from it.
         */
        post: operations["findContacts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/contacts/{contact}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Opened
         * @description One card with its history, whoever spoke with the contact then.
         */
        get: operations["getContact"];
        /**
         * Changed
         * @description Replace a card. If-Match is needed; 412 when somebody else was quicker.
         */
        put: operations["changeContact"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/desk/day": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Day
         * @description One's own day since midnight, the team's average beside it, pauses and missed calls.
         */
        get: operations["getOwnDay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/live/queues": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Live Queues
         * @description The queues' figures now. The websocket's topic `queues` follows them.
         */
        get: operations["getLiveQueues"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/reference": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Reference
         * @description Queues, entries, pause reasons, dispositions and agents, for pickers and filters.
         */
        get: operations["getReference"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/tenant/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look
         * @description Who is signed in here, and what this person may do.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Begin
         * @description Exchange an admitting token, once, for a session cookie.
         */
        post: operations["beginSession"];
        /**
         * End
         * @description End this session: its websocket and its phone go with it.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * Admission
         * @description What a login at the platform gave: exchanged once for a session.
         */
        Admission: {
            /**
             * Token
             * @description Admitting token of the platform's login
             */
            token: string;
        };
        /** AgentChoice */
        AgentChoice: {
            /** Id */
            id: string;
            /** Login */
            login: string;
            /** Name */
            name: string;
            /**
             * State
             * @description As routing sees it; null when signed out or not known
             */
            state: string | null;
        };
        /**
         * AgentRef
         * @description A person as the records name one. Name and login are null once the person is gone from the directory.
         */
        AgentRef: {
            /** Id */
            id: string;
            /** Login */
            login: string | null;
            /** Name */
            name: string | null;
        };
        /**
         * Asked
         * @description What the agent asked to be next, while busy.
         */
        Asked: {
            /**
             * By
             * @description Name of the supervisor who asked it; null: the agent
             * @default null
             */
            by: string | null;
            /**
             * Next
             * @enum {string}
             */
            next: "ready" | "pause" | "sign_out";
            /**
             * Reason
             * @default null
             */
            reason: string | null;
        };
        /**
         * AuditActor
         * @description Who acted: a person, a program with the bootstrap token, or nobody (a refused log-in).
         */
        AuditActor: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Login */
            login: string;
        };
        /**
         * AuditEvent
         * @description One act: who, when, from where, on what, before and after, why it was allowed.
         */
        AuditEvent: {
            /** Action */
            action: string;
            actor: components["schemas"]["AuditActor"];
            /** Address */
            address: string;
            /** After */
            after: {
                [key: string]: unknown;
            } | null;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Before */
            before: {
                [key: string]: unknown;
            } | null;
            /** Chain */
            chain: string;
            /**
             * Hash
             * @description SHA-256 over the hash before and this event, hexadecimal
             */
            hash: string;
            object: components["schemas"]["AuditObject"];
            /** Seq */
            seq: number;
            /** Session */
            session: string;
            /** Why */
            why: string;
        };
        /**
         * AuditObject
         * @description What was acted upon.
         */
        AuditObject: {
            /** Id */
            id: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * AuditPage
         * @description Events, the newest first.
         */
        AuditPage: {
            /** Items */
            items: components["schemas"]["AuditEvent"][];
            /**
             * Next
             * @description `cursor` of the next page; null at the end
             */
            next: string | null;
        };
        /**
         * BrowserPhone
         * @description Answer to command `phone`: what the page registers with, at every site.
         */
        BrowserPhone: {
            /** Domain */
            domain: string;
            /** Iceservers */
            iceServers: {
                [key: string]: unknown;
            }[];
            /** Password */
            password: string;
            /** Sites */
            sites: components["schemas"]["PhoneSite"][];
            /** Username */
            username: string;
        };
        /** CallPage */
        CallPage: {
            /** Items */
            items: components["schemas"]["CallSummary"][];
            /**
             * Next
             * @description Cursor of the next page; null at the end
             */
            next: string | null;
        };
        /**
         * CallRecord
         * @description One interaction whole, as `keryx calls` tells it.
         */
        CallRecord: {
            /**
             * Answeredat
             * @description When an agent first talked
             */
            answeredAt: string | null;
            /**
             * Caller
             * @description Number; null when withheld, erased, or not for this person to see
             */
            caller: string | null;
            /** Callerwithheld */
            callerWithheld: boolean;
            /** Channel */
            channel: string;
            /** Dialled */
            dialled: string | null;
            /** Disposition */
            disposition: string | null;
            /**
             * Endedat
             * @description Null while it goes on
             */
            endedAt: string | null;
            /** Entry */
            entry: string | null;
            firstAgent: components["schemas"]["AgentRef"] | null;
            /** Firstqueue */
            firstQueue: string | null;
            /**
             * Interactionid
             * Format: uuid
             */
            interactionId: string;
            lastAgent: components["schemas"]["AgentRef"] | null;
            /** Lastqueue */
            lastQueue: string | null;
            /**
             * Outcome
             * @description Null while it goes on
             */
            outcome: ("rejected" | "answered" | "lost" | "closed" | "overflowed" | "contained" | "abandoned") | null;
            /**
             * Recorded
             * @description Whether there is a recording to play
             */
            recorded: boolean;
            /** Recordings */
            recordings: components["schemas"]["Recording"][];
            /** Segments */
            segments: components["schemas"]["Segment"][];
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /**
             * Talkms
             * @description Milliseconds
             */
            talkMs: number;
            /** Tenant */
            tenant: string;
            /**
             * Waitms
             * @description All waiting and ringing, milliseconds
             */
            waitMs: number;
        };
        /** CallRecordPage */
        CallRecordPage: {
            /** Items */
            items: components["schemas"]["CallRecord"][];
            /** Next */
            next: string | null;
        };
        /**
         * CallSummary
         * @description One interaction, as a line of the list.
         */
        CallSummary: {
            /**
             * Answeredat
             * @description When an agent first talked
             */
            answeredAt: string | null;
            /**
             * Caller
             * @description Number; null when withheld, erased, or not for this person to see
             */
            caller: string | null;
            /** Callerwithheld */
            callerWithheld: boolean;
            /** Channel */
            channel: string;
            /** Dialled */
            dialled: string | null;
            /** Disposition */
            disposition: string | null;
            /**
             * Endedat
             * @description Null while it goes on
             */
            endedAt: string | null;
            /** Entry */
            entry: string | null;
            firstAgent: components["schemas"]["AgentRef"] | null;
            /** Firstqueue */
            firstQueue: string | null;
            /**
             * Interactionid
             * Format: uuid
             */
            interactionId: string;
            lastAgent: components["schemas"]["AgentRef"] | null;
            /** Lastqueue */
            lastQueue: string | null;
            /**
             * Outcome
             * @description Null while it goes on
             */
            outcome: ("rejected" | "answered" | "lost" | "closed" | "overflowed" | "contained" | "abandoned") | null;
            /**
             * Recorded
             * @description Whether there is a recording to play
             */
            recorded: boolean;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /**
             * Talkms
             * @description Milliseconds
             */
            talkMs: number;
            /** Tenant */
            tenant: string;
            /**
             * Waitms
             * @description All waiting and ringing, milliseconds
             */
            waitMs: number;
        };
        /** CallTimeline */
        CallTimeline: {
            call: components["schemas"]["CallSummary"];
            /** Decisions */
            decisions: components["schemas"]["Decision"][];
            /** Dispositions */
            dispositions: components["schemas"]["Disposition"][];
            /** Offers */
            offers: components["schemas"]["Offer"][];
            /** Recordings */
            recordings: components["schemas"]["Recording"][];
            /** Segments */
            segments: components["schemas"]["Segment"][];
            /** Steps */
            steps: components["schemas"]["Step"][];
        };
        /**
         * Card
         * @description What is written on a contact's card. Only the name is needed.
         */
        "Card-Input": {
            /**
             * Company
             * @default
             */
            company: string;
            /**
             * Email
             * @default
             */
            email: string;
            /** Name */
            name: string;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Numbers
             * @description Kept in E.164
             */
            numbers?: string[];
        };
        /**
         * Card
         * @description What is written on a contact's card. Only the name is needed.
         */
        "Card-Output": {
            /**
             * Company
             * @default
             */
            company: string;
            /**
             * Email
             * @default
             */
            email: string;
            /** Name */
            name: string;
            /**
             * Note
             * @default
             */
            note: string;
            /**
             * Numbers
             * @description Kept in E.164
             */
            numbers: string[];
        };
        /**
         * Choice
         * @description What the caller chose in the flow, in the tenant's words.
         */
        Choice: {
            /** Label */
            label: string;
        };
        /**
         * Command
         * @description Ask for something. `key` makes it safe to send again: the same key is carried out once.
         */
        Command: {
            /**
             * Args
             * @default {}
             */
            args: {
                [key: string]: unknown;
            };
            /** Id */
            id: string;
            /** Key */
            key: string;
            /** Name */
            name: string;
            /**
             * Type
             * @constant
             */
            type: "command";
        };
        /** CommandProblem */
        CommandProblem: {
            /** Code */
            code: string;
            /** Message */
            message: string;
        };
        /**
         * Connection
         * @description Whether the gateway reaches the tenant's engine: while it does not, views stand still and commands are refused.
         */
        Connection: {
            /** Engine */
            engine: boolean;
            /**
             * Type
             * @default connection
             * @constant
             */
            type: "connection";
        };
        /**
         * ConsideredAgent
         * @description One agent in one routing decision; `excludedBy` is the first rule that excluded, null when fit.
         */
        ConsideredAgent: {
            agent: components["schemas"]["AgentRef"];
            /** Detail */
            detail: string | null;
            /** Excludedby */
            excludedBy: string | null;
            /** Idlems */
            idleMs: number | null;
            /** Level */
            level: number | null;
        };
        /**
         * ContactMatch
         * @description Enough to choose between contacts who share a number.
         */
        ContactMatch: {
            /** Company */
            company: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * ContactView
         * @description A card with its history.
         */
        ContactView: {
            card: components["schemas"]["Card-Output"];
            /**
             * Changedat
             * Format: date-time
             */
            changedAt: string;
            changedBy: components["schemas"]["AgentRef"];
            /**
             * Earlier
             * @description Interactions from its numbers, latest first, at most 20
             */
            earlier: components["schemas"]["Earlier"][];
            /**
             * Id
             * Format: uuid
             */
            id: string;
        };
        /** ContactsFound */
        ContactsFound: {
            /**
             * Earlier
             * @description Interactions from this number, latest first, at most 20
             */
            earlier: components["schemas"]["Earlier"][];
            /**
             * Matches
             * @description By name, at most 20
             */
            matches: components["schemas"]["ContactMatch"][];
        };
        /** CurrentCall */
        CurrentCall: {
            /**
             * Callernumber
             * @default null
             */
            callerNumber: string | null;
            /** Callerwithheld */
            callerWithheld: boolean;
            /** Channel */
            channel: string;
            /** Choices */
            choices: components["schemas"]["Choice"][];
            /** Dialled */
            dialled: string;
            /**
             * Entryname
             * @default null
             */
            entryName: string | null;
            /** Held */
            held: boolean;
            /**
             * Holdcause
             * @default null
             */
            holdCause: string | null;
            /** Interaction */
            interaction: string;
            /** Maypauserecording */
            mayPauseRecording: boolean;
            /** Muted */
            muted: boolean;
            /**
             * Queue
             * @default null
             */
            queue: string | null;
            /**
             * Queuename
             * @default null
             */
            queueName: string | null;
            /**
             * Recording
             * @enum {string}
             */
            recording: "off" | "on" | "paused";
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /**
             * Talksince
             * @default null
             */
            talkSince: string | null;
            /** Watchers */
            watchers: components["schemas"]["Watcher"][];
        };
        /**
         * DayFigures
         * @description What an agent did, or what the agents of a team did on average.
         */
        DayFigures: {
            /**
             * Agents
             * @description Of whom: those who were signed in today
             */
            agents: number;
            /**
             * Calls
             * @description Contacts talked with
             */
            calls: number;
            /**
             * Occupancy
             * @description Talk and wrap-up as a share (0-1) of these and ready; null: none of it yet
             */
            occupancy: number | null;
            /** Pausedms */
            pausedMs: number;
            /**
             * Readyms
             * @description Available, ringing included
             */
            readyMs: number;
            /**
             * Talkms
             * @description Talking, hold included
             */
            talkMs: number;
            /** Wrapupms */
            wrapUpMs: number;
        };
        /** DayView */
        DayView: {
            /**
             * Asof
             * Format: date-time
             */
            asOf: string;
            /**
             * Missed
             * @description Latest first, at most 50
             */
            missed: components["schemas"]["MissedCall"][];
            own: components["schemas"]["DayFigures"];
            /** Pauses */
            pauses: components["schemas"]["PauseUse"][];
            /**
             * Since
             * Format: date-time
             * @description Midnight in the tenant's time zone
             */
            since: string;
            /** @description Null: in no team, or alone in it */
            team: components["schemas"]["DayFigures"] | null;
        };
        /**
         * Decision
         * @description Who was considered for the interaction, and why not.
         */
        Decision: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            chosen: components["schemas"]["AgentRef"] | null;
            /** Considered */
            considered: components["schemas"]["ConsideredAgent"][];
            /**
             * Leftout
             * @description More agents that were excluded, by rule
             */
            leftOut: {
                [key: string]: number;
            };
            /** Queue */
            queue: string;
        };
        /** Delta */
        Delta: {
            /** Epoch */
            epoch: number;
            /**
             * Patch
             * @description JSON merge patch of the view
             */
            patch: {
                [key: string]: unknown;
            };
            /** Seq */
            seq: number;
            /** Topic */
            topic: string;
            /**
             * Type
             * @default delta
             * @constant
             */
            type: "delta";
        };
        /** DeskAgent */
        DeskAgent: {
            /** Id */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * DeskMessage
         * @description A supervisor's words, until they are read (command `read_message`).
         */
        DeskMessage: {
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** By */
            by: string;
            /** Id */
            id: string;
            /** Text */
            text: string;
        };
        /** DeskPhone */
        DeskPhone: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "browser" | "sip";
            /** Reachable */
            reachable: boolean;
        };
        /** DeskQueue */
        DeskQueue: {
            /** Displayname */
            displayName: string;
            /** Enabled */
            enabled: boolean;
            /** Level */
            level: number;
            /**
             * Longestwaitsince
             * @default null
             */
            longestWaitSince: string | null;
            /** Name */
            name: string;
            /** Waiting */
            waiting: number;
        };
        /**
         * DeskView
         * @description Topic `agent:me`: all an agent's desk shows.
         */
        DeskView: {
            agent: components["schemas"]["DeskAgent"];
            /** @default null */
            asked: components["schemas"]["Asked"] | null;
            /**
             * Changedby
             * @description Name of the supervisor who brought about the state
             * @default null
             */
            changedBy: string | null;
            /** @default null */
            current: components["schemas"]["CurrentCall"] | null;
            /**
             * Helpsince
             * @default null
             */
            helpSince: string | null;
            /**
             * Login
             * @default null
             */
            login: string | null;
            /** Messages */
            messages: components["schemas"]["DeskMessage"][];
            /** @default null */
            offer: components["schemas"]["OfferView"] | null;
            /**
             * Pausereason
             * @default null
             */
            pauseReason: string | null;
            /** Pausereasons */
            pauseReasons: components["schemas"]["Named"][];
            phone: components["schemas"]["DeskPhone"];
            /** Queues */
            queues: components["schemas"]["DeskQueue"][];
            /** Ready */
            ready: components["schemas"]["QueueReadiness"][];
            /** Signedin */
            signedIn: boolean;
            /**
             * State
             * @default null
             */
            state: ("available" | "offered" | "talking" | "wrap_up" | "paused" | "not_answering" | "unreachable") | null;
            /**
             * Statesince
             * @default null
             */
            stateSince: string | null;
            /** @default null */
            watching: components["schemas"]["Watching"] | null;
            /** @default null */
            wrapUp: components["schemas"]["WrapUpView"] | null;
        };
        /**
         * Disposition
         * @description What an agent said came of it; a later one replaces an earlier one.
         */
        Disposition: {
            agent: components["schemas"]["AgentRef"];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** Code */
            code: string;
            /**
             * Comment
             * @description None also for those who may not see personal data
             */
            comment: string | null;
        };
        /** DispositionChoice */
        DispositionChoice: {
            /** Askcomment */
            askComment: boolean;
            /** Code */
            code: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "positive" | "argued" | "notArgued";
            /** Label */
            label: string;
        };
        /** DispositionSetView */
        DispositionSetView: {
            /** Dispositions */
            dispositions: components["schemas"]["DispositionChoice"][];
            /** Name */
            name: string;
        };
        /**
         * Earlier
         * @description One interaction with a contact.
         */
        Earlier: {
            agent: components["schemas"]["AgentRef"] | null;
            /** Channel */
            channel: string;
            /** Comment */
            comment: string | null;
            /** Disposition */
            disposition: string | null;
            /** Entry */
            entry: string | null;
            /**
             * Interactionid
             * Format: uuid
             */
            interactionId: string;
            /** Outcome */
            outcome: ("rejected" | "answered" | "lost" | "closed" | "overflowed" | "contained" | "abandoned") | null;
            /** Queue */
            queue: string | null;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
        };
        /**
         * ExcludedAgent
         * @description `rule` null: the contact is being offered to this agent.
         */
        ExcludedAgent: {
            /** Agent */
            agent: string;
            /**
             * Detail
             * @default null
             */
            detail: string | null;
            /** Level */
            level: number;
            /** Name */
            name: string;
            /**
             * Rule
             * @default null
             */
            rule: string | null;
        };
        /** FloorAgent */
        FloorAgent: {
            /**
             * Asked
             * @default null
             */
            asked: ("ready" | "pause" | "sign_out") | null;
            /**
             * Changedby
             * @default null
             */
            changedBy: string | null;
            /** Desk */
            desk: boolean;
            /** Held */
            held: boolean;
            /**
             * Helpsince
             * @default null
             */
            helpSince: string | null;
            /**
             * Interaction
             * @default null
             */
            interaction: string | null;
            /** Login */
            login: string;
            /** Name */
            name: string;
            /**
             * Phone
             * @enum {string}
             */
            phone: "browser" | "sip";
            /** Phonereachable */
            phoneReachable: boolean;
            /**
             * Queue
             * @default null
             */
            queue: string | null;
            /**
             * Queues
             * @description Queue -> whether it is turned on for the agent
             */
            queues: {
                [key: string]: boolean;
            };
            /**
             * Reason
             * @default null
             */
            reason: string | null;
            /**
             * Recording
             * @enum {string}
             */
            recording: "off" | "on" | "paused";
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /**
             * Site
             * @default null
             */
            site: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "available" | "offered" | "talking" | "wrap_up" | "paused" | "not_answering" | "unreachable";
            /**
             * Team
             * @default null
             */
            team: string | null;
            /**
             * Watchedby
             * @description Supervisors who are in the agent's call
             */
            watchedBy: string[];
        };
        /** FloorEntry */
        FloorEntry: {
            /** Contacts */
            contacts: number;
            /** Displayname */
            displayName: string;
            /** Inflow */
            inFlow: number;
            /** Ringing */
            ringing: number;
            /** Talking */
            talking: number;
            /** Waiting */
            waiting: number;
        };
        /** FloorQueue */
        FloorQueue: {
            /** Agents */
            agents: number;
            /**
             * Answerwithin
             * @description Time of the service level, seconds
             */
            answerWithin: number;
            /** Contacts */
            contacts: number;
            /** Displayname */
            displayName: string;
            /** Ringing */
            ringing: number;
            /** States */
            states: {
                [key: string]: number;
            };
            /** Talking */
            talking: number;
            /** Waiting */
            waiting: number;
            /**
             * Waits
             * @description Since when contacts wait, the longest first; at most 100
             */
            waits: string[];
        };
        /**
         * FloorTotals
         * @description `states` add up to `agents`, those signed in; `in_flow` are in menus or outside.
         */
        FloorTotals: {
            /** Agents */
            agents: number;
            /** Contacts */
            contacts: number;
            /** Inflow */
            inFlow: number;
            /** Ringing */
            ringing: number;
            /** States */
            states: {
                [key: string]: number;
            };
            /** Talking */
            talking: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * FloorView
         * @description Topic `floor`: what the person may watch, by one projection.
         */
        FloorView: {
            /** Agents */
            agents: {
                [key: string]: components["schemas"]["FloorAgent"];
            };
            /** Entries */
            entries: {
                [key: string]: components["schemas"]["FloorEntry"];
            };
            /** Queues */
            queues: {
                [key: string]: components["schemas"]["FloorQueue"];
            };
            totals: components["schemas"]["FloorTotals"];
        };
        /**
         * Fresh
         * @description These topics are, at this moment, as they were last sent: said each second of boards, so that old figures can look old.
         */
        Fresh: {
            /** Topics */
            topics: string[];
            /**
             * Type
             * @default fresh
             * @constant
             */
            type: "fresh";
        };
        /**
         * Gap
         * @description Seconds of a talk that the file lacks.
         */
        Gap: {
            /**
             * Cause
             * @description paused: on purpose; short, missing: they should be there
             */
            cause: string | null;
            /** Fromseconds */
            fromSeconds: number;
            /** Toseconds */
            toSeconds: number;
            /** Track */
            track: string | null;
        };
        /** GivenDisposition */
        GivenDisposition: {
            /** Code */
            code: string;
        };
        /**
         * Hello
         * @description First message: topics the client already has, and how far.
         */
        Hello: {
            /**
             * Resume
             * @default {}
             */
            resume: {
                [key: string]: components["schemas"]["Position"];
            };
            /**
             * Type
             * @constant
             */
            type: "hello";
        };
        /**
         * MissedCall
         * @description A contact that rang here and was not answered here, with the true reason.
         */
        MissedCall: {
            /**
             * At
             * Format: date-time
             * @description When it stopped ringing
             */
            at: string;
            /** Caller */
            caller: string | null;
            /** Callerwithheld */
            callerWithheld: boolean;
            /**
             * Interactionid
             * Format: uuid
             */
            interactionId: string;
            /** Queue */
            queue: string | null;
            /**
             * Result
             * @enum {string}
             */
            result: "accepted" | "no_answer" | "declined" | "technical" | "withdrawn" | "lost";
        };
        /**
         * Named
         * @description A declared thing: its name, and what people call it.
         */
        Named: {
            /** Displayname */
            displayName: string;
            /** Name */
            name: string;
        };
        /**
         * NumberLookup
         * @description A number in the body: an address is written to logs.
         */
        NumberLookup: {
            /** Number */
            number: string;
        };
        /**
         * Offer
         * @description The interaction rang at one agent.
         */
        Offer: {
            agent: components["schemas"]["AgentRef"];
            /** Endedat */
            endedAt: string | null;
            /**
             * Madeat
             * Format: date-time
             */
            madeAt: string;
            /** Offer */
            offer: string;
            /** Queue */
            queue: string | null;
            /** Result */
            result: string | null;
        };
        /** OfferView */
        OfferView: {
            /**
             * Callernumber
             * @default null
             */
            callerNumber: string | null;
            /** Callerwithheld */
            callerWithheld: boolean;
            /** Channel */
            channel: string;
            /** Choices */
            choices: components["schemas"]["Choice"][];
            /** Dialled */
            dialled: string;
            /**
             * Directfrom
             * @default null
             */
            directFrom: string | null;
            /**
             * Entry
             * @default null
             */
            entry: string | null;
            /**
             * Entryname
             * @default null
             */
            entryName: string | null;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /** Interaction */
            interaction: string;
            /**
             * Madeat
             * Format: date-time
             */
            madeAt: string;
            /** Offer */
            offer: string;
            /**
             * Overflowedfrom
             * @default null
             */
            overflowedFrom: string | null;
            /**
             * Queue
             * @default null
             */
            queue: string | null;
            /**
             * Queuename
             * @default null
             */
            queueName: string | null;
            /** Waitedms */
            waitedMs: number;
        };
        /** PauseUse */
        PauseUse: {
            /**
             * Budgetms
             * @description Meant for it a day; null: not limited
             */
            budgetMs: number | null;
            /** Displayname */
            displayName: string;
            /** Name */
            name: string;
            /** Takenms */
            takenMs: number;
        };
        /** PhoneSite */
        PhoneSite: {
            /**
             * Path
             * @description Path of the SIP websocket on this host
             */
            path: string;
            /** Site */
            site: string;
        };
        /**
         * Ping
         * @description Every 30 s; answer with pong.
         */
        Ping: {
            /**
             * Type
             * @default ping
             * @constant
             */
            type: "ping";
        };
        /** Pong */
        Pong: {
            /**
             * Type
             * @constant
             */
            type: "pong";
        };
        /**
         * Position
         * @description How far a client has followed a topic.
         */
        Position: {
            /** Epoch */
            epoch: number;
            /** Seq */
            seq: number;
        };
        /**
         * ProblemDocument
         * @description RFC 9457. `code` is stable, for programs and translation; `detail` is a sentence.
         */
        ProblemDocument: {
            /** Code */
            code: string;
            /** Detail */
            detail: string;
            /** Status */
            status: number;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /** QueueFigures */
        QueueFigures: {
            /** Agentsavailable */
            agentsAvailable: number;
            /** Agentssignedin */
            agentsSignedIn: number;
            /** Displayname */
            displayName: string;
            /** Longestwaitsince */
            longestWaitSince: string | null;
            /** Talking */
            talking: number;
            /** Waiting */
            waiting: number;
        };
        /**
         * QueueReadiness
         * @description One of the agent's queues where somebody waits, and the first rule that keeps its first contact from the agent (null: none).
         *     `rank` of `free`: the agent's place among those who are free and fit.
         */
        QueueReadiness: {
            /**
             * Detail
             * @default null
             */
            detail: string | null;
            /** Displayname */
            displayName: string;
            /** Free */
            free: number;
            /** Queue */
            queue: string;
            /**
             * Rank
             * @default null
             */
            rank: number | null;
            /**
             * Rule
             * @default null
             */
            rule: string | null;
            /** Waiting */
            waiting: number;
        };
        /**
         * QueuesView
         * @description Topic `queues`.
         */
        QueuesView: {
            /** Queues */
            queues: {
                [key: string]: components["schemas"]["QueueFigures"];
            };
        };
        /**
         * Recording
         * @description The rendered file of an interaction: the contact left, the agents right.
         */
        Recording: {
            /** Channels */
            channels: number;
            /** Gaps */
            gaps: components["schemas"]["Gap"][];
            /** Seconds */
            seconds: number | null;
            /** Sha256 */
            sha256: string | null;
            /** Tracks */
            tracks: components["schemas"]["Track"][];
            /**
             * Uri
             * @description Path that plays it, on this host
             */
            uri: string;
        };
        /**
         * Reference
         * @description What pickers and filters offer.
         */
        Reference: {
            /** Agents */
            agents: components["schemas"]["AgentChoice"][];
            /** Dispositionsets */
            dispositionSets: components["schemas"]["DispositionSetView"][];
            /** Entries */
            entries: components["schemas"]["Named"][];
            /** Pausereasons */
            pauseReasons: components["schemas"]["Named"][];
            /** Queues */
            queues: components["schemas"]["Named"][];
        };
        /**
         * Refusal
         * @description A message that was not understood or not allowed; nothing changed.
         */
        Refusal: {
            /** Code */
            code: string;
            /** Message */
            message: string;
            /**
             * Topic
             * @default null
             */
            topic: string | null;
            /**
             * Type
             * @default refused
             * @constant
             */
            type: "refused";
        };
        /**
         * Result
         * @description The answer to a command: `data` when `ok`, else `problem`.
         */
        Result: {
            /**
             * Data
             * @default null
             */
            data: {
                [key: string]: unknown;
            } | null;
            /** Id */
            id: string;
            /** Ok */
            ok: boolean;
            /** @default null */
            problem: components["schemas"]["CommandProblem"] | null;
            /**
             * Type
             * @default result
             * @constant
             */
            type: "result";
        };
        /**
         * Segment
         * @description A half-open stretch [from, to) of one party's time.
         */
        Segment: {
            agent: components["schemas"]["AgentRef"] | null;
            /** Cause */
            cause: string | null;
            /** Configversion */
            configVersion: number | null;
            /**
             * From
             * Format: date-time
             */
            from: string;
            /**
             * Kind
             * @description ivr, wait, offer, talk, hold, wrap or outside
             */
            kind: string;
            /** Party */
            party: string;
            /** Queue */
            queue: string | null;
            /** Role */
            role: string;
            /** To */
            to: string | null;
        };
        /** SessionPerson */
        SessionPerson: {
            /** Id */
            id: string;
            /** Languages */
            languages: string[];
            /** Login */
            login: string;
            /** Name */
            name: string;
            /**
             * Phone
             * @enum {string}
             */
            phone: "browser" | "sip";
            /** Role */
            role: string;
            /** Site */
            site: string | null;
            /** Team */
            team: string | null;
        };
        /** SessionTenant */
        SessionTenant: {
            /** Defaultlanguage */
            defaultLanguage: string;
            /** Displayname */
            displayName: string;
            /** Id */
            id: string;
            /** Languages */
            languages: string[];
            /** Timezone */
            timeZone: string;
        };
        /**
         * SessionView
         * @description Who is signed in, and what this person may do now.
         */
        SessionView: {
            /**
             * Actions
             * @description Names of the actions that are allowed
             */
            actions: string[];
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            person: components["schemas"]["SessionPerson"];
            tenant: components["schemas"]["SessionTenant"];
        };
        /**
         * SipAccount
         * @description Answer to command `sip_account`: what an agent types into a phone.
         */
        SipAccount: {
            /** Password */
            password: string;
            /** Registrar */
            registrar: string;
            /** Username */
            username: string;
        };
        /**
         * Snapshot
         * @description `data` is the topic's view: DeskView, QueuesView, FloorView or WaitingView. `now` is the server's clock, to show timers by.
         */
        Snapshot: {
            /** Data */
            data: {
                [key: string]: unknown;
            };
            /** Epoch */
            epoch: number;
            /**
             * Now
             * Format: date-time
             */
            now: string;
            /** Seq */
            seq: number;
            /** Topic */
            topic: string;
            /**
             * Type
             * @default snapshot
             * @constant
             */
            type: "snapshot";
        };
        /**
         * Step
         * @description A step of a flow the contact went through.
         */
        Step: {
            /** Endedat */
            endedAt: string | null;
            /** Flow */
            flow: string;
            /** Flowversion */
            flowVersion: number | null;
            /** Kind */
            kind: string;
            /** Label */
            label: string | null;
            /** Next */
            next: string | null;
            /** Outcome */
            outcome: string | null;
            /**
             * Startedat
             * Format: date-time
             */
            startedAt: string;
            /** Step */
            step: string;
        };
        /**
         * Subscribe
         * @description Topics: `agent:me`, `queues`, `floor`, `waiting:QUEUE`. Answered by a snapshot.
         */
        Subscribe: {
            /** Topic */
            topic: string;
            /**
             * Type
             * @constant
             */
            type: "subscribe";
        };
        /**
         * Track
         * @description What one leg said.
         */
        Track: {
            /**
             * Channel
             * @description 0 contact, 1 agent, in the rendered file
             */
            channel: number | null;
            /** Id */
            id: string;
            /** Offsetseconds */
            offsetSeconds: number;
            /** Party */
            party: string | null;
            /** Role */
            role: string;
            /** Seconds */
            seconds: number | null;
        };
        /** Unsubscribe */
        Unsubscribe: {
            /** Topic */
            topic: string;
            /**
             * Type
             * @constant
             */
            type: "unsubscribe";
        };
        /** WaitingContact */
        WaitingContact: {
            /** Agents */
            agents: components["schemas"]["ExcludedAgent"][];
            /**
             * Entry
             * @default null
             */
            entry: string | null;
            /** Moreagents */
            moreAgents: number;
            /**
             * Offeredto
             * @default null
             */
            offeredTo: string | null;
            /** Position */
            position: number;
            /** Priority */
            priority: number;
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Skills */
            skills: {
                [key: string]: number;
            };
        };
        /**
         * WaitingView
         * @description Topic `waiting:QUEUE`: the first contacts of the line, and the first rule that keeps each from each agent.
         */
        WaitingView: {
            /** Contacts */
            contacts: {
                [key: string]: components["schemas"]["WaitingContact"];
            };
            /** Displayname */
            displayName: string;
            /** Name */
            name: string;
            /** Waiting */
            waiting: number;
        };
        /**
         * Watcher
         * @description A supervisor whom the agent hears.
         */
        Watcher: {
            /**
             * Mode
             * @enum {string}
             */
            mode: "whisper" | "join";
            /** Name */
            name: string;
        };
        /**
         * Watching
         * @description The call this person is in as a supervisor; `up` once their phone has answered.
         */
        Watching: {
            /** Agent */
            agent: string;
            /** Agentname */
            agentName: string;
            /** Interaction */
            interaction: string;
            /**
             * Mode
             * @enum {string}
             */
            mode: "listen" | "whisper" | "join";
            /**
             * Since
             * Format: date-time
             */
            since: string;
            /** Up */
            up: boolean;
        };
        /** WrapUpView */
        WrapUpView: {
            /**
             * Callernumber
             * @default null
             */
            callerNumber: string | null;
            /** Dispositions */
            dispositions: components["schemas"]["DispositionChoice"][];
            /** Extensionsleft */
            extensionsLeft: number;
            /** @default null */
            given: components["schemas"]["GivenDisposition"] | null;
            /** Interaction */
            interaction: string;
            /** Mayextend */
            mayExtend: boolean;
            /**
             * Queue
             * @default null
             */
            queue: string | null;
            /**
             * Queuename
             * @default null
             */
            queueName: string | null;
            /** Required */
            required: boolean;
            /**
             * Until
             * Format: date-time
             */
            until: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listTenantAudit: {
        parameters: {
            query?: {
                /** @description `next` of the page before */
                cursor?: number | null;
                limit?: number;
                /** @description At or after */
                from?: string | null;
                /** @description Before */
                to?: string | null;
                /** @description Id of who acted */
                actor?: string | null;
                action?: string | null;
                /** @description Id of what was acted upon */
                object?: string | null;
                /** @description In logins, names, ids, actions */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    exportTenantAudit: {
        parameters: {
            query?: {
                format?: "csv" | "jsonl";
                /** @description At or after */
                from?: string | null;
                /** @description Before */
                to?: string | null;
                /** @description Id of who acted */
                actor?: string | null;
                action?: string | null;
                /** @description Id of what was acted upon */
                object?: string | null;
                /** @description In logins, names, ids, actions */
                q?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/x-ndjson": string;
                    "text/csv; charset=utf-8": string;
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    listCalls: {
        parameters: {
            query?: {
                queue?: string | null;
                /** @description Id of an agent who talked or was offered it */
                agent?: string | null;
                entry?: string | null;
                outcome?: ("rejected" | "answered" | "lost" | "closed" | "overflowed" | "contained" | "abandoned") | null;
                /** @description Started at or after */
                from?: string | null;
                /** @description Started before */
                to?: string | null;
                /** @description Caller's number */
                q?: string | null;
                /** @description `next` of the page before */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPage"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    listCallRecords: {
        parameters: {
            query?: {
                queue?: string | null;
                /** @description Id of an agent who talked or was offered it */
                agent?: string | null;
                entry?: string | null;
                outcome?: ("rejected" | "answered" | "lost" | "closed" | "overflowed" | "contained" | "abandoned") | null;
                /** @description Started at or after */
                from?: string | null;
                /** @description Started before */
                to?: string | null;
                /** @description Caller's number */
                q?: string | null;
                /** @description `next` of the page before */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallRecordPage"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    getCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interaction: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallTimeline"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    playRecording: {
        parameters: {
            query?: {
                download?: boolean;
                /** @description Play ticket of a record's `uri` */
                ticket?: string | null;
            };
            header?: never;
            path: {
                interaction: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "audio/wav": string;
                };
            };
            /** @description The range asked for */
            206: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description No such range */
            416: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    makeContact: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Card-Input"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    findContacts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NumberLookup"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactsFound"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    getContact: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                contact: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    changeContact: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the card that was changed */
                "if-match"?: string | null;
            };
            path: {
                contact: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Card-Input"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ContactView"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    getOwnDay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DayView"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    getLiveQueues: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuesView"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    getReference: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reference"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"];
                };
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    beginSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Admission"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Client Error */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
            /** @description Server Error */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProblemDocument"];
                    "application/problem+json": unknown;
                };
            };
        };
    };
}
