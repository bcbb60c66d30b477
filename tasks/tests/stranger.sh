# shellcheck shell=bash
# Projects as a stranger has them: outside of the checkout, with an empty local repository, and what a release has put
# into the file repository $repository. Each is a folder of $work, which is removed at the end. Wants JAVA_HOME and mvn.

: "${repository:?}"
work=$(mktemp -d)
serving=''
account=''
trap '[ -z "$serving" ] || kill "$serving"; [ -z "$account" ] || kill "$account"; rm -rf "$work"' EXIT

cat >"$work/settings.xml" <<SETTINGS
<settings>
  <profiles>
    <profile>
      <id>released</id>
      <repositories>
        <repository><id>released</id><url>file://$repository</url></repository>
      </repositories>
      <pluginRepositories>
        <pluginRepository><id>released</id><url>file://$repository</url></pluginRepository>
      </pluginRepositories>
    </profile>
  </profiles>
  <activeProfiles><activeProfile>released</activeProfile></activeProfiles>
</settings>
SETTINGS

# A daemon of the compiler's would outlive the test.
options=(-B -ntp -s "$work/settings.xml" -Dmaven.repo.local="$work/m2" -Dkotlin.compiler.daemon=false)

# maven NAME WORD...: mvn in its folder, with what it answers in NAME.out and the rest in NAME.log.
maven() {
  local name=$1
  shift
  (cd "$work/$name" && mvn "${options[@]}" "$@") >"$work/$name.out" 2>"$work/$name.log" </dev/null
}

# goal NAME WORD...: the same, with its time on the screen and all output in NAME.log.
goal() {
  local began=$SECONDS status=0
  maven "$@" || status=$?
  cat "$work/$1.out" >>"$work/$1.log"
  echo "  mvn ${*:2} of $1: status $status after $((SECONDS - began)) s"
  return "$status"
}

# succeeds NAME WORD...: shows the end of the output where it does not.
succeeds() {
  local status=0
  goal "$@" || status=$?
  expect "$1: mvn ${*:2}" 0 "$status"
  [ "$status" = 0 ] || tail -n 30 "$work/$1.log"
}

# answer NAME WORD...: what the function answers, and that alone; some builds of Maven write colours always.
answer() {
  maven "$1" -q -o libhello:invoke "${@:2}"
  sed 's/\x1b\[[0-9;]*m//g' "$work/$1.out"
}

sum_of() { sha256sum <"$work/$1/target/lambda.zip"; }
size_of() { stat -c %s "$work/$1/target/${2:-lambda.zip}"; }
says() { grep -cF "$2" "$work/$1.log"; }

# begin_account FOLDER: an account of moto's, and no other: neither the machine's settings nor its credentials. The folder
# has aws and moto_server.
begin_account() {
  local name try
  PATH=$1:$PATH
  for name in $(compgen -e AWS_); do unset "$name"; done
  export AWS_CONFIG_FILE=$work/none AWS_SHARED_CREDENTIALS_FILE=$work/none AWS_EC2_METADATA_DISABLED=true
  export AWS_ACCESS_KEY_ID=testing AWS_SECRET_ACCESS_KEY=testing AWS_DEFAULT_REGION=us-east-1
  # Policies of AWS's own, such as that of a role which is made.
  export MOTO_IAM_LOAD_MANAGED_POLICIES=true
  moto_server -H 127.0.0.1 -p 0 >"$work/moto.log" 2>&1 &
  account=$!
  for ((try = 0; try < 300; try++)); do
    AWS_ENDPOINT_URL=$(grep -om 1 'http://127.0.0.1:[0-9]*' "$work/moto.log") && break
    sleep 0.2
  done
  export AWS_ENDPOINT_URL
}

# take_maven VERSION: an own one of that version for all that follows.
take_maven() {
  local status=0
  (cd "$work" && mvn "${options[@]}" -q org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy \
    -Dartifact="org.apache.maven:apache-maven:$1:tar.gz:bin" -DoutputDirectory="$work" &&
    tar -xzf "apache-maven-$1-bin.tar.gz") >"$work/maven.log" 2>&1 </dev/null || status=$?
  expect "Maven $1" 0 "$status"
  PATH=$work/apache-maven-$1/bin:$PATH
}
