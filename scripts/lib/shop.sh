# Sourced by scripts/demo: a hub and its terminals as processes of this machine,
# each ended by its process id. Needs $bin, $demo, $sample.

export KASSA_SESSIONS="$demo/sessions.json"
hub_pid=
declare -A terminal_pid terminal_address
terminals=0

say() { printf '\n\033[1m%s\033[0m\n' "$*" >&2; }

# A port below those that the system hands out, so that a daemon finds it again.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 10000))
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "$port"; return; }
  done
}

# await WHAT COMMAND...: until it succeeds, at most two minutes.
await() {
  local what="$1" end=$((SECONDS + 120))
  shift
  until "$@"; do
    [ "$SECONDS" -lt "$end" ] || { echo "$what did not happen" >&2; return 1; }
    sleep 0.1
  done
}

start_hub() {
  rm -f hub.addresses
  "$bin/kassa-hub" --data hub --identity identity \
    --sync-address "$hub_sync" --office-address "$hub_address" \
    --address-file hub.addresses --log-file hub.log &
  hub_pid=$!
  await "the hub's start" test -s hub.addresses
}

kill_hub() {
  kill -9 "$hub_pid"
  wait "$hub_pid" 2>/dev/null || true
  hub_pid=
}

# start_terminal N [HUB]
start_terminal() {
  local n="$1" hub="${2:-}"
  rm -f "till$n.addresses"
  "$bin/kassa-node" run --data "till$n" --clock replay \
    --register-address "${terminal_address[$n]}" ${hub:+--hub "$hub"} \
    --printer "file:till$n/paper.txt" --several-terminals \
    --registry registry --address-file "till$n.addresses" \
    --reserve-mib 16 --log-file "till$n.log" >>"till$n.out" &
  terminal_pid[$n]=$!
  await "the start of terminal $n" test -s "till$n.addresses"
}

restart_terminal() {
  kill -TERM "${terminal_pid[$1]}"
  wait "${terminal_pid[$1]}" || true
  start_terminal "$@"
}

# open_shop COUNT
open_shop() {
  local n
  hub_sync="127.0.0.1:$(free_port)"
  hub_address="127.0.0.1:$(free_port)"
  export KASSA_HUB="$hub_address"
  head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n' >password
  "$bin/kassa" hub init --data hub --identity identity --admin admin \
    --password-file password
  start_hub
  "$bin/kassa" hub login admin --password-file password
  "$bin/kassa" store add bageri --name 'Exempelbageriet' \
    --company 'Exempelbageriet AB' --org-no 556677-8899 \
    --address 'Storgatan 1, 123 45 Exempelby' --footer 'Välkommen åter!'
  "$bin/kassa" user add anna --store bageri --name Anna \
    --may sell,return,z,drawer,discount,cash,manage --password-file password
  "$bin/kassa" articles import "$sample/articles.csv" --store bageri
  "$bin/kassa" layout import "$sample/layout.json" --store bageri
  "$bin/kassa" publish --store bageri
  for ((n = 1; n <= $1; n++)); do
    "$bin/kassa" terminal add --store bageri --name "Kassa $n" \
      --out "kassa$n.bundle" >/dev/null
    "$bin/kassa-node" init --bundle "kassa$n.bundle" --data "till$n" \
      --several-terminals --registry registry >/dev/null
    terminal_address[$n]="127.0.0.1:$(free_port)"
    start_terminal "$n"
  done
  terminals=$1
  for ((n = 1; n <= terminals; n++)); do
    await "the catalog at terminal $n" has_catalog "$n"
    "$bin/kassa" login anna --password-file password \
      --terminal "${terminal_address[$n]}" >/dev/null
  done
}

stop_shop() {
  local n
  for n in "${!terminal_pid[@]}"; do
    kill -TERM "${terminal_pid[$n]}" 2>/dev/null || true
    wait "${terminal_pid[$n]}" 2>/dev/null || true
  done
  if [ -n "$hub_pid" ]; then
    kill -TERM "$hub_pid" 2>/dev/null || true
    wait "$hub_pid" 2>/dev/null || true
  fi
}

terminal_addresses() {
  local n all=
  for ((n = 1; n <= terminals; n++)); do all+=",${terminal_address[$n]}"; done
  echo "${all#,}"
}

# field NAME: the first number or word of that name in the JSON on stdin.
field() {
  tr -d ' \n"' | grep -o "[{,]$1:[^,}]*" | head -n 1 | cut -d: -f2
}

status_of() { "$bin/kassa" --json status --terminal "${terminal_address[$1]}" 2>/dev/null; }
receipts_of() { status_of "$1" | field receipts; }
has_catalog() { [ "$(status_of "$1" | field version)" = 1 ]; }
has_receipts() { [ "$(receipts_of "$1" || true)" -ge "$2" ] 2>/dev/null; }
await_receipts() { await "receipt $2" has_receipts "$1" "$2"; }

is_uploaded() {
  local now
  now="$(status_of "$1")"
  [ -n "$now" ] &&
    [ "$(field durableSeq <<<"$now")" = "$(acked_seq <<<"$now")" ]
}
acked_seq() { tr -d ' \n"' | grep -o 'acked:{seq:[0-9]*' | cut -d: -f3; }

await_convergence() {
  local n
  for ((n = 1; n <= terminals; n++)); do
    await "the upload of terminal $n" is_uploaded "$n"
  done
}

kronor() { printf '%d,%02d' $(($1 / 100)) $(($1 % 100)); }

# Prints what a person wants to see and sets `agreed`.
report_shop() {
  local n now net sum=0 stats total
  agreed=yes
  say "Each terminal, by itself:"
  for ((n = 1; n <= terminals; n++)); do
    now="$(status_of "$n")"
    net="$(field netOre <<<"$now")"
    sum=$((sum + net))
    printf 'Kassa %d: %4d receipts, Z %d, grand total %12s kr\n' "$n" \
      "$(field receipts <<<"$now")" "$(field lastZ <<<"$now")" "$(kronor "$net")"
    "$bin/kassa" verify --terminal "${terminal_address[$n]}" || agreed=no
  done
  say "The store, as the hub counts it, and how complete that is:"
  "$bin/kassa" stats --store bageri --by group
  stats="$("$bin/kassa" --json stats --store bageri)"
  total="$(field netOre <<<"$stats")"
  if [ "$total" != "$sum" ]; then
    agreed=no
    echo "The hub's total is $(kronor "$total") kr, the terminals' $(kronor "$sum") kr."
  fi
  say "One sale on paper, and the day's Z (terminal 1):"
  "$bin/kassa" receipt 1 --terminal "${terminal_address[1]}"
  "$bin/kassa" z 1 --terminal "${terminal_address[1]}"
  if [ "$agreed" = yes ]; then
    say "All agrees: $(kronor "$sum") kr at the terminals and at the hub."
  else
    say "It does NOT agree; see above and $demo/*.log."
  fi
}
