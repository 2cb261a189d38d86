"""An adapter for Fencepost: it reads requests and writes answers, one JSON object a line (spec/adapter-protocol.md).

It passes the hello world. Replace the toy below by calls of your implementation, or complete the toy first:
each method named like an operation carries it out and returns its outcome.
"""
import json
import sys


class Failed(Exception):
    """An operation fails with one of the codes of the protocol, for example Failed("connection")."""

    def __init__(self, code, **more):
        self.outcome = {"kind": "error", "code": code, **more}


LATER = object()  # the outcome of an operation that comes out later: record it then


class Scenario:
    """Everything that one scenario makes, and what was seen of it."""

    def __init__(self):
        self.names, self.state, self.gateways, self.watching = {}, {}, {}, []
        self.events, self.now = [], 0

    def record(self, event, **fields):
        self.events.append({"event": event, "at": self.now, **fields})

    def is_left_out(self, o):
        """A step that refers to a gateway or endpoint that was never made is left out."""
        if "target" in o:
            return o["target"]["gateway"] not in self.gateways
        needed = o.get("endpoint", o.get("address", {}).get("endpoint"))
        return needed is not None and needed not in self.names and o["type"] != "create-endpoint"

    def carry_out(self, op, operation):
        if self.is_left_out(operation):
            return
        self.record("invoke", op=op)
        try:
            perform = getattr(self, operation["type"].replace("-", "_"))
            outcome = {"kind": "value", "value": perform(op, operation)}
        except Failed as failed:
            outcome = failed.outcome
        if outcome.get("value") is not LATER:
            self.record("outcome", op=op, outcome=outcome)

    def handle(self, endpoint, role, work, how="return"):
        """A handler or hook runs on the main thread of the endpoint: its begin and its end are seen."""
        self.record("begin", endpoint=endpoint, role=role, work=work)
        self.record("end", endpoint=endpoint, role=role, work=work, how=how)

    def create_endpoint(self, op, o):
        self.names[o["endpoint"]] = o["name"]
        return "toy://toy/user/rpc/" + o["name"]

    def start(self, op, o):
        self.handle(o["endpoint"], "start", o["endpoint"])

    def stop(self, op, o):
        """To do."""

    def terminate(self, op, o):
        """To do."""

    def watch(self, op, o):
        """To do."""

    def connect(self, op, o):
        self.gateways[o["gateway"]] = o["address"].get("endpoint")

    def call(self, op, o):
        self.handle(self.gateways[o["target"]["gateway"]], "call", op)
        return op if o["method"] == "ask" else None

    def settle(self, op, o):
        """Each message is handled at once: nothing is ever under way."""

    def advance(self, op, o):
        self.now += o["milliseconds"]


scenario = Scenario()
for line in sys.stdin:
    request = json.loads(line)
    answer = {"id": request["id"]}
    if request["verb"] == "hello":
        answer.update(protocol=1, name="my-implementation", version="0.1", capabilities=["virtual-clock"])
    elif request["verb"] == "reset":
        scenario = Scenario()
    elif request["verb"] == "run":
        for step in request["steps"]:
            scenario.carry_out(step["op"], step["operation"])
        answer.update(events=scenario.events, complete=False, unsettled=[])
    print(json.dumps(answer), flush=True)
