"""Reads frames as spec/wire.md says, with Python's library alone. check.py holds it against the golden bytes."""
import json, math, struct

SAFE, INT, TEXT, MAP, ANY = 2**53 - 1, (int,), (str,), (dict,), (object,)
HEAD = {"op": INT, "sender": INT, "incarnation": INT}
ANSWER = {"op": INT, "leg": INT}
KINDS = {  # elements by name; those from the first of LATE on can be refused alone (WIRE-54)
    1: ("identify", {"op": INT, "sender": INT, "name": TEXT}),
    2: ("identity", {"op": INT, "found": (list, type(None)), "others": (bool,), "match": (int, type(None))}),
    3: ("handshake", HEAD | {"version": INT, "gateway": ANY}),
    4: ("invocation", HEAD | {"flags": INT, "method": ANY, "token": ANY, "arguments": ANY, "trace": (dict, type(None))}),
    5: ("success", ANSWER | {"value": ANY}),
    6: ("failure", ANSWER | {"error": (list,)}),
    7: ("goodbye", {"code": TEXT, "message": TEXT}),
    8: ("ping", {"number": INT}),
    9: ("pong", {"number": INT}),
}
LATE = ("arguments", "trace", "value", "error")
PREAMBLE = {"features": INT, "frameBytes": INT, "names": INT, "nodeId": MAP, "incarnation": INT, "address": TEXT}

class Fault(Exception):
    """code, and whether it refuses one frame alone"""

class Reader:
    def __init__(self, names, as_json=False, minor=0):
        self.capacity, self.as_json, self.minor, self.slots, self.next = names, as_json, minor, {}, 0
    def take(self, count):
        if count > len(self.data) - self.at: raise Fault("malformed")
        self.at += count
        return self.data[self.at - count : self.at]
    def head(self):
        major, info = divmod(self.take(1)[0], 32)
        if info > 27: raise Fault("malformed")  # WIRE-11
        return major, info, info if info < 24 else int.from_bytes(self.take(1 << (info - 24)), "big")
    def item(self, depth=0):
        """A value, in the JSON notation of WIRE-61."""
        major, info, argument = self.head()
        if major < 2:
            number = argument if major == 0 else -1 - argument
            return number if abs(number) <= SAFE else {"$bigint": format(number, "x")}
        if major == 2: return {"$bytes": self.take(argument).hex()}
        if major == 3:
            try: return self.take(argument).decode("utf-8")
            except UnicodeDecodeError: raise Fault("malformed")
        if major in (4, 5) and depth == 256: raise Fault("too-deep")  # WIRE-56
        if major == 4: return [self.item(depth + 1) for _ in range(argument)]
        if major == 6: return self.tagged(argument)
        if major == 7: return self.simple(info, argument)
        entries = {}
        for _ in range(argument):
            key = self.item(depth + 1)
            if type(key) is not str or key in entries or key == "__proto__": raise Fault("malformed")
            entries[key] = self.item(depth + 1)
        return {"$object": entries} if len(entries) == 1 and [*entries][0].startswith("$") else entries
    def tagged(self, tag):
        content = self.item()
        if tag == 1 and type(content) in (int, float):
            whole = math.trunc(content)
            milliseconds = whole * 1000 + round((content - whole) * 1000)
            if abs(milliseconds) <= 864 * 10**13: return {"$date": iso(milliseconds)}
        if tag in (2, 3) and type(content) is dict and "$bytes" in content:
            magnitude = int(content["$bytes"] or "0", 16)
            return {"$bigint": format(magnitude if tag == 2 else -1 - magnitude, "x")}
        raise Fault("malformed")
    def simple(self, info, argument):
        if 20 <= info <= 23: return [False, True, None, {"$undefined": True}][info - 20]
        if info not in (25, 26, 27): raise Fault("malformed")
        number = struct.unpack(">" + "efd"[info - 25], argument.to_bytes(1 << (info - 24), "big"))[0]
        if math.isfinite(number): return number if str(number) != "-0.0" else {"$number": "-0"}
        return {"$number": str(number).replace("inf", "Infinity").replace("nan", "NaN")}
    def name(self, value, kind):
        """WIRE-21 to WIRE-25: a name (str) or a token (dict) for what stands in its place."""
        if value is None and kind is dict: return None
        if type(value) is int:
            if type(self.slots.get(value)) is not kind: raise Fault("name-unknown")
            return self.slots[value]
        if kind is dict: value = {"type": value[0], "bytes": value[1]["$bytes"]}
        if type(value) is not kind or kind is dict and len(value["bytes"]) > 128: raise Fault("malformed")
        if self.capacity and len((value["type"] if kind is dict else value).encode()) <= 255:
            self.slots[self.next] = value
            self.next = (self.next + 1) % self.capacity
        return value
    def elements(self, fields):
        found, late = {"trace": None} if "trace" in fields else {}, False
        try:
            major, _, count = self.head()
            if major != 4 or count < len(fields) - ("trace" in fields): raise Fault("malformed")
            for name, types in [*fields.items()][:count]:
                late = late or name in LATE
                value = self.item()
                if name in ("method", "gateway", "token"): value = self.name(value, dict if name == "token" else str)
                if name in ("arguments", "value") and self.as_json: value = json.loads(value)
                if name == "arguments" and type(value) is not list: raise Fault("malformed")
                if object not in types and type(value) not in types: raise Fault("malformed")
                found[name] = value
            for _ in range(len(fields), count): self.item()  # WIRE-51
            if self.at != len(self.data): raise Fault("malformed")
        except Fault as fault:
            code = fault.args[0]
            raise Fault(code if code == "name-unknown" else ("value-" if late else "frame-") + code, late)
        return found
    def frame(self, data):
        """A frame, or None for one of a kind that a later minor added (WIRE-52)."""
        self.data, self.at, length = data, 5, int.from_bytes(data[:4], "big")
        if length > 10485760: raise Fault("frame-too-large", False)
        if length == 0 or length != len(data) - 4: raise Fault("frame-malformed", False)
        if data[4] not in KINDS:
            if data[4] == 0 or self.minor == 0: raise Fault("kind-unknown", False)
            return None
        kind, fields = KINDS[data[4]]
        return meaning({"frame": kind} | self.elements(fields))
