"""One answered call with two legs recorded, as facts."""

from __future__ import annotations

from uuid import UUID, uuid4

from keryx.core import facts as f

ALICE = str(UUID(int=1))
START = 1_800_000_000_000


class Call:
    """Ids of one call; its facts are made in order by the methods."""

    def __init__(self, start: int = START) -> None:
        self.start = start
        self.id, self.offer, self.caller = str(uuid4()), str(uuid4()), str(uuid4())
        self.contact_track, self.agent_track = str(uuid4()), str(uuid4())
        self.agent_login = "login"

    def at(self, seconds: float) -> int:
        return self.start + round(seconds * 1000)

    def begins(self) -> list[f.AnyFact]:
        return [
            f.InteractionStarted(
                at=self.start, interaction=self.id, site="paris", entry="main", dialled="3900", caller_ref=self.caller,
                party="c", leg="l1", bridge="b", language="fr", priority=50, config_version=3,
            ),
            f.ContactAnswered(at=self.at(0), interaction=self.id, leg="l1"),
            f.StepStarted(at=self.at(0), interaction=self.id, flow="welcome", flow_version=3, step="menu", kind="menu", leg="l1"),
            f.StepFinished(
                at=self.at(2), interaction=self.id, flow="welcome", step="menu", kind="menu", outcome="1", next="sales",
                label="Ventes",
            ),
            f.QueueEntered(at=self.at(2), interaction=self.id, queue="sales", priority=50, entered_at=self.at(2), leg="l1"),
        ]  # fmt: skip

    def talks(self) -> list[f.AnyFact]:
        both = {"agent": ALICE, "leg": "l2", "contact_leg": "l1", "bridge": "b", "interaction": self.id}
        return [
            f.RoutingDecided(
                at=self.at(5), interaction=self.id, queue="sales", chosen=ALICE,
                considered=(f.Considered(agent=ALICE, level=50),),
            ),
            f.OfferMade(
                at=self.at(5), interaction=self.id, offer=self.offer, agent=ALICE, queue="sales", site="paris", leg="l2",
                endpoint="d-1", party="a", until=self.at(25), caller_ref=self.caller,
            ),
            f.AgentStateChanged(at=self.at(5), agent=ALICE, login="login", state="offered", interaction=self.id),
            f.OfferEnded(
                at=self.at(8), interaction=self.id, offer=self.offer, agent=ALICE, leg="l2", result="accepted",
                hang_up_leg=False,
            ),
            f.TalkStarted(at=self.at(8), offer=self.offer, party="a", queue="sales", **both),  # type: ignore[arg-type]
            f.RecordingStarted(
                at=self.at(8), interaction=self.id, recording=self.contact_track, leg="l1", site="paris", party="c",
                role="contact", policy="all",
            ),
            f.RecordingStarted(
                at=self.at(8), interaction=self.id, recording=self.agent_track, leg="l2", site="paris", party="a",
                role="agent", policy="all",
            ),
        ]  # fmt: skip

    def ends(self) -> list[f.AnyFact]:
        return [
            f.RecordingStopped(at=self.at(18), interaction=self.id, recording=self.contact_track, leg="l1", site="paris", stop=False),
            f.RecordingStopped(at=self.at(18), interaction=self.id, recording=self.agent_track, leg="l2", site="paris", stop=False),
            f.TalkEnded(at=self.at(18), interaction=self.id, agent=ALICE, party="a", leg="l2", by="contact", hang_up_leg=True),
            f.InteractionEnded(at=self.at(18), interaction=self.id, outcome="answered", cause="normal", by="contact", bridge="b"),
            f.AgentStateChanged(at=self.at(18), agent=ALICE, login="login", state="wrap_up", interaction=self.id),
        ]  # fmt: skip

    def wraps_up(self) -> list[f.AnyFact]:
        return [
            f.DispositionGiven(at=self.at(20), interaction=self.id, agent=ALICE, code="sold", comment_ref=str(uuid4())),
            f.AgentStateChanged(at=self.at(24), agent=ALICE, login="login", state="available"),
        ]

    def all(self) -> list[f.AnyFact]:
        return [*self.begins(), *self.talks(), *self.ends(), *self.wraps_up()]


def signs_in() -> list[f.AnyFact]:
    return [
        f.AgentSignedIn(at=START - 60_000, agent=ALICE, login="login", phone="browser", site="paris"),
        f.AgentStateChanged(at=START - 60_000, agent=ALICE, login="login", state="available"),
    ]
