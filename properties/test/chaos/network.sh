#!/usr/bin/env bash
# The programs of proxied-programs.test.ts in a network namespace of their own whose loopback interface loses, delays,
# reorders, doubles and corrupts packets (tc netem). Needs root and a kernel with netem; otherwise it says why it is skipped.
#
#   npm run chaos:network
set -euo pipefail
cd "$(dirname "$0")/../../.."

name=fencepost-$$
skip() {
  printf 'SKIPPED: %s\n' "$1"
  exit 0
}

command -v ip >/dev/null && command -v tc >/dev/null || skip 'there is no ip or tc (Debian: iproute2)'
ip netns add "$name" 2>/dev/null || skip 'network namespaces are not allowed here'
trap 'ip netns del "$name"' EXIT
ip -n "$name" link set lo up
faults=(
  'delay 2ms 2ms'
  'delay 1ms loss 3%'
  'delay 4ms reorder 25%'
  'corrupt 2%'
  'duplicate 10% loss 1%'
)
for fault in "${faults[@]}"; do
  # shellcheck disable=SC2086
  error=$(ip netns exec "$name" tc qdisc replace dev lo root netem $fault 2>&1) ||
    skip "the kernel has no netem: ${error}"
  printf '=== %s\n' "$fault"
  ip netns exec "$name" node_modules/.bin/ava --timeout=10m dist/properties/test/chaos/proxied-programs.test.js
done