def meaning(frame):
    if "flags" in frame:
        asked, fenced, unknown = (frame["flags"] & bit for bit in (1, 2, 4))
        frame |= {"asked": asked > 0, "envelope": ["bare", "fenced"][fenced // 2], "kind": ["call", "unknown"][unknown // 4]}
        del frame["flags"]
    if "leg" in frame: frame["leg"] = ["answer", "greeting"][frame["leg"]]
    if frame.get("found"): frame["found"] = dict(zip(("incarnation", "address"), frame["found"]))
    if "error" in frame: frame["error"] = error(frame["error"])
    return frame
def error(parts, causes=16):
    if causes < 0 or len(parts) < 6 or len(parts[2]) > 64: raise Fault("value-malformed", True)
    named = dict(zip(("code", "message", "states", "className", "stack", "cause"), parts))
    return named | {"cause": named["cause"] and error(named["cause"], causes - 1)}
def preamble(data):
    if data[:4] != bytes.fromhex("f5464e50")[: len(data)]: raise Fault("not-a-peer")
    if data[4] != 1: raise Fault("major-mismatch")
    if int.from_bytes(data[6:8], "big") != len(data) - 8: raise Fault("preamble-malformed")
    reader = Reader(0)
    reader.data, reader.at = data, 8
    try: found = reader.elements(PREAMBLE)
    except Fault: raise Fault("preamble-malformed")
    return {"major": data[4], "minor": data[5]} | found | {"nodeId": found["nodeId"]["$bytes"]}

def iso(milliseconds):
    """The text of a date, also where Python's own dates end."""
    days, rest = divmod(milliseconds, 86_400_000)
    era, day = divmod(days + 719_468, 146_097)
    of_era = (day - day // 1460 + day // 36_524 - day // 146_096) // 365
    day -= 365 * of_era + of_era // 4 - of_era // 100
    month = (5 * day + 2) // 153
    year = of_era + era * 400 + (month >= 10)
    shown = f"{year:04}" if 0 <= year <= 9999 else f"{'+' if year > 0 else '-'}{abs(year):06}"
    hours, minutes, seconds = rest // 3_600_000, rest // 60_000 % 60, rest // 1000 % 60
    clock = f"{hours:02}:{minutes:02}:{seconds:02}.{rest % 1000:03}"
    return f"{shown}-{month + 3 - 12 * (month >= 10):02}-{day - (153 * month + 2) // 5 + 1:02}T{clock}Z"
