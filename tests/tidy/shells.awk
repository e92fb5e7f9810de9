# In a CAF shell: no lambda that captures everything by reference, and never a
# `.then` or `.await` without a handler of errors.
FNR == 1 { text = ""; begin = 0 }

/\[&\]/ { complain(FNR, "[&] outlives its frame in a behaviour") }

{
  if (begin == 0) {
    at = match($0, /\.(then|await)\(/)
    if (at == 0) next
    begin = FNR
    depth = 0
    commas = 0
    rest = substr($0, at + RLENGTH - 1)
  } else {
    rest = $0
  }
  n = length(rest)
  for (i = 1; i <= n; ++i) {
    c = substr(rest, i, 1)
    if (c ~ /[(\[{]/) ++depth
    else if (c ~ /[)\]}]/) --depth
    else if (c == "," && depth == 1) ++commas
    if (depth == 0) {
      if (commas == 0) complain(begin, "without a handler of errors")
      begin = 0
      break
    }
  }
}

END { exit failed }

function complain(line, what) {
  print "tidy: " FILENAME ":" line ": " what > "/dev/stderr"
  failed = 1
}
