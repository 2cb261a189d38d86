"""An adapter that does nothing: each operation comes out with null. What is left is the price of the protocol."""
import json
import sys

events = []


def carry_out(op):
    events.append({"event": "invoke", "at": 0, "op": op})
    events.append({"event": "outcome", "at": 0, "op": op, "outcome": {"kind": "value", "value": None}})


for line in sys.stdin:
    request = json.loads(line)
    verb, answer = request["verb"], {"id": request["id"]}
    if verb == "hello":
        answer.update(protocol=1, name="trivial", version="1", capabilities=["virtual-clock"])
    elif verb == "reset":
        events = []
    elif verb == "run":
        for step in request["steps"]:
            carry_out(step["op"])
        answer.update(events=events, complete=False, unsettled=[])
    elif verb == "perform":
        carry_out(request["step"]["op"])
    elif verb in ("settle", "advance"):
        carry_out(request["op"])
        answer["unsettled"] = []
    elif verb == "history":
        answer.update(events=events, complete=False)
    print(json.dumps(answer), flush=True)
