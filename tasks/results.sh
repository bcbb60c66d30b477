# shellcheck shell=bash
# From the records in bench/results/ to pictures and one page.

# draw NAME RECORD OPTION...: NAME.svg of a record that is there.
draw() {
  local name=$1 record=$RESULTS/$2.json
  shift 2
  [ -f "$record" ] || return 0
  "$EMULATOR" draw --json "$record" --out "$RESULTS/$name.svg" "$@"
}

draw_results() {
  local size=512
  [[ " ${SIZES[*]} " == *" 512 "* ]] || size=${SIZES[0]}
  draw cold cold --figure cold_ms --memory "$size" --log --highlight libHello --title "Cold start: spawn to first response"
  draw cold-rest rest --figure cold_ms --memory "${REST_SIZES[0]}" --log --highlight native --title "Cold start of a REST application in Clojure"
  draw k-means k-means --figure warm_ms --lines --log --title "K-means of 20,000 points, warm, by memory size"
  draw k-means-first k-means --figure first_ms --lines --log --title "K-means of 20,000 points, first invocation, by memory size"
  draw k-means-peak k-means --figure peak_mib --lines --title "K-means of 20,000 points, peak memory, by memory size"
  draw sine sine --figure warm_ms --highlight "Java native" --title "Ten million sines, each of the one before"
  draw https https --figure first_ms --highlight native --title "HTTPS from the handler: the first request"
  local bytes records=()
  for bytes in "${PAYLOADS[@]}"; do records+=(--json "$RESULTS/bridge-$bytes.json"); done
  if [ -f "$RESULTS/bridge-${PAYLOADS[0]}.json" ] && [ ${#PAYLOADS[@]} -gt 1 ]; then
    "$EMULATOR" draw "${records[@]}" --figure warm_us --lines payload --log --title "Echo, warm, by size of the payload" \
      --out "$RESULTS/bridge.svg"
  fi
}

# part NAME TEXT: a table that is there, under its text.
part() {
  [ -f "$RESULTS/$1.md" ] || return 0
  say "$2"
  say
  cat "$RESULTS/$1.md"
  say
}

picture() {
  [ -f "$RESULTS/$1.svg" ] || return 0
  say "![$2]($1.svg)"
  say
}

write_results_page() {
  results_page >"$RESULTS/README.md"
}

results_page() {
  local bytes
  say "# Comparisons"
  say
  say "Written by \`./build.sh bench\`; each table's record, \`.json\`, has every sample, the machine and the versions. A row's"
  say "ratio is to the first row of its memory size, taken within a round, and the median of those. Cold start: from the"
  say "spawn of the process to the last byte of its first response. Under limits, throttling lands in mean and p99 of warm"
  say "invocations rather than in the median."
  say
  part cold "## 1. Cold and warm, the same echo everywhere

2018, on Lambda itself, by its authors: Clojure on the JVM 2.9 s cold, as a native image 0.6 s. The design of 2018 is
rebuilt here with today's Go and GraalVM, and its image gets what ours gets: -O3 and a heap that follows the function's
memory. Text outside the Basic Multilingual Plane does not survive in it."
  picture cold "Cold starts"
  part rest "### A REST application in Clojure

2018: a REST API of 2,800 lines on the JVM, about 8 s cold."
  picture cold-rest "Cold starts of the REST application"
  part k-means "## 2. K-means across memory sizes

2018: the image always slower than the JVM, steadier, and with 110 to 290 MB more memory."
  picture k-means "K-means, warm"
  picture k-means-first "K-means, first invocation"
  picture k-means-peak "K-means, peak memory"
  part bundle "### Ways to package it: image, JRE with an AOT cache, plain JVM

K-means of Fisher's iris data, without limits."
  part sine "## 3. Ten million sines

2018: the image twice as fast as the JVM."
  picture sine "Ten million sines"
  part https "## 4. HTTPS from the handler

TLS 1.3, HTTP/2, a certificate of a test authority, 1 KiB. 2018: not run; certificates, a native library for elliptic
curves and reflection stood in the way. \`rust/acceptance/tests/acceptance/https.rs\` shows each of them working."
  picture https "First HTTPS request"
  say "## 5. The bridge itself"
  say
  for bytes in "${PAYLOADS[@]}"; do part "bridge-$bytes" "### $bytes bytes"; done
  picture bridge "Echo by payload size"
  part micro/library "### Parts of the library (criterion)"
  part micro/java "### Parts of the Java side (JMH)"
  part micro/allocations "### Allocated per invocation, counted"
  part image-build "## 6. Building the image

2018: 33.9 s."
  part image-levels "What comes of it: k-means of 20,000 points"
}
