# Shared by the scripts beside it; bash. Sourcing it puts the caller at the root of the checkout.

set -euo pipefail
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
DATA=$(realpath -m "${YIZHENG_DATA:-$ROOT/var}")
cd "$ROOT"
unset PYTHONDONTWRITEBYTECODE PYTHONHOME PYTHONPATH VIRTUAL_ENV # compiled modules make the second start quick
export YIZHENG_DATA="$DATA" PYTHONUTF8=1 PIP_DISABLE_PIP_VERSION_CHECK=1
# A data folder that was set up with the sample stays one to try things on, for every command.
[ -n "${YIZHENG_SAMPLE:-}" ] || [ ! -e "$DATA/stamps/sample" ] || export YIZHENG_SAMPLE=1
if [ ! -w "${HOME:-/nowhere}" ]; then # pip and uv want a place for their caches
  mkdir -p var/home && export HOME="$ROOT/var/home"
fi
PYTHON=$ROOT/.venv/bin/python

say() { printf '%s\n' "$*" >&2; }
die() { say "$@"; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# --- system packages -------------------------------------------------------------------------------------------

RUN_PACKAGES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk fonts-noto-cjk-extra fonts-hanazono gettext"
TEST_PACKAGES="poppler-utils qpdf postgresql libatomic1" # the last one for Playwright

# The system's own Python where it is 3.11 or later, else another one, else nothing. A distribution builds its own with
# the optimisations that a build by hand leaves out: pages take a sixth less time. One that can make .venv goes before one
# that could only after apt has installed its part for that.
find_python() {
  local name needs
  for needs in "import sys, ensurepip, venv" "import sys"; do
    has uv && needs="import sys"
    for name in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
      if "$name" -c "$needs; sys.exit(sys.version_info < (3, 11))" 2>/dev/null; then command -v "$name"; return; fi
    done
  done
}

find_browser() { # Ubuntu's chromium is a snap, which apt only stands in for: whatever answers is used
  local name
  for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if has "$name"; then command -v "$name"; return; fi
  done
}

missing_packages() { # missing_packages [tests]: what apt would have to install, on one line
  local missing=() name wanted=$RUN_PACKAGES python installed
  python=$(find_python)
  if [ -z "$python" ]; then
    missing+=(python3-venv)
  elif ! has uv && ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    [ "$(basename "$python")" = "$(basename "$(realpath /usr/bin/python3)")" ] && missing+=(python3-venv) ||
      missing+=("$(basename "$python")-venv")
  fi
  if [ "${1:-}" = tests ]; then
    wanted="$wanted $TEST_PACKAGES"
    if [ -z "$(find_browser)" ]; then
      if grep -q '^ID=ubuntu' /etc/os-release; then missing+=(chromium-browser); else missing+=(chromium); fi
    fi
  fi
  # shellcheck disable=SC2086  # names are words
  installed=" $(dpkg-query -W -f='${Package}=${db:Status-Status} ' $wanted 2>/dev/null || true)"
  for name in $wanted; do
    [[ $installed = *" $name=installed "* ]] || missing+=("$name")
  done
  echo "${missing[*]-}"
}

install_packages() { # install_packages [tests]: by apt where that is allowed; otherwise names them and stops
  local missing sudo=()
  if ! has dpkg-query; then
    say "No apt here. Needed: Python 3.11 or later, $RUN_PACKAGES; for tests Chromium, $TEST_PACKAGES."
    return
  fi
  missing=$(missing_packages "${1:-}")
  [ -n "$missing" ] || return 0
  if [ "$(id -u)" != 0 ]; then
    if has sudo && sudo -n true 2>/dev/null; then
      sudo=(sudo -n)
    elif has sudo && [ -t 0 ] && say "These packages are missing: $missing" && sudo -v; then
      sudo=(sudo)
    else
      die "These packages are missing, and this account may not install them: $missing" \
        $'\nAsk an administrator to run: apt-get install --no-install-recommends' "$missing"
    fi
  fi
  say "Installing: $missing"
  # shellcheck disable=SC2086  # names are words
  "${sudo[@]}" apt-get -q update >&2 && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get -q install -y --no-install-recommends -o DPkg::Lock::Timeout=300 $missing >&2 ||
    die "apt-get could not install: $missing"
  missing=$(missing_packages "${1:-}")
  [ -z "$missing" ] || die "Still missing after apt-get: $missing"
}

# --- Python ----------------------------------------------------------------------------------------------------

digest() { sha256sum "$@" | sha256sum | cut -c 1-32; }

install_python() { # install_python [dev]: .venv with exactly the pinned packages; current ones cost nothing
  local stamp files=(-r requirements.txt) python
  [ "${1:-}" = dev ] && files+=(-r requirements-dev.txt)
  stamp="$(digest requirements.txt requirements-dev.txt) $("$PYTHON" -V 2>/dev/null || true)"
  [ "$(cat ".venv/installed-${1:-run}" 2>/dev/null || cat .venv/installed-dev 2>/dev/null)" != "$stamp" ] || return 0
  if ! "$PYTHON" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
    python=$(find_python)
    [ -n "$python" ] || die "Python 3.11 or later is needed; this system has $(python3 -V 2>&1)."
    rm -rf .venv
    say "Making .venv with $("$python" -V)"
    if has uv; then uv venv -q --no-config --python "$python" .venv; else "$python" -m venv .venv; fi
  fi
  say "Installing Python packages"
  if has uv; then
    uv pip install -q --no-config --python "$PYTHON" --compile-bytecode --require-hashes "${files[@]}"
  else
    "$PYTHON" -m pip --version >/dev/null 2>&1 || "$PYTHON" -m ensurepip -q
    "$PYTHON" -m pip install -q --require-hashes "${files[@]}"
  fi
  echo "$(digest requirements.txt requirements-dev.txt) $("$PYTHON" -V)" >".venv/installed-${1:-run}"
}

manage() { "$PYTHON" site/manage.py "$@"; }

# --- what is made from the sources ------------------------------------------------------------------------------

tree_digest() { find "$@" -type f ! -name '*.pyc' ! -name '*.mo' -print0 2>/dev/null | sort -z | xargs -0 -r sha256sum | digest; }

once() { # once STAMP INPUT COMMAND…: runs the command unless it has already run on the same input
  local stamp=$1 input=$2
  shift 2
  [ "$(cat "$stamp" 2>/dev/null)" != "$input" ] || return 0
  "$@"
  mkdir -p "$(dirname "$stamp")"
  echo "$input" >"$stamp"
}

compile_messages() {
  local po mo
  for po in site/locale*/*/LC_MESSAGES/*.po; do
    mo=${po%.po}.mo
    [ "$mo" -nt "$po" ] || { msgfmt -o "$mo.$$" "$po" && mv "$mo.$$" "$mo"; }
  done
}

cut_fonts() {
  say "Cutting fonts"
  manage cut_fonts >&2
}

prepare_checkout() { # shared by every data folder of this checkout
  compile_messages
  once var/fonts/.made "$(tree_digest documents/rendering site/templates/song.txt requirements.txt)" cut_fonts # beside the fonts: gone when they are
}

prepare_data() { # database, static files and, in a system to try things on, the sample
  local migrations database
  export YIZHENG_SAMPLE=${YIZHENG_SAMPLE:-1}
  mkdir -p "$DATA/stamps" 2>/dev/null && [ -w "$DATA" ] ||
    die "The data folder $DATA cannot be written. Set YIZHENG_DATA to one that can."
  migrations=$(tree_digest requirements.txt ./*/migrations bureau/triggers.py)
  database=$("$PYTHON" script/database_identity.py)
  if [ "$(cat "$DATA/stamps/database" 2>/dev/null)" != "$migrations $database" ]; then
    say "Preparing the database"
    manage migrate --no-input -v 0 >&2
    database=$("$PYTHON" script/database_identity.py)
    echo "$migrations $database" >"$DATA/stamps/database"
  fi
  once "$DATA/stamps/static" "$(tree_digest requirements.txt site/static var/fonts/web ./*/static)" \
    manage collectstatic --no-input -v 0 >&2
  ! sampling || once "$DATA/stamps/sample" "${database%|*|*}" load_sample
}

sampling() { [[ ${YIZHENG_SAMPLE,,} =~ ^(1|true|yes)$ ]]; }

load_sample() { # what it says of accounts is shown at every start
  say "Loading the sample"
  (umask 077 && manage load_sample >"$DATA/stamps/accounts") || die "Without sample data: YIZHENG_SAMPLE=no script/server"
}

alone() { # alone COMMAND…: one at a time in this checkout, so that two first starts do not meet
  mkdir -p var
  (
    flock 9
    "$@" 9>&-
  ) 9>var/setup.lock
}

# One step a line: after `&&` bash would ignore failures inside a step.
set_up() {
  install_packages
  install_python
  prepare_checkout
  prepare_data
}
set_up_tests() {
  install_packages tests
  install_python dev
  prepare_checkout
}
set_up_lint() {
  install_packages
  install_python dev
  compile_messages
}
