# Sourced by scripts/demo: the shop's processes, each ended by its own id.

store=cafe
nowhere=127.0.0.1:9 # The discard port: nobody listens.
failed=no
hub_pid=
replay_pid=
terminal_pids=()
unit_pids=()

say() { printf '\n== %s\n' "$*"; }
note() { printf '   -- %s\n' "$*"; }
fail() { failed=yes; printf '   !! %s\n' "$*"; }

# A text or number of one-line JSON by its path of names: field FILE-TEXT NAME.
field() { sed -nE "s/.*\"$2\" ?: ?\"?([^\",}]*).*/\1/p" <<<"$1"; }

begin_demo() {
  kassa="$1/bin/kassa"
  node="$1/bin/kassa-node"
  hub="$1/bin/kassa-hub"
  emulator="$1/bin/kassa-emulator"
  sample="$2"
  demo="$1/demo"
  mkdir -p "$demo"
  exec 8>"$1/demo.lock"
  flock -n 8 || { echo "A demo is running already." >&2; exit 1; }
  rm -rf "$demo"
  mkdir -p "$demo"
  export KASSA_SESSIONS="$demo/sessions.json"
  echo hemligt-lösen >"$demo/password"
  trap end_demo EXIT
  trap 'exit 130' INT TERM
}

end_demo() {
  local pid
  for pid in "$replay_pid" "${terminal_pids[@]}" "${unit_pids[@]}" "$hub_pid"; do
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
  done
  wait
}

