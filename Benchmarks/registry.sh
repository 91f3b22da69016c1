#!/bin/sh
# Starts Docker's registry in a folder, pushes 200 images of 200 tags to it, and prints its address
# and process. Called by the benchmarks: registry.sh FOLDER.
set -eu

folder=$1
tags=200
cat >"$folder/registry.yml" <<YML
version: 0.1
log: {level: info, accesslog: {disabled: true}}
storage: {cache: {blobdescriptor: inmemory}, filesystem: {rootdirectory: $folder/storage}}
http: {addr: "127.0.0.1:0"}
YML
docker-registry serve "$folder/registry.yml" </dev/null >/dev/null 2>"$folder/log" &
process=$!
# The time in which a program starts, at most ten seconds.
for _ in 1 2 3 4 5 6 7 8 9 10; do
  host=$(sed -n 's/.*listening on \(127\.0\.0\.1:[0-9]*\).*/\1/p' "$folder/log")
  [ -z "$host" ] || break
  sleep 1
done
[ -n "$host" ] || { echo 'the registry does not start' >&2; kill "$process"; exit 1; }

api=http://$host/v2/bench/app
push_blob() {
  location=$(curl -s -D - -o /dev/null -X POST "$api/blobs/uploads/" |
    tr -d '\r' | sed -n 's/^[Ll]ocation: //p')
  curl -s -o /dev/null -X PUT -H 'Content-Type: application/octet-stream' --data-binary "@$1" \
    "$location&digest=$2"
}
digest() { echo "sha256:$(sha256sum "$1" | cut -d ' ' -f 1)"; }

number=0
while [ "$number" -lt "$tags" ]; do
  printf '{"architecture":"amd64","os":"linux","author":"%s","config":{},"rootfs":{"type":"layers","diff_ids":[]}}' \
    "$number" >"$folder/config"
  config=$(digest "$folder/config")
  push_blob "$folder/config" "$config"
  printf '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json","config":{"mediaType":"application/vnd.oci.image.config.v1+json","digest":"%s","size":%s},"layers":[]}' \
    "$config" "$(wc -c <"$folder/config")" >"$folder/manifest"
  curl -s -f -o /dev/null -X PUT -H 'Content-Type: application/vnd.oci.image.manifest.v1+json' \
    --data-binary "@$folder/manifest" "$api/manifests/1.0.$number"
  printf 'url = "%s"\noutput = "/dev/null"\n' "$api/manifests/1.0.$number" >>"$folder/heads"
  number=$((number + 1))
done
echo "$host $process"
