"""A whole implementation of tier 1 and its adapter, with Python's standard library alone: run `python3 tier1.py`."""
import json
import sys


def error(code, **more):
    return {"kind": "error", "code": code, **more}


class Scenario:
    """One scenario: states and names of endpoints, gateways, the history. Each message is handled at once."""

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
        result = getattr(self, operation["type"].replace("-", "_"))(op, operation)
        if op not in self.watching:
            is_error = isinstance(result, dict)
            self.record("outcome", op=op, outcome=result if is_error else {"kind": "value", "value": result})

    def work(self, endpoint, role, work, how="return"):
        self.record("begin", endpoint=endpoint, role=role, work=work)
        self.record("end", endpoint=endpoint, role=role, work=work, how=how)

    def create_endpoint(self, op, o):
        if o["name"] in self.named:
            return error("endpoint-id-in-use", thrown=True)
        self.named[o["name"]] = o["endpoint"]
        self.state[o["endpoint"]], self.name[o["endpoint"]] = "stopped", o["name"]
        return "tier1://python/user/rpc/" + o["name"]

    def start(self, op, o):
        if self.state[o["endpoint"]] == "stopped":
            self.work(o["endpoint"], "start", o["endpoint"])
            self.state[o["endpoint"]] = "started"

    def stop(self, op, o):
        if self.state[o["endpoint"]] == "started":
            self.state[o["endpoint"]] = "stopped"

    def terminate(self, op, o):
        number, before = o["endpoint"], self.state[o["endpoint"]]
        self.state[number] = "terminated"
        if before == "started":
            self.work(number, "stop", number, how="future")
        if before != "terminated":
            del self.named[self.name[number]]
            for watcher in (watcher for watcher, watched in self.watching.items() if watched == number):
                self.record("outcome", op=watcher, outcome={"kind": "value", "value": None})

    def watch(self, op, o):
        if self.state[o["endpoint"]] != "terminated":
            self.watching[op] = o["endpoint"]

    def connect(self, op, o):
        number = self.named.get(o["address"].get("name", self.name.get(o["address"].get("endpoint"))))
        if number is None or o["version"] != 2 or o["gatewayType"] == "foreign":
            return error("connection" if number is None else "handshake")
        self.gateways[o["gateway"]] = number

    def call(self, op, o):
        number, ask = self.gateways[o["target"]["gateway"]], o["method"] != "tell"
        if self.state[number] == "started":
            self.work(number, "call", op)
        elif ask:
            return error("endpoint-not-started" if self.state[number] == "stopped" else "recipient-unreachable")
        return op if ask else None

    def settle(self, op, o):
        self.now += o.get("milliseconds", 0)  # nothing is under way when an operation has returned
    advance = settle


for request in map(json.loads, sys.stdin):
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