# wait_for FILE PID: until a daemon has written its addresses.
wait_for() {
  local i
  for i in $(seq 300); do
    [ ! -s "$1" ] || return 0
    kill -0 "$2" 2>/dev/null || break
    sleep 0.1
  done
  echo "It does not start; see $demo/*.log" >&2
  tail -n 5 "$demo"/*.log >&2
  exit 1
}

start_hub() {
  rm -f "$demo/hub.addresses"
  "$hub" --data "$demo/hub-data" --identity "$demo/hub-identity" \
    --sync-address "${sync_address:-127.0.0.1:0}" \
    --office-address "${office_address:-127.0.0.1:0}" \
    --enrol-address 127.0.0.1:0 \
    --address-file "$demo/hub.addresses" >>"$demo/hub.log" 2>&1 8>&- &
  hub_pid=$!
  wait_for "$demo/hub.addresses" "$hub_pid"
  local told
  told="$(cat "$demo/hub.addresses")"
  sync_address="$(field "$told" sync)"
  office_address="$(field "$told" office)"
  export KASSA_HUB="$office_address"
  "$kassa" hub login eva --password-file "$demo/password" >/dev/null
}

kill_hub() {
  kill -9 "$hub_pid"
  wait "$hub_pid" 2>/dev/null || true
}

make_hub() {
  "$kassa" hub init --data "$demo/hub-data" --identity "$demo/hub-identity" \
    --admin eva --password-file "$demo/password" >/dev/null
  start_hub
  "$kassa" store add "$store" --name "Kafé Kringlan" \
    --org-no 556677-8899 --address "Götgatan 1, Stockholm"
  "$kassa" user add anna --store "$store" --name Anna \
    --may sell,return,z,drawer,discount,cash,manage,training \
    --password-file "$demo/password"
  "$kassa" articles import "$sample/articles.csv" --store "$store"
  "$kassa" layout import "$sample/layout.json" --store "$store"
  "$kassa" publish --store "$store"
}

start_terminal() {
  local n="$1"
  shift
  rm -f "$demo/kassa$n.address"
  "$node" run --data "$demo/kassa$n" "$@" >>"$demo/kassa$n.log" 2>&1 8>&- &
  terminal_pids[$n]=$!
  wait_for "$demo/kassa$n.address" "${terminal_pids[$n]}"
}

restart_terminal() {
  kill "${terminal_pids[$1]}"
  wait "${terminal_pids[$1]}" 2>/dev/null || true
  start_terminal "$@"
}

# Each register has a control unit of its own; these are played.
start_unit() {
  local n="$1"
  "$emulator" --addresses "$demo/unit$n.addresses" --seed "unit $n" \
    >>"$demo/unit$n.log" 2>&1 8>&- &
  unit_pids[$n]=$!
  wait_for "$demo/unit$n.addresses" "${unit_pids[$n]}"
}

make_terminal() {
  local n="$1"
  start_unit "$n"
  "$kassa" terminal add --store "$store" --name "Kassa $n" \
    --out "$demo/kassa$n.bundle"
  "$node" init --bundle "$demo/kassa$n.bundle" --data "$demo/kassa$n" \
    --registry "$demo/registry" --several-terminals --clock replay \
    --register-address 127.0.0.1:0 --address-file "$demo/kassa$n.address" \
    --printer "file:$demo/kassa$n.txt" --log-level warn \
    --unit "kd:tcp:$(field "$(cat "$demo/unit$n.addresses")" kd)" >/dev/null
  start_terminal "$n"
}

address_of() { field "$(cat "$demo/kassa$1.address")" register; }

start_replay() {
  "$kassa" replay --articles "$sample/articles.csv" \
    --tickets "$sample/tickets.csv" --user anna \
    --password-file "$demo/password" --pace 100 \
    --terminals "@$demo/kassa1.address,@$demo/kassa2.address,@$demo/kassa3.address" \
    8>&- &
  replay_pid=$!
}

wait_for_replay() {
  local code=0
  wait "$replay_pid" || code=$?
  replay_pid=
  return "$code"
}

status_of() { "$kassa" --json status --terminal "$(address_of "$1")"; }

report_terminals() {
  local n now
  say "Each terminal, $1"
  printf '%-14s %9s %5s %12s  %-10s %9s %9s\n' \
    terminal receipts 'Z' 'grand, öre' hub records 'at hub'
  for n in 1 2 3; do
    now="$(status_of "$n")"
    printf '%-14s %9s %5s %12s  %-10s %9s %9s\n' "$(field "$now" terminal)" \
      "$(field "$now" receipts)" "1-$(field "$now" last_z)" \
      "$(grand_of "$now")" "$(field "$now" hub)" "$(field "$now" durable_seq)" \
      "$(acked_of "$now")"
  done
}

grand_of() { sed -nE 's/.*"grand":\{[^}]*"net_ore":"(-?[0-9]+)".*/\1/p' <<<"$1"; }
acked_of() { sed -nE 's/.*"acked":\{"seq":"([0-9]+)".*/\1/p' <<<"$1"; }

# Until the hub has acknowledged every record of every terminal.
converge() {
  local i n now behind
  for i in $(seq 300); do
    behind=no
    for n in 1 2 3; do
      now="$(status_of "$n")"
      [ "$(field "$now" durable_seq)" = "$(acked_of "$now")" ] || behind=yes
    done
    if [ "$behind" = no ] && compare_totals; then return 0; fi
    sleep 0.2
  done
  return 1
}

hub_total() {
  "$kassa" --json stats --store "$store" "$@" |
    sed -nE 's/^\{"store":"[^"]*","sales_ore":"[^"]*","returns_ore":"[^"]*","net_ore":"(-?[0-9]+)".*/\1/p'
}

# The hub's total, and the one it counts anew, are the terminals' sum.
compare_totals() {
  local n sum=0
  for n in 1 2 3; do sum=$((sum + $(grand_of "$(status_of "$n")"))); done
  [ "$(hub_total)" = "$sum" ] && [ "$(hub_total --rebuild)" = "$sum" ]
}

verify_all() {
  local n
  for n in 1 2 3; do
    "$kassa" verify --terminal "$(address_of "$n")" 2>/dev/null || return 1
  done
}

show_one() {
  local at
  at="$(address_of 1)"
  "$kassa" login anna --terminal "$at" --password-file "$demo/password" >/dev/null
  "$kassa" receipt 3 --terminal "$at"
  "$kassa" z 1 --terminal "$at"
}

show_addresses() {
  local n
  say "It stays up until Ctrl-C. In another shell:"
  echo "export KASSA_SESSIONS=$KASSA_SESSIONS KASSA_HUB=$office_address"
  for n in 1 2 3; do
    echo "$kassa status --terminal $(address_of "$n")"
  done
  echo "$kassa login anna --terminal $(address_of 1) --password-file $demo/password"
  echo "$kassa sell 112 2x100 --cash 200 --terminal $(address_of 1)"
}

# The daemons are children: it ends with them, or by a signal.
wait_for_ctrl_c() { wait; }
