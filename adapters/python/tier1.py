"""A whole implementation of tier 1 and its adapter, with Python's standard library alone: run `python3 tier1.py`."""
import json
import sys


class Refused(Exception):
    def __init__(self, code, **more):
        self.outcome = {"kind": "error", "code": code, **more}


class Scenario:
    """One scenario: states and names of endpoints, gateways, the history. Each message is handled at once."""

    LATER = object()

    def __init__(self):
        self.state, self.name, self.named, self.gateways, self.watching = {}, {}, {}, {}, {}
        self.events, self.now = [], 0

    def record(self, event, **fields):
        self.events.append({"event": event, "at": self.now, **fields})

    def is_left_out(self, o):
        """Whether an operation refers to something that was never made."""
        if "target" in o:
            return o["target"]["gateway"] not in self.gateways
        needed = o.get("endpoint", o.get("address", {}).get("endpoint"))
        return needed is not None and needed not in self.state and o["type"] != "create-endpoint"

    def carry_out(self, op, operation):
        if self.is_left_out(operation):
            return
        self.record("invoke", op=op)
        try:
            perform = getattr(self, operation["type"].replace("-", "_"))
            outcome = {"kind": "value", "value": perform(op, operation)}
        except Refused as refused:
            outcome = refused.outcome
        if outcome.get("value") is not Scenario.LATER:
            self.record("outcome", op=op, outcome=outcome)

    def work(self, endpoint, role, work, how="return"):
        self.record("begin", endpoint=endpoint, role=role, work=work)
        self.record("end", endpoint=endpoint, role=role, work=work, how=how)

    def create_endpoint(self, op, o):
        if o["name"] in self.named:
            raise Refused("endpoint-id-in-use", thrown=True)
        number = o["endpoint"]
        self.state[number], self.name[number], self.watching[number] = "stopped", o["name"], []
        self.named[o["name"]] = number
        return "tier1://python/user/rpc/" + o["name"]

    def start(self, op, o):
        if self.state[o["endpoint"]] == "stopped":
            self.work(o["endpoint"], "start", o["endpoint"])
            self.state[o["endpoint"]] = "started"

    def stop(self, op, o):
        if self.state[o["endpoint"]] == "started":
            self.state[o["endpoint"]] = "stopped"

    def terminate(self, op, o):
        number = o["endpoint"]
        if self.state[number] == "started":
            self.work(number, "stop", number, how="future")
        if self.state[number] != "terminated":
            self.state[number] = "terminated"
            del self.named[self.name[number]]
        for watcher in self.watching.pop(number, []):
            self.record("outcome", op=watcher, outcome={"kind": "value", "value": None})

    def watch(self, op, o):
        if self.state[o["endpoint"]] != "terminated":
            self.watching[o["endpoint"]].append(op)
            return Scenario.LATER

    def connect(self, op, o):
        number = self.named.get(o["address"].get("name", self.name.get(o["address"].get("endpoint"))))
        if number is None:
            raise Refused("connection")
        if o["version"] != 2 or o["gatewayType"] == "foreign":
            raise Refused("handshake")
        self.gateways[o["gateway"]] = number

    def call(self, op, o):
        number, ask = self.gateways[o["target"]["gateway"]], o["method"] != "tell"
        if self.state[number] == "started":
            self.work(number, "call", op)
        elif ask:
            raise Refused("endpoint-not-started" if self.state[number] == "stopped" else "recipient-unreachable")
        return op if ask else None

    def settle(self, op, o):
        """Nothing is under way when an operation has returned."""

    def advance(self, op, o):
        self.now += o["milliseconds"]


for line in sys.stdin:
    request = json.loads(line)
    answer = {"id": request["id"]}
    if request["verb"] == "hello":
        answer.update(protocol=1, name="tier1-python", version="1.0", capabilities=["virtual-clock"])
    elif request["verb"] == "reset":
        scenario = Scenario()
    elif request["verb"] == "run":
        for step in request["steps"]:
            scenario.carry_out(step["op"], step["operation"])
        answer.update(events=scenario.events, complete=False, unsettled=[])
    print(json.dumps(answer), flush=True)
