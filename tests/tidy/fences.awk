# Who may include whom (design: the house), and which libraries and which parts
# of the world stay in their rooms. Tests may all.
FNR == 1 {
  folder = FILENAME
  sub(/\/.*/, "", folder)
  cli = FILENAME ~ /^(node|hub)\/cli\// || FILENAME ~ /^proto\/base\/console/
  real = FILENAME ~ /^(node|hub)\/(ports|main|[a-z_]*_main|[a-z_]*_ports|hub|node|identity|files)/
  pure = folder == "actors" || folder == "store" || \
         (folder == "hub" && !cli && !real && FILENAME !~ /_(actor|service)\.[ch]pp$/)
}

folder == "tests" { next }

/^#include "/ {
  target = $2
  gsub(/"/, "", target)
  if (!may_include(target)) complain("may not include " $2)
}

/^#include <caf\// {
  if (FILENAME !~ /_actor\.[ch]pp$|^actors\/(interfaces|caf_compat|pch)\.hpp$|^(node|hub)\//)
    complain("<caf/...> belongs in shells and composition roots")
}

/^#include <rocksdb\// {
  if (FILENAME !~ /^store\/.*\.cpp$|^store\/rocks\.hpp$/)
    complain("<rocksdb/...> belongs in store/*.cpp and their rocks.hpp")
}

/^#include <grpcpp\// {
  if (folder != "transport" && FILENAME !~ /_service\.[ch]pp$|^node\/register\/|^actors\/pch\.hpp$/)
    complain("<grpcpp/...> belongs in transport/ and service adapters")
}

pure && !/^ *\/\// {
  if ($0 ~ /std::j?thread|sleep_for|sleep_until|usleep\(|_clock::now|random_device|<fstream>|[io]fstream|getenv\(|std::time\(|gettimeofday|clock_gettime/)
    complain("no clock, thread, sleep, randomness or file stream here")
}

END { exit failed }

function may_include(what) {
  if (what ~ /^kassa\/v1\//)
    return what !~ /\.grpc\.pb\.h$/ || folder == "transport" || \
           FILENAME ~ /_service\.[ch]pp$|^node\/register\// || cli
  if (what ~ /^proto\//) return 1
  if (folder == "store") return what ~ /^store\//
  if (folder == "actors") return what ~ /^(store|actors)\//
  if (folder == "transport") return what ~ /^(transport|actors\/sync)\//
  if (folder == "node")
    return what ~ /^(store|actors|transport|node)\// || \
           (cli && what ~ /^hub\/cli\//)
  if (folder == "hub")
    return what ~ /^(store|actors|transport|hub)\// && \
           what !~ /^actors\/(sale|printer)\//
  return 0
}

function complain(what) {
  print "tidy: " FILENAME ":" FNR ": " what ": " $0 > "/dev/stderr"
  failed = 1
}
