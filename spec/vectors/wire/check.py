"""Reads the golden bytes beside this file with read.py. Exit code 1 if one of them is not what its file says."""
import json, pathlib, sys

sys.dont_write_bytecode = True
from read import Fault, Reader, preamble

def same(one, other):
    """Equal, and equal in kind: True is not 1 here."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list): return len(one) == len(other) and all(map(same, one, other))
    return one == other and isinstance(one, bool) == isinstance(other, bool)

def outcome(read, *args):
    try: return read(*args)
    except Fault as fault: return fault.args

def main():
    folder, wrong = pathlib.Path(__file__).parent, []
    files = {name: json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("preambles", "values", "frames", "hand-made")}

    def check(name, found, expected):
        if not same(found, expected): wrong.append(f"{name}\n  found    {found}\n  expected {expected}")

    for one in files["preambles"]["preambles"]: check(one["name"], outcome(preamble, bytes.fromhex(one["hex"])), one["preamble"])
    for one in files["preambles"]["refused"]: check(one["name"], outcome(preamble, bytes.fromhex(one["hex"])), (one["code"],))
    for one in files["values"]:
        reader = Reader(0)
        reader.data, reader.at = bytes.fromhex(one["hex"]), 0
        check(one["name"], outcome(reader.item), one["value"])
    for talk in files["frames"]:
        reader = Reader(talk["names"], talk["json"])
        for one in talk["frames"]:
            check(talk["name"], outcome(reader.frame, bytes.fromhex(one["hex"])), one["frame"])
            check(talk["name"], [reader.slots[slot] for slot in sorted(reader.slots)], one["slots"])
    for one in files["hand-made"]:
        found = outcome(Reader(1024, minor=one["minor"]).frame, bytes.fromhex(one["hex"]))
        fate = {dict: "read", type(None): "skipped"}.get(type(found)) or ("refused-alone" if found[1] else "ends-connection")
        check(one["name"], [fate, found[0] if type(found) is tuple else None], [one["fate"], one["code"]])
    for line in wrong: print(line, file=sys.stderr)
    counts = len(files["preambles"]["preambles"]), len(files["values"]), sum(len(talk["frames"]) for talk in files["frames"]), len(files["hand-made"])
    print("%d preambles, %d values, %d frames, %d hand-made frames" % counts)
    return 1 if wrong else 0

if __name__ == "__main__": sys.exit(main())
