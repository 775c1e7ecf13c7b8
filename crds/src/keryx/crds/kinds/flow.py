"""Flow: what a contact walks through before a queue, a graph of typed steps, one class a kind of step.

A new kind is a class and a field of `Step`; the compiler finds its branches by `BRANCHES`. Two branches are called `then` and `otherwise`
in YAML because `yes` and `no` are booleans to kubectl (YAML 1.1).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints, model_validator

from .announcement import Announcement
from .base import (
    STEP,
    DisplayName,
    Language,
    Name,
    Number,
    Priority,
    PromptName,
    QueueName,
    Refers,
    ScheduleName,
    SkillLevel,
    SkillName,
    Spec,
    TrunkName,
    exactly_one,
    rules,
)

MAX_STEPS = 1000

StepName = Annotated[Name, Refers(STEP)]
"""Name of another step of the same flow."""
Variable = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9.]*$", max_length=40)]
Value = Annotated[str, StringConstraints(max_length=200)]
Key = Annotated[str, StringConstraints(pattern=r"^[0-9*#]$", max_length=1)]

BRANCHES = ("next", "yes", "no", "open", "closed", "otherwise", "on_failure")
"""Fields of a step that name the step it leads to."""

BUILT_IN_VARIABLES = ("caller.number", "caller.withheld", "dialled", "entry", "language")
"""Set before a flow begins. A flow may set `language` and variables of its own names, without a dot."""


class StepBody(Spec):
    """Base of the kinds of step."""

    def branches(self) -> Iterator[tuple[str, str]]:
        """(path within the step, name of the step it leads to), in the order declared."""
        for field, info in type(self).model_fields.items():
            if field in BRANCHES and (target := getattr(self, field)) is not None:
                yield info.alias or field, target

    def free_branches(self) -> Iterator[tuple[str, str]]:
        """Those that are taken without the caller doing anything."""
        return self.branches()


class Say(StepBody):
    """Says a sentence."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000)] = Field(
        description="Sentence that text-to-speech says."
    )
    language: Language | None = Field(None, description="Language of the sentence; when absent the interaction's.")
    next: StepName = Field(description="Step that follows.")

    @property
    def prompt(self) -> None:
        """None: it is no prompt."""
        return None


class Play(StepBody):
    """Plays a prompt."""

    prompt: PromptName = Field(description="Prompt that is played.")
    next: StepName = Field(description="Step that follows.")

    @property
    def text(self) -> None:
        """None: it is a prompt."""
        return None

    @property
    def language(self) -> None:
        """None: a prompt has its own."""
        return None


class Choice(Spec):
    """One key of a menu."""

    key: Key = Field(description="Key the caller presses.")
    label: DisplayName = Field(description="What it means, for the agent's screen.")
    next: StepName = Field(description="Step it leads to.")


class Menu(StepBody):
    """Offers choices by one key each."""

    announcement: Announcement = Field(description="Said before the caller chooses; a key ends it.")
    choices: tuple[Choice, ...] = Field(min_length=1, max_length=12, description="The keys.")
    timeout_seconds: int = Field(5, ge=1, le=60, description="Time for a key after the announcement, in seconds.")
    attempts: int = Field(3, ge=1, le=10, description="How often the menu is offered.")
    no_input: Announcement | None = Field(None, description="Said when no key came, before another attempt.")
    invalid: Announcement | None = Field(
        None, description="Said after a key that means nothing, before another attempt."
    )
    on_failure: StepName = Field(description="Step after the last attempt.")

    def branches(self) -> Iterator[tuple[str, str]]:
        for index, choice in enumerate(self.choices):
            yield f"choices[{index}].next", choice.next
        yield from super().branches()

    def free_branches(self) -> Iterator[tuple[str, str]]:
        yield "onFailure", self.on_failure


