#!/bin/sh
# Creates .venv with the pinned clients and emulator of the contract suite; says why where it cannot.
# LAKEGRADE_PYTHON names another interpreter for the suite, which then has to hold the requirements itself.
set -eu

root=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
requirements="$root/test/contract/requirements.txt"

if ! command -v python3 >/dev/null 2>&1; then
  echo "skipped: there is no python3, so the contract suite runs on the sandbox alone"
  exit 0
fi
if ! python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
  echo "skipped: the pinned requirements need Python 3.11 or newer, this is $(python3 --version)"
  exit 0
fi
if ! python3 -m venv "$root/.venv"; then
  echo "skipped: python3 cannot make virtual environments (on Debian: python3-venv)"
  exit 0
fi
"$root/.venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --requirement "$requirements"
"$root/.venv/bin/python" -c 'import boto3, moto.server'
echo "ready: $root/.venv"
