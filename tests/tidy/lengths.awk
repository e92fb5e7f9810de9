# Files of at most 400 lines, functions of at most 60. Reads what clang-format
# wrote: a function's last line is a "}" at the indent of its first.
BEGIN { file_max = 400; function_max = 60 }

FNR == 1 {
  end_of_file()
  name = FILENAME
  for (i in opened) delete opened[i]
}

{
  lines = FNR
  match($0, /^ */)
  indent = RLENGTH
  if (indent > 2 || $0 ~ /^ *[#\/]/) next
  text = substr($0, indent + 1)
  if (text == "}") {
    if ((indent in opened) && FNR - opened[indent] - 1 > function_max)
      complain(FILENAME ":" opened[indent] ": a function of " \
               FNR - opened[indent] - 1 " lines (at most " function_max ")")
    delete opened[indent]
  } else if (text ~ /^[A-Za-z~\[]/) {
    opened[indent] = FNR
  }
}

END { end_of_file(); exit failed }

function end_of_file() {
  if (name != "" && lines > file_max)
    complain(name ": " lines " lines (at most " file_max ")")
}

function complain(what) {
  print "tidy: " what > "/dev/stderr"
  failed = 1
}