class ReadKeys(StepBody):
    """Reads digits into a variable."""

    model_config = rules(
        (
            "!has(self.minLength) || !has(self.maxLength) || self.minLength <= self.maxLength",
            "minLength is more than maxLength",
        ),
    )

    announcement: Announcement = Field(description="Said first; a key ends it.")
    variable: Variable = Field(description="Variable that receives the digits.")
    min_length: int = Field(1, ge=0, le=40, description="Fewest digits.")
    max_length: int = Field(20, ge=1, le=40, description="Most digits; the last one ends the step.")
    terminator: Literal["#", "*", ""] = Field("#", description="Key that ends the input; empty for none.")
    timeout_seconds: int = Field(5, ge=1, le=60, description="Time for the next key, in seconds.")
    attempts: int = Field(3, ge=1, le=10, description="How often it is asked.")
    sensitive: bool = Field(
        False, description="Keeps the digits out of journal, traces, logs and debug view and mutes the recording."
    )
    next: StepName = Field(description="Step after digits were read.")
    on_failure: StepName = Field(description="Step after the last attempt.")

    def free_branches(self) -> Iterator[tuple[str, str]]:
        yield "onFailure", self.on_failure

    @model_validator(mode="after")
    def _lengths(self) -> ReadKeys:
        if self.min_length > self.max_length:
            raise ValueError(f"minLength {self.min_length} is more than maxLength {self.max_length}")
        return self


class Condition(StepBody):
    """Compares a variable with one or more values."""

    model_config = rules(
        ("self.operator != 'in' || has(self.values)", "operator in needs values"),
        ("self.operator in ['in', 'exists'] || has(self.value)", "this operator needs value"),
    )

    variable: Variable = Field(description="Variable that is compared; one that was never set is empty.")
    operator: Literal["eq", "ne", "in", "startsWith", "exists", "lt", "gt"] = Field(
        description="eq, ne, startsWith: with value. in: with values. lt, gt: as numbers. exists: is set and not empty."
    )
    value: Value | None = Field(None, description="What it is compared with, but for in and exists.")
    values: tuple[Value, ...] = Field((), max_length=100, description="What it is compared with, for in.")
    yes: StepName = Field(alias="then", description="Step if it holds.")
    no: StepName = Field(alias="otherwise", description="Step if not.")

    @model_validator(mode="after")
    def _operands(self) -> Condition:
        if self.operator == "in" and not self.values:
            raise ValueError("operator in needs values")
        if self.operator not in ("in", "exists") and self.value is None:
            raise ValueError(f"operator {self.operator} needs value")
        if self.operator in ("lt", "gt") and not _is_number(self.value):
            raise ValueError(f"operator {self.operator} compares numbers, and {self.value!r} is none")
        return self


class Case(Spec):
    """One value of a selector."""

    value: Value = Field(description="Value of the variable.")
    next: StepName = Field(description="Step it leads to.")


class Selector(StepBody):
    """Chooses a step by the value of a variable."""

    variable: Variable = Field(description="Variable that is looked at.")
    cases: tuple[Case, ...] = Field(min_length=1, max_length=100, description="The values.")
    otherwise: StepName = Field(description="Step for every other value.")

    def branches(self) -> Iterator[tuple[str, str]]:
        for index, case in enumerate(self.cases):
            yield f"cases[{index}].next", case.next
        yield from super().branches()


class SetVariable(StepBody):
    """Gives a variable a value."""

    variable: Variable = Field(description="Variable; `language` changes the language of what follows.")
    value: Value = Field(description="Its value.")
    next: StepName = Field(description="Step that follows.")


class OpeningHours(StepBody):
    """Asks a schedule whether it is open now."""

    schedule: ScheduleName = Field(description="Schedule that is asked.")
    open: StepName = Field(description="Step if it is open.")
    closed: StepName = Field(description="Step if it is closed.")


class AgentsAvailable(StepBody):
    """Asks whether a queue has agents now."""

    queue: QueueName = Field(description="Queue that is asked.")
    at_least: int = Field(1, ge=1, le=10000, description="Agents there must be.")
    state: Literal["loggedIn", "available"] = Field(
        "loggedIn", description="loggedIn: signed in, busy or not. available: could be offered a call now."
    )
    yes: StepName = Field(alias="then", description="Step if there are.")
    no: StepName = Field(alias="otherwise", description="Step if not.")


class AssignSkills(StepBody):
    """Sets the skills an agent must have for this interaction."""

    skills: dict[SkillName, SkillLevel] = Field(
        min_length=1, max_length=99, description="Least level (0-10) in each skill."
    )
    next: StepName = Field(description="Step that follows.")


