"""What is wrong with a flow as a graph: branches to nowhere, steps nothing leads to, loops that need no caller."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from .kinds.base import STEP
from .kinds.flow import BUILT_IN_VARIABLES, Condition, FlowSpec, Menu, ReadKeys, Selector, SetVariable, Step
from .problem import Problem
from .references import raw_references
from .resource import Resource

_SETTABLE = "language"


def flow_problems(resource: Resource, flow: FlowSpec) -> Iterator[Problem]:
    """All problems of the graph and of the variables of `flow`, in the order of its steps."""
    steps = {step.name: index for index, step in reversed(list(enumerate(flow.steps)))}
    yield from _names(resource, flow)
    yield from _leads_nowhere(resource, flow, steps)
    yield from _unreachable(resource, flow, steps)
    yield from _endless(resource, flow, steps)
    yield from _repeated_values(resource, flow)
    yield from _variables(resource, flow)


def raw_flow_problems(resource: Resource) -> Iterator[Problem]:
    """What can be said of the graph of a flow that cannot be read as a whole: branches to nowhere, steps nothing leads to."""
    listed = resource.spec.get("steps")
    steps = [step if isinstance(step, dict) else {} for step in listed] if isinstance(listed, list) else []
    names = {step["name"]: index for index, step in enumerate(steps) if isinstance(step.get("name"), str)}
    start = resource.spec.get("start")
    leads: list[list[str]] = []
    for index, step in enumerate(steps):
        found = [one for one in raw_references(Step, step, f"spec.steps[{index}]") if one.kind == STEP]
        leads.append([one.name for one in found if one.name in names])
        for one in found:
            if one.name not in names:
                message = f"step `{step.get('name')}` leads to step `{one.name}`, which the flow does not have"
                yield resource.problem(one.path, message, "ReferenceNotFound", missing=one.name)
    if isinstance(start, str) and start in names:
        reached = reachable(start, {name: leads[index] for name, index in names.items()})
        yield from (_nobody_leads(resource, index, name) for name, index in names.items() if name not in reached)


def _names(resource: Resource, flow: FlowSpec) -> Iterator[Problem]:
    for name, count in Counter(step.name for step in flow.steps).items():
        if count > 1:
            index = [step.name for step in flow.steps].index(name)
            yield resource.problem(f"spec.steps[{index}].name", f"{count} steps are called `{name}`", "Duplicate")


def _leads_nowhere(resource: Resource, flow: FlowSpec, steps: Mapping[str, int]) -> Iterator[Problem]:
    if flow.start not in steps:
        message = f"the flow starts at step `{flow.start}`, which it does not have"
        yield resource.problem("spec.start", message, "ReferenceNotFound", missing=flow.start)
    for index, step in enumerate(flow.steps):
        for branch, target in step.body.branches():
            if target not in steps:
                message = f"step `{step.name}` leads by `{branch}` to step `{target}`, which the flow does not have"
                path = f"spec.steps[{index}].{step.kind}.{branch}"
                yield resource.problem(path, message, "ReferenceNotFound", missing=target)


def _unreachable(resource: Resource, flow: FlowSpec, steps: Mapping[str, int]) -> Iterator[Problem]:
    if flow.start not in steps:
        return
    edges = {name: [to for _, to in flow.steps[index].body.branches() if to in steps] for name, index in steps.items()}
    reached = reachable(flow.start, edges)
    for index, step in enumerate(flow.steps):
        if step.name not in reached:
            yield _nobody_leads(resource, index, step.name)


def _nobody_leads(resource: Resource, index: int, step: str) -> Problem:
    return resource.problem(f"spec.steps[{index}]", f"no step leads to step `{step}`", "Unreachable")


def reachable(start: str, edges: Mapping[str, list[str]]) -> set[str]:
    """Every node one can come to from `start`, itself too."""
    reached, left = {start}, [start]
    while left:
        new = [target for target in edges[left.pop()] if target not in reached]
        reached.update(new)
        left += new
    return reached


def _endless(resource: Resource, flow: FlowSpec, steps: Mapping[str, int]) -> Iterator[Problem]:
    edges = {
        step.name: [target for _, target in step.body.free_branches() if target in steps]
        for step in (flow.steps[index] for index in steps.values())
    }
    for loop in loops(edges):
        index = min(steps[name] for name in loop)
        names = ", ".join(f"`{name}`" for name in sorted(loop, key=steps.__getitem__))
        message = f"a call can go round for ever without the caller doing anything: {names}"
        yield resource.problem(f"spec.steps[{index}]", message, "EndlessLoop")


def loops(edges: Mapping[str, list[str]]) -> list[set[str]]:
    """Groups of nodes from each of which one comes back to it (strongly connected; Tarjan, without recursion)."""
    order: dict[str, int] = {}
    low: dict[str, int] = {}
    on_path: list[str] = []
    found: list[set[str]] = []
    for root in edges:
        if root in order:
            continue
        order[root] = low[root] = len(order)
        on_path.append(root)
        work = [(root, iter(edges[root]))]
        while work:
            node, targets = work[-1]
            target = next(targets, None)
            if target is None:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[node])
                if low[node] == order[node]:
                    group = set(on_path[on_path.index(node) :])
                    del on_path[on_path.index(node) :]
                    if len(group) > 1 or node in edges[node]:
                        found.append(group)
            elif target not in order:
                order[target] = low[target] = len(order)
                on_path.append(target)
                work.append((target, iter(edges[target])))
            elif target in on_path:
                low[node] = min(low[node], order[target])
    return found


def _repeated_values(resource: Resource, flow: FlowSpec) -> Iterator[Problem]:
    for index, step in enumerate(flow.steps):
        body = step.body
        if isinstance(body, Menu):
            values, place = [choice.key for choice in body.choices], "choices"
        elif isinstance(body, Selector):
            values, place = [case.value for case in body.cases], "cases"
        else:
            continue
        for value, count in Counter(values).items():
            if count > 1:
                message = f"step `{step.name}` has {count} {place} for `{value}`"
                yield resource.problem(f"spec.steps[{index}].{step.kind}.{place}", message, "Duplicate")


def _variables(resource: Resource, flow: FlowSpec) -> Iterator[Problem]:
    given = set(BUILT_IN_VARIABLES) | {name for step in flow.steps if (name := _sets(step)) is not None}
    for index, step in enumerate(flow.steps):
        path = f"spec.steps[{index}].{step.kind}.variable"
        name, body = _sets(step), step.body
        if name in BUILT_IN_VARIABLES and name != _SETTABLE:
            yield resource.problem(path, f"`{name}` is set by Keryx and cannot be changed")
        elif name is not None and "." in name:
            yield resource.problem(path, f"`{name}`: a variable of one's own has no dot in its name")
        if isinstance(body, Condition | Selector) and body.variable not in given:
            message = f"step `{step.name}` looks at variable `{body.variable}`, which no step sets"
            yield resource.problem(path, message, "ReferenceNotFound", missing=body.variable)


def _sets(step: Step) -> str | None:
    return step.body.variable if isinstance(step.body, SetVariable | ReadKeys) else None
