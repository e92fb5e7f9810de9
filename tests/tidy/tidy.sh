#!/usr/bin/env bash
# Checks what a compiler does not: who includes whom, what stays in its room,
# how long things are. Run by ctest as `tidy`: tests/tidy/tidy.sh ROOT
set -euo pipefail
export LC_ALL=C.UTF-8
cd "$1"
here=tests/tidy
folders=(proto store actors transport node hub tests)

mapfile -t code < <(
  find "${folders[@]}" \( -name '*.cpp' -o -name '*.hpp' \) -type f | sort)
failed=0
awk -f "$here/lengths.awk" "${code[@]}" || failed=1
awk -f "$here/fences.awk" "${code[@]}" || failed=1
mapfile -t shells < <(printf '%s\n' "${code[@]}" | grep '_actor\.[ch]pp$')
if [ ${#shells[@]} -gt 0 ]; then
  awk -f "$here/shells.awk" "${shells[@]}" || failed=1
fi

# Words that may stand nowhere. The patterns are split so that they do not find
# themselves.
mapfile -t texts < <(
  find . \( -path ./build -o -path ./.git \) -prune -o -type f -print | sort)
if grep -nE 'TO''DO|FIX''ME|/wo''rk/' "${texts[@]}"; then
  echo "tidy: words that may not stand in the repository, above" >&2
  failed=1
fi

# A page a folder.
mapfile -t rooms < <(find "${folders[@]}" scripts .ci -type d | sort)
for folder in "${rooms[@]}"; do
  case "$folder" in actors/cmake | proto/kassa) continue ;; esac
  if [ ! -f "$folder/README.md" ]; then
    echo "tidy: $folder/README.md is missing" >&2
    failed=1
  fi
done
exit $failed
