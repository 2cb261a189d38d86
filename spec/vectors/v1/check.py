"""Holds an adapter against the vectors: `python3 check.py COMMAND ARGUMENT...`, with Python's standard library alone."""
import glob, json, os, subprocess, sys

class Adapter:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.id = 0

    def ask(self, verb, **fields):
        self.id += 1
        self.process.stdin.write(json.dumps({"id": self.id, "verb": verb, **fields}) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        if "error" in answer: sys.exit(answer["error"])
        return answer

def outline(scenario, events):
    """How each operation came out, and what each endpoint did in which order: no times, addresses and texts."""
    types = {step["op"]: step["operation"]["type"] for step in scenario["steps"]}
    parts = {}
    for event in events:
        if event["event"] == "outcome":
            outcome, op = event["outcome"], event["op"]
            value = None if types.get(op) == "create-endpoint" else outcome.get("value")
            parts.setdefault(("operation", op), []).append((outcome.get("code"), outcome.get("thrown", False), value))
        elif event["event"] in ("begin", "end", "closed"):
            fields = tuple(event.get(name) for name in ("event", "role", "work", "how", "resource"))
            parts.setdefault(("endpoint", event["endpoint"]), []).append(fields)
    return parts

def begins(short, long):
    return all(long.get(key, [])[: len(part)] == part for key, part in short.items())

def verdict_of(vector, events):
    seen, told = (outline(vector["scenario"], some) for some in (events, vector["history"]["events"]))
    if "reason" in vector:  # a rejected history: one that ends with an impossible event, or too early
        same = seen == told if vector["index"] == len(vector["history"]["events"]) else begins(told, seen)
        return f"{vector['reason']} ({', '.join(vector['rules'])})" if same else "good"
    if seen == told: return "good"
    return "another history than the only possible one" if vector["confluent"] else "another order"

def main():
    adapter, counts = Adapter(sys.argv[1:]), {"good": 0, "another order": 0, "wrong": 0, "left out": 0}
    capabilities = set(adapter.ask("hello", protocol=1, suite="vectors")["capabilities"])
    for path in sorted(glob.glob(os.path.join(os.path.dirname(os.path.abspath(__file__)), "*.json"))):
        vectors = json.load(open(path, encoding="utf8"))
        rule = vectors["rule"]
        for vector in vectors["accepted"] + vectors["rejected"]:
            scenario = vector["scenario"]
            outside = vector.get("visible", True) and not vector["history"]["header"]["complete"] and not scenario["tape"]
            if not outside or not capabilities >= set(vector["requires"]): counts["left out"] += 1; continue
            adapter.ask("reset", scenario=rule, rules=[rule], kills="service", services=scenario["services"])
            verdict = verdict_of(vector, adapter.ask("run", steps=scenario["steps"], tape=[], patienceMs=5000)["events"])
            counts[verdict if verdict in counts else "wrong"] += 1
            if verdict not in counts: print(f"{rule}: {verdict}: {json.dumps(scenario['steps'])}")
    adapter.ask("bye")
    print(", ".join(f"{count} {name}" for name, count in counts.items()))
    sys.exit(1 if counts["wrong"] or not counts["good"] else 0)

main()