class SetPriority(StepBody):
    """Changes the priority of the interaction."""

    priority: Priority = Field(description="Priority, 1-99, higher first.")
    next: StepName = Field(description="Step that follows.")


class Marker(StepBody):
    """Counts the interactions that pass here, for reports."""

    marker: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]*$", max_length=40)] = Field(
        description="Name of the counter."
    )
    next: StepName = Field(description="Step that follows.")


class ToQueue(StepBody):
    """Ends the flow: the interaction waits in a queue."""

    queue: QueueName = Field(description="Queue.")
    priority: Priority | None = Field(None, description="Priority, 1-99; when absent that of the interaction.")


class Transfer(StepBody):
    """Hands the call to a number outside."""

    trunk: TrunkName = Field(description="Trunk it is called through, of the site the call is at.")
    number: Number = Field(description="Number that is called.")
    ring_seconds: int = Field(30, ge=5, le=120, description="How long it rings, in seconds.")
    on_failure: StepName | None = Field(None, description="Step if it does not answer; when absent the call ends.")


class HangUp(StepBody):
    """Ends the call."""

    announcement: Announcement | None = Field(None, description="Said first.")


_STEP_KINDS = (
    "say", "play", "menu", "readKeys", "condition", "selector", "setVariable", "openingHours", "agentsAvailable", "assignSkills",
    "setPriority", "marker", "queue", "transfer", "hangUp",
)  # fmt: skip


class Step(Spec):
    """A named step: `name` and exactly one kind."""

    model_config = rules(
        (
            exactly_one(*_STEP_KINDS),
            "a step has exactly one kind",
        ),
    )

    name: Name = Field(description="Name, unique within the flow.")
    say: Say | None = Field(None, description="Says a sentence.")
    play: Play | None = Field(None, description="Plays a prompt.")
    menu: Menu | None = Field(None, description="Offers choices by one key each.")
    read_keys: ReadKeys | None = Field(None, description="Reads digits into a variable.")
    condition: Condition | None = Field(None, description="Compares a variable.")
    selector: Selector | None = Field(None, description="Chooses a step by the value of a variable.")
    set_variable: SetVariable | None = Field(None, description="Gives a variable a value.")
    opening_hours: OpeningHours | None = Field(None, description="Asks a schedule whether it is open now.")
    agents_available: AgentsAvailable | None = Field(None, description="Asks whether a queue has agents now.")
    assign_skills: AssignSkills | None = Field(None, description="Sets the skills an agent must have.")
    set_priority: SetPriority | None = Field(None, description="Changes the priority of the interaction.")
    marker: Marker | None = Field(None, description="Counts the interactions that pass here.")
    queue: ToQueue | None = Field(None, description="Ends the flow: the interaction waits in a queue.")
    transfer: Transfer | None = Field(None, description="Hands the call to a number outside.")
    hang_up: HangUp | None = Field(None, description="Ends the call.")

    @model_validator(mode="after")
    def _exactly_one_kind(self) -> Step:
        given = [field for field in STEP_KINDS if getattr(self, field) is not None]
        if len(given) != 1:
            raise ValueError(f"a step has exactly one kind, and this one has {len(given)}")
        return self

    @property
    def field(self) -> str:
        """Name of the field that is set, snake_case: the kind of the step."""
        return next(field for field in STEP_KINDS if getattr(self, field) is not None)

    @property
    def kind(self) -> str:
        """Kind of the step as manifests write it: say, readKeys, …"""
        return camel_kind(self.field)

    @property
    def body(self) -> StepBody:
        """The one kind that is set."""
        body: StepBody = getattr(self, self.field)
        return body


STEP_KINDS = tuple(name for name in Step.model_fields if name != "name")


def camel_kind(field: str) -> str:
    """`read_keys` -> `readKeys`."""
    alias = Step.model_fields[field].alias
    return alias or field


class FlowSpec(Spec):
    """A graph of steps."""

    display_name: DisplayName | None = Field(None, description="Name, for people.")
    start: StepName = Field(description="First step.")
    steps: tuple[Step, ...] = Field(
        min_length=1, max_length=MAX_STEPS, description="The steps; larger flows are several flows."
    )

    def step(self, name: str) -> Step:
        """The step of that name. KeyError if there is none."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return True
