export interface paths {
    "/api/platform/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Audit
         * @description What was done to people, roles, log-ins and settings, the newest first.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/audit/export": {
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
        get: operations["exportAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/identity-providers/{name}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description What the declared rules make of a pasted token or of its claims. Nothing is believed or kept of it.
         */
        post: operations["previewClaims"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Login
         * @description Log in with a password: a token for the tenant's runtime, and a cookie to renew it with.
         *
         *     401 `wrong_login`, `code_required` (send the same again with a code), `wrong_code`, or `locked` after as many wrong
         *     ones in a row as the policy says; 429 `address_blocked`.
         */
        post: operations["login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/login/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Come Back
         * @description Where the provider sends the browser back to. Goes on into the web app, which is told of a refusal by its code alone.
         */
        get: operations["returnFromProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/login/oidc/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Send Away
         * @description Send the browser to the provider. `next` is a path of the web app to go on to.
         */
        get: operations["loginWithProvider"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/login/oidc/{name}/backchannel-logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Backchannel Logout
         * @description OpenID Connect Back-Channel Logout 1.0: every session of the person ends. 400 `logout_refused`.
         */
        post: operations["backchannelLogout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/login/providers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Providers
         * @description The identity providers one can log in with here.
         */
        get: operations["listIdentityProviders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Logout
         * @description End this login.
         */
        post: operations["logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description The person of this login and what their role allows.
         */
        get: operations["me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Preferences
         * @description Choose the language of the pages.
         */
        patch: operations["changePreferences"];
        trace?: never;
    };
    "/api/platform/v1/me/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Password
         * @description Change one's own password. Every other session ends; this one goes on. 403 `wrong_password`, 422 `weak_password`.
         */
        post: operations["changePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/me/proof": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Prove
         * @description Show again who one is, for the next quarter of an hour. 403 `wrong_code`, `wrong_password`, `code_required`.
         */
        post: operations["proveOneself"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/me/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sessions
         * @description One's own log-ins.
         */
        get: operations["listSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/me/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description End one of one's own log-ins.
         */
        delete: operations["endSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/me/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Enrol
         * @description A secret for one's authenticator. It counts, in place of one there was, once it is confirmed.
         */
        post: operations["enrolTotp"];
        /**
         * Remove
         * @description Log in without an authenticator from now on. 409 `totp_required` while the role requires one.
         */
        delete: operations["removeTotp"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/me/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm
         * @description Show a first code: the authenticator counts from now on. Gives new recovery codes. 403 `wrong_code`.
         */
        post: operations["confirmTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/me/totp/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Codes
         * @description New recovery codes; the former are good no more.
         */
        post: operations["renewRecoveryCodes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/password-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Policy
         * @description The policy as declared, what it comes to, and the named profiles.
         */
        get: operations["getPasswordPolicy"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/password-policy/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview
         * @description Whom this policy would touch, if it were declared. Changes nothing.
         */
        post: operations["previewPasswordPolicy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/password/forgotten": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Forgotten
         * @description Ask for a mail with a link that sets a password. The answer is the same whether there is such an account or not.
         *
         *     409 `no_mail` when this platform sends none, 429 `too_often`.
         */
        post: operations["forgottenPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset
         * @description Set a password by a link that works once. 404 `link_used`, 422 `weak_password`.
         */
        post: operations["setPasswordByLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/password/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Rules
         * @description What is asked of a password here.
         */
        get: operations["getPasswordRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List People
         * @description The people the asker may see, a page at a time.
         */
        get: operations["listPeople"];
        put?: never;
        /**
         * Add Person
         * @description Add a person. Without a password one is made, and told in this answer only.
         */
        post: operations["addPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change Many People
         * @description Change many people at once: all or none, each by the rules of changing one.
         */
        post: operations["changeManyPeople"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Choices
         * @description What the fields of people can be chosen from.
         */
        get: operations["getPeopleChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export People
         * @description The people the asker may see as CSV, in the columns an import takes; no passwords.
         */
        get: operations["exportPeople"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Csv
         * @description Import people from CSV: all rows or none. People changed by hand since their last import are left alone.
         *
         *     422 `invalid_csv` lists every error by row and column.
         */
        post: operations["importPeople"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/{person_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Person
         * @description One person.
         */
        get: operations["getPerson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Person
         * @description Change what is named. With If-Match, 412 when somebody else changed the person meanwhile.
         */
        patch: operations["changePerson"];
        trace?: never;
    };
    "/api/platform/v1/people/{person_id}/mail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Mail Person
         * @description Send a person a link that sets a password: an invitation (a week) or a new password (a day). 409 `no_mail`, `no_address`.
         */
        post: operations["mailPerson"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/{person_id}/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Reset Password
         * @description Make a new password, told in this answer only; every session of the person ends.
         */
        post: operations["resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/{person_id}/reset-link": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make Reset Link
         * @description Make a link with which the person sets a password, once, within a day; a link made before is good no more.
         */
        post: operations["makeResetLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/{person_id}/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Person Rights
         * @description What this person can do, and why.
         */
        get: operations["getPersonRights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/people/{person_id}/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Second Factor
         * @description Whether a person has an authenticator, and whether they must.
         */
        get: operations["getSecondFactor"];
        put?: never;
        post?: never;
        /**
         * Remove Second Factor
         * @description Take away an authenticator its person lost; every session of theirs ends. 409 `no_totp`.
         */
        delete: operations["removeSecondFactor"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rights
         * @description Modules, single rights and actions: all that a role is made of, what is to come included.
         */
        get: operations["listRights"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description All roles people of this tenant can have.
         */
        get: operations["listRoles"];
        put?: never;
        /**
         * Add Role
         * @description Add a role. It grants nothing that the asker's own role does not.
         */
        post: operations["addRole"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get Role
         * @description One role.
         */
        get: operations["getRole"];
        /**
         * Change Role
         * @description Replace what a role grants: at once for all who have it. If-Match is needed; 412 when somebody else was quicker.
         */
        put: operations["changeRole"];
        post?: never;
        /**
         * Remove Role
         * @description Remove a role nobody has. 409 `role_in_use` otherwise.
         */
        delete: operations["removeRole"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/second-factor/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Roles
         * @description Which roles require a second factor, and whom it touches.
         */
        get: operations["listTotpRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/second-factor/roles/{role_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Require
         * @description Require a second factor of a role's people, or no longer: from their next log-in by password.
         */
        put: operations["requireTotp"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/tenants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Tenants
         * @description All tenants of the platform (console host only).
         */
        get: operations["listTenants"];
        put?: never;
        /**
         * Add Tenant
         * @description Add a tenant (console host only). An id is never used again.
         */
        post: operations["addTenant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/platform/v1/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Renew Token
         * @description Another admitting token for the same login.
         */
        post: operations["renewToken"];
        delete?: never;
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
         * ActionOut
         * @description What a route or command does, and what it takes.
         */
        ActionOut: {
            /** Level */
            level: ("none" | "read" | "modify" | "all") | null;
            /** Module */
            module: string | null;
            /** Name */
            name: string;
            /** Right */
            right: string | null;
            /** What */
            what: string;
        };
        /**
         * Admitted
         * @description A login that succeeded. While `next` names something, the session is good for that alone and there is no token.
         */
        Admitted: {
            /** Next */
            next: ("change_password" | "enrol_totp") | null;
            person: components["schemas"]["PersonOut"];
            /** Token */
            token: string | null;
        };
        /**
         * Admitting
         * @description A token that admits to the tenant's runtime, once, within five minutes.
         */
        Admitting: {
            /** Token */
            token: string;
        };
        /**
         * Assignment
         * @description A person in a queue.
         */
        Assignment: {
            /**
             * Enabled
             * @default true
             */
            enabled: boolean;
            /**
             * Level
             * @description The highest free agent is offered first
             * @default 50
             */
            level: number;
            /** Queue */
            queue: string;
            /**
             * Waitthresholds
             * @description Counts as free here only when the contact has waited so long (seconds)
             * @default 0
             */
            waitThresholdS: number;
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
         * Bulk
         * @description One change for many people.
         */
        Bulk: {
            change: components["schemas"]["BulkChange"];
            /** People */
            people: string[];
        };
        /**
         * BulkChange
         * @description What becomes of each person; what is not named stays. A queue that is added again gets the new level.
         */
        BulkChange: {
            /** Active */
            active?: boolean | null;
            /** Addqueues */
            addQueues?: components["schemas"]["Assignment"][];
            /** Languages */
            languages?: string[] | null;
            /** Phone */
            phone?: string | null;
            /** Removequeues */
            removeQueues?: string[];
            /** Removeskills */
            removeSkills?: string[];
            /** Role */
            role?: string | null;
            /** Setskills */
            setSkills?: {
                [key: string]: number;
            };
            /** Site */
            site?: string | null;
            /** Team */
            team?: string | null;
        };
        /**
         * BulkReport
         * @description What a bulk change did, or in a dry run would do.
         */
        BulkReport: {
            /** Changed */
            changed: number;
            /** Dryrun */
            dryRun: boolean;
            /** Unchanged */
            unchanged: number;
        };
        /**
         * Choice
         * @description A declared object; `group` of a skill only.
         */
        Choice: {
            /** Displayname */
            displayName: string;
            /** Group */
            group?: string | null;
            /** Name */
            name: string;
        };
        /**
         * Choices
         * @description Everything a person's fields can be chosen from.
         */
        Choices: {
            /**
             * Languages
             * @description Spoken to contacts, the default one first
             */
            languages: string[];
            /** Queues */
            queues: components["schemas"]["Choice"][];
            /** Sites */
            sites: components["schemas"]["Choice"][];
            /** Skills */
            skills: components["schemas"]["Choice"][];
            /**
             * Teams
             * @description Of people the asker may see; a new name begins a new team
             */
            teams: string[];
            undeclared: components["schemas"]["Undeclared"];
        };
        /**
         * ClaimedOut
         * @description What the rules make of claims.
         */
        ClaimedOut: {
            /** Login */
            login: string | null;
            /**
             * Matched
             * @description Which rules matched, by their place from 0
             */
            matched: number[];
            /** Name */
            name: string | null;
            /** Queues */
            queues: string[];
            /**
             * Role
             * @description null: the person would be refused
             */
            role: string | null;
            /** Site */
            site: string | null;
            /** Skills */
            skills: {
                [key: string]: number;
            };
            /** Subject */
            subject: string;
            /** Team */
            team: string | null;
        };
        /**
         * Credentials
         * @description What a person types.
         */
        Credentials: {
            /**
             * Code
             * @description Of the authenticator, or a recovery code
             */
            code?: string | null;
            /** Login */
            login: string;
            /** Password */
            password: string;
        };
        /**
         * DecisionOut
         * @description Whether a person may do an action, and why.
         */
        DecisionOut: {
            /** Action */
            action: string;
            /** Allowed */
            allowed: boolean;
            /** Reason */
            reason: string;
            scope: components["schemas"]["ScopeFields"] | null;
            /** What */
            what: string;
        };
        /**
         * Enrolment
         * @description A secret for an authenticator, told in this answer only. It counts once a code of it was shown to be right.
         */
        Enrolment: {
            /** Secret */
            secret: string;
            /**
             * Uri
             * @description otpauth: URI, what a QR code shows
             */
            uri: string;
        };
        /**
         * Forgotten
         * @description Whose password was forgotten.
         */
        Forgotten: {
            /** Login */
            login: string;
        };
        /** HTTPValidationError */
        HTTPValidationError: {
            /** Detail */
            detail?: components["schemas"]["ValidationError"][];
        };
        /**
         * ImportReport
         * @description What an import did, or in a dry run would do.
         */
        ImportReport: {
            /** Created */
            created: components["schemas"]["NewAccount"][];
            /** Dryrun */
            dryRun: boolean;
            /**
             * Kept
             * @description Changed by people since the last import, therefore left alone
             */
            kept: string[];
            /** Unchanged */
            unchanged: string[];
            /** Updated */
            updated: string[];
        };
        /**
         * Link
         * @description Where the person sets a password, told in this answer only.
         */
        Link: {
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /**
             * Path
             * @description On the tenant's host
             */
            path: string;
        };
        /**
         * MailWanted
         * @description Which mail.
         */
        MailWanted: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "reset" | "invitation";
        };
        /**
         * Me
         * @description The person of the session and what their role allows.
         */
        Me: {
            /** Actions */
            actions: string[];
            /**
             * Language
             * @description Language of the pages, once the person chose one
             */
            language: string | null;
            /** Next */
            next: ("change_password" | "enrol_totp") | null;
            /** Passwordexpiresat */
            passwordExpiresAt: string | null;
            person: components["schemas"]["PersonOut"];
            secondFactor: components["schemas"]["SecondFactorOut"];
        };
        /**
         * ModuleOut
         * @description A module or right roles can carry. `available`: its part of Keryx is there; the others are to come.
         */
        ModuleOut: {
            /** Available */
            available: boolean;
            /** Name */
            name: string;
            /** What */
            what: string;
        };
        /**
         * NewAccount
         * @description An account an import made, with its password, told this once (a dry run makes none).
         */
        NewAccount: {
            /** Login */
            login: string;
            /** Password */
            password?: string | null;
            /** Role */
            role: string;
        };
        /**
         * NewPerson
         * @description A person to add; without a password one is made and told once.
         */
        NewPerson: {
            /** Email */
            email?: string | null;
            /** Extension */
            extension?: string | null;
            /** Languages */
            languages?: string[];
            /** Login */
            login: string;
            /** Name */
            name: string;
            /** Password */
            password?: string | null;
            /**
             * Phone
             * @default browser
             */
            phone: string;
            /** Queues */
            queues?: components["schemas"]["Assignment"][];
            /**
             * Role
             * @default agent
             */
            role: string;
            /** Site */
            site?: string | null;
            /** Skills */
            skills?: {
                [key: string]: number;
            };
            /** Team */
            team?: string | null;
        };
        /**
         * NewRole
         * @description A role to add; without an id one is made of the name.
         */
        NewRole: {
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Exceptions
             * @description Module or right -> the scope it has instead of the role's
             */
            exceptions?: {
                [key: string]: components["schemas"]["ScopeFields"];
            };
            /** Id */
            id?: string | null;
            /** Levels */
            levels?: {
                [key: string]: "none" | "read" | "modify" | "all";
            };
            /** Name */
            name: string;
            /** Rights */
            rights?: string[];
            scope?: components["schemas"]["ScopeFields"];
        };
        /**
         * NewTenant
         * @description A tenant to add.
         */
        NewTenant: {
            /** Displayname */
            displayName: string;
            /**
             * Engine
             * @description Base URL of the tenant's engine
             */
            engine?: string | null;
            /** Hosts */
            hosts: string[];
            /** Id */
            id: string;
        };
        /**
         * PasswordByLink
         * @description A new password, by a link that works once.
         */
        PasswordByLink: {
            /** Password */
            password: string;
            /** Token */
            token: string;
        };
        /**
         * PasswordChange
         * @description One's own new password, with the present one.
         */
        PasswordChange: {
            /** Current */
            current: string;
            /** New */
            new: string;
        };
        /**
         * PasswordPolicy
         * @description A named profile of rules for passwords, and settings that stand in place of the profile's.
         */
        PasswordPolicy: {
            /**
             * Blockminutes
             * @description First block, in minutes; each further one is twice as long, an hour at most.
             */
            blockMinutes?: number | null;
            /**
             * Blocklist
             * @description Whether common passwords, and the person's own name, are refused.
             */
            blocklist?: boolean | null;
            /**
             * Changeatfirstlogin
             * @description Whether a password that somebody else gave must be changed at the first log-in.
             */
            changeAtFirstLogin?: boolean | null;
            /**
             * Digit
             * @description Fewest digits.
             */
            digit?: number | null;
            /**
             * History
             * @description How many former passwords may not be used again.
             */
            history?: number | null;
            /**
             * Idleminutes
             * @description Minutes without use after which the platform's session ends; 0: never.
             */
            idleMinutes?: number | null;
            /**
             * Lower
             * @description Fewest lower-case letters.
             */
            lower?: number | null;
            /**
             * Maxfailures
             * @description Wrong passwords in a row that block the log-in for a while.
             */
            maxFailures?: number | null;
            /**
             * Minlength
             * @description Fewest characters.
             */
            minLength?: number | null;
            /**
             * Profile
             * @description Named set of rules: length, severity, validity, lock-out.
             * @default nist-63b-4
             * @enum {string}
             */
            profile: "nist-63b-4" | "pci-dss-4" | "iso-27001" | "hermes";
            /**
             * Sessionhours
             * @description Hours after which a session ends, however busy.
             */
            sessionHours?: number | null;
            /**
             * Special
             * @description Fewest characters that are neither letter nor digit.
             */
            special?: number | null;
            /**
             * Upper
             * @description Fewest upper-case letters.
             */
            upper?: number | null;
            /**
             * Validitydays
             * @description Days until a password must be changed; 0: never.
             */
            validityDays?: number | null;
        };
        /**
         * PastedToken
         * @description An id token, or its claims as JSON.
         */
        PastedToken: {
            /** Token */
            token: string;
        };
        /**
         * People
         * @description A page of the people the asker may see.
         */
        People: {
            /** Items */
            items: components["schemas"]["PersonOut"][];
            /**
             * Next
             * @description `cursor` of the next page; null on the last
             */
            next: string | null;
            /**
             * Total
             * @description How many there are on all pages
             */
            total: number;
        };
        /**
         * PersonChange
         * @description What to change; what is not named stays.
         */
        PersonChange: {
            /** Active */
            active?: boolean | null;
            /** Email */
            email?: string | null;
            /** Extension */
            extension?: string | null;
            /** Languages */
            languages?: string[] | null;
            /** Name */
            name?: string | null;
            /** Phone */
            phone?: string | null;
            /** Queues */
            queues?: components["schemas"]["Assignment"][] | null;
            /** Role */
            role?: string | null;
            /** Site */
            site?: string | null;
            /** Skills */
            skills?: {
                [key: string]: number;
            } | null;
            /** Team */
            team?: string | null;
        };
        /**
         * PersonOut
         * @description A person as administrators see them.
         */
        PersonOut: {
            /** Active */
            active: boolean;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Email */
            email?: string | null;
            /** Extension */
            extension?: string | null;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Languages */
            languages?: string[];
            /** Login */
            login: string;
            /** Name */
            name: string;
            /**
             * Phone
             * @default browser
             */
            phone: string;
            /** Queues */
            queues?: components["schemas"]["Assignment"][];
            /** Revision */
            revision: number;
            /**
             * Role
             * @default agent
             */
            role: string;
            /** Site */
            site?: string | null;
            /** Skills */
            skills?: {
                [key: string]: number;
            };
            /** Team */
            team?: string | null;
        };
        /**
         * PersonRights
         * @description What one person can do, and why.
         */
        PersonRights: {
            /** Decisions */
            decisions: components["schemas"]["DecisionOut"][];
            /** Person */
            person: string;
            /** Role */
            role: string;
        };
        /**
         * Policy
         * @description The password policy as declared, what it comes to, and all named profiles.
         */
        Policy: {
            declared: components["schemas"]["PasswordPolicy"];
            effective: components["schemas"]["Rules"];
            /** Profiles */
            profiles: components["schemas"]["Rules"][];
        };
        /**
         * PolicyEffect
         * @description Whom another policy would touch. Whether a password is long enough is known of none: they are kept as hashes.
         */
        PolicyEffect: {
            /**
             * Expired
             * @description Who would have to change an old password at the next log-in
             */
            expired: number;
            /**
             * Given
             * @description Who would have to change a password somebody gave them
             */
            given: number;
            /**
             * People
             * @description Active people of the tenant
             */
            people: number;
        };
        /**
         * Preferences
         * @description What people choose for themselves.
         */
        Preferences: {
            /**
             * Language
             * @enum {string}
             */
            language: "fr" | "en";
        };
        /**
         * Proof
         * @description Who one is, shown again: by a code, or by the password for people without an authenticator.
         */
        Proof: {
            /** Code */
            code?: string | null;
            /** Password */
            password?: string | null;
        };
        /**
         * ProviderChoice
         * @description A button of the log-in page.
         */
        ProviderChoice: {
            /** Displayname */
            displayName: string;
            /** Name */
            name: string;
        };
        /**
         * ProviderChoices
         * @description The ways to log in beside a password that is known.
         */
        ProviderChoices: {
            /** Items */
            items: components["schemas"]["ProviderChoice"][];
            /**
             * Passwordbymail
             * @description Whether a forgotten password can be asked for by mail
             */
            passwordByMail: boolean;
        };
        /**
         * RecoveryCodes
         * @description Codes that stand for the authenticator, each once; told in this answer only.
         */
        RecoveryCodes: {
            /** Recoverycodes */
            recoveryCodes: string[];
        };
        /**
         * RightsTable
         * @description All that a role is made of.
         */
        RightsTable: {
            /** Actions */
            actions: components["schemas"]["ActionOut"][];
            /** Modules */
            modules: components["schemas"]["ModuleOut"][];
            /** Rights */
            rights: components["schemas"]["ModuleOut"][];
        };
        /**
         * RoleFields
         * @description What a role grants.
         */
        RoleFields: {
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Exceptions
             * @description Module or right -> the scope it has instead of the role's
             */
            exceptions?: {
                [key: string]: components["schemas"]["ScopeFields"];
            };
            /** Levels */
            levels?: {
                [key: string]: "none" | "read" | "modify" | "all";
            };
            /** Name */
            name: string;
            /** Rights */
            rights?: string[];
            scope?: components["schemas"]["ScopeFields"];
        };
        /**
         * RoleOut
         * @description A role. Built-in ones cannot be changed.
         */
        RoleOut: {
            /** Builtin */
            builtIn: boolean;
            /**
             * Description
             * @default
             */
            description: string;
            /**
             * Exceptions
             * @description Module or right -> the scope it has instead of the role's
             */
            exceptions?: {
                [key: string]: components["schemas"]["ScopeFields"];
            };
            /** Id */
            id: string;
            /** Levels */
            levels?: {
                [key: string]: "none" | "read" | "modify" | "all";
            };
            /** Name */
            name: string;
            /**
             * People
             * @description How many people have it
             */
            people: number;
            /** Revision */
            revision: number;
            /** Rights */
            rights?: string[];
            scope?: components["schemas"]["ScopeFields"];
        };
        /**
         * RoleRequirement
         * @description Whether people of a role must have a second factor.
         */
        RoleRequirement: {
            /** Required */
            required: boolean;
        };
        /**
         * RoleRequirementOut
         * @description The requirement, and how many active people of the role would have to set one up at their next log-in.
         */
        RoleRequirementOut: {
            /** Required */
            required: boolean;
            /** Role */
            role: string;
            /** Without */
            without: number;
        };
        /**
         * Roles
         * @description All roles people of the tenant can have, the built-in ones first.
         */
        Roles: {
            /** Items */
            items: components["schemas"]["RoleOut"][];
        };
        /**
         * Rules
         * @description The rules passwords obey, for forms that check while one types. Counts are of characters; 0: no such rule.
         */
        Rules: {
            /** Blockminutes */
            blockMinutes: number;
            /** Blocklist */
            blocklist: boolean;
            /** Changeatfirstlogin */
            changeAtFirstLogin: boolean;
            /** Digit */
            digit: number;
            /** History */
            history: number;
            /** Idleminutes */
            idleMinutes: number;
            /** Lower */
            lower: number;
            /** Maxfailures */
            maxFailures: number;
            /** Minlength */
            minLength: number;
            /**
             * Profile
             * @enum {string}
             */
            profile: "nist-63b-4" | "pci-dss-4" | "iso-27001" | "hermes";
            /** Sessionhours */
            sessionHours: number;
            /** Special */
            special: number;
            /** Upper */
            upper: number;
            /** Validitydays */
            validityDays: number;
        };
        /**
         * ScopeFields
         * @description Within what a grant holds: what `reach` says of the person, and what belongs to the named sites, teams, queues.
         */
        ScopeFields: {
            /** Queues */
            queues?: string[];
            /**
             * Reach
             * @default own
             * @enum {string}
             */
            reach: "own" | "team" | "site" | "tenant";
            /** Sites */
            sites?: string[];
            /** Teams */
            teams?: string[];
        };
        /**
         * SecondFactorOut
         * @description A person's second factor.
         */
        SecondFactorOut: {
            /** Recoverycodesleft */
            recoveryCodesLeft: number;
            /**
             * Required
             * @description Whether their role requires one
             */
            required: boolean;
            /**
             * Totp
             * @description Whether the person has an authenticator
             */
            totp: boolean;
        };
        /**
         * SessionOut
         * @description A log-in of one's own.
         */
        SessionOut: {
            /** Address */
            address: string;
            /**
             * Createdat
             * Format: date-time
             */
            createdAt: string;
            /** Current */
            current: boolean;
            /**
             * Expiresat
             * Format: date-time
             */
            expiresAt: string;
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Seenat */
            seenAt: string | null;
            /** Useragent */
            userAgent: string;
        };
        /**
         * Sessions
         * @description One's own log-ins, the latest first.
         */
        Sessions: {
            /** Items */
            items: components["schemas"]["SessionOut"][];
        };
        /**
         * TenantOut
         * @description A tenant.
         */
        TenantOut: {
            /** Displayname */
            displayName: string;
            /** Hosts */
            hosts: string[];
            /** Id */
            id: string;
        };
        /**
         * TypedCode
         * @description What the authenticator shows.
         */
        TypedCode: {
            /** Code */
            code: string;
        };
        /**
         * Undeclared
         * @description Names that people carry and nothing declares (any more): kept, and not offered.
         */
        Undeclared: {
            /** Queues */
            queues: string[];
            /** Sites */
            sites: string[];
            /** Skills */
            skills: string[];
        };
        /** ValidationError */
        ValidationError: {
            /** Context */
            ctx?: Record<string, never>;
            /** Input */
            input?: unknown;
            /** Location */
            loc: (string | number)[];
            /** Message */
            msg: string;
            /** Error Type */
            type: string;
        };
        /**
         * WithPassword
         * @description A person and the password that was made for them, told this once.
         */
        WithPassword: {
            /** Password */
            password?: string | null;
            person: components["schemas"]["PersonOut"];
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
    listAudit: {
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    exportAudit: {
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    previewClaims: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PastedToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ClaimedOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Credentials"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Admitted"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    returnFromProvider: {
        parameters: {
            query?: {
                state?: string;
                code?: string | null;
                iss?: string | null;
                error?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    loginWithProvider: {
        parameters: {
            query?: {
                next?: string;
            };
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    backchannelLogout: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": Record<string, never>;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listIdentityProviders: {
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
                    "application/json": components["schemas"]["ProviderChoices"];
                };
            };
        };
    };
    logout: {
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
        };
    };
    me: {
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
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    changePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preferences"];
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    proveOneself: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Proof"];
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listSessions: {
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
                    "application/json": components["schemas"]["Sessions"];
                };
            };
        };
    };
    endSession: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    enrolTotp: {
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
                    "application/json": components["schemas"]["Enrolment"];
                };
            };
        };
    };
    removeTotp: {
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
        };
    };
    confirmTotp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TypedCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    renewRecoveryCodes: {
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
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
        };
    };
    getPasswordPolicy: {
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
                    "application/json": components["schemas"]["Policy"];
                };
            };
        };
    };
    previewPasswordPolicy: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordPolicy"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyEffect"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    forgottenPassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Forgotten"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    setPasswordByLink: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordByLink"];
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    getPasswordRules: {
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
                    "application/json": components["schemas"]["Rules"];
                };
            };
        };
    };
    listPeople: {
        parameters: {
            query?: {
                /** @description Words of name, login, extension or team, without accents */
                q?: string | null;
                role?: string | null;
                team?: string | null;
                site?: string | null;
                queue?: string | null;
                skill?: string | null;
                active?: boolean | null;
                sort?: "login" | "name" | "role" | "team" | "site";
                descending?: boolean;
                limit?: number;
                /** @description `next` of the page before */
                cursor?: string | null;
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
                    "application/json": components["schemas"]["People"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    addPerson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPerson"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithPassword"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    changeManyPeople: {
        parameters: {
            query?: {
                /** @description Only tell what would happen */
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Bulk"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkReport"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    getPeopleChoices: {
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
                    "application/json": components["schemas"]["Choices"];
                };
            };
        };
    };
    exportPeople: {
        parameters: {
            query?: {
                /** @description Words of name, login, extension or team, without accents */
                q?: string | null;
                role?: string | null;
                team?: string | null;
                site?: string | null;
                queue?: string | null;
                skill?: string | null;
                active?: boolean | null;
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
                    "text/csv": string;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    importPeople: {
        parameters: {
            query?: {
                /** @description Only tell what would happen */
                dry_run?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportReport"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    getPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
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
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    changePerson: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision the change was made from */
                "if-match"?: string | null;
            };
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PersonChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PersonOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    mailPerson: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MailWanted"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
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
                    "application/json": components["schemas"]["WithPassword"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    makeResetLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    getPersonRights: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
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
                    "application/json": components["schemas"]["PersonRights"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    getSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
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
                    "application/json": components["schemas"]["SecondFactorOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    removeSecondFactor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                person_id: string;
            };
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listRights: {
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
                    "application/json": components["schemas"]["RightsTable"];
                };
            };
        };
    };
    listRoles: {
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
                    "application/json": components["schemas"]["Roles"];
                };
            };
        };
    };
    addRole: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRole"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    getRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
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
                    "application/json": components["schemas"]["RoleOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    changeRole: {
        parameters: {
            query?: never;
            header?: {
                /** @description The revision the change was made from */
                "if-match"?: string | null;
            };
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleFields"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    removeRole: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
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
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listTotpRoles: {
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
                    "application/json": components["schemas"]["RoleRequirementOut"][];
                };
            };
        };
    };
    requireTotp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                role_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleRequirement"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoleRequirementOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    listTenants: {
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
                    "application/json": components["schemas"]["TenantOut"][];
                };
            };
        };
    };
    addTenant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTenant"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TenantOut"];
                };
            };
            /** @description Validation Error */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HTTPValidationError"];
                };
            };
        };
    };
    renewToken: {
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
                    "application/json": components["schemas"]["Admitting"];
                };
            };
        };
    };
}
