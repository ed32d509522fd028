#!/usr/bin/env bash
# A real Apache Kafka broker (KRaft, one node, loopback) for the tests, from its published Maven artefacts.
#
#   tests/kafka.sh fetch              download the jars once (43 MB) into ~/.cache/vigie; needs java 17+ and mvn
#   tests/kafka.sh serve DIR PORT     run a broker on PORT (PORT+1: controller, PORT+2: SASL) with its data in DIR
#
# `serve` is led through its standard input, one word a line, and answers one line each:
#   kill    the broker is killed with -9, its data stays     -> killed
#   start   it is started again on the same data             -> ready
# The first `ready` comes by itself. When the input ends, whoever held it having died or not, the broker is killed and
# DIR removed: no test can leave a broker behind.
#
# The SASL listener knows two users (PLAIN): `admin`, who may do anything, and `stranger`, who may do nothing.
set -euo pipefail
version=4.1.1
jars=${KAFKA_JARS:-${XDG_CACHE_HOME:-$HOME/.cache}/vigie/kafka-$version}
fail() { echo "kafka.sh: $1" >&2; exit 3; }

fetch() {
  command -v java >/dev/null || fail "no java: install Java 17 or newer (Debian: openjdk-17-jre-headless), or name a broker in VIGIE_TEST_KAFKA=host:port"
  [ -f "$jars/.complete" ] && return
  command -v mvn >/dev/null || fail "no mvn: install Maven (Debian: maven) to fetch the broker's jars, or name a broker in VIGIE_TEST_KAFKA=host:port"
  mkdir -p "$jars"
  # Two test binaries may come here at once: one fetches, the other waits for it.
  exec 9>"$jars/.lock"
  flock 9
  [ -f "$jars/.complete" ] && return
  cat >"$jars/pom.xml" <<POM
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>local</groupId><artifactId>broker</artifactId><version>1</version>
  <dependencies>
    <dependency><groupId>org.apache.kafka</groupId><artifactId>kafka_2.13</artifactId><version>$version</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-slf4j-impl</artifactId><version>2.24.3</version></dependency>
    <dependency><groupId>org.apache.logging.log4j</groupId><artifactId>log4j-core</artifactId><version>2.24.3</version></dependency>
  </dependencies>
</project>
POM
  (cd "$jars" && mvn -q -B dependency:copy-dependencies -DoutputDirectory=. -DincludeScope=runtime >&2) ||
    fail "the broker's jars could not be fetched from Maven Central; try again, or name a broker in VIGIE_TEST_KAFKA=host:port"
  touch "$jars/.complete"
  exec 9>&-
}

# Timings are short so that faults are seen within seconds; replication is one, as there is one node.
configure() {
  mkdir -p "$dir"
  cat >"$dir/server.properties" <<PROPS
process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:$((port + 1))
listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1)),SASL_PLAINTEXT://127.0.0.1:$((port + 2))
advertised.listeners=PLAINTEXT://127.0.0.1:$port,SASL_PLAINTEXT://127.0.0.1:$((port + 2))
controller.listener.names=CONTROLLER
listener.security.protocol.map=CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT
sasl.enabled.mechanisms=PLAIN
listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_admin="admin-password" user_stranger="stranger-password";
authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer
super.users=User:ANONYMOUS;User:admin
log.dirs=$dir/data
auto.create.topics.enable=false
offsets.topic.replication.factor=1
offsets.topic.num.partitions=4
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
transaction.state.log.num.partitions=4
transaction.abort.timed.out.transaction.cleanup.interval.ms=1000
share.coordinator.state.topic.replication.factor=1
share.coordinator.state.topic.min.isr=1
group.initial.rebalance.delay.ms=0
group.min.session.timeout.ms=1000
group.consumer.min.session.timeout.ms=1000
group.consumer.session.timeout.ms=6000
group.consumer.min.heartbeat.interval.ms=300
group.consumer.heartbeat.interval.ms=1000
PROPS
  cat >"$dir/log4j2.properties" <<'LOG'
rootLogger.level=warn
rootLogger.appenderRefs=out
rootLogger.appenderRef.out.ref=out
appender.out.type=Console
appender.out.name=out
appender.out.target=SYSTEM_ERR
appender.out.layout.type=PatternLayout
appender.out.layout.pattern=%d %p %m (%c)%n
LOG
}

java_kafka() { java -Dlog4j2.configurationFile="$dir/log4j2.properties" -cp "$jars/*" "$@"; }

start() {
  java -Xmx"${KAFKA_HEAP:-512m}" -Dlog4j2.configurationFile="$dir/log4j2.properties" -cp "$jars/*" \
    kafka.Kafka "$dir/server.properties" >>"$dir/broker.log" 2>&1 </dev/null &
  broker=$!
  for _ in $(seq 600); do
    if (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null; then echo ready; return; fi
    kill -0 "$broker" 2>/dev/null || { tail -n 5 "$dir/broker.log" >&2; fail "the broker stopped at its start"; }
    sleep 0.1
  done
  fail "no broker on port $port after 60 s"
}

halt() {
  [ -n "${broker:-}" ] || return 0
  kill -9 "$broker" 2>/dev/null || true
  wait "$broker" 2>/dev/null || true
  broker=
}

serve() {
  dir=${1:?a folder} port=${2:?a port} broker=
  # A terminal's Ctrl-C reaches this script too: the end of the input is what ends it.
  trap '' INT
  trap 'halt; rm -rf "$dir"' EXIT
  fetch
  configure
  java_kafka kafka.tools.StorageTool format -c "$dir/server.properties" \
    -t "$(java_kafka kafka.tools.StorageTool random-uuid 2>/dev/null)" >/dev/null
  start
  while read -r word; do
    case $word in
      kill) halt; echo killed ;;
      start) start ;;
      *) fail "unknown word $word: kill or start" ;;
    esac
  done
}

case ${1:-} in
  fetch) fetch ;;
  serve) shift; serve "$@" ;;
  *) echo "kafka.sh: fetch, or serve DIR PORT" >&2; exit 2 ;;
esac
