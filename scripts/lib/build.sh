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
  [ ${#missing[@]} -eq 0 ] && return
  local as_root=()
  [ "$(id -u)" -eq 0 ] || as_root=(sudo)
  echo "Installing: ${missing[*]}" >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get update -qq >&2
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq \
    --no-install-recommends "${missing[@]}" >&2
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
