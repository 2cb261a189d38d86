"""Holds the golden bytes beside this file against spec/wire.cddl, with the package cddl-verifier. Exit code 1 if one differs."""
import json, pathlib, sys
from cddl_verifier import Validator

FOLDER = pathlib.Path(__file__).parent
SCHEMA = (FOLDER.parent.parent / "wire.cddl").read_text("utf-8")
KINDS = "identify identity handshake invocation success failure goodbye ping pong".split()
VALIDATORS = {rule: Validator(f"start = {rule}\n{SCHEMA}") for rule in [*KINDS, "preamble", "value"]}
# What is malformed for reasons that a schema of CBOR does not see: heads, slots, one key, the calendar, and how often a rule is used.
UNSEEN = {"an array of indefinite length", "a text of indefinite length", "a slot that holds nothing"}
UNSEEN |= {"an element more that has an indefinite length", "a key that would set a prototype", "a fact named __proto__"}
UNSEEN |= {"a date beyond all dates", "seventeen causes"}
checked, wrong = 0, []

def check(name, rule, data, expected=True):
    global checked
    checked += 1
    if bool(VALIDATORS[rule].validate(data)) != expected: wrong.append(f"{name}: {rule} {data.hex()}")

def check_frame(name, data, expected=True):
    if len(data) > 5 and 0 < data[4] <= len(KINDS): check(name, KINDS[data[4] - 1], data[5:], expected)

def golden(name):
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))

for one in golden("preambles")["preambles"]: check(one["name"], "preamble", bytes.fromhex(one["hex"])[8:])
for one in golden("values"): check(one["name"], "value", bytes.fromhex(one["hex"]))
for talk in golden("frames"):
    for one in talk["frames"]: check_frame(talk["name"], bytes.fromhex(one["hex"]))
for one in golden("hand-made"):
    if one["code"] == "value-too-deep": continue  # too deep for the validator as well
    check_frame(one["name"], bytes.fromhex(one["hex"]), one["fate"] == "read" or one["name"] in UNSEEN)
for line in wrong: print(line, file=sys.stderr)
print(f"{checked} items checked, {len(wrong)} wrong")
sys.exit(1 if wrong else 0)
