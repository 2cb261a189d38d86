#!/bin/sh
# Runs the suite against the adapter, built to count, and prints how much of the implementation the suite reached.
# Usage: adapters/go/coverage.sh [options of fencepost verify, for example --profile smoke]
set -eu
folder=$(cd "$(dirname "$0")" && pwd)
counts=$folder/covered
rm -rf "$counts"
mkdir -p "$counts" "$folder/bin"
(cd "$folder" && go build -cover -coverpkg=./... -o bin/adapter-covered ./adapter)
verdict=0
GOCOVERDIR=$counts node "$folder/../../dist/properties/cli/main.js" verify \
  --adapter "'$folder/bin/adapter-covered'" "$@" || verdict=$?
cd "$folder"
go tool covdata textfmt -i="$counts" -pkg="$(go list ./rpc)" -o="$counts/profile.txt"
go tool cover -func="$counts/profile.txt" | awk '$NF + 0 < 100'
exit "$verdict"
