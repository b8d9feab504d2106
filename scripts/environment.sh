# Sourced by ./demo and ./check: makes .venv with Padwright in it, once for each pyproject.toml.
# Usage: environment.sh EXTRAS, such as "" or "[test]".

python_of_the_system() {
  for each in python3 python3.13 python3.12 python3.11; do
    if "$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
      command -v "$each"
      return
    fi
  done
  echo "Padwright needs Python 3.11 or newer; on Debian: apt-get install python3 python3-venv" >&2
  return 1
}

install_packages() { # of the system, where that is possible without asking anybody
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    apt-get update -qq >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y "$@" >/dev/null
  else
    echo "please run once: sudo apt-get install $*" >&2
    return 1
  fi
}

make_environment() { # extras
  local wanted mark=.venv/.made-for
  wanted="$1 $(cksum <pyproject.toml)"
  if [ -x .venv/bin/padwright ] && [ "$(cat "$mark" 2>/dev/null)" = "$wanted" ]; then
    return
  fi
  local python
  python=$(python_of_the_system) || return
  if [ ! -x .venv/bin/pip ]; then
    rm -rf .venv
    if ! "$python" -m venv .venv 2>/dev/null; then
      rm -rf .venv
      install_packages python3-venv && "$python" -m venv .venv || return
    fi
  fi
  echo "setting up Padwright in .venv (once, one or two minutes) ..." >&2
  .venv/bin/pip install --quiet --disable-pip-version-check --no-compile --editable ".$1" || return
  .venv/bin/padwright prepare --quiet || return
  echo "$wanted" >"$mark"
}
