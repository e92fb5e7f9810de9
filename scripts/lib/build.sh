# Sourced by the scripts beside this folder: installs what is missing and
# builds a preset. Quick when there is nothing to do.

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

kassa_packages=(
  build-essential cmake ninja-build pkg-config ccache mold
  libcaf-dev librocksdb-dev
  libgrpc++-dev protobuf-compiler-grpc libprotobuf-dev protobuf-compiler
  libgtest-dev libgmock-dev
  libboost1.81-dev libboost-json1.81-dev
  libsodium-dev libspdlog-dev libfmt-dev libcli11-dev libtomlplusplus-dev
  libxml2-dev libssl-dev
  libcairo2-dev libpango1.0-dev libqrencode-dev
  libhowardhinnant-date-dev tzdata
)

# Asks the network only when a package is not installed.
install_missing() {
  local missing=() package
  for package in "${kassa_packages[@]}"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null |
      grep -q 'ok installed' || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

# What the comment at the head of the script says, for --help; else nothing.
help_if_asked() {
  [ "${1:-}" = --help ] || [ "${1:-}" = -h ] || return 0
  sed -n '2,/^[^#]/{s/^# \{0,1\}//p}' "$0"
  exit 0
}

install_packages() {
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "Installing: $*" >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "$@" >&2
}

# The packages of tests/grpc_peer, outside of the sources. Asks the network only
# when its lock has changed; nothing that a package brings is run. Where there is
# no npm to be had, the test that needs them is skipped, and says so.
install_peer() {
  local from="$root/tests/grpc_peer" to="$root/build/grpc_peer"
  # Not by package: Node from elsewhere brings an npm of its own.
  command -v node >/dev/null && command -v npm >/dev/null ||
    install_packages nodejs npm || return 0
  cmp -s "$from/package-lock.json" "$to/installed" && return
  echo "Installing the packages of tests/grpc_peer ..." >&2
  mkdir -p "$to"
  cp "$from/package.json" "$from/package-lock.json" "$to/"
  rm -f "$to/installed"
  npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund \
    --loglevel=error >&2 || return 0
  cp "$from/package-lock.json" "$to/installed"
}

# build PRESET [TARGET...]: says little when all goes well.
build() {
  local preset="$1" log
  shift
  install_missing
  cd "$root"
  mkdir -p "build/$preset"
  log="build/$preset/build.log"
  if [ ! -f "build/$preset/build.ninja" ]; then
    cmake --preset "$preset" >"$log" 2>&1 || { cat "$log" >&2; return 1; }
  fi
  local targets=()
  [ $# -eq 0 ] || targets=(--target "$@")
  echo "Building $preset ..." >&2
  if ! cmake --build --preset "$preset" "${targets[@]}" >"$log" 2>&1; then
    tail -n 60 "$log" >&2
    return 1
  fi
}
